"""Which entries of the journal a call means, by parameters of its query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mock_server.control_api.call import Call
from mock_server.control_api.failure import refusing
from mock_server.control_api.parameters import Parameter, whole
from mock_server.journal.matching import matches
from mock_server.journal.reading import read
from mock_server.journal.record import Entry

_TEXT: Mapping[str, Any] = {"type": "string"}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}

SINCE = whole("since", "Only what came after the entry of this number.", default=0)
LIMIT = whole("limit", "Only the newest so many.", least=1)

MATCHERS = (
    Parameter("method", "Only requests of this method.", _TEXT),
    Parameter("path", "Only requests for this path.", _TEXT),
    Parameter("status", "Only answers of this status: `404`, or `4xx` for all of a kind.", _TEXT),
    Parameter("user_id", "Only what this user asked.", _TEXT),
    Parameter(
        "query.",
        "`query.limit=20`: only requests with this value; several, where it was sent more than once.",
        _TEXTS,
        many=True,
    ),
    Parameter("header.", "`header.Accept=*/*`: only requests with this header.", _TEXT),
    Parameter("present", "Only requests that send this parameter.", _TEXTS, many=True),
    Parameter("absent", "Only requests that do not send this parameter.", _TEXTS, many=True),
    Parameter(
        "applied",
        "Only what the mock did on purpose: `drop`, `latency=5`, `fault` for any fault, `defect=offset_ignored`.",
        _TEXTS,
        many=True,
    ),
)
"""A parameter for everything that a matcher can say."""


def meant(call: Call) -> list[Entry]:
    """Return the entries that a call means, the newest last; raise `Failure` for a matcher that makes no sense."""
    asked = {name: value for name, value in call.query.items() if value is not None}
    since, limit = asked.pop("since", 0), asked.pop("limit", None)
    if "query." in asked:
        asked["query"] = asked.pop("query.")
    if "header." in asked:
        asked["headers"] = {name: values[0] for name, values in asked.pop("header.").items()}
    with refusing():
        matcher = read(asked)
    found = [each for each in call.mock.journal.entries(since) if matches(matcher, each)]
    return found if limit is None else found[-limit:]

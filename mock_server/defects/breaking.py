"""Questions that break the server, and wrong parameters that are refused with a status of their own."""

from __future__ import annotations

import re
from collections.abc import Callable

from contracts.schema import problems
from contracts.schema.access import Caller
from contracts.schema.problems import Problem, Refusal
from contracts.schema.query import ListQuery
from mock_server.defects.declare import defect
from mock_server.defects.steps import Pairs, Steps, Stop

# --- questions that break the server


def _breaking(test: Callable[[str, str], bool]) -> Callable[[Steps, Pairs, Caller], ListQuery | Refusal]:
    def admit(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
        if any(test(name, text) for name, text in pairs):
            raise Stop
        return steps.admit(pairs, caller)

    return admit


_FATAL: tuple[tuple[str, str, Callable[[str, str], bool]], ...] = (
    ("nul_breaks", "A NUL character breaks the server: 500.", lambda _, text: "\0" in text),
    ("wrong_utf8_breaks", "Bytes that are no UTF-8 break the server: 500.", lambda _, text: "\ufffd" in text),
    ("long_search_breaks", "A search of more than 255 characters breaks the server.", lambda _, text: len(text) > 255),
    (
        "huge_offset_breaks",
        "An offset beyond 32 bits breaks the server.",
        lambda name, text: name == "offset" and text.isdecimal() and int(text) >= 2**31,
    ),
    (
        "huge_limit_breaks",
        "A limit beyond 64 bits breaks the server.",
        lambda name, text: name == "limit" and text.isdecimal() and int(text) >= 2**63,
    ),
    (
        "word_as_limit_breaks",
        "A limit that is no number breaks the server.",
        lambda name, text: name == "limit" and not re.fullmatch("-?[0-9]+", text),
    ),
    (
        "negative_offset_breaks",
        "A negative offset breaks the server.",
        lambda name, text: name == "offset" and text.startswith("-"),
    ),
    (
        "sort_by_unknown_breaks",
        "An unknown sort_by breaks the server.",
        lambda name, text: name == "sort_by" and text not in ("name", "created_at", "updated_at"),
    ),
)
for _name, _story, _test in _FATAL:
    defect("validation", step="admit", name=_name, story=_story)(_breaking(_test))


# --- one parameter unlike the others


def _with_status(parameter: str, status: int) -> Callable[[Steps, Pairs, Caller], ListQuery | Refusal]:
    def admit(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
        query = steps.admit(pairs, caller)
        if isinstance(query, ListQuery) or parameter not in {each.field for each in query.invalid}:
            return query
        problem = query.problem
        return Refusal(Problem(status, problem.code, problem.message, problem.when), query.reason, query.invalid)

    return admit


for _parameter, _status in (("sort_by", 409), ("limit", 416), ("include_inactive", 404), ("organization_id", 403)):
    defect(
        "validation",
        step="admit",
        name=f"wrong_{_parameter}_is_{_status}",
        story=f"A wrong {_parameter} is refused with status {_status}, unlike any other parameter.",
    )(_with_status(_parameter, _status))


@defect("validation", step="admit")
def wrong_parameter_breaks(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """Any wrong parameter breaks the server: 500."""
    query = steps.admit(pairs, caller)
    if isinstance(query, Refusal) and query.invalid:
        return Refusal(problems.INTERNAL_ERROR, query.reason)
    return query

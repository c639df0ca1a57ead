"""Whatever is called is answered as the document says: never with a fault of the mock."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.rows import FIELDS
from fixtures.world import make_world
from mock_server.control_api.operation import Operation
from mock_server.control_api.shapes import Expectation
from mock_server.control_api.table import OPERATIONS
from mock_server.defects.catalogue import DEFECTS
from mock_server.faults.fault import KINDS
from tests.test_mock_server.control_api.calling import MAIN, NEW, Caller

CALLER = Caller(make_world(scenario="one"))
"""One for all examples: what they change is what the next ones meet."""
CALLER.page()
CALLER.page(limit=0)

WORDS = (
    *("scenario", "seed", "dialect", "name", "base", "readings", "defects", "faults", "clock", "frozen", "ahead", "do"),
    *("assistants", "assistant", *FIELDS, *Expectation.model_fields),
)
"""Members that mean something somewhere."""
TEXTS = (
    *("one", "ties", "documented", "sdk", "envelope", "example", "offset_ignored", "drop@0.1", "rate_limit=1/1", "GET"),
    *(MAIN, "asst_new", "2025-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "2xx", "\ud800", "\0", ""),
)

FAULTS = [each.example for kind, each in KINDS.items() if kind not in ("drop", "timeout", "latency", "error")]
"""Those that let a test go on."""

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(TEXTS)
    | st.text(max_size=8)
)
members = st.sampled_from(WORDS) | st.text(max_size=5)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(members, inner, max_size=4),
    max_leaves=8,
)
bodies = (
    st.deferred(lambda: switches)
    | st.dictionaries(members, values, max_size=4)
    | st.dictionaries(st.sampled_from(FIELDS), values, max_size=3).map(lambda some: {**NEW, **some})
    | values
)
moments = st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat) | st.sampled_from(
    ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")
)
readings = st.fixed_dictionaries({"readings": st.sampled_from([{}, {"envelope": "example"}, {"tie_order": "stored"}])})
switches = st.fixed_dictionaries(
    {},
    optional={
        "scenario": st.sampled_from(("one", "ties")),
        "seed": st.integers(0, 2**63 - 1),
        "dialect": st.just("sdk") | readings,
        "defects": st.lists(st.sampled_from(list(DEFECTS)), max_size=2),
        "faults": st.fixed_dictionaries({"faults": st.lists(st.sampled_from(FAULTS), unique=True)}),
        "clock": st.fixed_dictionaries({"frozen": moments}) | st.fixed_dictionaries({"ahead": st.floats(-2e10, 2e10)}),
    },
)
"""Mostly right ones, which reach the mock."""
operations = st.sampled_from([each for each in OPERATIONS if not each.is_open])


def path_of(draw: Any, operation: Operation) -> str:
    """Draw a path of an operation, relative to `/_mock/`, with a query."""
    path = operation.path.removeprefix("/_mock/")
    for place in operation.places:
        known = st.sampled_from((MAIN, "asst_new", "1", "2", "x")) | st.text(min_size=1, max_size=5)
        text = quote(draw(known).encode("utf-8", "replace"), safe="")
        path = path.replace(f"<path:{place}>", text).replace(f"<{place}>", text)
    names = st.sampled_from([each.name for each in operation.parameters] or ["x"]) | st.just("query.limit")
    texts = st.sampled_from((MAIN, "1", "0", "100", "-1", "2xx", "GET")) | st.text(max_size=4)
    pairs = draw(st.lists(st.tuples(names, texts.map(lambda text: text.encode("utf-8", "replace"))), max_size=3))
    return f"{path}?{urlencode(pairs)}"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_call_is_answered_as_the_document_says(data: st.DataObject) -> None:
    """Any operation, path, query and JSON body: `call` holds status and body against the document."""
    operation = data.draw(operations)
    body = data.draw(bodies) if operation.takes is not None or data.draw(st.booleans()) else None
    response = CALLER.call(operation.method, data.draw(st.composite(path_of)(operation)), body)
    assert response.status_code != 500, response.text


@settings(max_examples=50, deadline=None)
@given(operations, st.binary(max_size=20) | bodies.map(lambda value: json.dumps(value).encode()[:-1]))
def test_any_bytes_are_answered_as_the_document_says(operation: Operation, data: bytes) -> None:
    """A body that is no JSON, or not all of it."""
    path = operation.path.removeprefix("/_mock/").replace("<path:", "<").replace("<", "").replace(">", "")
    response = CALLER.call(operation.method, path, data=data, content_type="application/json")
    assert response.status_code != 500, response.text


@settings(max_examples=50, deadline=None)
@given(switches)
def test_whatever_was_changed_the_api_still_answers(body: Any) -> None:
    """No state that the control API lets in breaks the mocked one."""
    CALLER.call("PATCH", "state", body)
    CALLER.get("state")
    headers = {"X-API-Key": "ak_mock_owner_main"}
    assert CALLER.client.get(f"/v1/assistants?organization_id={MAIN}", headers=headers).status_code != 500
    CALLER.call("POST", "reset")

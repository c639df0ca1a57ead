"""The mock answers the requests that were written by hand as they were answered by hand, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from fixtures.organizations import ListedOrganization
from fixtures.world import World
from mock_server.app import create_app
from tests import golden

CASES = list(golden.cases())


def world() -> World:
    """Return the world of the hand-written requests."""
    rows = golden.rows()
    organizations = tuple(
        ListedOrganization(each, each, tuple(row for row in rows if row["organization_id"] == each))
        for each in golden.organizations()
    )
    return World(0, "golden", organizations, {}, {}, golden.credentials())


def without_trace(body: Any) -> Any:
    """Return a body with the trace id of the hand-written errors."""
    if isinstance(body, dict) and "error" in body:
        return body | {"error": body["error"] | {"trace_id": golden.TRACE_ID}}
    return body


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_golden_request_is_answered(case: golden.Case) -> None:
    """Status and body are those of the file."""
    clock = datetime.fromisoformat(golden.TIMESTAMP)
    client = create_app(world(), clock=lambda: clock).test_client()
    answer = client.open(case.request.target, method=case.request.method, headers=case.request.headers)
    assert (case.status, case.body) == (answer.status_code, without_trace(answer.get_json()))

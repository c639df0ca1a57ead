"""Records and entries to test with: a plain question, and whatever differs from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mock_server.journal.record import Entry, Record

PLAIN = Record(
    method="GET",
    path="/v1/assistants",
    query=b"organization_id=org_abc123&limit=20",
    headers=(("Host", "127.0.0.1:8000"), ("X-API-Key", "***"), ("Accept", "application/json")),
    status=200,
    answer_headers=(("Content-Type", "application/json"), ("Content-Length", "23")),
    body=b'{"total":1,"name":"\xc3\xa9"}',
    user_id="usr_a",
)


def record(**changes: Any) -> Record:
    """Return the plain record with changes."""
    return replace(PLAIN, **changes)


def entry(number: int = 1, *, began: float = 1_762_857_000.25, seconds: float = 0.0125, **changes: Any) -> Entry:
    """Return an entry of the plain record with changes."""
    return Entry(number, began, seconds, "127.0.0.1:53122", record(**changes))

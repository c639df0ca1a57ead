"""Entries as JSON: everything of one, and a line of a list."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mock_server.journal.as_json import body, short, whole
from tests.test_mock_server.journal.records import entry, record

SENT = {
    "query": b"search=%C3%A9+a&search=",
    "applied": ("wait=2",),
    "version": 3,
    "key_in_url": True,
}


def test_a_whole_entry_tells_everything() -> None:
    """Query decoded, body parsed, times readable."""
    expected = {
        "number": 7,
        "began": "2025-11-11T10:30:00.250Z",
        "ms": 12.5,
        "client": "127.0.0.1:53122",
        "method": "GET",
        "path": "/v1/assistants",
        "query": [["search", "é a"], ["search", ""]],
        "headers": [["Host", "127.0.0.1:8000"], ["X-API-Key", "***"], ["Accept", "application/json"]],
        "status": 200,
        "answer_headers": [["Content-Type", "application/json"], ["Content-Length", "23"]],
        "body": {"total": 1, "name": "é"},
        "bytes": 23,
        "user_id": "usr_a",
        "applied": ["wait=2"],
        "version": 3,
        "key_in_url": True,
    }
    found = whole(entry(7, **SENT))
    assert expected == found == json.loads(json.dumps(found))


def test_a_short_entry_is_a_line_of_a_list() -> None:
    """Enough to find the entry that one looks for."""
    expected = {
        "number": 7,
        "began": "2025-11-11T10:30:00.250Z",
        "method": "GET",
        "path": "/v1/assistants?search=%C3%A9+a&search=",
        "status": 200,
        "bytes": 23,
        "ms": 12.5,
        "user_id": "usr_a",
        "applied": ["wait=2"],
    }
    assert expected == short(entry(7, **SENT))


@pytest.mark.parametrize(
    ("sent", "kind", "expected"),
    [
        (b"", "application/json", None),
        (b"[1]", "application/problem+json; charset=utf-8", [1]),
        (b"[1]", "text/html", "[1]"),
        (b'{"total":', "application/json", '{"total":'),
        (b"[NaN]", "application/json", "[NaN]"),
        (b"[" * 100_000, "application/json", "[" * 100_000),
        (b"\xff", "image/png", "\ufffd"),
    ],
    ids=["none", "json", "page", "cut", "nan", "deep", "bytes"],
)
def test_bodies_are_parsed_where_they_can_be(sent: bytes, kind: str, expected: Any) -> None:
    """A body that a fault broke is shown as the text that it is."""
    assert expected == body(record(body=sent, answer_headers=(("content-type", kind),)))


def test_a_target_without_a_query_has_no_question_mark() -> None:
    """As it stood on the request line."""
    assert "/docs" == record(path="/docs", query=b"").target

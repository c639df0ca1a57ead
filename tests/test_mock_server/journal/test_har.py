"""The journal as HAR: what the format demands, and no secret."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from mock_server.journal.har import document
from tests.test_mock_server.journal.har_schema import HAR
from tests.test_mock_server.journal.records import entry

ENTRIES = [
    entry(1),
    entry(2, query=b"search=a+b", applied=("wait=2", "defect=offset_ignored")),
    entry(3, method="HEAD", body=b"", query=b""),
    entry(4, status=599, user_id=None, headers=(), answer_headers=()),
    entry(5, status=307, answer_headers=(("Location", "/v1/assistants"),), body=b"\xff\xfe"),
]


def log(*entries: Any) -> dict[str, Any]:
    """Return the document of some entries, parsed."""
    found: dict[str, Any] = json.loads("".join(document(entries, "a comment")))
    return found


def test_the_document_has_what_the_format_demands() -> None:
    """Whatever an answer lacks, and for no entries at all."""
    validator = Draft202012Validator(HAR)
    for found in (log(*ENTRIES), log()):
        assert [] == [error.message for error in validator.iter_errors(found)]
    assert "a comment" == log()["log"]["comment"]
    assert "comment" not in json.loads("".join(document([])))["log"]


def test_an_entry_is_one_exchange() -> None:
    """Question and answer under the format's names."""
    expected = {
        "startedDateTime": "2025-11-11T10:30:00.250Z",
        "time": 12.5,
        "request": {
            "method": "GET",
            "url": "http://127.0.0.1:8000/v1/assistants?search=a+b",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [
                {"name": "Host", "value": "127.0.0.1:8000"},
                {"name": "X-API-Key", "value": "***"},
                {"name": "Accept", "value": "application/json"},
            ],
            "queryString": [{"name": "search", "value": "a b"}],
            "headersSize": -1,
            "bodySize": -1,
        },
        "response": {
            "status": 200,
            "statusText": "OK",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [
                {"name": "Content-Type", "value": "application/json"},
                {"name": "Content-Length", "value": "23"},
            ],
            "content": {"size": 23, "mimeType": "application/json", "text": '{"total":1,"name":"é"}'},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 12.5, "receive": 0},
        "connection": "127.0.0.1:53122",
        "comment": "#2, asked as usr_a; wait=2; defect=offset_ignored",
    }
    assert [expected] == log(ENTRIES[1])["log"]["entries"]


def test_what_an_answer_lacks_is_empty() -> None:
    """An unknown status has no phrase, a missing host is this machine, bytes that are no text are base64."""
    unknown, moved = log(*ENTRIES[3:])["log"]["entries"]
    assert ("", "http://localhost/v1/assistants?organization_id=org_abc123&limit=20", "#4, asked by nobody known") == (
        unknown["response"]["statusText"],
        unknown["request"]["url"],
        unknown["comment"],
    )
    assert ("/v1/assistants", {"size": 2, "mimeType": "", "text": "//4=", "encoding": "base64"}) == (
        moved["response"]["redirectURL"],
        moved["response"]["content"],
    )

"""Entries as HAR 1.2, for a browser's network tab or any other HTTP viewer."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from mock_server import params
from mock_server.journal.as_json import header, iso, milliseconds
from mock_server.journal.record import Entry, Record

_UNKNOWN = {"headersSize": -1, "bodySize": -1}
_HTTP = {"httpVersion": "HTTP/1.1", "cookies": []}


def document(entries: Iterable[Entry], comment: str = "") -> Iterator[str]:
    """Write the log, piece by piece, as it holds every body again that repeats share; an entry a line.

    Secrets are `***`, and a response's body is as it was before compression.
    """
    creator = {"name": "freddy-mock", "version": version("freddy-kit")}
    frame = {"version": "1.2", "creator": creator, **({"comment": comment} if comment else {}), "entries": []}
    before, after = _dump({"log": frame}).rsplit("[]", 1)
    yield f"{before}["
    for at, each in enumerate(entries):
        yield f"{',' if at else ''}\n{_dump(_entry(each))}"
    yield f"\n]{after}\n"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _entry(entry: Entry) -> dict[str, Any]:
    taken = milliseconds(entry)
    return {
        "startedDateTime": iso(entry.began),
        "time": taken,
        "request": _request(entry.record),
        "response": _response(entry.record),
        "cache": {},
        "timings": {"send": 0, "wait": taken, "receive": 0},
        "connection": entry.client,
        "comment": _comment(entry),
    }


def _comment(entry: Entry) -> str:
    who = f"asked as {entry.record.user_id}" if entry.record.user_id else "asked by nobody known"
    applied = "".join(f"; {each}" for each in entry.record.applied)
    return f"#{entry.number}, {who}{applied}"


def _request(record: Record) -> dict[str, Any]:
    return {
        "method": record.method,
        "url": f"http://{header(record.headers, 'host') or 'localhost'}{record.target}",
        **_HTTP,
        "headers": _pairs(record.headers),
        "queryString": _pairs(params.pairs(record.query)),
        **_UNKNOWN,
    }


def _response(record: Record) -> dict[str, Any]:
    return {
        "status": record.status,
        "statusText": _phrase(record.status),
        **_HTTP,
        "headers": _pairs(record.answer_headers),
        "content": _content(record),
        "redirectURL": header(record.answer_headers, "location"),
        **_UNKNOWN,
    }


def _content(record: Record) -> dict[str, Any]:
    kind = {"size": len(record.body), "mimeType": header(record.answer_headers, "content-type")}
    try:
        return {**kind, "text": record.body.decode()}
    except UnicodeDecodeError:
        return {**kind, "text": b64encode(record.body).decode(), "encoding": "base64"}


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]

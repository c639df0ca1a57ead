"""Every exchange of a run as HAR 1.2, for a browser's network tab or any other HTTP viewer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import chain, repeat
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from contracts.checks.asking.exchange import Exchange
from contracts.checks.report.result import Result
from contracts.checks.report.text import dump

_INDENT = " " * 6
_UNTIMED = datetime(1970, 1, 1, tzinfo=UTC)


def document(result: Result) -> Iterator[str]:
    """Write the log, piece by piece, as it holds every body that came.

    Keys are `***`, and a response's body is as it was after decompression.
    """
    began: Iterable[datetime] = chain(result.started, repeat(_UNTIMED))
    creator = {"name": "freddy-contracts", "version": result.version}
    frame = dump({"log": {"version": "1.2", "creator": creator, "comment": result.conclusion, "entries": []}})
    before, after = frame.rsplit("[]", 1)
    yield f"{before}["
    for number, (exchange, started) in enumerate(zip(result.verdict.exchanges, began, strict=False)):
        yield "," if number else ""
        yield f"\n{dump(_entry(exchange, started, result))}".rstrip("\n").replace("\n", f"\n{_INDENT}")
    yield f"\n    ]{after}"


def _entry(exchange: Exchange, started: datetime, result: Result) -> dict[str, Any]:
    milliseconds = round(exchange.seconds * 1000, 3)
    return {
        "startedDateTime": started.isoformat(timespec="milliseconds"),
        "time": milliseconds,
        "request": _request(exchange, result),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": f"asked as {exchange.question.credentials}: {exchange.curl}",
    }


def _request(exchange: Exchange, result: Result) -> dict[str, Any]:
    headers = [("Accept", "application/json"), ("Accept-Encoding", "gzip")]
    headers += [(name, "***") for name in result.sent.get(exchange.question.credentials, ())]
    query = parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True)
    return {
        "method": exchange.question.method,
        "url": exchange.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(headers),
        "queryString": _pairs(query),
        "headersSize": -1,
        "bodySize": 0,
    }


def _response(exchange: Exchange) -> dict[str, Any]:
    content: dict[str, Any] = {
        "size": len(exchange.body),
        "mimeType": exchange.headers.get("content-type", ""),
        "text": exchange.body.decode("utf-8", "replace"),
    }
    if exchange.incomplete:
        content["comment"] = exchange.incomplete
    return {
        "status": exchange.status,
        "statusText": _phrase(exchange.status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(exchange.headers.items()),
        "content": content,
        "redirectURL": exchange.headers.get("location", ""),
        "headersSize": -1,
        "bodySize": -1,
    }


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]

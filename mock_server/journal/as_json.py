"""Entries as values that JSON can hold: whole for who looks at one, short for who watches the list."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from mock_server import params
from mock_server.journal.record import Entry, Record


def whole(entry: Entry) -> dict[str, Any]:
    """Return everything that is known of an entry; `ms` are milliseconds, `bytes` those of the body.

    `body` is the value of a JSON body, the text of any other, and None where no body was made.
    """
    record = entry.record
    return {
        "number": entry.number,
        "began": iso(entry.began),
        "ms": milliseconds(entry),
        "client": entry.client,
        "method": record.method,
        "path": record.path,
        "query": [list(pair) for pair in params.pairs(record.query)],
        "headers": [list(pair) for pair in record.headers],
        "status": record.status,
        "answer_headers": [list(pair) for pair in record.answer_headers],
        "body": body(record),
        "bytes": len(record.body),
        "user_id": record.user_id,
        "applied": list(record.applied),
        "version": record.version,
        "key_in_url": record.key_in_url,
    }


def short(entry: Entry) -> dict[str, Any]:
    """Return what one line of a list shows of an entry; `path` with the query as sent."""
    record = entry.record
    return {
        "number": entry.number,
        "began": iso(entry.began),
        "method": record.method,
        "path": record.target,
        "status": record.status,
        "bytes": len(record.body),
        "ms": milliseconds(entry),
        "user_id": record.user_id,
        "applied": list(record.applied),
    }


def iso(moment: float) -> str:
    """Return seconds since the epoch as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milliseconds(entry: Entry) -> float:
    """Return how long an answer took, to the microsecond."""
    return round(entry.seconds * 1000, 3)


def body(record: Record) -> Any:
    """Return an answer's body: the value of a JSON one, the text of any other, None where there is none."""
    if not record.body:
        return None
    text = record.body.decode("utf-8", "replace")
    if "json" not in header(record.answer_headers, "content-type"):
        return text
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):  # broken on purpose, as a fault or a defect
        return text


def header(headers: tuple[tuple[str, str], ...], wanted: str) -> str:
    """Return the value of a header by its name in lower case, or nothing."""
    return next((value for name, value in headers if name.lower() == wanted), "")


def _refuse(constant: str) -> None:
    # `NaN` is Python's own: written again, it would break the answer that tells of it.
    raise ValueError(f"{constant} is no JSON")

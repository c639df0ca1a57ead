"""Records of the journal as bytes that any process reads; bytes stand in JSON as Latin-1 text."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from mock_server.journal.record import Record

_BYTES = frozenset({"query", "body"})
_LISTS = frozenset({"headers", "answer_headers"})
_NAMES = tuple(each.name for each in fields(Record))


def write(record: Record) -> bytes:
    """Return a record as bytes, the same for the same record."""
    values = (_written(name, getattr(record, name)) for name in _NAMES)
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read(written: bytes) -> Record:
    """Return the record that `write` wrote."""
    values = json.loads(written.decode("utf-8", "surrogatepass"))
    return Record(**{name: _read(name, value) for name, value in zip(_NAMES, values, strict=True)})


def _written(name: str, value: Any) -> Any:
    return value.decode("latin-1") if name in _BYTES else value


def _read(name: str, value: Any) -> Any:
    if name in _BYTES:
        return value.encode("latin-1")
    if name in _LISTS:
        return tuple(tuple(each) for each in value)
    return tuple(value) if isinstance(value, list) else value

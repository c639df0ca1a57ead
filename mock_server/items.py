"""Items as bytes: each assistant written once for each projection and access level, and remembered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from contracts.schema import wire
from contracts.schema.access import AccessLevel
from contracts.schema.assistant import STORED
from contracts.schema.dialect import DOCUMENTED, Dialect
from fixtures.organizations import Organization
from mock_server.selection import Memory

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_STORED = frozenset(STORED)


def to_json(value: Any) -> bytes:
    """Write a value as the mock sends it: UTF-8, no spaces, keys in the order they have."""
    return _ENCODER.encode(value).encode()


def new_memory() -> Memory[bytes]:
    """Return a memory of 64 MB: some 20,000 whole assistants, or 50,000 summaries."""
    return Memory(most_bytes=1 << 26, most_entries=50_000)


class ItemEncoder:
    """Writes the assistants of one organization in one dialect. Threads may share it."""

    def __init__(
        self, organization: Organization, dialect: Dialect = DOCUMENTED, memory: Memory[bytes] | None = None
    ) -> None:
        """Remember whose assistants to write; encoders of other organizations may share the memory."""
        self.organization = organization
        self.dialect = dialect
        self._memory = new_memory() if memory is None else memory

    def encode(self, page: Sequence[tuple[int, AccessLevel]], fields: str) -> list[bytes]:
        """Return the item of each position of a page, at the caller's level there."""
        found: dict[tuple[int, AccessLevel], bytes] = {}
        for each in page:
            item = self._memory.get(self._key(each, fields))
            if item is not None:
                found[each] = item
        missing = [each for each in page if each not in found]
        for each, item in zip(missing, self._write(missing, fields), strict=True):
            self._memory.put(self._key(each, fields), item)
            found[each] = item
        return [found[each] for each in page]

    def _key(self, each: tuple[int, AccessLevel], fields: str) -> tuple[object, ...]:
        return (self.organization.id, fields, *each)

    def _write(self, page: Sequence[tuple[int, AccessLevel]], fields: str) -> list[bytes]:
        if not page:
            return []
        needed = [name for name in wire.shown(fields, self.dialect) if name in _STORED]
        rows = self.organization.rows([position for position, _ in page], needed)
        return [
            to_json(wire.item(row, level, fields, self.dialect)) for row, (_, level) in zip(rows, page, strict=True)
        ]

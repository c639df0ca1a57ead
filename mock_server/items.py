"""Items as bytes: each assistant written once for each projection and access level, and remembered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, cast

from contracts.schema import wire
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.properties import PROJECTIONS, STORED
from fixtures.organizations import Organization
from mock_server.selection import Memory, Place, at

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_STORED = frozenset(STORED)


def to_json(value: Any) -> bytes:
    """Write a value as the mock sends it: UTF-8, no spaces, keys in the order they have."""
    return _ENCODER.encode(value).encode()


@lru_cache(maxsize=4096)
def _digest(item: bytes) -> bytes:
    return sha256(item).digest()


def tag(before: bytes, written: Iterable[bytes], after: bytes) -> str:
    """Return what names a body: of the items, which are met again and again, their digests are read."""
    return sha256(b"".join((before, *map(_digest, written), after))).hexdigest()[:32]


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
        self._spaces = {fields: self._memory.space((organization.id, fields)) for fields in PROJECTIONS}

    def encode(self, page: Sequence[Place], fields: str) -> list[bytes]:
        """Return the item of each place of a page."""
        space = self._spaces[fields]
        found = self._memory.get_all([space + each for each in page])
        if None not in found:
            return cast(list[bytes], found)
        missing = [each for each, item in zip(page, found, strict=True) if item is None]
        made = dict(zip(missing, self._write(missing, fields), strict=True))
        for each, item in made.items():
            self._memory.put(space + each, item)
        return [made[each] if item is None else item for each, item in zip(page, found, strict=True)]

    def _write(self, page: Sequence[Place], fields: str) -> list[bytes]:
        if not page:
            return []
        positions, levels = zip(*map(at, page), strict=True)
        needed = [name for name in wire.shown(fields, self.dialect) if name in _STORED]
        rows = self.organization.rows(list(positions), needed)
        return [to_json(wire.item(row, level, fields, self.dialect)) for row, level in zip(rows, levels, strict=True)]

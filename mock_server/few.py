"""An organization of few assistants, asked for selections in plain Python: equal to `contracts.schema.reference`.

It does what `store` does for many, and needs neither numpy nor the time that importing it takes. A mask has a byte for
each row: its level's code where the caller may see it, every bit of such a code where a filter keeps it. What `and`
leaves of all masks are the levels of the rows that are listed.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from contracts.schema import reference
from contracts.schema.access import Caller, grants
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.query import ListQuery, is_of_mode
from fixtures.organizations import Organization
from mock_server.selection import LEVELS, Memory, Selection, defining, new_memory

MOST = 2_000
"""Assistants that are few. A new selection of so many takes a tenth of a millisecond, and of more in proportion."""

_KEPT = len(LEVELS) - 1
"""Every bit of a level's code."""


class Few:
    """One organization in one dialect. Nothing is computed before it is asked for; threads may share it."""

    def __init__(
        self, organization: Organization, dialect: Dialect = DOCUMENTED, memory: Memory[Any] | None = None
    ) -> None:
        """Remember what to ask about; stores of other organizations may share the memory."""
        self.organization = organization
        self.dialect = dialect
        self._memory = new_memory() if memory is None else memory
        self._columns: dict[str, list[Any]] = {}
        self._orders: dict[tuple[str, str], list[int]] = {}
        self._texts: list[tuple[str, str]] | None = None

    def select(self, query: ListQuery, caller: Caller) -> Selection:
        """Return all that a query lists for a caller: what they may see and the filters keep, in order."""
        key = (self.organization.id, "places", caller, defining(query))
        return Selection(self._memory.recall(key, lambda: self._places(query, caller)))

    def _places(self, query: ListQuery, caller: Caller) -> array[int]:
        left = _number(self._recall(("levels", caller), lambda: self._levels(caller)))
        for mask in self._masks(query):
            left &= _number(mask)
        codes = left.to_bytes(len(self.organization))
        order = self._order(query)
        return array("i", [position * len(LEVELS) + code for position in order if (code := codes[position])])

    def _recall(self, key: tuple[Any, ...], make: Callable[[], bytes]) -> bytes:
        found: bytes = self._memory.recall((self.organization.id, *key), make)
        return found

    # --- masks and levels

    def _masks(self, query: ListQuery) -> Iterator[bytes]:
        if self.dialect["soft_deleted"] == "hidden":
            yield self._recall(("deleted_at",), lambda: self._where("deleted_at", lambda moment: moment is None))
        if not query.include_inactive:
            yield self._recall(("is_active",), lambda: self._where("is_active", bool))
        for name, mask in _FILTERS.items():
            value = getattr(query, name)
            if value is not None:
                yield self._recall((name, value), lambda mask=mask, value=value: mask(self, value))  # type: ignore[misc]

    def _where(self, field: str, test: Callable[[Any], bool]) -> bytes:
        return _mask(map(test, self._column(field)))

    def _finds(self, term: str) -> bytes:
        fold = reference.FOLDS[self.dialect["search_case"]]
        if self._texts is None:
            # In what is not there, no text is found but the empty one, which is part of every name.
            names, descriptions = self._column("name"), self._column("description")
            self._texts = [(fold(name), fold(text or "")) for name, text in zip(names, descriptions, strict=True)]
        folded = fold(term)
        # Written out here, in half the time that `_mask` takes: other filters are met again, most searches are new.
        return bytes([_KEPT if folded in name or folded in text else 0 for name, text in self._texts])

    def _levels(self, caller: Caller) -> bytes:
        levels = bytearray(len(self.organization))
        member = caller.membership(self.organization.id)
        found = grants(caller, member, self.dialect) if member is not None else []
        # The first grant that holds counts, so it is written last.
        for grant in reversed(found):
            code = LEVELS.index(grant.level)
            columns = [map(test, self._column(field)) for field, test in grant.conditions]
            for position, held in enumerate(zip(*columns, strict=True)):
                if all(held):
                    levels[position] = code
        return bytes(levels)

    # --- columns and orders

    def _column(self, field: str) -> list[Any]:
        if field not in self._columns:
            self._columns[field] = [row[field] for row in self.organization.rows(None, (field,))]
        return self._columns[field]

    def _order(self, query: ListQuery) -> list[int]:
        asked = (query.sort_by, query.sort_order)
        if asked not in self._orders:
            ids, keys = self._column("id"), self._column(query.sort_by)
            rows = [{"id": ids[at], query.sort_by: key, "position": at} for at, key in enumerate(keys)]
            self._orders[asked] = [row["position"] for row in reference.in_order(rows, query, self.dialect)]
        return self._orders[asked]


_FILTERS: Mapping[str, Callable[[Few, Any], bytes]] = {
    "search": Few._finds,
    "access_mode": lambda few, mode: few._where("access_mode", lambda stored: is_of_mode(stored, mode, few.dialect)),
    "vector_store_id": lambda few, wanted: few._where("vector_store_ids", lambda stored: wanted in stored),
}
"""Parameter -> the mask of the rows that a value of it keeps."""


def _mask(kept: Iterable[bool]) -> bytes:
    return bytes([_KEPT if each else 0 for each in kept])


def _number(rows: bytes) -> int:
    return int.from_bytes(rows)

"""One organization as columns, asked for selections: equal to `contracts.schema.reference`, and fast.

Whatever a query or a grant asks of a value is asked once for each distinct value of a column, and spread over the rows
by their codes. Orders are made once; a selection is an order without the rows that a mask leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contracts.schema.access import Caller, Grant, grants
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.query import ListQuery, is_of_mode
from contracts.schema.reference import FOLDS, NAME_KEYS
from fixtures.columns import AnyColumn, Column, Numbers
from fixtures.organizations import Organization
from mock_server.selection import LEVELS, Memory, Selection, defining, new_memory

Array = NDArray[Any]
Mask = NDArray[np.bool_]
Positions = NDArray[np.int32]


class Store:
    """One organization in one dialect. Nothing is computed before it is asked for; threads may share it."""

    def __init__(
        self, organization: Organization, dialect: Dialect = DOCUMENTED, memory: Memory[Any] | None = None
    ) -> None:
        """Remember what to ask about; stores of other organizations may share the memory."""
        self.organization = organization
        self.dialect = dialect
        self._memory = new_memory() if memory is None else memory
        self._columns: dict[str, AnyColumn] = {}
        self._folded: dict[tuple[str, Callable[[str], str]], Column] = {}
        self._orders: dict[tuple[str, ...], Positions] = {}
        self._computing = RLock()  # Two threads with one new question: the second finds the first one's columns.

    def select(self, query: ListQuery, caller: Caller) -> Selection:
        """Return all that a query lists for a caller: what they may see and the filters keep, in order."""
        return Selection(self._recall(("places", caller, defining(query)), lambda: self._places(query, caller)))

    def _places(self, query: ListQuery, caller: Caller) -> NDArray[np.int32]:
        levels = self.levels(caller)
        mask = levels != 0
        for _, kept in self.masks(query):
            mask &= kept
        order = self._order(query.sort_by, query.sort_order)
        positions = order.compress(mask.take(order))
        found: NDArray[np.int32] = positions * np.int32(len(LEVELS)) + levels[positions]
        return found

    def _recall(self, key: tuple[Any, ...], make: Callable[[], Array]) -> Any:
        def alone() -> Array:
            with self._computing:
                return make()

        return self._memory.recall((self.organization.id, *key), alone)

    # --- masks

    def masks(self, query: ListQuery) -> Iterator[tuple[str, Mask]]:
        """Yield what each filter of a query keeps, under the parameter's name; `deleted_at` is the one not asked for.

        Masks are remembered and shared; nobody may change one.
        """
        if self.dialect["soft_deleted"] == "hidden":
            yield "deleted_at", self._recall(("deleted_at",), lambda: _unset(self._column("deleted_at")))
        if not query.include_inactive:
            yield "include_inactive", self._recall(("is_active",), lambda: self._where("is_active", bool))
        for name, mask in _FILTERS.items():
            value = getattr(query, name)
            if value is not None:
                yield name, self._recall((name, value), lambda mask=mask, value=value: mask(self, value))  # type: ignore[misc]

    def held(self, grant: Grant) -> Mask:
        """Return where a grant holds, whether or not one before it does."""
        mask = np.ones(len(self.organization), bool)
        for field, test in grant.conditions:
            mask &= self._where(field, test)
        return mask

    def _where(self, field: str, test: Callable[[Any], bool]) -> Mask:
        return _where(self._column(field), test)

    def _finds(self, term: str) -> Mask:
        fold = FOLDS[self.dialect["search_case"]]
        folded = fold(term)
        columns = (self._fold("name", fold), self._fold("description", fold))
        in_name, in_description = (_where(c, lambda text: text is not None and folded in text) for c in columns)
        return in_name | in_description

    def levels(self, caller: Caller) -> NDArray[np.uint8]:
        """Return the code of a caller's access level at every position."""
        found: NDArray[np.uint8] = self._recall(("levels", caller), lambda: self._grant(caller))
        return found

    def _grant(self, caller: Caller) -> NDArray[np.uint8]:
        levels = np.zeros(len(self.organization), np.uint8)
        member = caller.membership(self.organization.id)
        found = grants(caller, member, self.dialect) if member is not None else []
        # The first grant that holds counts, so it is written last.
        for grant in reversed(found):
            levels[self.held(grant)] = LEVELS.index(grant.level)
        return levels

    # --- columns and orders

    def _column(self, field: str) -> AnyColumn:
        if field not in self._columns:
            column = self.organization.column(field)
            self._columns[field] = column.compact() if isinstance(column, Column) else column
        return self._columns[field]

    def _fold(self, field: str, fold: Callable[[str], str]) -> Column:
        if (field, fold) not in self._folded:
            column = _pooled(self._column(field))
            values = [None if text is None else fold(text) for text in column.values]
            self._folded[field, fold] = Column(column.codes, values)
        return self._folded[field, fold]

    def _order(self, sort_by: str, sort_order: str) -> Positions:
        asked = (sort_by, sort_order)
        if asked not in self._orders:
            fold = NAME_KEYS[self.dialect["name_order"]]
            column = self._fold("name", fold) if sort_by == "name" else self._column(sort_by)
            descending = sort_order == "desc"
            tied = TIES[self.dialect["tie_order"]](self, descending)
            self._orders[asked] = in_order(tied, column.sort_keys(), descending=descending)
        return self._orders[asked]

    def _stored(self) -> Positions:
        return np.arange(len(self.organization), dtype=np.int32)

    def _by_id(self, *, descending: bool) -> Positions:
        asked = ("id", "desc" if descending else "asc")
        if asked not in self._orders:
            keys = self.organization.column("id").sort_keys()
            self._orders[asked] = in_order(self._stored(), keys, descending=descending)
        return self._orders[asked]


TIES: Mapping[str, Callable[[Store, bool], Positions]] = {
    "id": lambda store, _: store._by_id(descending=False),
    "id_directed": lambda store, descending: store._by_id(descending=descending),
    "stored": lambda store, _: store._stored(),
}
"""Reading of `tie_order` -> the positions in the order that equal ones keep."""

_FILTERS: Mapping[str, Callable[[Store, Any], Mask]] = {
    "search": Store._finds,
    "access_mode": lambda store, mode: store._where(
        "access_mode", lambda stored: is_of_mode(stored, mode, store.dialect)
    ),
    "vector_store_id": lambda store, wanted: store._where("vector_store_ids", lambda stored: wanted in stored),
}
"""Parameter -> the mask of the rows that a value of it keeps."""


def in_order(positions: Positions, keys: Sequence[Array], *, descending: bool) -> Positions:
    """Sort positions by keys, the weightiest last, as `numpy.lexsort` does; equal ones stay as they stand."""
    if descending:
        positions = positions[::-1]
    digits = [digit.take(positions) for digit in _digits(keys)]
    if digits:
        positions = positions.take(np.lexsort(digits))
    return np.ascontiguousarray(positions[::-1]) if descending else positions


def _digits(keys: Iterable[Array]) -> Iterator[NDArray[np.uint16]]:
    # numpy sorts integers of 16 bits by radix, four times as fast as those of 64 bits by merging.
    for key in keys:
        if len(key):
            numbers = key.astype(np.uint64) - np.uint64(int(key.min()) % 2**64)
            for shift in range(0, int(numbers.max()).bit_length(), 16):
                yield (numbers >> np.uint64(shift)).astype(np.uint16)


def _where(column: AnyColumn, test: Callable[[Any], bool]) -> Mask:
    if isinstance(column, Column):
        return np.fromiter(map(test, column.values), bool, len(column.values)).take(column.codes)
    return np.fromiter(map(test, column.to_list()), bool, len(column))


def _pooled(column: AnyColumn) -> Column:
    if isinstance(column, Column):
        return column
    return Column(np.arange(len(column)), column.to_list())


def _unset(column: AnyColumn) -> Mask:
    if isinstance(column, Numbers):
        return np.zeros(len(column), bool) if column.absent is None else column.absent
    return _where(column, lambda value: value is None)

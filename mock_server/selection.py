"""Selections: which assistants a query lists, in order; and a bounded memory for what was asked before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from contracts.schema.access import AccessLevel
from contracts.schema.query import PARAMETERS, ListQuery

if TYPE_CHECKING:
    from array import array

    from numpy.typing import NDArray

LEVELS = (None, AccessLevel.VIEW, AccessLevel.EDIT, AccessLevel.OWNER)
"""Code of an access level -> the level; 0 is none."""

Place = int
"""A position in an organization, with what the caller may do there: one number, as thousands are looked up a second."""


def place(position: int, level: AccessLevel) -> Place:
    """Return the place of a position, given the caller's level there."""
    return position * len(LEVELS) + LEVELS.index(level)


def at(place: Place) -> tuple[int, AccessLevel]:
    """Return the position and the level of a place; KeyError where the caller may see nothing."""
    position, code = divmod(place, len(LEVELS))
    level = LEVELS[code]
    if level is None:
        raise KeyError(f"position {position} may not be seen")
    return position, level


DEFINING = tuple(name for name in PARAMETERS if name not in ("limit", "offset", "fields"))
"""The parameters that define a selection; the others say how much of it is shown."""
defining = attrgetter(*DEFINING)
"""Return the values of these parameters in a query."""


@dataclass(slots=True, eq=False)
class Selection:
    """Everything that a query lists, on all pages."""

    places: NDArray[Any] | array[int]
    """Places in the organization, in the list's order."""

    @property
    def total(self) -> int:
        """Assistants on all pages."""
        return len(self.places)

    def page(self, query: ListQuery) -> list[Place]:
        """Return the places on the query's page."""
        page: list[Place] = self.places[query.offset : query.offset + query.limit].tolist()
        return page


Value = TypeVar("Value")
"""What a memory keeps: bytes, or arrays of either kind."""


class Memory(Generic[Value]):
    """Values by what defines them; the least recently used are forgotten first. Threads may share it.

    Bytes are those of the values; the bound on entries is there for what small values cost besides.
    """

    def __init__(self, *, most_bytes: int, most_entries: int) -> None:
        """Remember nothing yet."""
        self.most_bytes = most_bytes
        self.most_entries = most_entries
        self.bytes = 0
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._spaces: dict[Hashable, int] = {}
        self._lock = Lock()

    def space(self, name: Hashable) -> int:
        """Return a number to which the places of what has this name can be added: no two have a sum in common."""
        with self._lock:
            return self._spaces.setdefault(name, len(self._spaces)) << 32

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self._kept)

    def get(self, key: Hashable) -> Value | None:
        """Return the value that a key defines, or None when it is not remembered."""
        value = self._kept.get(key)  # A single step, for which threads need no lock.
        if value is not None and self._crowded():
            self._use((key,))
        return value

    def get_all(self, keys: Sequence[Hashable]) -> list[Value | None]:
        """Return what each of many keys defines, as `get` does."""
        values = list(map(self._kept.get, keys))
        if self._crowded():
            self._use(keys)
        return values

    def _use(self, keys: Iterable[Hashable]) -> None:
        with self._lock:
            for key in keys:
                if key in self._kept:
                    self._kept.move_to_end(key)

    def _crowded(self) -> bool:
        """Tell whether some must be forgotten soon; only then it matters who was asked for last."""
        return self.bytes > self.most_bytes // 2 or len(self._kept) > self.most_entries // 2

    def put(self, key: Hashable, value: Value) -> None:
        """Remember a value, and forget others until the bounds hold."""
        with self._lock:
            self._forget(key)
            self._kept[key] = value
            self.bytes += _size(value)
            while self.bytes > self.most_bytes or len(self._kept) > self.most_entries:
                self._forget(next(iter(self._kept)))

    def recall(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value that a key defines; make and remember it when it is not known."""
        value = self.get(key)
        if value is None:
            value = make()
            self.put(key, value)
        return value

    def _forget(self, key: Hashable) -> None:
        if key in self._kept:
            self.bytes -= _size(self._kept.pop(key))


def new_memory() -> Memory[Any]:
    """Return a memory of 256 MB for selections: some sixty of a million rows, with their masks."""
    return Memory(most_bytes=1 << 28, most_entries=4096)


def _size(value: Any) -> int:
    return memoryview(value).nbytes

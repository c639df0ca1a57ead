"""The journal: every request with its answer, the newest of them within bounds.

`add` stands on the hot path of a server that answers from prebuilt bytes: it makes one tuple and takes no lock, which
would cost as much again. What it does are single steps of `deque`, `count` and `dict`, each of which threads may share;
their order between threads is put right by whoever reads. Entries are made of the tuples when they are read.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from itertools import chain, count
from operator import itemgetter
from threading import Lock

from mock_server.journal.record import Entry, Made, Record

MOST_ENTRIES = 5000
MOST_BYTES = 1 << 24

_OVERHEAD = 1024
"""Bytes that a record costs besides its texts: the objects that hold them."""
_LEFT = 0.75
"""Part of the bytes that is left when they were too many: looking for what can go costs a walk through all entries."""

_Kept = tuple[int, float, float, str, Record | Made]


class Journal:
    """The newest requests; older ones are forgotten and counted. Threads may share it."""

    def __init__(self, most_entries: int = MOST_ENTRIES, most_bytes: int = MOST_BYTES) -> None:
        """Remember nothing yet; bytes are those of the records, each counted once however many repeats share it."""
        self.most_entries = most_entries
        self.most_bytes = most_bytes
        self.bytes = 0
        self._numbers = count(1)
        self._cleared = 0  # the number of the last entry that was cleared
        self._kept: deque[_Kept] = deque(maxlen=most_entries)
        # By identity: comparing two records would read their bodies. What stands here stays alive: its id is its own.
        self._weighed: dict[int, tuple[Record | Made, int]] = {}
        self._weighing = Lock()

    def __len__(self) -> int:
        """Return the number of entries that are kept."""
        return len(self._kept)

    @property
    def last(self) -> int:
        """The number of the newest entry, whether it is kept or was cleared; 0 before the first."""
        kept = self._in_order()
        return kept[-1][0] if kept else self._cleared

    @property
    def forgotten(self) -> int:
        """How many entries the bounds have cost since the journal was last cleared."""
        kept = self._in_order()
        return kept[-1][0] - self._cleared - len(kept) if kept else 0

    def add(self, began: float, seconds: float, client: str, record: Record | Made) -> None:
        """Remember a request that was answered; `began` in seconds since the epoch."""
        self._kept.append((next(self._numbers), began, seconds, client, record))
        if id(record) not in self._weighed:
            self._weigh(record)

    def entries(self, since: int = 0) -> list[Entry]:
        """Return what is kept, oldest first: all of it, or what came after the entry of a number."""
        return [_entry(each) for each in self._in_order() if each[0] > since]

    def entry(self, number: int) -> Entry | None:
        """Return the entry of a number; None when it was forgotten or is yet to come."""
        return next((_entry(each) for each in self._kept.copy() if each[0] == number), None)

    def clear(self) -> None:
        """Forget everything; numbers go on, so that a reader who asks for what came `since` misses nothing."""
        with self._weighing:
            self._cleared = self.last
            self._kept.clear()
            self._weighed = {}
            self.bytes = 0

    def _in_order(self) -> list[_Kept]:
        return sorted(self._kept.copy(), key=_number)

    def _weigh(self, record: Record | Made) -> None:
        with self._weighing:
            weight = size(record)
            self._weighed[id(record)] = record, weight
            self.bytes += weight
            if self.bytes > self.most_bytes:
                self._lighten()

    def _lighten(self) -> None:
        """Let go of records that no entry holds any more, and of the oldest entries where that is not enough."""
        holding = Counter(map(id, map(_record, self._kept.copy())))
        for forgotten in self._weighed.keys() - holding.keys():
            self.bytes -= self._weighed.pop(forgotten)[1]
        # The newest stays whatever its size: a test that asks about its one request must find it.
        while self.bytes > _LEFT * self.most_bytes and len(self._kept) > 1:
            oldest = id(_record(self._kept.popleft()))
            holding[oldest] -= 1
            if not holding[oldest] and oldest in self._weighed:
                self.bytes -= self._weighed.pop(oldest)[1]


def size(record: Record | Made) -> int:
    """Return about how many bytes a record keeps in memory."""
    if not isinstance(record, Record):
        return record.size
    headers = sum(map(len, chain(*record.headers, *record.answer_headers)))
    return _OVERHEAD + len(record.path) + len(record.query) + len(record.body) + headers


def _entry(kept: _Kept) -> Entry:
    number, began, seconds, client, record = kept
    return Entry(number, began, seconds, client, record if isinstance(record, Record) else record.record())


_number: Callable[[_Kept], int] = itemgetter(0)
_record: Callable[[_Kept], Record | Made] = itemgetter(-1)

"""The journal of all workers in one place.

What a worker answers is kept in the worker, at the price of a journal in memory, and handed over to Redis when somebody
reads the journal of any worker, and else twice a second. So a reader finds whatever was answered before it asked; what
a killed worker had not handed over is lost, half a second of it at most.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from threading import Lock
from typing import Any

from mock_server.journal.journal import Journal
from mock_server.journal.record import Entry, Made, Record
from mock_server.sharing import record_text, scripts
from mock_server.sharing.client import Client, key
from mock_server.sharing.members import Members

AT_ONCE = 200
"""Entries that are handed over, or records that are fetched, in one step."""
NAME_LENGTH = 32
"""Characters of the name of a record, a digest of it."""

_KEYS = ("waiting", "entries", "records", "references", "counts")
_Taken = tuple[int, float, float, str, Record | Made]


class RedisJournal(Journal):
    """The newest requests of all workers; older ones are forgotten and counted. Threads may share it.

    What was not handed over yet stands where the journal of one process keeps all, within the same bounds.
    """

    def __init__(self, client: Client, members: Members, **bounds: int) -> None:
        """Remember nothing yet; `bounds` are those of `Journal`."""
        super().__init__(**bounds)
        self._client = client
        self._members = members
        self._handing_over = Lock()
        self._taken: list[_Taken] = []
        self._highest = self._handed_over = self._skipped = 0

    # --- handing over

    def flush(self) -> None:
        """Hand over all that this worker has answered; raises `Unavailable`, and keeps what was not handed over."""
        with self._handing_over:
            self._take()
            while self._taken:
                self._hand_over(self._taken[:AT_ONCE])
                del self._taken[:AT_ONCE]

    def _take(self) -> None:
        with self._weighing:
            while self._kept:
                self._taken.append(self._kept.popleft())
            self._weighed, self.bytes = {}, 0
        self._taken.sort(key=_number)
        # Redis may be away for long: what would be forgotten there is forgotten here.
        del self._taken[: -self.most_entries]

    def _hand_over(self, entries: Sequence[_Taken]) -> None:
        records: dict[str, bytes] = {}
        names: dict[int, str] = {}
        words: list[str | bytes | float] = []
        for number, began, seconds, client, record in entries:
            name = names.get(id(record))
            if name is None:
                written = record_text.write(record if isinstance(record, Record) else record.record())
                name = names[id(record)] = blake2b(written, digest_size=NAME_LENGTH // 2).hexdigest()
                records[name] = written
            words += repr(began), name + json.dumps([self._members.name, number, began, seconds, client])
        highest = max(self._highest, *(each[0] for each in entries))
        skipped = max(0, highest - self._handed_over - len(entries) - self._skipped)
        known = [word for pair in records.items() for word in pair]
        self._do(scripts.HAND_OVER, skipped, len(records), *known, *words)
        self._highest = highest
        self._handed_over += len(entries)
        self._skipped += skipped

    # --- reading

    def __len__(self) -> int:
        """Return the number of entries that are kept."""
        return self._read("(inf", "+inf")[2]

    @property
    def last(self) -> int:
        """The number of the newest entry, whether it is kept or was cleared; 0 before the first."""
        return self._read("(inf", "+inf")[0]

    @property
    def forgotten(self) -> int:
        """How many entries the bounds have cost since the journal was last cleared."""
        last, cleared, kept, _ = self._read("(inf", "+inf")
        return last - cleared - kept

    def entries(self, since: int = 0) -> list[Entry]:
        """Return what is kept, oldest first: all of it, or what came after the entry of a number."""
        return self._entries(self._read(f"({since}", "+inf")[3])

    def entry(self, number: int) -> Entry | None:
        """Return the entry of a number; None when it was forgotten or is yet to come."""
        return next(iter(self._entries(self._read(number, number)[3])), None)

    def clear(self) -> None:
        """Forget everything; numbers go on, so that a reader who asks for what came `since` misses nothing."""
        self._gather()
        self._do(scripts.CLEAR)

    def _gather(self) -> None:
        """Have every worker hand over what it has answered."""
        self._members.wait("mark", int(self._client.script(scripts.MARK, ["mark", "marks"], [])))

    def _read(self, low: str | int, high: str | int) -> tuple[int, int, int, list[bytes]]:
        self._gather()
        last, cleared, kept, found = self._do(scripts.READ, low, high)
        return last, cleared, kept, found

    def _entries(self, found: Sequence[bytes]) -> list[Entry]:
        texts, numbers = [each.decode() for each in found[::2]], [int(each) for each in found[1::2]]
        records = self._records({each[:NAME_LENGTH] for each in texts})
        made = []
        for number, told in zip(numbers, texts, strict=True):
            record = records.get(told[:NAME_LENGTH])
            if record is not None:  # forgotten in between
                _, _, began, seconds, client = json.loads(told[NAME_LENGTH:])
                made.append(Entry(number, began, seconds, client, record))
        return made

    def _records(self, names: Iterable[str]) -> dict[str, Record]:
        wanted = sorted(names)
        found: dict[str, Record] = {}
        for place in range(0, len(wanted), AT_ONCE):
            found |= self._fetched(wanted[place : place + AT_ONCE])
        return found

    def _fetched(self, names: list[str]) -> dict[str, Record]:
        written: list[bytes | None] = self._client.one(lambda redis: redis.hmget(key("records"), names))
        return {name: record_text.read(each) for name, each in zip(names, written, strict=True) if each is not None}

    def _do(self, script: str, *values: str | bytes | float) -> Any:
        return self._client.script(script, _KEYS, [self.most_entries, self.most_bytes, *values])


def _number(taken: _Taken) -> int:
    return taken[0]

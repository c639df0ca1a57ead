"""What was answered before, by the very bytes that asked.

An answer is a function of the request's head and of what the mock is at the moment: its world, dialect and switches. A
browser or a load tool sends the same head again and again, so the head as it arrived is looked up before anything of it
is read, and the answer's bytes stand ready but for the date. What the mock is, is compared by identity each time:
after any change nothing of before is used.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from mock_server.drafts import Draft

MOST_HEAD = 4096
MOST_BYTES = 1 << 23
"""Some 1,500 answers of usual pages. Who asks 2,000 questions, a few of them often, finds 94 of 100 here, of 10,000
questions 72; twice the room would find 100 and 82. Most answers are in the journal, too, and take no room twice.
"""
_OVERHEAD = 1536
"""Bytes that an answer costs besides head and answer: the objects that hold them, and what the journal tells of it."""


@dataclass(slots=True)
class Ready:
    """An answer as bytes, to be sent with a date between them."""

    before: bytes
    body: bytes
    live: object
    """What it is an answer of; another one is answered anew."""
    record: Draft


class Hot:
    """Ready answers by the bytes of their question, bounded; those not asked for longest go first. For one thread."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Remember nothing yet."""
        self.most_bytes = most_bytes
        self.bytes = 0
        self.ready: OrderedDict[bytes, Ready] = OrderedDict()

    def put(self, head: bytes, ready: Ready) -> None:
        """Remember an answer, unless head or answer would take too much of the room."""
        size = _size(head, ready)
        if len(head) > MOST_HEAD or size > self.most_bytes // 8:
            return
        self._forget(head)
        self.ready[head] = ready
        self.bytes += size
        while self.bytes > self.most_bytes:
            self._forget(next(iter(self.ready)))

    def _forget(self, head: bytes) -> None:
        if head in self.ready:
            self.bytes -= _size(head, self.ready.pop(head))


def _size(head: bytes, ready: Ready) -> int:
    # What the journal tells is the same bytes, unless they were compressed or not sent at all.
    told = 0 if ready.record.body is ready.body else len(ready.record.body)
    return _OVERHEAD + len(head) + len(ready.before) + len(ready.body) + told

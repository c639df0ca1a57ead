"""What the journal keeps of a request: the question with its answer, and when it was asked.

The two are apart because the same question is mostly answered by the same bytes: a repeat costs a reference to the
`Record` that the first one made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Record:
    """One question with its answer, shared by all its repeats. Secrets are masked already."""

    method: str  # as sent
    path: str  # as sent, without the query
    query: bytes  # raw query string as sent
    headers: tuple[tuple[str, str], ...]  # as sent, in order; secret values are "***"
    status: int
    answer_headers: tuple[tuple[str, str], ...]
    body: bytes  # the answer's body before compression; b"" where none was made (304, HEAD)
    user_id: str | None = None  # who asked, None when refused
    applied: tuple[str, ...] = ()  # what the mock did on purpose: "wait=2", "defect=offset_ignored", "drop"
    version: int = 0  # of the state that answered
    key_id: str | None = None  # of the API key that was sent, None for a token
    key_in_url: bool = False  # a credential stood in the query (masked in `query`)

    @property
    def target(self) -> str:
        """The path with the query."""
        return f"{self.path}?{self.query.decode('utf-8', 'replace')}" if self.query else self.path


class Made(Protocol):
    """What a record is made of when it is read; the same each time."""

    @property
    def size(self) -> int:
        """About how many bytes it keeps in memory."""

    def record(self) -> Record:
        """Return the record."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One request of the journal."""

    number: int  # 1, 2, ... in the order answered
    began: float  # seconds since the epoch
    seconds: float  # until the answer was ready, waiting on purpose included
    client: str  # the connection: "127.0.0.1:53122"
    record: Record

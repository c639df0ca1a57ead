"""Journals written by hand: right answers about a list of any length, at any time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl

from mock_server.journal.record import Entry, Record


@dataclass(frozen=True)
class Ask:
    """One request: its query, the seconds since the answer before (less than none while that is under way)."""

    query: str = ""
    pause: float = 0.02
    seconds: float = 0.02
    total: int = 200
    status: int = 200
    user: str | None = "u"
    version: int = 1
    connection: int = 1
    conditional: bool = False
    retry_after: str | None = None
    applied: tuple[str, ...] = ()

    @property
    def body(self) -> bytes:
        """A page, as the documented dialect writes it."""
        sent = dict(parse_qsl(self.query))
        limit, offset = int(sent.get("limit", 50)), int(sent.get("offset", 0))
        count = max(0, min(limit, self.total - offset))
        place = {"total": self.total, "limit": limit, "offset": offset, "has_more": offset + count < self.total}
        return json.dumps({"assistants": [{}] * count, "total": self.total, "pagination": place}).encode()

    @property
    def record(self) -> Record:
        """What the journal holds of it."""
        return Record(
            method="GET",
            path="/v1/assistants",
            query=self.query.encode(),
            headers=(("If-None-Match", '"1"'),) if self.conditional else (),
            status=self.status,
            answer_headers=(("Retry-After", self.retry_after),) if self.retry_after else (),
            body=self.body if self.status == 200 else b"",
            user_id=self.user if self.status == 200 else None,
            applied=self.applied,
            version=self.version,
        )


def journal(*asked: Ask) -> list[Entry]:
    """Return the entries of requests, numbered in the order asked."""
    entries, ended = [], 1000.0
    for number, each in enumerate(asked, 1):
        began = ended + each.pause
        entries.append(Entry(number, began, each.seconds, f"127.0.0.1:{each.connection}", each.record))
        ended = began + each.seconds
    return entries


def walk(*offsets: int, query: str = "limit=50", pause: float = 0.02, total: int = 200) -> list[Ask]:
    """Return a walk over these offsets; its pages begin so long after each other's answers, the first after 9 s."""
    return [
        Ask(f"{query}&offset={offset}", pause=pause if at else 9.0, total=total) for at, offset in enumerate(offsets)
    ]

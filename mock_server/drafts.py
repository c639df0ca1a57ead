"""What the journal will keep of a request, made when somebody reads it: most entries are never read."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.schema.access import Caller
from mock_server import logs
from mock_server.asked import Asked
from mock_server.journal.record import Record
from mock_server.representation import Reply


@dataclass(slots=True, eq=False)
class Draft:
    """All that a record is made of; keys are masked in the making, so a draft stays in memory."""

    asked: Asked
    reply: Reply
    body: bytes
    """Of the answer, before compression."""
    version: int
    caller: Caller | None = None
    applied: tuple[str, ...] = ()

    @property
    def user_id(self) -> str | None:
        """Who asked, None when nobody known did."""
        return self.caller.user_id if self.caller else None

    @property
    def size(self) -> int:
        """About how many bytes it keeps in memory."""
        sent = 0 if self.reply.body is self.body else len(self.reply.body)
        return 2048 + len(self.asked.query) + len(self.body) + sent

    def record(self) -> Record:
        """Return the record, without the keys."""
        asked, reply, caller = self.asked, self.reply, self.caller
        sent = asked.query.decode("latin-1")
        query = logs.masked_query(sent, asked.headers.secrets)
        return Record(
            method=asked.method,
            path=logs.masked(asked.sent_path, asked.headers.secrets),
            query=query.encode("latin-1", "replace"),
            headers=asked.headers.told,
            status=reply.status,
            answer_headers=reply.headers,
            body=self.body if reply.body else b"",
            user_id=self.user_id,
            key_id=caller.key_id if caller else None,
            applied=self.applied,
            version=self.version,
            key_in_url=query != sent,
        )

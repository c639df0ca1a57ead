"""One connection: requests in, answers out, one after the other.

What was answered before goes out at once, see `hot`. Else a request is read and handed to the application, which is
WSGI: here when it answers at once, in a thread when it may take a while, so that a slow answer holds up no other
connection. How an answer is delivered, late, in pieces or cut off, is the application's wish, and holds up nobody.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from mock_server import logs
from mock_server.answers import Answer
from mock_server.control_api.settings import is_look
from mock_server.faults.delivery import AS_IS, Delivery
from mock_server.representation import Headers
from mock_server.serving.head import MOST_BODY, BrokenHead, Head, end_of_head, parse, refuse_early
from mock_server.serving.hot import Ready
from mock_server.serving.refusals import refusal
from mock_server.serving.writing import CLOSES, KEEPS, before_date, framed
from mock_server.wsgi import call

if TYPE_CHECKING:
    from mock_server.mock import Outcome
    from mock_server.serving.server import Server

DRAIN_SECONDS = 2.0
DRAIN_BYTES = 1 << 20
MOST_WAITING = 1 << 20
"""Bytes of further requests that are taken in while one is answered."""
SLICES_A_SECOND = 10
"""Pieces in which a slow body is sent."""
_RESET = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class Sent:
    """An answer that is ready to go."""

    status: int
    headers: Headers
    body: bytes
    outcome: Outcome | None = None


class Connection(asyncio.Protocol):
    """A client's connection; everything but the application runs in the server's loop."""

    def __init__(self, server: Server) -> None:
        """Wait for a client of a server."""
        self._server = server
        self._hot = server.hot
        self._find = server.hot.ready.get
        self._received = b""
        self._busy = self._closing = False
        self._asked_last = self._paused = self._hangs = False
        self._drained = 0
        self.last = time.time()
        """When it was last heard of, in seconds since the epoch."""

    # --- what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take note of the client."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._write = self._transport.write
        peer = transport.get_extra_info("peername") or ("-", 0)
        self._client = (peer[0], peer[1])
        self._name = f"{peer[0]}:{peer[1]}"
        self._server.connections.add(self)

    def connection_lost(self, _: Exception | None) -> None:
        """Forget the client."""
        self._closing = True
        self._server.connections.discard(self)

    def data_received(self, data: bytes) -> None:
        """Answer what is known by its bytes; else read on."""
        if not self._busy and not self._received:
            ready = self._find(data)
            if ready is not None and ready.live is self._server.live():
                now = self.last = time.time()
                # Told first: who has the answer finds it in the journal, whichever process is asked for that.
                self._server.repeated(data, ready, now, self._name)
                self._write(b"".join((ready.before, self._server.date.line(now), KEEPS, ready.body)))
                return
        if self._closing:
            self._drain(len(data))
            return
        self._received = self._received + data if self._received else data
        if self._busy and len(self._received) > MOST_WAITING:
            self._transport.pause_reading()
        self._read()

    def eof_received(self) -> bool:
        """Answer a client that asks no more, before its connection ends."""
        self._asked_last = True
        return self._busy and not self._closing and not self._hangs

    def pause_writing(self) -> None:
        """Ask no more of a client that does not take its answers."""
        self._paused = True
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on with a client that took its answers."""
        self._paused = False
        self._transport.resume_reading()
        self._read()

    # --- one request after the other

    def _read(self) -> None:
        while self._received and not (self._busy or self._closing or self._paused):
            try:
                found = self._next()
            except BrokenHead as broken:
                self._refuse(broken.status, self._received[:100])
                return
            if found is None:
                return
            self._begin(*found)

    def _next(self) -> tuple[Head, bytes, bytes | None] | None:
        """Take a request from what was received: its head, its body, and its bytes if these may be looked up again."""
        received = self._received
        if received[0] in b"\r\n":
            received = self._received = received.lstrip(b"\r\n")
        found = end_of_head(received)
        if found is None:
            refuse_early(received)
            return None
        ends, begins = found
        head = parse(received[:ends])
        length = head.block.length
        if length == 0 and head.keeps_connection:
            self._received = received[begins:]
            return head, b"", received[:begins]
        if length is not None and length > MOST_BODY:
            raise BrokenHead(413)
        if length is not None and len(received) < begins + length:
            return None
        # Nobody wants more on this connection, or a body may be taken for the next request.
        self._received = b""
        return head, received[begins : begins + (length or 0)], None

    def _begin(self, head: Head, body: bytes, raw: bytes | None) -> None:
        self._busy = True
        self.last = began = time.time()
        self._server.answering += 1
        if self._server.is_quick(head):
            self._answered(head, raw, began, self._ask(head, body))
            return
        running = self._server.loop.run_in_executor(self._server.threads, self._ask, head, body)
        running.add_done_callback(lambda future: self._answered(head, raw, began, future.result()))

    def _ask(self, head: Head, body: bytes) -> Sent:
        """Ask the application; what it raises is the documented 500."""
        server = self._server
        environ = partial(head.environ, body, self._client, server.named, server.scheme)
        try:
            outcome = server.outcome(head, self._name, environ)
            if outcome is None:
                return Sent(*call(server.app, environ()))
            return Sent(outcome.reply.status, outcome.reply.headers, outcome.reply.body, outcome)
        except Exception as error:
            secrets = head.block.headers.secrets
            line = logs.masked(f"{head.method} {head.target}", secrets)
            logs.tell_fault(error, line, secrets)
            refused = self._refusal(500, line.encode("latin-1", "replace")[:100])
            return Sent(500, refused.headers, refused.body)

    def _answered(self, head: Head, raw: bytes | None, began: float, sent: Sent) -> None:
        self._server.answering -= 1
        outcome = sent.outcome
        headers, body = (
            framed(sent.status, sent.headers, sent.body, head.method) if outcome is None else (sent.headers, sent.body)
        )
        before = before_date(sent.status, headers)
        delivery = AS_IS if outcome is None else outcome.delivery
        if raw is not None and outcome is not None and outcome.live is not None:
            self._hot.put(raw, Ready(before, body, outcome.live, outcome.record))
        if self._server.tells and not is_look(head.method, head.path, sent.status):
            ms = 1000 * (time.time() - began)
            path = logs.masked(head.target, head.block.headers.secrets)
            user_id = outcome.record.user_id if outcome else None
            logs.tell_request(logs.Request(head.method, path, sent.status, len(body), ms, user_id))
        if not self._closing:
            self._deliver(before, body, delivery, keeps=raw is not None)

    # --- delivery

    def _deliver(self, before: bytes, body: bytes, delivery: Delivery, *, keeps: bool) -> None:
        if delivery.hang:
            self._hangs = True
            if self._asked_last:
                self._reset()
            return
        if delivery.wait:
            later = replace(delivery, wait=0.0)
            self._later(delivery.wait, partial(self._deliver, before, body, later, keeps=keeps))
            return
        if delivery.drop:
            self._reset()
            return
        head = before + self._server.date.line(time.time()) + (KEEPS if keeps else CLOSES)
        if delivery.cut_at is not None:
            body, keeps = body[: delivery.kept_of(len(body))], False
        if delivery.bytes_per_second:
            self._write(head)
            self._trickle(body, max(1, int(delivery.bytes_per_second / SLICES_A_SECOND)), keeps=keeps)
            return
        self._write(head + body)
        self._end(keeps=keeps)

    def _trickle(self, body: bytes, size: int, *, keeps: bool) -> None:
        self._write(body[:size])
        if len(body) <= size:
            self._end(keeps=keeps)
        else:
            self._later(1 / SLICES_A_SECOND, partial(self._trickle, body[size:], size, keeps=keeps))

    def _later(self, seconds: float, what: Callable[[], None]) -> None:
        def unless_gone() -> None:
            if not self._transport.is_closing():
                what()

        self._server.loop.call_later(seconds, unless_gone)

    def _end(self, *, keeps: bool) -> None:
        if not keeps or (self._asked_last and not self._received):
            self._close()
            return
        self._busy, self.last = False, time.time()
        if not self._paused and not self._transport.is_reading():
            self._transport.resume_reading()
        if self._received:
            self._server.loop.call_soon(self._read)

    # --- refusals and ends

    def _refusal(self, status: int, line: bytes) -> Answer:
        return self._server.refuse(refusal(status), line)

    def _refuse(self, status: int, received: bytes) -> None:
        """Refuse what is no request, in the documented shape, and end the connection."""
        refused = self._refusal(status, received)
        body = b"" if received.startswith(b"HEAD ") else refused.body
        before = before_date(status, (*refused.headers, ("Content-Length", str(len(refused.body)))))
        self._write(before + self._server.date.line(time.time()) + CLOSES + body)
        if self._server.tells:
            logs.tell_request(logs.Request("-", "-", status, len(body), 0.0, None))
        self._close()

    def _close(self) -> None:
        """Close so that the client gets the answer although it is still sending."""
        self._closing = True
        self._received = b""
        if self._transport.can_write_eof() and not self._transport.is_closing():
            self._transport.write_eof()
            self._later(DRAIN_SECONDS, self._transport.close)
        else:
            self._transport.close()

    def _drain(self, count: int) -> None:
        self._drained += count
        if self._drained > DRAIN_BYTES:
            self._transport.close()

    def _reset(self) -> None:
        self._closing = True
        connected = self._transport.get_extra_info("socket")
        if connected is not None:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._transport.abort()

    @property
    def waiting(self) -> int:
        """Bytes of answers that the client has yet to take."""
        return self._transport.get_write_buffer_size()

    def end(self) -> None:
        """Close after what is on its way."""
        self._closing = True
        self._transport.close()

    def end_if_idle(self, before: float) -> None:
        """Close when nothing was heard since a time and nothing is under way."""
        if not self._busy and self.last < before:
            self._transport.close()

"""The listening server: its loop, its threads, its connections, and how it ends."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from contracts.schema.problems import Refusal
from mock_server import logs
from mock_server.answers import Answer
from mock_server.serving.connection import Connection
from mock_server.serving.head import Head
from mock_server.serving.hot import Hot, Ready
from mock_server.serving.writing import Date
from mock_server.settings import UsageError
from mock_server.wsgi import Front, is_api

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from mock_server.mock import Live, Outcome

Refuse = Callable[[Refusal, bytes], Answer]

IDLE_SECONDS = 60
SWEEP_SECONDS = 5
STOP_SECONDS = 5.0
THREADS = 32
YOUNG = 10_000
"""Objects made since the last collection that begin the next one.

Answers leave nothing to collect, and what is remembered of them is looked at in vain: at Python's 700 that took 3 % of
the time that new answers take, and held up all connections for up to 5 ms.
"""
BACKLOG = 1024


class Server:
    """A listening server of a WSGI application; `refuse` writes the answer to what never became a request.

    `front` is the part of the application that answers the API; with it, answers are remembered, and quick ones are
    made at once.
    """

    def __init__(
        self,
        app: WSGIApplication,
        listening: socket.socket,
        *,
        refuse: Refuse,
        front: Front | None = None,
        tls: ssl.SSLContext | None = None,
        parent: int | None = None,
    ) -> None:
        """Take over a listening socket; `parent` is a pipe that ends when this server shall end."""
        self.app = app
        self.refuse = refuse
        self.hot, self.date = Hot(), Date()
        self.connections: set[Connection] = set()
        self.answering = 0
        """Requests that the application has at the moment."""
        self.tells = logs.REQUESTS.isEnabledFor(logging.INFO)
        self.host, self.port = listening.getsockname()[:2]
        self.named = (self.host, self.port)
        self.scheme = "https" if tls else "http"
        self.address = address(listening, self.scheme)
        self.front = front
        self._listening, self._tls, self._parent = listening, tls, parent
        self._begun, self._stop = threading.Event(), asyncio.Event()
        self.threads = ThreadPoolExecutor(THREADS, "answering")

    def live(self) -> Live | None:
        """Return what the mock is now; None while nobody may be told."""
        if self.front is None:
            return None
        mock = self.front.mock
        # In this order: what is read after the question whether it may be told is at least as new.
        return mock.live if mock.log.trouble() is None else None

    def is_quick(self, head: Head) -> bool:
        """Tell whether the answer takes less time than handing the question to a thread."""
        if self.front is None or not self.front.mock.live.quick:
            return False
        # What is preferred may be another world, to be made first; an origin's pages are the framework's matter.
        sent = head.block.headers.sent
        return is_api(head.path) and "HTTP_PREFER" not in sent and "HTTP_ORIGIN" not in sent

    def outcome(self, head: Head, client: str, environ: Callable[[], WSGIEnvironment]) -> Outcome | None:
        """Answer a request of the API; None for any other."""
        return self.front.outcome(head.asked(client), environ) if self.front and is_api(head.path) else None

    def repeated(self, head: bytes, ready: Ready, now: float, client: str) -> None:
        """Tell of an answer that was given again."""
        self.hot.ready.move_to_end(head)
        if self.front is not None:
            self.front.mock.journal.add(now, 0.0, client, ready.record)
        if self.tells:
            record, ms = ready.record.record(), 1000 * (time.time() - now)
            told = logs.Request(record.method, record.target, record.status, len(ready.body), ms, record.user_id)
            logs.tell_request(told)

    # --- from the beginning to the end

    async def run(self) -> None:
        """Answer requests until `shutdown`, then let those under way end, for some seconds at most."""
        self.loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread
            for number in (signal.SIGINT, signal.SIGTERM):
                self.loop.add_signal_handler(number, self._stop.set)
        if self._parent is not None:
            self.loop.add_reader(self._parent, self._stop.set)
        listening = await self.loop.create_server(
            lambda: Connection(self), sock=self._listening, ssl=self._tls, backlog=BACKLOG
        )
        sweeping = self.loop.create_task(self._sweep())
        self._begun.set()
        await self._stop.wait()
        if self._parent is not None:
            self.loop.remove_reader(self._parent)
        listening.close()
        sweeping.cancel()
        until = self.loop.time() + STOP_SECONDS
        while self.answering and self.loop.time() < until:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0)  # what was answered is written
        for connection in list(self.connections):
            connection.end()
        self.threads.shutdown(wait=False, cancel_futures=True)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self.end_idle(time.time() - IDLE_SECONDS)

    def end_idle(self, before: float) -> None:
        """Close the connections of which nothing was heard since a time, in seconds since the epoch."""
        for connection in list(self.connections):
            connection.end_if_idle(before)

    def shutdown(self) -> None:
        """End from another thread, once it has begun."""
        self._begun.wait()
        self.loop.call_soon_threadsafe(self._stop.set)


def address(listening: socket.socket, scheme: str = "http") -> str:
    """Return the URL that a client on this machine asks, without a slash at its end."""
    bound, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bound, bound)  # noqa: S104 - compared, not bound
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one. Raises `UsageError` with the cure."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        cure = "choose another with --port, or --port 0 for any free one; --host must be an address of this machine"
        raise UsageError(f"cannot listen on {host}, port {port}: {reason}; {cure}") from error


def serve(server: Server) -> None:
    """Answer requests until the process, which does nothing else, is interrupted or the server is shut down."""
    gc.freeze()  # what there is by now stays: no collection needs to look at it
    gc.set_threshold(YOUNG)
    asyncio.run(server.run())

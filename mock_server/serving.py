"""The HTTP/1.1 server under `freddy-mock`: werkzeug's threads, with connections that stay open.

Three things differ from werkzeug's own handler. A connection is kept, as a front end's many small requests want it; one
whose request had a body is not, because nobody reads that body. What is wrong before there is a request (a line of
70,000 characters) is refused in the documented shape. And bytes that people type raw (`?search=à`) mean what they mean
percent-encoded.
"""

from __future__ import annotations

import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from contracts.schema import problems
from contracts.schema.problems import Refusal
from mock_server import logs
from mock_server.answers import Answer
from mock_server.settings import UsageError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

Refuse = Callable[[Refusal, bytes], Answer]
Headers = Iterable[tuple[str, str]]

IDLE_SECONDS = 60
DRAIN_SECONDS = 2.0
DRAIN_BYTES = 1 << 20
STOP_SECONDS = 5.0

_RAW = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]")
_TOO_LARGE = replace(problems.REQUEST_TOO_LARGE, status=431, message="The request headers are too large")
_BROKEN = {
    414: (problems.REQUEST_TOO_LARGE, "the request line is above 65,536 bytes; send a shorter query"),
    431: (_TOO_LARGE, "more than 100 headers, or one above 65,536 bytes; send fewer"),
    500: (problems.INTERNAL_ERROR, "a fault of the mock; its log has the traceback"),
}
"""Status -> what http.server refuses with it; every other status is a request that is not HTTP."""


class Server(ThreadedWSGIServer):
    """A listening server; `refuse` writes the answer to what never became a request."""

    def __init__(self, app: WSGIApplication, listening: socket.socket, *, refuse: Refuse) -> None:
        host, port = listening.getsockname()[:2]
        super().__init__(host, port, app, Handler, fd=listening.fileno())
        listening.close()
        self.refuse = refuse
        self._answering = 0
        self._changed = threading.Condition()

    @property
    def address(self) -> str:
        """The URL that a client on this machine asks, without a slash at its end."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def count(self, difference: int) -> None:
        """Note that a request begins or ends."""
        with self._changed:
            self._answering += difference
            self._changed.notify_all()

    def wait_until_idle(self) -> None:
        """Let requests that are being answered end, for some seconds at most."""
        with self._changed:
            self._changed.wait_for(lambda: self._answering == 0, STOP_SECONDS)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log what a connection's thread could not handle, unless the client merely went away."""
        error = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            logs.tell_fault(error, "a connection")


class Handler(WSGIRequestHandler):
    """One connection, in its own thread."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    server: Server
    environ: WSGIEnvironment
    raw_requestline: bytes
    path = command = "-"
    started = 0.0

    def parse_request(self) -> bool:
        """Read the request line and headers; raw bytes in the line are taken as if they were percent-encoded."""
        self.started = time.perf_counter()
        self.path = self.command = "-"
        self.raw_requestline = _RAW.sub(lambda found: b"%%%02X" % found[0][0], self.raw_requestline)
        return super().parse_request()

    def run_wsgi(self) -> None:
        """Answer one request."""
        if self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers:
            self.close_connection = True
        self.environ = {}
        self.server.count(+1)
        try:
            self._answer()
        finally:
            self.server.count(-1)

    def _answer(self) -> None:
        try:
            self.environ = self.make_environ()
        except ValueError:
            self.send_error(400)
            return
        try:
            answer = self._ask()
        except Exception as error:
            logs.tell_fault(error, logs.masked(f"{self.command} {self.path}", self._secrets()), self._secrets())
            self.send_error(500)
        else:
            self._send(*answer)

    def _ask(self) -> tuple[str, Headers, bytes]:
        begun: list[Any] = []

        def start_response(status: str, headers: Headers, _: object = None) -> Callable[[bytes], None]:
            begun[:] = status, headers
            return begun.append

        chunks = self.server.app(self.environ, start_response)
        try:
            body = b"".join(chunks)
        finally:
            cast(Any, getattr(chunks, "close", lambda: None))()
        return begun[0], begun[1], body

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request, in the documented shape; `http.server` calls this."""
        self.close_connection = True
        not_http = (replace(problems.VALIDATION_ERROR, status=int(code)), "this is no HTTP/1.1 request")
        problem, reason = _BROKEN.get(int(code), not_http)
        answer = self.server.refuse(Refusal(problem, reason), self.raw_requestline[:100])
        self._send(f"{code} {HTTPStatus(code).phrase}", answer.headers, answer.body)

    def _send(self, status: str, headers: Headers, body: bytes) -> None:
        code = int(status[:3])
        sent = {name.lower() for name, _ in headers}
        lines = [f"{self.protocol_version} {status}", *(f"{name}: {value}" for name, value in headers)]
        if "date" not in sent:
            lines.append(f"Date: {self.date_time_string()}")
        if "content-length" not in sent and code not in (204, 304):
            lines.append(f"Content-Length: {len(body)}")
        lines.append("Connection: close" if self.close_connection else "Connection: keep-alive")
        body = b"" if self.command == "HEAD" else body
        # In one write: a second one would wait for the client's acknowledgement of the first.
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        self._tell(code, len(body))

    def _tell(self, status: int, size: int) -> None:
        user_id = getattr(self, "environ", {}).get(logs.USER_ID)
        ms = 1000 * (time.perf_counter() - self.started) if self.started else 0.0
        path = logs.masked(self.path, self._secrets())
        logs.tell_request(logs.Request(self.command or "-", path, status, size, ms, user_id))
        # The next request on this connection may be none: nothing of this one must be told of it.
        self.started, self.path, self.environ = 0.0, "-", {}

    def _secrets(self) -> list[str]:
        headers = getattr(self, "headers", None)
        return [text for name in logs.SECRET_HEADERS if headers and (text := headers.get(name))]

    def finish(self) -> None:
        """Close the connection so that the client gets the answer although it is still sending."""
        with suppress(OSError):
            super().finish()
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(DRAIN_SECONDS)
            until, left = time.monotonic() + DRAIN_SECONDS, DRAIN_BYTES
            while left > 0 and time.monotonic() < until and (read := self.connection.recv(65536)):
                left -= len(read)

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing: requests are logged when they are answered."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one. Raises `UsageError` with the cure."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except (OSError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        cure = "choose another with --port, or --port 0 for any free one; --host must be an address of this machine"
        raise UsageError(f"cannot listen on {host}, port {port}: {reason}; {cure}") from error


def serve(server: Server) -> None:
    """Answer requests until the process is interrupted, then let those under way end."""
    try:
        server.serve_forever()  # returns when interrupted, with the listening socket closed
    finally:
        server.wait_until_idle()

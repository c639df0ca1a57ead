"""Servers that do what no server should, on sockets of this machine.

A script is a generator: it yields the bytes to send, or an `Act`, for one request; the server does the rest.
"""

from __future__ import annotations

import contextlib
import gzip
import itertools
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from enum import Enum, auto
from functools import cache
from types import TracebackType


class Act(Enum):
    """What a script does besides sending bytes."""

    PAUSE = auto()
    """Wait a moment."""
    RESET = auto()
    """Break the connection off, with a TCP reset."""
    KEEP = auto()
    """Leave the connection open for the next request; without it, the server closes after the script."""


Step = bytes | Act
Script = Callable[[int], Iterator[Step]]
"""The number of the request, from 0 -> what to do."""


class Hostile:
    """A server that plays a script to every request; it keeps what was sent, and over how many connections."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._script = script
        self._tls = tls
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Hostile:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        self._threads.append(threading.Thread(target=work, args=arguments, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(TimeoutError):
                self._start(self._serve, self._listener.accept()[0])
                self.connections += 1

    def _serve(self, accepted: socket.socket) -> None:
        accepted.settimeout(0.05)
        connection = accepted
        with contextlib.suppress(OSError):  # the client may leave at any time
            if self._tls is not None:
                accepted.settimeout(10)
                connection = self._tls.wrap_socket(accepted, server_side=True)
                connection.settimeout(0.05)
            while self._hear(connection) and self._play(connection):
                pass
        connection.close()
        accepted.close()

    def _hear(self, connection: socket.socket) -> bool:
        """Read one request, or the beginning of TLS; return False when there is none."""
        heard = b""
        while b"\r\n\r\n" not in heard and not heard.startswith(b"\x16\x03"):
            if self._stopped.is_set():
                return False
            with contextlib.suppress(TimeoutError):
                received = connection.recv(65536)
                if not received:
                    return False
                heard += received
        self.requests.append(heard)
        return True

    def _play(self, connection: socket.socket) -> bool:
        """Answer one request; return whether to wait for another."""
        step: Step = b""
        for step in self._script(len(self.requests) - 1):
            if self._stopped.is_set():
                return False
            if step is Act.PAUSE:
                self._stopped.wait(0.002)
            elif step is Act.RESET:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            elif isinstance(step, bytes):
                self._send(connection, step)
        return step is Act.KEEP

    def _send(self, connection: socket.socket, data: bytes) -> None:
        rest = memoryview(data)
        while rest and not self._stopped.is_set():
            with contextlib.suppress(TimeoutError):
                rest = rest[connection.send(rest) :]


# --- scripts


def head(status: int = 200, **headers: str | int) -> bytes:
    """Return a status line and headers; `content_length=3` becomes `Content-Length: 3`."""
    sent = {"connection": "close", **headers}
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name.replace('_', '-').title()}: {sent[name]}" for name in sent)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def whole(body: bytes = b"{}", status: int = 200, **headers: str | int) -> bytes:
    """Return a whole answer."""
    return head(status, content_length=len(body), **headers) + body


def kept(body: bytes = b"{}") -> tuple[Step, ...]:
    """Return a whole answer after which the connection stays open."""
    return (whole(body, connection="keep-alive"), Act.KEEP)


def always(*steps: Step) -> Script:
    """Return a script that takes the same steps each time."""
    return lambda _: iter(steps)


def in_turn(*answers: Step | tuple[Step, ...]) -> Script:
    """Return a script that answers the first request with the first of these, and so on; the last repeats."""

    def script(number: int) -> Iterator[Step]:
        answer = answers[min(number, len(answers) - 1)]
        return iter(answer if isinstance(answer, tuple) else (answer,))

    return script


def endlessly(start: bytes, again: Step, *more: Step) -> Script:
    """Return a script that sends a start, then the rest over and over."""
    return lambda _: itertools.chain([start], itertools.cycle((again, *more)))


@cache
def _bomb(size: int) -> bytes:
    """Return the start of a gzip stream that unfolds to a size in bytes; a flushed block can be repeated."""
    step = 2**24
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    first = packer.compress(bytes(step)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(step)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (size // step - 1)


@cache
def _deflated(size: int) -> bytes:
    return zlib.compress(bytes(size))


_LETTERS = b"x" * 65536

FLOODS: Mapping[str, Script] = {
    "endless body": endlessly(head(), _LETTERS),
    "a gigabyte": lambda _: itertools.chain([head(content_length=2**30)], itertools.repeat(_LETTERS, 2**14)),
    "endless chunks": endlessly(head(transfer_encoding="chunked"), b"10000\r\n" + _LETTERS + b"\r\n"),
    "gzip bomb": lambda _: iter([head(content_encoding="gzip"), _bomb(2**30)]),
    "gzip bomb in chunks": lambda _: iter(
        [head(content_encoding="gzip", transfer_encoding="chunked"), b"%x\r\n" % len(_bomb(2**30)), _bomb(2**30)]
    ),
    "deflate bomb": lambda _: iter([head(content_encoding="deflate"), _deflated(2**27) * 8]),
}
"""Servers that send more than anyone can hold, whatever the encoding, under status 200."""

AMPLIFIERS: Mapping[str, bytes] = {
    "empty lists": b"[" + b"[]," * 2_700_000 + b"[]]",
    "one list in the next": b"[" * 8_000_000,
    "an emoji after much": b'"' + b"x" * 8_000_000 + "\N{GRINNING FACE}".encode() + b'"',
    "a hundred thousand names": b"{" + b",".join(b'"%06x":1.5' % each for each in range(124_000)) + b"}",
    "an endless integer": b"9" * 8_000_000,
    "lone surrogates": b"[" + rb'"\ud800",' * 240_000 + b"1]",
}
"""Bodies below the limit on bytes that would become more in memory."""

SILENT: Mapping[str, tuple[Script, str]] = {
    "closes at once": (always(), "it closed the connection without an answer"),
    "resets at once": (always(Act.RESET), "it broke the connection off before an answer"),
    "resets in the headers": (
        always(b"HTTP/1.1 200 OK\r\nContent-", Act.PAUSE, Act.RESET),
        "it broke the connection off",
    ),
    "speaks something else": (always(b"SSH-2.0-OpenSSH_9.6\r\n"), "it begins 'SSH-2.0-OpenSSH_9.6"),
    "sends random bytes": (always(bytes(range(256)) * 4), "its answer is not HTTP"),
    "an endless status line": (endlessly(b"HTTP/1.1 200 ", _LETTERS), "its answer is not HTTP"),
    "an endless header": (endlessly(b"HTTP/1.1 200 OK\r\nA: ", _LETTERS), "its answer is not HTTP"),
    "endless headers": (endlessly(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 1000), "its answer is not HTTP"),
    "headers as long as may be": (
        endlessly(b"HTTP/1.1 200 OK\r\n", b"A: " + b"x" * 60_000 + b"\r\n"),
        "its headers are larger than allowed",
    ),
    "forever about to begin": (endlessly(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100), "its headers are larger"),
    "two lengths": (always(head(content_length="2, 3") + b"{}"), "its answer is not HTTP"),
    "a header of a hundred kilobytes": (
        always(head(a="x" * 100_000, content_length=2) + b"{}"),
        "its answer is not HTTP (got more than 65536 bytes when reading header line)",
    ),
    "a flood of cookies": (
        always(b"HTTP/1.1 200 OK\r\n" + b"Set-Cookie: a=b\r\n" * 500 + b"Content-Length: 2\r\n\r\n{}"),
        "its answer is not HTTP (got more than 100 headers)",
    ),
    "HTTP without headers": (always(b"<html>Hello</html>\n"), "its answer is not HTTP, it begins '<html>Hello"),
}
"""Servers from which no answer comes, and what is said of them."""

BROKEN: Mapping[str, tuple[Script, str]] = {
    "reset after the headers": (always(head(content_length=9), Act.PAUSE, Act.RESET), "body that breaks off"),
    "truncated": (always(head(content_length=9) + b"{}"), "body that ends too early"),
    "truncated chunk": (always(head(transfer_encoding="chunked") + b"9\r\n{}"), "body that ends too early"),
    "no last chunk": (always(head(transfer_encoding="chunked") + b"2\r\n{}\r\n"), "body that breaks off"),
    "chunks without length": (
        always(head(transfer_encoding="chunked") + b"many\r\n{}\r\n"),
        "body in chunks that cannot be read",
    ),
}
"""Servers whose body breaks, and what is said of it."""

MISLABELLED: Mapping[str, tuple[bytes, str]] = {
    "not gzip": (whole(b"{}", content_encoding="gzip"), "body that is not gzip, as its Content-Encoding says"),
    "not deflate": (whole(b"\xff\xff", content_encoding="deflate"), "body that is not deflate"),
    "half a gzip": (
        whole(gzip.compress(b"{}", mtime=0)[:-9], content_encoding="gzip"),
        "compressed body that ends too early",
    ),
    "brotli": (whole(b"\x0b\x01\x80{}\x03", content_encoding="br"), "body in an encoding that was not asked for, 'br'"),
    "gzip twice": (whole(b"{}", content_encoding="gzip, gzip"), "body in an encoding that was not asked for"),
    "latin-1": (whole('{"a": "\xe9"}'.encode("latin-1")), "not UTF-8: byte 0xe9 at 7"),
    "utf-16": (whole("{}".encode("utf-16")), "not UTF-8: byte 0xff at 0"),
    "byte order mark": (whole(b"\xef\xbb\xbf{}"), "not JSON: Unexpected UTF-8 BOM"),
    "HTML": (whole(b"<!doctype html><p>Hello", content_type="text/html"), "not JSON: Expecting value at character 0"),
    "nothing": (whole(b""), "empty"),
    "longer than its length": (head(content_length=1) + b"{}", "not JSON: Expecting property name"),
    "a name twice": (whole(b'{"total": 1, "total": 2}'), "not JSON: the name 'total' stands twice in one object"),
    "not a number": (whole(b'{"total": NaN}'), "not JSON: NaN is no JSON number"),
    "deep": (whole(b"[" * 100_000 + b"]" * 100_000), "not JSON: nested too deeply"),
}
"""Whole answers whose body is not what it seems, and what is said of it."""

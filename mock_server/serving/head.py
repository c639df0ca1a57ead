"""The head of an HTTP/1.1 request, as text that WSGI takes (RFC 9112, sections 2 to 6; PEP 3333).

Two things are more lenient than the grammar, for people's sake: bytes typed raw into a path (`?search=à`) mean what
they mean percent-encoded, and a header's value may hold any byte but a line's end, as an odd key is merely an unknown
one.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from mock_server.asked import Asked, Headers

MOST_LINE = 1 << 16
MOST_HEADERS = 100
MOST_HEAD = 1 << 18
MOST_BODY = 1 << 23
"""Bytes of the request line, headers, bytes of the whole head, bytes of a body that is read."""
MOST_KNOWN = 4096
"""Bytes of headers that are remembered."""

_END = re.compile(rb"\r?\n\r?\n")
_RAW = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]")
_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^ ]+) HTTP/([0-9])\.([0-9])")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*", re.DOTALL)
_ABSOLUTE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://(\[[^\]/]*\](:[0-9]*)?|[^\[\]/?#]*)(?=[/?#]|\Z)")


class BrokenHead(Exception):  # noqa: N818 - a way out, as `StopIteration` is
    """Bytes that are no request; `status` is what they are refused with."""

    def __init__(self, status: int) -> None:
        """Remember the status."""
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Block:
    """The lines after the request line, read once for all requests that bring the same ones."""

    headers: Headers
    connection: str
    length: int | None
    """Bytes of the body; None when it comes in chunks, which are not read."""


@dataclass(slots=True)
class Head:
    """A request line and the headers after it."""

    method: str
    target: str
    """As sent, raw bytes percent-encoded."""
    path: str
    """Without the query, percent-decoded, its bytes as Latin-1."""
    query: bytes
    minor: int
    """0 of HTTP/1.0, 1 of HTTP/1.1."""
    block: Block

    @property
    def keeps_connection(self) -> bool:
        """Whether the client wants to ask more on this connection."""
        return "close" not in self.block.connection if self.minor else "keep-alive" in self.block.connection

    def asked(self, client: str) -> Asked:
        """Return the request as the mock reads it."""
        path = self.path if self.path.isascii() else self.path.encode("latin-1").decode("utf-8", "replace")
        return Asked(self.method, self.target.partition("?")[0], path, self.query, self.block.headers, client)

    def environ(self, body: bytes, client: tuple[str, int], server: tuple[str, int], scheme: str) -> dict[str, Any]:
        """Return what a WSGI application is called with."""
        return {
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query.decode(),
            "REQUEST_URI": self.target,
            "SERVER_NAME": server[0],
            "SERVER_PORT": str(server[1]),
            "SERVER_PROTOCOL": f"HTTP/1.{self.minor}",
            "REMOTE_ADDR": client[0],
            "REMOTE_PORT": client[1],
            **self.block.headers.sent,
        }


def end_of_head(received: bytes) -> tuple[int, int] | None:
    """Return where a head ends, and where what follows it begins; None when it has not arrived whole."""
    end = received.find(b"\r\n\r\n")
    if end >= 0:
        return end, end + 4
    found = _END.search(received)
    return (found.start(), found.end()) if found else None


def refuse_early(received: bytes) -> None:
    """Raise `BrokenHead` for a head that is too long, though its end has not arrived."""
    if b"\n" not in received[: MOST_LINE + 1] and len(received) > MOST_LINE:
        raise BrokenHead(414)
    if len(received) > MOST_HEAD:
        raise BrokenHead(431)


def parse(head: bytes) -> Head:
    """Read a head, given without the empty line at its end; raise `BrokenHead`."""
    line, _, rest = head.partition(b"\n")
    if len(line) > MOST_LINE:
        raise BrokenHead(414)
    method, target, minor = _request_line(line.removesuffix(b"\r"))
    path, _, query = _origin_form(target).partition(b"?")
    decoded = unquote_to_bytes(path) if b"%" in path else path
    block = _known_block(rest) if len(rest) <= MOST_KNOWN else _block(rest)
    return Head(method, target.decode(), decoded.decode("latin-1"), query, minor, block)


def _request_line(line: bytes) -> tuple[str, bytes, int]:
    # What is no printable ASCII is seldom there, and sooner found in this way than by the expression.
    if not (line.isascii() and line.decode().isprintable()):
        line = _RAW.sub(lambda raw: b"%%%02X" % raw[0][0], line)
    found = _LINE.fullmatch(line)
    if found is None:
        raise BrokenHead(400)
    method, target, major, minor = found.groups()
    if major != b"1":
        raise BrokenHead(505)
    return method.decode(), target, min(int(minor), 1)


def _origin_form(target: bytes) -> bytes:
    """Return path and query of a target; a proxy's has a scheme and a host before them."""
    if not target.startswith(b"/"):
        absolute = _ABSOLUTE.match(target)
        if absolute is None and target != b"*":
            raise BrokenHead(400)
        target = b"/" + target[absolute.end() :].lstrip(b"/") if absolute else target
    return target.partition(b"#")[0]


def _block(text: bytes) -> Block:
    lines = text.split(b"\n") if text else []
    if len(lines) > MOST_HEADERS or any(len(each) > MOST_LINE for each in lines):
        raise BrokenHead(431)
    sent = _headers(lines)
    length = sent.get("CONTENT_LENGTH", "0")
    if not (length.isascii() and length.isdigit()):
        raise BrokenHead(400)
    chunked = "HTTP_TRANSFER_ENCODING" in sent
    return Block(Headers(sent), sent.get("HTTP_CONNECTION", "").lower(), None if chunked else int(length[:20]))


_known_block = lru_cache(maxsize=512)(_block)


def _headers(lines: list[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        found = _HEADER.fullmatch(line.removesuffix(b"\r"))
        if found is None:
            raise BrokenHead(400)
        name, value = found[1].decode().upper(), found[2].decode("latin-1")
        if "_" in name:
            continue  # would pass for the header with a hyphen
        name = name.replace("-", "_")
        name = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers

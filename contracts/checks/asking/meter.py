"""Connections that meter what they receive.

Seconds and bytes bound every read below `http.client`, where a timeout would start anew with each byte. The connection
is urllib3's, without its pool: nothing follows a redirect, rewrites a URL or retries unseen.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult

from urllib3.connection import HTTPConnection, HTTPSConnection


class TooLargeError(Exception):
    """More bytes came than may."""


@dataclass(slots=True)
class Meter:
    """What one answer may still cost."""

    clock: Callable[[], float]
    deadline: float = 0.0
    left: int = 0
    wire: socket.socket | None = None

    def start(self, seconds: float, size: int) -> None:
        """Allow an answer this many seconds from now, and bytes."""
        self.deadline, self.left = self.clock() + seconds, size

    def seconds(self) -> float:
        """Return the seconds left, which are never none; raise TimeoutError when they are."""
        left = self.deadline - self.clock()
        if left <= 0:
            raise TimeoutError("the time for one answer is over")
        return left

    def count(self, received: int) -> None:
        """Take note of bytes that came; raise TooLargeError when they are more than may."""
        self.left -= received
        if self.left < 0:
            raise TooLargeError

    def hang_up(self) -> None:
        """Close the socket at once; an unread answer would keep it open until it is collected."""
        descriptor = -1 if self.wire is None else self.wire.detach()
        if descriptor >= 0:
            socket.close(descriptor)
        self.wire = None


class _Metered(socket.socket):
    """A socket that asks its meter before and after each read."""

    meter: Meter

    def recv_into(self, *args: Any, **options: Any) -> int:
        self.settimeout(self.meter.seconds())
        received = super().recv_into(*args, **options)
        self.meter.count(received)
        return received


class _MeteredTLS(_Metered, ssl.SSLSocket):
    """The same below TLS: `super()` of the one above is the other here."""


class _Plain(HTTPConnection):
    meter: Meter

    def connect(self) -> None:
        super().connect()
        plain = self.sock
        self.sock = metered = _Metered(plain.family, plain.type, plain.proto, fileno=plain.detach())
        metered.meter, self.meter.wire = self.meter, metered


class _TLS(HTTPSConnection):
    meter: Meter

    def connect(self) -> None:
        super().connect()
        assert isinstance(self.sock, _MeteredTLS)  # noqa: S101 - the context below makes no other
        self.sock.meter, self.meter.wire = self.meter, self.sock


def connect_to(base: SplitResult, meter: Meter) -> HTTPConnection:
    """Return a connection to an origin, not yet opened, whose reads ask this meter."""
    connection: _Plain | _TLS
    if base.scheme == "http":
        connection = _Plain(base.hostname or "", base.port)
    else:
        context = ssl.create_default_context()
        context.sslsocket_class = _MeteredTLS
        connection = _TLS(base.hostname or "", base.port, ssl_context=context)
    connection.meter = meter
    return connection

"""The line to an origin: one connection, opened when something is sent, over which every byte is metered."""

from __future__ import annotations

import io
import weakref
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import SplitResult

from urllib3 import HTTPHeaderDict
from urllib3.response import BaseHTTPResponse

from contracts.checks.asking.credentials import Credentials
from contracts.checks.asking.meter import Meter, connect_to


def _own_version() -> str:
    try:
        return version("freddy-kit")
    except PackageNotFoundError:
        return "unknown"


class Line:
    """Sends requests to an origin, one at a time; `header_bytes` may come before an answer's body."""

    def __init__(self, base: SplitResult, header_bytes: int, clock: Callable[[], float]) -> None:
        self.meter = Meter(clock)
        self._header_bytes = header_bytes
        self._connection = connect_to(base, self.meter)
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": f"freddy-contracts/{_own_version()}",
        }
        weakref.finalize(self, self._connection.close)

    def send(self, method: str, target: str, credentials: Credentials, seconds: float) -> BaseHTTPResponse:
        """Send a request and return its answer, of which the headers are read; the rest must come in time, too."""
        if not self._connection.is_connected:
            self._connection.close()  # the server may have hung up since
        self._connection.timeout = seconds
        headers = HTTPHeaderDict(self._headers)
        for name, value in credentials.headers:
            headers.add(name, value)
        self.meter.start(seconds, self._header_bytes + io.DEFAULT_BUFFER_SIZE)
        self._connection.request(method, target, headers=headers, preload_content=False, decode_content=False)
        return self._connection.getresponse()

    def close(self) -> None:
        """Close the connection; what is sent later opens another."""
        self._connection.close()

    def hang_up(self) -> None:
        """Close the connection in the middle of an answer."""
        self.close()
        self.meter.hang_up()

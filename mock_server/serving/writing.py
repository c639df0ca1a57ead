"""An answer as the bytes of HTTP/1.1, with room for the date."""

from __future__ import annotations

import time
from functools import lru_cache

from mock_server.representation import Headers, phrase


def before_date(status: int, headers: Headers) -> bytes:
    """Return the status line and the headers of an answer."""
    lines = [f"{name}: {value}\r\n" for name, value in headers]
    return (_status_line(status) + "".join(lines)).encode("latin-1")


@lru_cache(maxsize=1024)
def _status_line(status: int) -> str:
    return f"HTTP/1.1 {status} {phrase(status)}\r\n"


KEEPS = b"Connection: keep-alive\r\n\r\n"
CLOSES = b"Connection: close\r\n\r\n"
"""The end of a head."""


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def imf_date(second: int) -> str:
    """Return a time as HTTP writes it (RFC 9110, section 5.6.7); `email.utils` would load half of that package."""
    year, month, day, hour, minute, seconds, weekday, *_ = time.gmtime(second)
    return f"{_DAYS[weekday]}, {day:02} {_MONTHS[month - 1]} {year} {hour:02}:{minute:02}:{seconds:02} GMT"


class Date:
    """The header `Date`, written once a second."""

    def __init__(self) -> None:
        """Write none yet."""
        self._second = -1
        self._line = b""

    def line(self, now: float) -> bytes:
        """Return the header's line at a time in seconds since the epoch."""
        second = int(now)
        if second != self._second:
            self._line = f"Date: {imf_date(second)}\r\n".encode()
            self._second = second
        return self._line


def framed(status: int, headers: Headers, body: bytes, method: str) -> tuple[Headers, bytes]:
    """Return an application's headers with the length of its body, and the body unless the method has none."""
    names = {name.lower() for name, _ in headers}
    if "content-length" not in names and status not in (204, 304):
        headers = (*headers, ("Content-Length", str(len(body))))
    return tuple(each for each in headers if each[0].lower() != "date"), b"" if method == "HEAD" else body

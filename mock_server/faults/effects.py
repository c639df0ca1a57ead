"""What faults do: each effect is a value, written as the text after the fault's `=`.

`delivery` makes of an effect and a random share, above 0 and below 1, how one answer is delivered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from mock_server.faults.delivery import AS_IS, Delivery
from mock_server.faults.numerals import SHOWN, read_decimal, read_whole, write
from mock_server.faults.statuses import read_status
from mock_server.faults.waiting import Waiting, read_waiting


class Effect(Protocol):
    """What a fault does; `str` gives its parameters as written, none as an empty text."""

    def __str__(self) -> str: ...

    def delivery(self, share: float) -> Delivery:
        """Return how an answer is delivered that drew this share."""


@dataclass(frozen=True, slots=True)
class Late:
    """The first byte is late."""

    waiting: Waiting

    def __str__(self) -> str:
        return str(self.waiting)

    def delivery(self, share: float) -> Delivery:
        """Wait for whole microseconds, the same on every machine."""
        return Delivery(wait=round(self.waiting.at(share) / 1000, 6))


@dataclass(frozen=True, slots=True)
class Slow:
    """The body trickles."""

    bytes_per_second: float

    def __str__(self) -> str:
        return write(self.bytes_per_second)

    def delivery(self, _: float) -> Delivery:
        """Send so fast."""
        return Delivery(bytes_per_second=self.bytes_per_second)


@dataclass(frozen=True, slots=True)
class Truncated:
    """The connection is closed within the body; without a place, at another one each time."""

    cut_at: float | None = None

    def __str__(self) -> str:
        return "" if self.cut_at is None else write(self.cut_at)

    def delivery(self, share: float) -> Delivery:
        """Send so much."""
        return Delivery(cut_at=share if self.cut_at is None else self.cut_at)


@dataclass(frozen=True, slots=True)
class Failing:
    """Another status instead of the answer."""

    status: int

    def __str__(self) -> str:
        return str(self.status)

    def delivery(self, _: float) -> Delivery:
        """Answer with it."""
        return Delivery(status=self.status)


@dataclass(frozen=True, slots=True)
class Always:
    """An effect without parameters."""

    done: Delivery

    def __str__(self) -> str:
        return ""

    def delivery(self, _: float) -> Delivery:
        """Do it."""
        return self.done


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests with one key or token in so many seconds; the limiter counts them, and no chance is involved."""

    requests: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.requests}/{self.seconds}"

    def delivery(self, _: float) -> Delivery:
        """Leave the answer to the limiter."""
        return AS_IS


DROPPED, HANGING, MALFORMED = (
    Always(Delivery(drop=True)),
    Always(Delivery(hang=True)),
    Always(Delivery(malformed=True)),
)


def read_late(text: str) -> Late:
    """Read milliseconds, fixed or spread."""
    return Late(read_waiting(text))


def read_slow(text: str) -> Slow:
    """Read bytes per second."""
    cure = "write bytes per second such as 2000"
    return Slow(read_decimal(text, least=1, most=1e9, cure=cure))


def read_truncated(text: str) -> Truncated:
    """Read the fraction of the body that is sent; there may be none."""
    if not text:
        return Truncated()
    cure = "write the fraction of the body that is sent, such as 0.5, or truncate alone for any"
    return Truncated(read_decimal(text, least=0, most=0.999999, cure=cure))


def read_failing(text: str) -> Failing:
    """Read a status."""
    return Failing(read_status(text))


_LONGEST_WINDOW = 86_400


def read_rate(text: str) -> Rate:
    """Read requests and seconds."""
    cure = "write requests and seconds such as 60/60"
    requests, slash, seconds = text.partition("/")
    if not slash:
        raise ValueError(f"{text[:SHOWN]!r} has no '/'; {cure}")
    return Rate(
        read_whole(requests, least=1, most=10**9, cure=cure),
        read_whole(seconds, least=1, most=_LONGEST_WINDOW, cure=cure),
    )

"""Rate limits as the API's pages tell them: every answer says what is left of the limit, and without any it is 429.

A caller's window begins with its first request and is as long as the limit says. Whoever waits for `Retry-After`
seconds, or until the time of `X-RateLimit-Reset`, is answered again; all by the mock's clock, so that no window ends
while it stands still.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

from contracts.schema.problems import RATE_LIMIT_EXCEEDED, Refusal

if TYPE_CHECKING:
    from mock_server.faults.effects import Rate

Headers = tuple[tuple[str, str], ...]

MOST_CALLERS = 10_000
"""Callers remembered; above, the one whose window began first is forgotten."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands with one request."""

    limit: int
    remaining: int
    reset: int
    """Unix seconds."""
    retry_after: int | None = None
    """Seconds; None for a request that is answered."""

    @property
    def headers(self) -> Headers:
        """The headers of the answer, whichever it is."""
        told = (
            ("X-RateLimit-Limit", str(self.limit)),
            ("X-RateLimit-Remaining", str(self.remaining)),
            ("X-RateLimit-Reset", str(self.reset)),
        )
        if self.retry_after is None:
            return told
        return (*told, ("X-RateLimit-Retry-After", str(self.retry_after)), ("Retry-After", str(self.retry_after)))

    @property
    def refusal(self) -> Refusal | None:
        """The 429, where the caller has nothing left."""
        if self.retry_after is None:
            return None
        reason = f"the limit is {self.limit} requests; ask again in {self.retry_after} s"
        return Refusal(RATE_LIMIT_EXCEEDED, reason, retry_after=self.retry_after)


def exhausted(limit: int, *, now: float, until: float) -> Standing:
    """Return where a caller stands who has nothing left until a time."""
    seconds = max(1, math.ceil(until - now))
    # 128.99 - 127.99 is a little more than 1.
    enough = seconds - 1 if seconds > 1 and now + seconds - 1 >= until else seconds
    return Standing(limit, 0, math.ceil(until), enough)


def caller_of(api_key: str | None, authorization: str | None, client: str) -> str:
    """Return by what a caller is counted: a digest of the credential that counts, or else the client's address."""
    secret = api_key or authorization
    return blake2b(secret.encode("utf-8", "replace"), digest_size=16).hexdigest() if secret else client


class Limiter:
    """Counts the requests of every caller. Threads may share it."""

    quick = True
    """Whether counting waits for nobody."""

    def __init__(self, rate: Rate, *, clock: Callable[[], float] = time.time, most_callers: int = MOST_CALLERS) -> None:
        """Begin with nobody; `clock` returns Unix seconds."""
        self.rate = rate
        self._clock = clock
        self._most_callers = most_callers
        self._windows: dict[str, tuple[float, int]] = {}
        self._lock = Lock()

    def take(self, caller: str) -> Standing:
        """Count a request of a caller, unless it has nothing left, and tell where it stands."""
        with self._lock:
            now = self._clock()
            began, taken = self._window(caller, now)
            until = began + self.rate.seconds
            if taken >= self.rate.requests:
                return exhausted(self.rate.requests, now=now, until=until)
            self._windows[caller] = (began, taken + 1)
            if len(self._windows) > self._most_callers:
                del self._windows[next(iter(self._windows))]
            return Standing(self.rate.requests, self.rate.requests - taken - 1, math.ceil(until))

    def _window(self, caller: str, now: float) -> tuple[float, int]:
        began, taken = self._windows.get(caller, (now, 0))
        # A clock that was set back must not lock a caller out.
        if began <= now < began + self.rate.seconds:
            return began, taken
        # Removed, so that it is put in again at the end: windows stand in the order in which they began.
        del self._windows[caller]
        return now, 0

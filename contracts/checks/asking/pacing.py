"""When the next request may be sent: within the limits, at their rate, and when a busy deployment says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

from contracts.checks.asking.errors import BudgetSpent
from contracts.checks.asking.limits import Limits

_BUSY = (429, 503)


class Pacing:
    """The requests sent so far, and the time since the first of them, against limits.

    `now`, in seconds since 1970, gives a date in `Retry-After` its meaning.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        now: Callable[[], float],
    ) -> None:
        self.requests = 0
        self._weight = 0
        self._limits = limits
        self._clock, self._sleep, self._now = clock, sleep, now
        self._started: float | None = None
        self._free_at = 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the first request."""
        return 0.0 if self._started is None else self._clock() - self._started

    @property
    def seconds_left(self) -> float:
        """Seconds of the time allowed in all."""
        return self._limits.total_seconds - self.seconds

    @property
    def is_spent(self) -> bool:
        """Whether as many requests are sent as may be."""
        return self.requests >= self._limits.requests

    def admit(self) -> None:
        """Wait until one more request may be sent, and count it; or raise `BudgetSpent`."""
        if self._started is None:
            self._started = self._clock()
        if self.is_spent:
            raise BudgetSpent(
                f"{self.requests} requests are sent, as many as allowed; allow more, or ask less", "requests"
            )
        if self._weight >= self._limits.memory_bytes:
            most = f"{self._limits.memory_bytes >> 20} MB of answers came, as many as can be kept"
            raise BudgetSpent(f"{most}; ask about an organization with fewer or smaller assistants", "memory_bytes")
        pause = max(0.0, self._free_at - self._clock())
        if pause >= self.seconds_left:
            raise self.time_is_over()
        if pause:
            self._sleep(pause)
        if self._limits.per_second is not None:
            self._free_at = self._clock() + 1 / self._limits.per_second
        self.requests += 1

    def time_is_over(self) -> BudgetSpent:
        """Return the error that says so."""
        return BudgetSpent(
            f"{self._limits.total_seconds:.6g} s are over, as long as allowed; allow more, or ask less", "total_seconds"
        )

    def keep(self, weight: int) -> None:
        """Count what an answer takes in memory."""
        self._weight += weight

    def pause_after(self, status: int, headers: Mapping[str, str], waited: int) -> float | None:
        """Return the seconds to wait before asking again, or None when the answer stands."""
        if status not in _BUSY or self.is_spent:
            return None
        asked = _seconds_asked(headers, self._now)
        if asked is None and status == 503:
            return None  # Who is merely busy says until when; anything else is a fault, to be judged.
        pause = min(2.0**waited if asked is None else asked, self._limits.longest_wait)
        return pause if pause < self.seconds_left else None


def _seconds_asked(headers: Mapping[str, str], now: Callable[[], float]) -> float | None:
    """Return what `Retry-After` asks for, in seconds; a date counts from the answer's own `Date` if it has one."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch("[0-9]{1,9}", text):
        return float(text)
    until, since = _moment(text), _moment(headers.get("date", ""))
    if until is None:
        return None
    return max(0.0, until - (now() if since is None else since))


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return None

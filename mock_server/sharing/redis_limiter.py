"""Rate limits over all processes: the windows of the callers stand in Redis."""

from __future__ import annotations

import math
from collections.abc import Callable

from mock_server.faults.effects import Rate
from mock_server.faults.rate_limit import Limiter, Standing, exhausted
from mock_server.sharing import scripts
from mock_server.sharing.client import Client

SHORTEST_MEMORY = 600
"""Real seconds for which a caller who asks no more is remembered at least, also while the mock's clock stands still."""


class RedisLimiter(Limiter):
    """Counts the requests of every caller, whichever worker answers. Threads may share it.

    A window begins by the mock's clock in the worker that counts its first request; workers on several machines need
    clocks that agree.
    """

    quick = False

    def __init__(self, client: Client, rate: Rate, *, clock: Callable[[], float], version: int) -> None:
        """Begin with nobody: another version of the state counts anew, as in one process."""
        super().__init__(rate, clock=clock)
        self._client = client
        self._version = version

    def take(self, caller: str) -> Standing:
        """Count a request of a caller, unless it has nothing left, and tell where it stands; raises `Unavailable`."""
        now, seconds, limit = self._clock(), self.rate.seconds, self.rate.requests
        remembered = math.ceil(max(2 * seconds, SHORTEST_MEMORY))
        key = f"rate:{self._version}:{caller}"
        told, taken = self._client.script(scripts.TAKE, [key], [repr(now), repr(seconds), limit, remembered])
        until = float(told) + seconds
        return exhausted(limit, now=now, until=until) if taken < 0 else Standing(limit, limit - taken, math.ceil(until))

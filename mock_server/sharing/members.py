"""The workers that may be answering at the moment, and waiting for what all of them have done.

Each tells Redis how far it is, again and again. Whoever waits, waits for those that are behind; one that says nothing
for as long as a worker may answer unheard is not answering, and is struck off. No clock of Redis takes part in that, so
no jump of one can make a worker seem gone that still answers.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from secrets import token_hex

from mock_server.sharing import scripts
from mock_server.sharing.client import Client, key, text

LEASE = 2.0
"""Seconds for which a worker answers after it last heard from Redis."""
MARGIN = 0.1
"""Seconds by which it stops earlier, as no two clocks run alike."""
_SHORTEST, _LONGEST = 0.0005, 0.05
"""Seconds between two looks: a quarter of the time that was waited already, within these."""
_CLOCK = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


now: Callable[[], float] = time.monotonic if _CLOCK is None else partial(time.clock_gettime, _CLOCK)
"""Seconds that go on while the machine sleeps, where the system has such a clock. Asked at every answer."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a worker is."""

    version: int = 0
    """Of the state that it answers from."""
    mark: int = 0
    """The last wish for the journal that it has fulfilled."""
    beats: int = 0
    """How often it was heard."""

    def __str__(self) -> str:
        return f"{self.version} {self.mark} {self.beats}"


class Members:
    """The list of workers in Redis."""

    def __init__(self, client: Client) -> None:
        """Be one that is not on the list yet."""
        self._client = client
        self.name = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"

    def wait(self, what: str, number: int) -> None:
        """Return when every worker's progress is at least a number, or what holds it up cannot be answering.

        `what` is a field of `Progress`. Raises `Unavailable`.
        """
        there = first = self._list()
        since = now()
        while late := {name: each for name, each in there.items() if getattr(_read(each), what) < number}:
            waited = now() - since
            if waited > LEASE:
                self._strike_off({name: each for name, each in late.items() if first.get(name) == each})
                return
            time.sleep(min(max(_SHORTEST, waited / 4), _LONGEST))
            there = self._list()

    def leave(self) -> None:
        """Strike this worker off, which must not answer any more."""
        self._client.one(lambda redis: redis.hdel(key("members"), self.name))

    def _list(self) -> Mapping[str, str]:
        found: dict[bytes, bytes] = self._client.one(lambda redis: redis.hgetall(key("members")))
        return {name.decode(): text(value) or "" for name, value in found.items()}

    def _strike_off(self, silent: Mapping[str, str]) -> None:
        for name, progress in silent.items():
            self._client.script(scripts.DROP, ["members"], [name, progress])


def _read(progress: str) -> Progress:
    return Progress(*map(int, progress.split()))

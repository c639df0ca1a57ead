"""A deployment that asks a server of this machine once, with a key, on a clock of its own."""

from __future__ import annotations

import pytest

from contracts.checks.asking.credentials import Credentials
from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import OutOfReach
from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.limits import Limits
from contracts.checks.asking.question import Question
from tests.test_contracts.checks.hostile import Hostile, Script, whole

ASKED = Question.of(organization_id="org_abc123")
KEY = "ak_secret_1234567890"
CREDENTIALS = {"first": Credentials.api_key(KEY)}
BUSY = whole(status=429)
PAGE = b'{"assistants": [{"id": "asst_1"}]}'


class Clock:
    """A clock that moves by `step` at each look, and by whatever is slept."""

    def __init__(self, step: float = 0.0) -> None:
        self.time = 1000.0
        self.step = step
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Look at the time."""
        self.time += self.step
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let the time pass, and remember it."""
        self.slept.append(seconds)
        self.time += seconds


def deployment(url: str, clock: Clock | None = None, **limits: float | None) -> Deployment:
    """Return a deployment with the key, unhurried unless asked, on a clock of its own unless given."""
    known = Limits(**{"per_second": None, **limits})  # type: ignore[arg-type]
    if clock is None:
        return Deployment(url, CREDENTIALS, known)
    return Deployment(url, CREDENTIALS, known, clock=clock, sleep=clock.sleep)


def refused(script: Script, clock: Clock | None = None, **limits: float | None) -> tuple[str, int]:
    """Return what is said of a script that gives no answer, and how many requests it saw."""
    with (
        Hostile(script) as server,
        deployment(server.url, clock, **limits) as asked,
        pytest.raises(OutOfReach) as met,
    ):
        asked.ask(ASKED)
    return str(met.value).removeprefix(f"{server.url}: "), len(server.requests)


def ask(script: Script, clock: Clock | None = None, **limits: float | None) -> tuple[Exchange, int]:
    """Return what asking a script once comes to, and how many requests it saw."""
    with Hostile(script) as server, deployment(server.url, clock, **limits) as asked:
        exchange = asked.ask(ASKED)
        assert asked.requests == len(server.requests)
        return exchange, len(server.requests)

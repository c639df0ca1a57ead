"""Rate limits over several processes: as those of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_server.commands import FaultSetting, Reset, Set
from mock_server.faults.decide import from_dict
from mock_server.faults.effects import Rate
from mock_server.faults.rate_limit import Limiter
from mock_server.sharing.client import Client
from mock_server.sharing.redis_limiter import RedisLimiter
from tests.test_mock_server.sharing.changes import asked
from tests.test_mock_server.sharing.conftest import STATE, Redis, Replicate


@pytest.fixture(scope="module")
def client(redis: Redis) -> Iterator[Client]:
    """Return a database."""
    with closing(Client(redis.url())) as client:
        yield client


VERSIONS = iter(range(1, 10**6))
STEPS = st.lists(st.tuples(st.sampled_from("ab"), st.floats(-3, 9)), max_size=12)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.integers(1, 3))
def test_two_processes_count_as_one_does(client: Client, steps: list[tuple[str, float]], requests: int) -> None:
    """The same callers at the same times stand the same, whichever process they ask, clocks set back included."""
    now, version = 1000.0, next(VERSIONS)
    rate = Rate(requests, 10)

    def clock() -> float:
        return now

    one = Limiter(rate, clock=clock)
    several = [RedisLimiter(client, rate, clock=clock, version=version) for _ in range(2)]
    for place, (caller, later) in enumerate(steps):
        now += later
        assert one.take(caller) == several[place % 2].take(caller)


def test_a_reset_counts_anew_for_who_comes_later_as_well(redis: Redis, replicate: Replicate) -> None:
    """A replica that begins with a reset knows of nothing before it, and still counts with the others."""
    url = redis.url()
    state = replace(STATE, faults=from_dict({"faults": ["rate_limit=3/60"]}))
    here = replicate(url, state)
    assert 200 == here.handle(asked()).reply.status
    here.do(Set(defects=[]))
    here.do(Reset())
    there = replicate(url, state)
    assert [200, 200, 200, 429] == [mock.handle(asked()).reply.status for mock in (here, there, here, there)]


def test_a_limit_holds_for_all_replicas_together(redis: Redis, replicate: Replicate) -> None:
    """Three requests are three requests, and no answer is remembered past the limit."""
    url = redis.url()
    mocks = [replicate(url), replicate(url)]
    mocks[0].do(Set(faults=FaultSetting(faults=["rate_limit=3/60"])))
    outcomes = [mocks[place % 2].handle(asked()) for place in range(5)]
    assert [200, 200, 200, 429, 429] == [outcome.reply.status for outcome in outcomes]
    assert {None} == {outcome.live for outcome in outcomes}
    assert not mocks[1].live.quick

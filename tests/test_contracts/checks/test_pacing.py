"""Waiting, the rate, and the budgets of requests and time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import BudgetSpent
from tests.test_contracts.checks import hostile
from tests.test_contracts.checks.asking import ASKED, BUSY, CREDENTIALS, PAGE, Clock, ask, deployment, refused
from tests.test_contracts.checks.hostile import Act, Hostile, head, whole


def test_a_busy_server_is_asked_again_after_the_time_it_names() -> None:
    """`Retry-After` in seconds is waited for, capped, and the answer after it counts."""
    clock = Clock()
    script = hostile.in_turn(whole(status=429, retry_after=3), whole(status=503, retry_after=3600), whole(PAGE))
    exchange, requests = ask(script, clock)
    assert (exchange.status, requests, clock.slept) == (200, 3, [3.0, 20.0])


@pytest.mark.parametrize("has_date", [True, False])
def test_a_date_to_come_back_at_is_understood(has_date: bool) -> None:
    """A date counts from the server's own clock if it tells the time, else from ours."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    later = format_datetime(now + timedelta(seconds=7), usegmt=True)
    dated: dict[str, str | int] = {"date": format_datetime(now, usegmt=True)} if has_date else {}
    clock = Clock()
    script = hostile.in_turn(whole(b"{}", 429, retry_after=later, **dated), whole(PAGE))
    ours = now.timestamp() + (999 if has_date else 0)
    with (
        Hostile(script) as server,
        Deployment(server.url, CREDENTIALS, clock=clock, sleep=clock.sleep, now=lambda: ours) as asked,
    ):
        assert asked.ask(ASKED).status == 200
    assert clock.slept[0] == 7.0


@pytest.mark.parametrize("asked_for", [None, "soon", "-1", "1.5", "Thu, 99 Nov 2026 99:99:99 GMT", "9" * 30])
def test_without_a_time_to_wait_each_wait_is_twice_the_last(asked_for: str | None) -> None:
    """A missing or senseless `Retry-After` is waited for ever longer, a bounded number of times; then it is told."""
    clock = Clock()
    answer = BUSY if asked_for is None else whole(status=429, retry_after=asked_for)
    told, requests = refused(hostile.always(answer), clock)
    wish = f", and asks to wait ({asked_for})" if asked_for else ""
    assert told == f"it answers 429, too many requests{wish}; ask later, or more slowly"
    assert (requests, clock.slept) == (4, [1.0, 2.0, 4.0])


def test_a_date_in_the_past_means_now() -> None:
    """A time that is over already is not waited for."""
    clock = Clock()
    past = "Thu, 01 Jan 1970 00:00:00 GMT"
    ask(hostile.in_turn(whole(status=429, retry_after=past), whole()), clock)
    assert clock.slept == [0.0]


def test_waiting_ends_with_the_budget() -> None:
    """Nothing is waited for when the next request or the wait would be beyond the limits."""
    clock = Clock()
    assert refused(hostile.always(BUSY), clock, requests=1)[1] == 1
    assert refused(hostile.always(whole(status=429, retry_after=15)), clock, total_seconds=20)[1] == 2
    assert clock.slept == [15.0]


def test_what_takes_too_much_memory_is_not_asked_for() -> None:
    """Answers are kept to be compared; when they are as large as allowed together, nothing more is sent."""
    page = b'{"assistants": ["' + b"x" * 500_000 + b'"]}'
    with Hostile(hostile.always(whole(page))) as server, deployment(server.url, memory_bytes=3 * 2**20) as asked:
        for _ in range(4):
            asked.ask(ASKED)
        with pytest.raises(BudgetSpent, match=r"^3 MB of answers came, as many as can be kept; ask about") as met:
            asked.ask(ASKED)
    assert (met.value.limit, len(server.requests)) == ("memory_bytes", 4)


def test_a_long_body_that_is_not_json_is_kept_in_part() -> None:
    """Its beginning shows what it is, and the reason why it is not read stays."""
    exchange, _ = ask(hostile.always(whole(b"[" * 1_000_000)))
    assert (len(exchange.body), exchange.unreadable) == (2**16, exchange.incomplete)
    assert exchange.incomplete is not None


def test_requests_keep_their_distance() -> None:
    """No more requests start in a second than allowed."""
    clock = Clock()
    starts: list[float] = []

    def script(_: int) -> Iterator[hostile.Step]:
        starts.append(clock.time)
        return iter(hostile.kept())

    with Hostile(script) as server, deployment(server.url, clock, per_second=4) as asked:
        for _ in range(5):
            asked.ask(ASKED)
    assert [after - before for before, after in itertools.pairwise(starts)] == [0.25] * 4


def test_the_number_of_requests_is_limited() -> None:
    """The request after the last is not sent."""
    with Hostile(hostile.always(whole())) as server, deployment(server.url, requests=2) as asked:
        asked.ask(ASKED)
        asked.ask(ASKED)
        with pytest.raises(BudgetSpent, match=r"^2 requests are sent, as many as allowed; allow more, or ask less$"):
            asked.ask(ASKED)
    assert len(server.requests) == 2


def test_the_time_is_limited() -> None:
    """After the time allowed nothing is sent; it runs from the first request."""
    clock = Clock()
    with Hostile(hostile.always(whole())) as server, deployment(server.url, clock, total_seconds=60) as asked:
        clock.time += 1000
        asked.ask(ASKED)
        clock.time += 61
        assert asked.seconds == 61.0
        with pytest.raises(BudgetSpent, match=r"^60 s are over"):
            asked.ask(ASKED)
    assert len(server.requests) == 1


def test_an_answer_that_takes_the_rest_of_the_time_spends_the_budget() -> None:
    """A server that is slower than what is left is not blamed for it."""
    with (
        Hostile(hostile.endlessly(head(content_length=9999), b" ", Act.PAUSE)) as server,
        deployment(server.url, Clock(0.5), total_seconds=8) as asked,
        pytest.raises(BudgetSpent, match="8 s are over"),
    ):
        asked.ask(ASKED)


def test_a_broken_answer_is_not_asked_again_beyond_the_budget() -> None:
    """The second try is a request like any other."""
    script, reason = hostile.BROKEN["truncated"]
    exchange, requests = ask(script, requests=1)
    assert (reason, 1) == (exchange.unreadable, requests)

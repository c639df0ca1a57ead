"""Rate limits: what is counted, what is told, and that waiting as told is enough."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contracts.schema.problems import RATE_LIMIT_EXCEEDED, Refusal
from mock_server.faults.effects import Rate
from mock_server.faults.rate_limit import Limiter, Standing, caller_of

START = 1_700_000_000.25


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: float = START) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the time it is set to."""
        return self.now


def _limiter(rate: str, clock: Clock, most_callers: int = 100) -> Limiter:
    requests, seconds = map(int, rate.split("/"))
    return Limiter(Rate(requests, seconds), clock=clock, most_callers=most_callers)


def test_what_is_left_is_told_on_every_answer() -> None:
    """Limit, remaining and the Unix second of the reset; when nothing is left, also how long to wait, twice."""
    clock = Clock()
    limiter = _limiter("2/60", clock)
    told = (("X-RateLimit-Limit", "2"), ("X-RateLimit-Remaining", "1"), ("X-RateLimit-Reset", "1700000061"))
    assert told == limiter.take("a").headers
    clock.now += 20
    assert 0 == limiter.take("a").remaining
    assert (
        ("X-RateLimit-Limit", "2"),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", "1700000061"),
        ("X-RateLimit-Retry-After", "40"),
        ("Retry-After", "40"),
    ) == limiter.take("a").headers


def test_the_refusal_is_the_documented_one() -> None:
    """It says when to ask again; who has something left gets none."""
    reason = "the limit is 2 requests; ask again in 40 s"
    assert Refusal(RATE_LIMIT_EXCEEDED, reason, retry_after=40) == Standing(2, 0, 1, retry_after=40).refusal
    assert Standing(2, 0, 1).refusal is None


def test_callers_are_counted_apart() -> None:
    """One caller's requests are nothing to another."""
    limiter = _limiter("1/60", Clock())
    assert [None, None, 60] == [limiter.take(caller).retry_after for caller in ("a", "b", "a")]


def test_a_window_begins_with_the_first_request() -> None:
    """A second one is open when the first one is over, however late."""
    clock = Clock()
    limiter = _limiter("1/10", clock)
    limiter.take("a")
    clock.now += 9.99
    assert 1 == limiter.take("a").retry_after
    clock.now += 0.01
    assert Standing(1, 0, 1_700_000_021) == limiter.take("a")


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    """A window that has not begun yet is none."""
    clock = Clock()
    limiter = _limiter("1/10", clock)
    limiter.take("a")
    clock.now -= 3600
    assert limiter.take("a").retry_after is None


@given(
    st.integers(1, 5),
    st.integers(1, 100),
    st.floats(0, 4e9),
    st.lists(st.floats(0, 50), max_size=30),
)
@example(requests=1, seconds=1, start=127.99, pauses=[0, 0])
def test_no_window_has_more_and_waiting_as_told_is_enough(
    requests: int, seconds: int, start: float, pauses: list[float]
) -> None:
    """From the first request on, no window lets more through; after Retry-After or at the reset, a caller is let in."""
    clock = Clock(start)
    limiter = Limiter(Rate(requests, seconds), clock=clock)
    window: list[float] = []
    for pause in pauses:
        clock.now += pause
        standing = limiter.take("a")
        if window and clock.now >= window[0] + seconds:
            window = []
        if standing.retry_after is None:
            window.append(clock.now)
            assert requests - len(window) == standing.remaining
        else:
            assert requests == len(window)
            for then in (clock.now + standing.retry_after, standing.reset):
                assert then >= window[0] + seconds
            assert 1 <= standing.retry_after <= seconds


def test_threads_share_a_limiter() -> None:
    """No request is counted twice or lost."""
    limiter = _limiter("500/60", Clock())
    with ThreadPoolExecutor(8) as pool:
        standings = list(pool.map(lambda _: limiter.take("a"), range(600)))
    assert 100 == sum(standing.retry_after is not None for standing in standings)
    assert list(range(500)) == sorted(each.remaining for each in standings if each.retry_after is None)


def test_the_oldest_window_is_forgotten_where_there_are_too_many() -> None:
    """Memory is bounded: the caller whose window began first begins anew."""
    clock = Clock()
    limiter = _limiter("1/10", clock, most_callers=2)
    for caller in ("a", "b", "c"):
        limiter.take(caller)
    assert [10, 10] == [limiter.take(caller).retry_after for caller in ("b", "c")]
    assert limiter.take("a").retry_after is None
    clock.now += 10
    limiter.take("c")
    limiter.take("b")
    assert [10, 10] == [limiter.take(caller).retry_after for caller in ("c", "b")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("key", None, "x"), ("key", None, "y"), True),
        (("key", "Bearer t", "x"), ("key", None, "x"), True),
        ((None, "Bearer t", "x"), (None, "Bearer t", "y"), True),
        (("key", None, "x"), ("kez", None, "x"), False),
        ((None, None, "x"), (None, None, "x"), True),
        ((None, None, "x"), ("", "", "y"), False),
    ],
)
def test_callers_are_told_apart_by_credential(
    one: tuple[str | None, str | None, str], other: tuple[str | None, str | None, str], *, same: bool
) -> None:
    """The key counts before the token, as everywhere; who has neither is counted by address."""
    assert same == (caller_of(*one) == caller_of(*other))


def test_no_secret_is_kept() -> None:
    """A caller's name in the limiter does not show the credential."""
    assert "key" not in caller_of("key", None, "x")
    assert "\ud800" not in caller_of("\ud800", None, "x")

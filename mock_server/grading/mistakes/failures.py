"""What a client does when the server is in trouble."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from mock_server.grading.call import Call
from mock_server.grading.client import Client
from mock_server.grading.grouping import runs
from mock_server.grading.mistake import Sign, mistake, sign

EARLY = 0.5
"""Seconds: an answer tells whole ones, and timers are no clocks."""
TRIES = 4
"""The first, and three more: a single retry need not wait."""
IMMEDIATE = 0.1
"""Seconds; waiting times that grow by a random factor are rarely all as short."""
STUBBORN = 1.0
EVEN = 1.2
"""Pauses below a second whose longest is less than so many times the shortest do not grow."""


@mistake(
    "failures",
    "It asks again before the time that Retry-After told.",
    advice="Read Retry-After of a 429 or 503, and hold back every request until then.",
)
def ignores_retry_after(client: Client) -> Iterator[Sign]:
    """A refused list is asked for again too soon."""
    for at, call in enumerate(client.calls):
        until = call.ask_again_at
        if until is None or not call.has_failed or call.is_lost:
            continue
        soon = _next_of_the_list(client.calls[at + 1 :], call, until - EARLY)
        if soon is not None:
            evidence = f"told to wait {until - call.ended:.0f} s, asked again after {soon.began - call.ended:.1f} s"
            yield sign([call, soon], evidence)


def _next_of_the_list(later: Sequence[Call], failed: Call, until: float) -> Call | None:
    before = takewhile(lambda call: call.began < until, later)
    # What was under way when the refusal came could not know of it.
    return next((call for call in before if call.question == failed.question and call.knows(failed)), None)


@mistake(
    "failures",
    "It asks again right after every failure, without waiting longer each time: a server in trouble gets no rest.",
    advice="Wait longer after every failure, by a random amount, and give up after a few: 0.5 s, 1 s, 2 s, 4 s.",
)
def retries_without_backoff(client: Client) -> Iterator[Sign]:
    """Four tries of one call follow each other at once, or evenly."""
    for calls in client.repeats:
        for tries in runs(calls, _is_a_retry):
            pauses = [b.began - a.ended for a, b in pairwise(tries)]
            if len(tries) >= TRIES and max(pauses) <= max(IMMEDIATE, EVEN * min(pauses)):
                yield sign(tries, f"{len(tries)} tries, {max(pauses):.2f} s apart at most")


def _is_a_retry(a: Call, b: Call) -> bool:
    return a.has_failed and a.ask_again_at is None and 0 <= b.began - a.ended <= STUBBORN

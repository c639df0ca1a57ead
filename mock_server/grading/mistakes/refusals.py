"""Refusals that are asked for again, though the same question has the same answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mock_server.grading.call import Call
from mock_server.grading.client import Client
from mock_server.grading.grouping import runs
from mock_server.grading.mistake import Sign, mistake, sign

TIMES = 3
"""The first, and one more that a new key, a new token or React's strict mode explains."""
TOO_SOON = 3.0
"""Seconds within which nobody has corrected anything."""


def _again(client: Client, statuses: Collection[int]) -> Iterator[Sign]:
    for calls in client.repeats:
        for run in runs(calls, _is_again):
            if len(run) >= TIMES and run[0].status in statuses:
                yield sign(run, f"{len(run)} times {run[0].status} within {run[-1].ended - run[0].began:.1f} s")


def _is_again(a: Call, b: Call) -> bool:
    return a.status == b.status and b.knows(a) and b.began - a.ended <= TOO_SOON


@mistake(
    "refusals",
    "It asks again, unchanged, for what it may not see, or without a valid key.",
    advice="Do not retry 401, 403 and 404: ask for another key or organization, and tell the person.",
)
def repeats_a_refused_call(client: Client) -> Iterator[Sign]:
    """The same call is refused three times in a row."""
    yield from _again(client, (401, 403, 404))


@mistake(
    "refusals",
    "It asks again, unchanged, what was refused as invalid.",
    advice="Do not retry 422: the answer names the parameter and the cure.",
)
def retries_an_invalid_call(client: Client) -> Iterator[Sign]:
    """The same invalid call is sent three times in a row."""
    yield from _again(client, (400, 422))

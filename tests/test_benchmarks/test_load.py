"""What wrk says is read, and what it must not say is told."""

from __future__ import annotations

import json

import pytest

from measuring.load import Load, read
from measuring.material import items_in
from measuring.running import FailedError

SEEN = {"requests": 4000, "bytes": 80_000_000, "p50": 250, "p99": 1500, "refused": 0, "lost": 0}


def output(**changes: int) -> str:
    """Return what wrk prints with `load.lua`."""
    return f"Running 2s test @ http://127.0.0.1:1\n  4000 requests in 2.00s\n\n{json.dumps(SEEN | changes)}\n"


def test_a_load_is_charged_by_cpu_seconds() -> None:
    """Latencies are milliseconds; the rate is of the server's CPU, not of the clock."""
    load = read(output(), 0.5)
    assert load == Load(requests=4000, bytes=80_000_000, p50=0.25, p99=1.5, cpu_seconds=0.5)
    assert load.per_cpu_second == 8000
    assert load.size == 20_000
    assert load.waited is None
    assert read(output(), 0.5, 0.1).waited == 0.1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (output(refused=3), "of 4,000 requests 3 were refused, 0 had no answer"),
        (output(lost=2), "of 4,000 requests 0 were refused, 2 had no answer"),
        (output(requests=0), "not one request was answered"),
        ("unable to connect to 127.0.0.1:1", "wrk did not finish: unable to connect"),
        ("", "it said nothing"),
    ],
)
def test_a_failed_load_says_why(text: str, reason: str) -> None:
    """An error that is served fast is no speed."""
    with pytest.raises(FailedError, match=reason):
        read(text, 0.5)


@pytest.mark.parametrize("text", ['{"assistants": [1, 2], "total": 9}', '{"data": [1, 2], "items": 9}', "[1, 2]"])
def test_items_are_counted_in_every_envelope(text: str) -> None:
    """A peer that lists less than it was asked for is found out."""
    assert items_in(text.encode()) == 2

"""Bodies that are endless, broken or larger than allowed, and the memory that they take."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.test_contracts.checks import hostile
from tests.test_contracts.checks.asking import PAGE, ask
from tests.test_contracts.checks.hostile import Hostile, Script, head, whole


@pytest.mark.parametrize("case", hostile.FLOODS)
def test_a_flood_is_cut_off(case: str) -> None:
    """However a body is sent, more than may come is an exchange that says so, and is asked once."""
    exchange, requests = ask(hostile.FLOODS[case], body_bytes=2**20)
    assert (exchange.status, exchange.unreadable, requests) == (200, "body of more than 1 MB", 1)
    assert len(exchange.body) <= 2**16


def test_an_endless_frame_is_cut_off() -> None:
    """Chunks of one byte, or a chunk's line without end, are counted as they come over the wire."""
    letters = hostile.endlessly(head(transfer_encoding="chunked"), b"1\r\nx\r\n" * 1000)
    line = hostile.endlessly(head(transfer_encoding="chunked"), b"1;", b"x" * 1000)
    assert ask(letters, body_bytes=100_000)[0].unreadable == "body of more than 100000 bytes"
    assert ask(line, body_bytes=100_000)[0].unreadable in ("body of more than 100000 bytes", "body that breaks off")


def test_a_body_as_large_as_allowed_is_read() -> None:
    """The limit itself is allowed, one byte more is not."""
    assert None is ask(hostile.always(whole(b" " * 998 + b"{}")), body_bytes=1000)[0].unreadable
    assert (
        ask(hostile.always(whole(b" " * 999 + b"{}")), body_bytes=1000)[0].unreadable == "body of more than 1000 bytes"
    )


@pytest.mark.parametrize("case", hostile.BROKEN)
def test_a_broken_body_is_asked_once_more(case: str) -> None:
    """A body that breaks twice is an exchange that says how; one that breaks once is none."""
    script, reason = hostile.BROKEN[case]
    exchange, requests = ask(script)
    assert (200, reason, None, 2) == (exchange.status, exchange.unreadable, exchange.json, requests)
    exchange, requests = ask(hostile.in_turn(tuple(script(0)), whole(PAGE)))
    assert (exchange.unreadable, requests) == (None, 2)


_MEMORY = """
import resource, sys
from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.limits import Limits
from contracts.checks.asking.question import Question
with Deployment(sys.argv[1], limits=Limits(seconds=60)) as deployment:
    exchange = deployment.ask(Question(credentials="none"))
try:
    lines = open("/proc/self/status").read().splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
except OSError:  # no Linux
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(kilobytes // 1024, exchange.status, exchange.unreadable)
"""


def _peak(script: Script) -> tuple[int, str]:
    """Return the megabytes at the peak of a process that asks with the default limits, and what it understood."""
    with Hostile(script) as server:
        command = [sys.executable, "-c", _MEMORY, server.url]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    megabytes, rest = done.stdout.split(" ", 1)
    return int(megabytes), rest.strip()


@pytest.mark.parametrize("case", hostile.FLOODS)
def test_a_flood_leaves_memory(case: str) -> None:
    """A gigabyte, sent or unfolded, takes little more than the 8 MB that the default limits allow."""
    megabytes, understood = _peak(hostile.FLOODS[case])
    assert understood == "200 body of more than 8 MB"
    assert megabytes < 100


@pytest.mark.parametrize("case", hostile.AMPLIFIERS)
def test_a_body_that_grows_in_memory_leaves_memory(case: str) -> None:
    """A body within the limit on bytes is parsed only where its value fits."""
    megabytes, understood = _peak(hostile.always(whole(hostile.AMPLIFIERS[case])))
    assert understood.startswith("200 ")
    assert megabytes < 300

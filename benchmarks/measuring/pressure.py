"""How much of the time something on this machine waited for a core: whose latencies were measured undisturbed.

A server or client whose core is taken by another process gets it back a tick of the scheduler later, which is 4 ms on
most machines, where it answers in a quarter of one. Nginx' slowest hundredth took 0.3 ms while 1 % of the time
something waited, and 4.4 ms while 40 % of it: more than thirty rounds showed the same of nginx, of a bare asyncio
protocol and of the mock. So latencies are read from the round in which least was waited. It is chosen by what the
kernel counted, never by the latencies themselves: a tail that is the server's own is in that round, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

COUNTED = Path("/proc/pressure/cpu")


@dataclass(slots=True)
class Waited:
    """The share of a time in which something waited; None until its end, and where the kernel does not count."""

    share: float | None = None


def read(text: str) -> float:
    """Return the seconds since the machine's start in which something waited, of what `COUNTED` holds."""
    found = re.search(r"^some .*\btotal=([0-9]+)$", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"no total in {text!r}")
    return int(found[1]) / 1e6


def _seconds() -> float | None:
    try:
        return read(COUNTED.read_text())
    except OSError:
        return None


@contextmanager
def waiting() -> Iterator[Waited]:
    """Count while something is measured."""
    found, began, before = Waited(), perf_counter(), _seconds()
    yield found
    after = _seconds()
    if before is not None and after is not None:
        found.share = (after - before) / (perf_counter() - began)

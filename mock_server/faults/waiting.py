"""How long an answer is delayed: always the same, anything in a range, or as real latencies are spread."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mock_server.faults.numerals import read_decimal, write

LONGEST = 600_000
"""Milliseconds: ten minutes, longer than clients wait."""

_MOST_SIGMA = 5
_CURE = "write milliseconds such as 200, a range such as 50..400, or lognormal:200:0.5 with median and sigma"


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same."""

    milliseconds: float

    def at(self, _: float) -> float:
        """Return the milliseconds."""
        return self.milliseconds

    def __str__(self) -> str:
        return write(self.milliseconds)


@dataclass(frozen=True, slots=True)
class Uniform:
    """Anything from the shortest to the longest, all equally often."""

    shortest: float
    longest: float

    def at(self, share: float) -> float:
        """Return the milliseconds that a share of the answers, from 0 to 1, does not exceed."""
        return self.shortest + (self.longest - self.shortest) * share

    def __str__(self) -> str:
        return f"{write(self.shortest)}..{write(self.longest)}"


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Half of the answers within the median, and a long tail of slow ones; sigma is of the logarithm."""

    median: float
    sigma: float

    def at(self, share: float) -> float:
        """Return the milliseconds that a share of the answers, above 0 and below 1, does not exceed."""
        from statistics import NormalDist

        return min(self.median * math.exp(self.sigma * NormalDist().inv_cdf(share)), LONGEST)

    def __str__(self) -> str:
        return f"lognormal:{write(self.median)}:{write(self.sigma)}"


Waiting = Fixed | Uniform | Lognormal


def read_waiting(text: str) -> Waiting:
    """Read `200`, `50..400` or `lognormal:200:0.5`; ValueError repeats what is wrong, with the cure."""
    if text.startswith("lognormal:"):
        median, _, sigma = text.removeprefix("lognormal:").partition(":")
        return Lognormal(_milliseconds(median), read_decimal(sigma, least=0, most=_MOST_SIGMA, cure=_CURE))
    shortest, dots, longest = text.partition("..")
    if not dots:
        return Fixed(_milliseconds(text))
    found = Uniform(_milliseconds(shortest), _milliseconds(longest))
    if found.shortest > found.longest:
        raise ValueError(f"{text} begins above its end; write {found.longest:g}..{found.shortest:g}")
    return found


def _milliseconds(text: str) -> float:
    return read_decimal(text, least=0, most=LONGEST, cure=_CURE)

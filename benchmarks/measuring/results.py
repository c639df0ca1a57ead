"""What was measured of each peer in the rounds, and what the mock must be beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from measuring.load import Load


@dataclass(frozen=True, slots=True)
class Round:
    """One peer in one round: seconds to the first answer, memory in MB under load, and each kind of load."""

    start: float
    memory: float
    hot: Load
    different: Load | None
    full: Load | None


Rounds = Mapping[str, Sequence[Round]]
"""Name of a peer -> its rounds, as many for each, in the order in which they took turns."""

Value = Callable[[Round], float | None]


def _rate(load: Load | None) -> float | None:
    return None if load is None else load.per_cpu_second


def hot(each: Round) -> float | None:
    """Return the requests in a CPU second, asked before."""
    return _rate(each.hot)


def different(each: Round) -> float | None:
    """Return the requests in a CPU second, never asked before."""
    return _rate(each.different)


def full(each: Round) -> float | None:
    """Return the requests in a CPU second, of pages of full objects."""
    return _rate(each.full)


RATES: Mapping[str, Value] = {"asked before": hot, "never asked before": different, "100 full objects": full}
"""Kinds of load, as tables and plots name them."""


def middle(rounds: Sequence[Round], value: Value) -> float | None:
    """Return the median of a value over rounds, or None where it was not measured."""
    known = [found for each in rounds if (found := value(each)) is not None]
    return median(known) if known else None


def calmest(rounds: Sequence[Round]) -> Sequence[Round]:
    """Return the round that latencies are read from, in which least was waited for a core; all where nobody counts."""
    counted = [each for each in rounds if each.hot.waited is not None]
    return [min(counted, key=lambda each: each.hot.waited or 0.0)] if counted else rounds


def ranked(rounds: Rounds) -> list[str]:
    """Return the names of the peers, the one that answers a repeated question fastest first."""
    return sorted(rounds, key=lambda name: -(middle(rounds[name], hot) or 0))


@dataclass(frozen=True, slots=True)
class Demand:
    """A bound of the mock's value, as a multiple of a peer's in the same round."""

    what: str
    value: Value
    peer: str
    bound: float
    is_least: bool = True
    other: Value | None = None
    """The value of the peer, when it is another one."""
    of_calmest: bool = False
    """Whether the calmest round alone counts: for what one peer is beside itself."""

    def ratio(self, rounds: Rounds, mock: str) -> float | None:
        """Return the median of the ratios of the rounds; None where one of the two was not measured."""
        ours, theirs = rounds.get(mock, ()), rounds.get(self.peer, ())
        pairs = (
            zip(calmest(ours), calmest(theirs), strict=False) if self.of_calmest else zip(ours, theirs, strict=False)
        )
        values = [(self.value(our), (self.other or self.value)(their)) for our, their in pairs]
        ratios = [our / their for our, their in values if our is not None and their]
        return median(ratios) if ratios else None

    def holds(self, ratio: float) -> bool:
        """Tell whether a ratio is within the bound."""
        return ratio >= self.bound if self.is_least else ratio <= self.bound


def demands(mock: str) -> Sequence[Demand]:
    """Return what the mock, by its name, must be beside its peers."""
    asked, fresh, start = "asked before, throughput", "never asked before, throughput", "start to first answer"
    return (
        Demand(asked, hot, "nginx", 0.4),
        Demand(asked, hot, "FastAPI on uvicorn", 4),
        Demand(asked, hot, "json-server", 8),
        Demand(asked, hot, "Prism, static", 12),
        Demand(asked, hot, "Mockoon", 15),
        Demand(fresh, different, "Prism, static", 3),
        Demand(fresh, different, "FastAPI on uvicorn", 1),
        Demand("full pages of 100, throughput", full, "nginx", 0.5),
        Demand(start, lambda each: each.start, "json-server", 1.3, is_least=False),
        Demand("memory under load", lambda each: each.memory, "Prism, static", 0.5, is_least=False),
        Demand(
            "asked before, p99 in the calmest round",
            lambda each: each.hot.p99,
            mock,
            3,
            is_least=False,
            other=lambda each: each.hot.p50,
            of_calmest=True,
        ),
    )

"""Learn the dialect of a deployment: the reading of each row that its answers decide.

Each row is decided by the first of its answers that can tell the readings apart. Where the data cannot tell, the row
is *not exercised* and keeps its default; where an answer fits no reading, it is *outside every reading*, and the
relations say what is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.census import Ask, Census
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DOCUMENTED, Dialect

Outcome = Literal["learned", "not exercised", "outside every reading"]

_NEXT = str.maketrans("0123456789abcdefghijklmnopqrstuvwxyz", "1234567890bcdefahijklmnopqrstuvwxyzg")


def unknown_organization(own: str) -> str:
    """Return an id in the form of one's own that no organization has: another one at its end."""
    return own[:-6] + own[-6:].translate(_NEXT)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one row: its reading, how it was found, and the exchange that decided it."""

    row: str
    reading: str
    outcome: Outcome
    note: str
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """A dialect, and what is known of each of its rows."""

    dialect: Dialect
    findings: Mapping[str, Finding]

    @property
    def ties_known(self) -> bool:
        """Whether an order of ties was recognised that needs no knowledge of how assistants are stored."""
        found = self.findings["tie_order"]
        return found.outcome == "learned" and found.reading != "stored"


Verdict = tuple[str | None, str]
"""A reading, or None for an answer outside every reading, and why."""


class Learner:
    """Asks what decides the rows, and remembers what was found."""

    def __init__(self, ask: Ask, census: Census, foreign: str | None = None) -> None:
        """Prepare to learn; `foreign` is an organization that exists and that the caller does not belong to."""
        self.ask = ask
        self.census = census
        self.foreign = foreign
        self.findings: dict[str, Finding] = {}
        self.base = Question((("organization_id", census.organization_id),))

    @property
    def dialect(self) -> Dialect:
        """The dialect as far as it is known."""
        return DOCUMENTED.replace("learned", **{row: each.reading for row, each in self.findings.items()})

    def take(self, steps: Iterable[Step]) -> None:
        """Decide the rows of some steps, in an order in which later rows may use earlier ones."""
        for step in steps:
            for row, exchange, verdict in step(self):
                self._note(row, exchange, verdict)

    def learned(self) -> Learned:
        """Return what was decided; every other row is not exercised."""
        for row in AMBIGUITIES:
            self._note(row, None, None)
        return Learned(self.dialect, {row: self.findings[row] for row in AMBIGUITIES})

    def _note(self, row: str, exchange: Exchange | None, verdict: Verdict | None) -> None:
        if row in self.findings:
            return
        default = AMBIGUITIES[row].default.name
        if verdict is not None and verdict[0] not in {each.name for each in AMBIGUITIES[row].readings}:
            verdict = (None, verdict[1])
        if verdict is None:
            self.findings[row] = Finding(row, default, "not exercised", "no answer tells the readings apart", exchange)
        elif verdict[0] is None:
            self.findings[row] = Finding(row, default, "outside every reading", verdict[1], exchange)
        else:
            self.findings[row] = Finding(row, verdict[0], "learned", verdict[1], exchange)


Decided = tuple[str, Exchange | None, Verdict | None]
"""A row, the exchange that decides it, and its verdict; None where the exchange cannot tell."""

Step = Callable[[Learner], Iterable[Decided]]

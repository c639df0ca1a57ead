"""What a run says: of each relation, and of the deployment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from contracts.checks.asking.exchange import Exchange
from contracts.checks.learning.learner import Finding, Learned
from contracts.checks.relation import Relation
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import Dialect

Outcome = Literal["broken", "moved", "undecided", "conforms", "not exercised"]

LEAST_ITEMS = 2
"""Assistants without which a run has shown next to nothing."""
LEAST_SHARE = 0.5
"""Share of the relations without which a run that was cut short has shown next to nothing."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One contradiction, asked again, with the exchanges that show it."""

    relation: str
    message: str
    witness: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A relation and how it ended: how often it had something to judge, and what contradicts it."""

    relation: Relation
    outcome: Outcome
    exercised: int
    violations: tuple[Violation, ...] = ()
    note: str = ""
    first_request: int = 0
    """Which request, counted from 1, was the first to contradict it; 0 when none did."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The end of a run."""

    judged: Mapping[str, Judged]
    learned: Learned
    exchanges: tuple[Exchange, ...]
    requests: int
    seconds: float
    items: int
    """Assistants that the census met."""
    dialect: Dialect
    """What was judged by: the learned dialect, or the one that was given."""
    base_url: str
    organization_id: str
    generated: int = 0
    """Requests for generated questions, besides those of the plan."""
    strict: bool = False
    """Whether a deviation from `DOCUMENTED` is an error rather than a note."""

    @property
    def broken(self) -> list[Judged]:
        """The relations that do not hold."""
        return [each for each in self.judged.values() if each.outcome == "broken"]

    @property
    def deviations(self) -> list[Finding]:
        """The rows in which the deployment reads the documents otherwise than `DOCUMENTED`."""
        return [each for each in self.learned.findings.values() if each.reading != AMBIGUITIES[each.row].default.name]

    @property
    def summary(self) -> Literal["broken", "too little exercised", "conforms"]:
        """The deployment as a whole."""
        if self.broken or (self.strict and self.deviations):
            return "broken"
        return "conforms" if self.items >= LEAST_ITEMS else "too little exercised"

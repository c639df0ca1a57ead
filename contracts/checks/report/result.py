"""What a run means to whoever asked for it: the verdict beside the baseline, and what counts as an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from contracts.checks import verdict as verdicts
from contracts.checks.learning.learner import Finding
from contracts.checks.relation import Relation
from contracts.checks.report.text import counted
from contracts.checks.verdict import Judged, Verdict
from contracts.schema.dialect import DOCUMENTED, Dialect

Outcome = Literal["broken", "known", "moved", "undecided", "not exercised", "conforms"]
Summary = Literal["broken", "not judged", "too little exercised", "conforms"]

OUTCOMES: tuple[Outcome, ...] = ("broken", "known", "conforms", "moved", "undecided", "not exercised")
"""Every outcome, in the order in which reports count them."""

CURES: Mapping[str, str] = {
    "second caller": "--second-api-key",
    "does not belong to": "--foreign-organization-id",
}
"""What a relation's needs may say, and the option that provides it."""


@dataclass(frozen=True, slots=True)
class Result:
    """A verdict without secrets, and what a report needs besides."""

    verdict: Verdict
    expected: Dialect = DOCUMENTED
    """The dialect that deviations are told from."""
    baseline: frozenset[str] = frozenset()
    """Relations that are known to be broken."""
    baseline_name: str = ""
    spent: str | None = None
    """Why the run ended before it had asked everything, if it did."""
    unjudged: str | None = None
    """Why the deployment as a whole could not be judged, if it could not; the relations may tell a part."""
    blind: str | None = None
    """Why the generated questions told too little, if they did."""
    started: tuple[datetime, ...] = ()
    """When each of the verdict's exchanges began."""
    sent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Label of credentials -> names of the headers that carry them."""
    version: str = ""

    def outcome(self, judged: Judged) -> Outcome:
        """Return how a relation ended; `known` where it is broken as the baseline says."""
        is_known = judged.outcome == "broken" and judged.relation.name in self.baseline
        return "known" if is_known else judged.outcome

    def having(self, outcome: Outcome) -> list[Judged]:
        """Return the relations with an outcome."""
        return [each for each in self.verdict.judged.values() if self.outcome(each) == outcome]

    @property
    def fixed(self) -> list[str]:
        """Relations that the baseline calls broken, and that hold."""
        return [each.relation.name for each in self.having("conforms") if each.relation.name in self.baseline]

    @property
    def deviations(self) -> list[Finding]:
        """The rows that were read otherwise than expected."""
        found = self.verdict.learned.findings.values()
        return [each for each in found if each.outcome == "learned" and each.reading != self.expected[each.row]]

    @property
    def outside(self) -> list[Finding]:
        """The rows where an answer fits no reading."""
        return [each for each in self.verdict.learned.findings.values() if each.outcome == "outside every reading"]

    @property
    def undecided_rows(self) -> list[Finding]:
        """The rows that no answer could tell."""
        return [each for each in self.verdict.learned.findings.values() if each.outcome == "not exercised"]

    @property
    def summary(self) -> Summary:
        """The deployment as a whole."""
        if self.having("broken") or (self.verdict.strict and self.deviations):
            return "broken"
        if self.unjudged is not None:
            return "not judged"
        return "conforms" if self.lacking is None else "too little exercised"

    @property
    def lacking(self) -> str | None:
        """Why what was seen is too little to call the deployment good, if it is."""
        if self.blind:
            return f"the generated questions tell too little: {self.blind}"
        judged, items = self.verdict.judged.values(), self.verdict.items
        exercised = sum(each.outcome != "not exercised" for each in judged)
        if not exercised or items < verdicts.LEAST_ITEMS:
            cure = "ask about an organization with more, or judge more relations"
            return f"the list holds {counted(items, 'assistant')}, and what was asked shows next to nothing; {cure}"
        if self.spent and exercised < verdicts.LEAST_SHARE * len(judged):
            return f"only {exercised} of {len(judged)} relations had something to judge when asking ended"
        return None

    @property
    def headline(self) -> str:
        """The verdict in one line: what, where, how many."""
        verdict = self.verdict
        told = self.counts if verdict.judged or self.unjudged is None else self.unjudged
        return f"{self.summary}: {verdict.base_url}, {verdict.organization_id}: {told}"

    @property
    def conclusion(self) -> str:
        """The headline, and why the deployment as a whole could not be judged."""
        why = self.unjudged or ""
        return self.headline if why in self.headline else f"{self.headline}; {why}"

    @property
    def counts(self) -> str:
        """How many relations ended how, and what the run cost."""
        ended = {outcome: len(self.having(outcome)) for outcome in OUTCOMES}
        first: Outcome = "broken" if self.summary == "broken" else "conforms"
        parts = [f"{ended[first]} of {len(self.verdict.judged)} relations {'hold' if first == 'conforms' else first}"]
        if self.spent:
            parts.insert(0, "not everything was asked")
        parts += [f"{count} {each}" for each, count in ended.items() if count and each not in (first, "conforms")]
        if self.verdict.strict and self.deviations:
            parts.append(counted(len(self.deviations), "deviation"))
        generated = f" and {self.verdict.generated} generated ones" if self.verdict.generated else ""
        cost = f"{counted(self.verdict.requests, 'request')}{generated}, {self.verdict.seconds:.1f} s"
        return f"{', '.join(parts)} ({cost}, {counted(self.verdict.items, 'assistant')})"


def missing(relation: Relation) -> str:
    """Return what data a relation had needed, and the option that provides it if one does."""
    option = next((option for words, option in CURES.items() if words in relation.needs), None)
    return f"needs {relation.needs}" + (f"; give {option}" if option else "")

"""A run whose questions somebody else asks: it knows the census and the dialect, judges, and asks again itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl

from contracts.checks import census as censuses
from contracts.checks.asked import Asked
from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.census import Census
from contracts.checks.learning.learn import learn
from contracts.checks.learning.learner import Learned
from contracts.checks.relation import RELATIONS, Relation
from contracts.checks.report.text import printable
from contracts.checks.run import Run, Scope, Send
from contracts.checks.verdict import Judged, Verdict
from contracts.schema.dialect import Dialect

MOST_DOUBTS = 3
"""Contradictions of one relation that are asked again before it is believed."""


class Judge(Run):
    """Judges exchanges one by one or together."""

    def __init__(
        self, deployment: Deployment, scope: Scope, census: Census, learned: Learned, dialect: Dialect | None = None
    ) -> None:
        """Prepare with what is known."""
        super().__init__(deployment.ask, scope, dialect)
        self.deployment = deployment
        self.census = census
        self.learned = learned
        self._confirmed: dict[str, Judged] = {}
        self._doubts: dict[str, int] = {}

    @classmethod
    def after(cls, deployment: Deployment, scope: Scope, verdict: Verdict) -> Judge:
        """Return a judge who knows what a run found; the run's answers are read again, not asked for."""
        known = {exchange.question: exchange for exchange in reversed(verdict.exchanges)}
        census = censuses.walk(lambda asked: known.get(asked) or deployment.ask(asked), scope.organization_id)
        return cls(deployment, scope, census, verdict.learned, verdict.dialect)

    @classmethod
    def afresh(cls, deployment: Deployment, scope: Scope, dialect: Dialect | None, send: Send) -> Judge:
        """Return a judge who walks the list and learns the dialect first; a whole run may follow from there."""
        run = Run(send, scope, dialect)
        census = censuses.walk(run.ask, scope.organization_id)
        learned = learn(run.ask, census, scope.foreign_organization_id)
        judge = cls(deployment, scope, census, learned, dialect)
        judge.exchanges, judge._answers = run.exchanges, run._answers
        return judge

    def judged(self, exchanges: Sequence[Exchange]) -> dict[str, Judged]:
        """Judge exchanges together, as those of a run."""
        self.exchanges = list(exchanges)
        return self._judge_all(self.census, self.learned)

    def contradictions(self, exchange: Exchange) -> Iterator[Judged]:
        """Yield each relation that an exchange contradicts, if it is broken when asked again.

        A relation once confirmed is believed without asking, so that a question can be made smaller.
        """
        asked = self._asked(exchange, self.census, self.learned)
        for relation in suspected(asked):
            if relation.name not in self.scope.skip and self._is_confirmed(relation, asked):
                yield self._confirmed[relation.name]

    def _is_confirmed(self, relation: Relation, asked: Asked) -> bool:
        if relation.name not in self._confirmed and self._doubts.get(relation.name, 0) < MOST_DOUBTS:
            judged = self._ask_again({relation.name: [asked]}, self.census, self.learned)[relation.name]
            if judged.outcome == "broken":
                self._confirmed[relation.name] = judged
            else:
                self._doubts[relation.name] = self._doubts.get(relation.name, 0) + 1
        return relation.name in self._confirmed


def suspected(asked: Asked) -> Iterator[Relation]:
    """Yield the relations that an exchange contradicts."""
    for relation in RELATIONS.values():
        if relation.when(asked) and any(True for _ in relation.check(asked)):
            yield relation


def question_of(method: str, url: str, base_url: str, credentials: str = "first") -> Question:
    """Return what was asked, from the URL that was sent; a query that is not UTF-8 is kept as it stands."""
    path, _, query = url.removeprefix(base_url).partition("?")
    try:
        pairs = tuple(parse_qsl(query, keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        return Question((), credentials, method, path, query)
    return Question(pairs, credentials, method, path)


MOST_CURLS = 2
"""Lines that show a violation: the exchange that contradicts, and the one that it contradicts."""


def told(judged: Judged) -> Iterator[str]:
    """Yield what is broken: the sentence, what contradicts it, and the lines to paste that show it."""
    yield judged.relation.sentence
    seen: set[str] = set()
    for violation in judged.violations:
        yield f"  {printable(violation.message)}"
        lines = [each.curl for each in violation.witness[:MOST_CURLS]]
        yield from (f"    {printable(line)}" for line in lines if line not in seen)
        seen.update(lines)

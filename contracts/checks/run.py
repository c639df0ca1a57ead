"""One run: walk, learn, ask, judge, and ask again before anything is called broken."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from contracts.checks import census as censuses
from contracts.checks import evidence
from contracts.checks import relations as _relations  # noqa: F401 - declares every relation
from contracts.checks.asked import Asked
from contracts.checks.asking.errors import BudgetSpent, OutOfReach
from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.census import Census
from contracts.checks.evidence import AGAIN, MOST_VIOLATIONS
from contracts.checks.learning.learn import STEPS
from contracts.checks.learning.learner import Learned, Learner, unknown_organization
from contracts.checks.planning import plan
from contracts.checks.relation import RELATIONS, Relation
from contracts.checks.verdict import Judged, Outcome, Verdict, Violation
from contracts.schema.dialect import DOCUMENTED, Dialect

Send = Callable[[Question], Exchange]

CALM_TRIES = 2
"""How often the list is given a chance to hold still while contradictions are asked again."""
SOMETIMES = "contradicted by several answers, though not when each was asked again"
NOT_AGAIN = "contradicted once, and not when asked again"
NOT_ASKED_AGAIN = "contradicted once, and nothing more could be asked"
_LEFT_OPEN: Mapping[bool, tuple[Outcome, str]] = {
    True: ("moved", "the list changed while it was looked at"),
    False: ("undecided", NOT_AGAIN),
}
"""Whether a relation predicts -> how it ends when asking again did not settle it."""


_UNASKED: tuple[Outcome, str] = ("undecided", NOT_ASKED_AGAIN)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run is about."""

    organization_id: str
    foreign_organization_id: str | None = None
    base_url: str = ""
    """Where the deployment is, for reports."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """What no answer may repeat."""
    has_second: bool = False
    has_token: bool = False
    """Whether a bearer token is given beside an API key."""
    strict: bool = False
    skip: frozenset[str] = frozenset()
    """Names of the relations, and of Schemathesis' checks, by which nothing is judged."""


def _key(question: Question) -> tuple[object, ...]:
    """Return what two questions that must be answered alike have in common."""
    return (
        tuple(sorted(question.parameters)),
        question.raw_query,
        question.credentials,
        question.method,
        question.path,
    )


class Run:
    """The state of a run: what was asked, and what is known."""

    def __init__(self, send: Send, scope: Scope, dialect: Dialect | None = None) -> None:
        """Prepare; `dialect` is judged by instead of the learned one."""
        self.send = send
        self.scope = scope
        self.fixed = dialect
        self.exchanges: list[Exchange] = []
        self.lost: OutOfReach | None = None
        """Why the deployment answered no more, if it was lost when enough was known to judge the answers until then."""
        self._answers: dict[Question, Exchange] = {}

    def fresh(self, question: Question) -> Exchange:
        """Ask, whether or not it was asked before."""
        exchange = self.send(question)
        self.exchanges.append(exchange)
        return exchange

    def ask(self, question: Question) -> Exchange:
        """Ask once."""
        if question not in self._answers:
            self._answers[question] = self.fresh(question)
        return self._answers[question]

    def judge(self) -> Verdict:
        """Do it all."""
        started = time.monotonic()
        census = censuses.walk(self.ask, self.scope.organization_id)
        learner = Learner(self.ask, census, self.scope.foreign_organization_id)
        self._ask_all(learner)
        learned = learner.learned()
        judged = self._judge_all(census, learned)
        return Verdict(
            judged,
            learned,
            tuple(self.exchanges),
            len(self.exchanges),
            time.monotonic() - started,
            len(census.items),
            self.fixed or learned.dialect,
            self.scope.base_url,
            self.scope.organization_id,
            strict=self.scope.strict,
        )

    # --- asking

    def _ask_all(self, learner: Learner) -> None:
        """Ask until all is asked; with less than the dialect, `BudgetSpent` is raised, as nothing can be judged."""
        organization_id = self.scope.organization_id
        first, later = plan.questions(
            learner.census,
            self.fixed or DOCUMENTED,
            self.scope.foreign_organization_id,
            has_second=self.scope.has_second,
        )
        self._ask_each(first)
        learner.take(STEPS)
        with suppress(BudgetSpent), self._losing():  # What was asked until then is judged.
            if self.scope.has_token:
                self._ask_each(plan.with_token(organization_id))
            self._ask_each(later)
            for question in plan.again(organization_id):
                self.fresh(question)

    @contextmanager
    def _losing(self) -> Iterator[None]:
        try:
            yield
        except OutOfReach as error:
            self.lost = error

    def _ask_each(self, questions: Iterable[Question]) -> None:
        for question in questions:
            self.ask(question)

    # --- judging

    def _asked(self, exchange: Exchange, census: Census, learned: Learned, **others: Exchange | None) -> Asked:
        unknown = Question.of(organization_id=unknown_organization(self.scope.organization_id))
        return Asked(
            exchange,
            self.fixed or learned.dialect,
            census,
            **{"unknown": self._answers.get(unknown), **others},
            ties_known=learned.ties_known,
            foreign=self.scope.foreign_organization_id,
            secrets=self.scope.secrets,
        )

    def _all_asked(self, census: Census, learned: Learned) -> Iterator[Asked]:
        latest: dict[object, Exchange] = {}
        callers: dict[object, Exchange] = {}
        orders: dict[object, list[Exchange]] = defaultdict(list)
        previous: Exchange | None = None
        for exchange in self.exchanges:
            asked = self._asked(
                exchange,
                census,
                learned,
                earlier=latest.get(_key(exchange.question)),
                same_caller=callers.get(exchange.question.credentials),
                same_order=_nearest(exchange, orders[_order(exchange.question)]),
                previous=previous,
            )
            yield asked
            previous = latest[_key(exchange.question)] = exchange
            if asked.page is not None and asked.page.user_id:
                callers.setdefault(exchange.question.credentials, exchange)
            if asked.listed is not None and len(asked.listed[1].items) > 1:
                orders[_order(exchange.question)].append(exchange)

    def _judge_all(self, census: Census, learned: Learned) -> dict[str, Judged]:
        exercised: dict[str, int] = defaultdict(int)
        suspects: dict[str, list[Asked]] = defaultdict(list)
        wanted = [each for name, each in RELATIONS.items() if name not in self.scope.skip]
        for asked in list(self._all_asked(census, learned)):
            for relation in wanted:
                if relation.when(asked):
                    exercised[relation.name] += 1
                    if any(True for _ in relation.check(asked)):
                        suspects[relation.name].append(asked)
        asked_until_now = list(self.exchanges)
        confirmed = self._ask_again(suspects, census, learned)
        firsts = {name: _place(found[0].exchange, asked_until_now) for name, found in suspects.items()}
        held = {each.name: Judged(each, "conforms" if exercised[each.name] else "not exercised", 0) for each in wanted}
        return {
            name: replace(judged, exercised=exercised[name], first_request=firsts.get(name, 0))
            for name, judged in (held | confirmed).items()
        }

    # --- asking again

    def _ask_again(self, suspects: dict[str, list[Asked]], census: Census, learned: Learned) -> dict[str, Judged]:
        """Ask every suspect question again, between two walks that must agree where a prediction is involved."""
        judged: dict[str, Judged] = {}
        is_ended = False
        seen = [census]
        for _ in range(CALM_TRIES):
            left = {name: found for name, found in suspects.items() if name not in judged}
            if not left:
                break
            walks = any(RELATIONS[name].predicts for name in left)
            try:
                before = censuses.walk(self.fresh, self.scope.organization_id) if walks else census
                found = {name: self._again(RELATIONS[name], asked, before, learned) for name, asked in left.items()}
                after = censuses.walk(self.fresh, self.scope.organization_id) if walks else census
            except (BudgetSpent, OutOfReach) as error:
                is_ended = True
                self.lost = error if isinstance(error, OutOfReach) else self.lost
                break
            calm = before.signature == after.signature
            seen += [before, after]
            for name, violations in found.items():
                relation = RELATIONS[name]
                if violations and (calm or not relation.predicts):
                    judged[name] = Judged(relation, "broken", 0, violations)
                elif not relation.predicts and len(suspects[name]) > 1:
                    judged[name] = Judged(
                        relation, "broken", 0, evidence.seen(relation, suspects[name]), note=SOMETIMES
                    )
                elif not violations and calm and before.signature == census.signature:
                    judged[name] = Judged(relation, "undecided", 0, note=NOT_AGAIN)
        if AGAIN not in self.scope.skip and (violations := evidence.flapped(seen)):
            judged[AGAIN] = Judged(RELATIONS[AGAIN], "broken", 0, violations)
        for name in suspects:
            outcome, note = _UNASKED if is_ended else _LEFT_OPEN[RELATIONS[name].predicts]
            judged.setdefault(name, Judged(RELATIONS[name], outcome, 0, note=note))
        return judged

    def _again(
        self, relation: Relation, suspects: list[Asked], census: Census, learned: Learned
    ) -> tuple[Violation, ...]:
        """Ask suspects again; one that is right now is asked once more after the question that preceded it."""
        violations = []
        for suspect in sorted(suspects, key=lambda asked: len(asked.exchange.body))[:MOST_VIOLATIONS]:
            for preceding in (None, suspect.previous):
                found = self._once_more(relation, suspect, preceding, census, learned)
                if found is not None:
                    violations.append(found)
                    break
        return tuple(violations)

    def _once_more(
        self, relation: Relation, suspect: Asked, preceding: Exchange | None, census: Census, learned: Learned
    ) -> Violation | None:
        beside = getattr(suspect, relation.beside) if relation.beside else None
        others = {relation.beside: self.fresh(beside.question)} if relation.beside and beside else {}
        before = self.fresh(preceding.question) if preceding is not None else None
        asked = self._asked(self.fresh(suspect.exchange.question), census, learned, **others)
        found = next(relation.check(asked), None) if relation.when(asked) else None
        if found is None:
            return None
        other = next(iter(others.values()), None) or before or evidence.census_page(asked, relation, found)
        return Violation(relation.name, found.message, (asked.exchange,) if other is None else (other, asked.exchange))


def _place(exchange: Exchange, exchanges: list[Exchange]) -> int:
    return next(place for place, each in enumerate(exchanges, 1) if each is exchange)


def _nearest(exchange: Exchange, others: Sequence[Exchange]) -> Exchange | None:
    """Return the earlier part of the same list that lies nearest, by its offset."""
    return min(reversed(others), key=lambda other: abs(_offset(other) - _offset(exchange)), default=None)


def _offset(exchange: Exchange) -> int:
    text = exchange.question.get("offset") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _order(question: Question) -> tuple[object, ...]:
    """Return what two questions that list the same in the same order have in common.

    Filters are among it: a database may put equals in another order when another index finds them.
    """
    filters = ("organization_id", "search", "access_mode", "include_inactive", "vector_store_id")
    return (*map(question.get, filters), question.get("sort_by") or "name", question.get("sort_order") or "asc")

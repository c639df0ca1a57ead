"""Ask generated questions too: Schemathesis makes them, the relations judge them, and a second asking confirms.

The plan asks what tells most deployments from a right one; Schemathesis asks what nobody planned, within the document
of the dialect that was learned. Whatever looks wrong is asked again as any suspect of a run, so it is never only its
word. What the engine is told stands in `settings`; it is met in `schemathesis_hooks`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from contracts.checks import page as pages
from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import AskingError, UsageError
from contracts.checks.asking.exchange import Exchange
from contracts.checks.evidence import MOST_VIOLATIONS
from contracts.checks.generating import settings
from contracts.checks.judge import Judge
from contracts.checks.relation import Relation, Topic
from contracts.checks.report.clean import washer
from contracts.checks.run import NOT_AGAIN, NOT_ASKED_AGAIN, Scope
from contracts.checks.verdict import Judged, Outcome, Verdict, Violation

PHASES = ("examples", "coverage", "fuzzing")
"""Phases of Schemathesis that ask questions, in their order."""

LEAST_WITH_ITEMS = 5
"""Answers with assistants without which generated questions have shown next to nothing."""
SHARE = 0.8
"""Share of the requests and the time left that Schemathesis may take; the rest is for asking again."""
MOST_THROTTLED = 0.1
"""Share of answers with status 429 above which the deployment was not seen."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a check of Schemathesis says of an answer."""

    check: str
    message: str
    phase: str
    exchange: Exchange
    again: Callable[[], str | None]
    """Asks and checks once more; returns the message, or None where all is well now."""


@dataclass(frozen=True, slots=True)
class Driven:
    """What Schemathesis did."""

    exchanges: Sequence[tuple[str, Exchange]]
    """Every question with the phase that asked it."""
    complaints: Sequence[Complaint]
    errors: tuple[str, ...]
    """Why it could not ask everything, if it could not."""
    ended: AskingError | None = None
    """Why a question got no answer, after which none was asked."""
    is_cut: bool = False
    """Whether it was stopped before it had asked everything."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: how much it asked, and what that showed."""

    name: str
    requests: int
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """What generated questions showed."""

    judged: Mapping[str, Judged]
    phases: tuple[Phase, ...]
    errors: tuple[str, ...]
    requests: int
    """Questions of Schemathesis, and those asked again."""
    seconds: float
    with_items: int
    throttled: int
    ended: AskingError | None = None
    """Why a question got no answer, after which none was asked."""
    is_cut: bool = False
    """Whether Schemathesis was stopped to leave requests and time for asking again."""

    @property
    def blindness(self) -> str | None:
        """Why the answers tell too little to call the deployment good, if they do."""
        # Where it was stopped, so little was seen because so little was asked.
        with_items = LEAST_WITH_ITEMS if self.ended is not None or self.is_cut else self.with_items
        return blindness(sum(each.requests for each in self.phases), with_items, self.throttled)


def blindness(answers: int, with_items: int, throttled: int) -> str | None:
    """Return why so many answers tell too little, if they do."""
    if throttled > MOST_THROTTLED * answers:
        return f"{throttled} of {answers} answers were 429; ask more slowly"
    if with_items < LEAST_WITH_ITEMS:
        return f"{with_items} of {answers} answers held assistants; ask about an organization that has more"
    return None


def generate(
    deployment: Deployment,
    scope: Scope,
    verdict: Verdict,
    *,
    seed: int = 1,
    examples: int = 60,
    seconds: float = 60,
) -> Generated:
    """Ask generated questions after a run, and judge them by what the run learned.

    `examples` bounds the questions of the last phase, `seconds` the time that Schemathesis takes. Where the deployment
    is lost or its limits are reached, what was found until then is returned, with the reason. Raises `UsageError` where
    Schemathesis is not installed.
    """
    try:
        from contracts.checks import schemathesis_hooks
    except ImportError as error:
        cure = "install freddy-kit[contracts], or leave generated questions out"
        raise UsageError(f"Schemathesis cannot be loaded ({error}); {cure}") from error
    started, before, limits = monotonic(), deployment.requests, deployment.limits
    judge = Judge.after(deployment, scope, verdict)
    driven = schemathesis_hooks.drive(
        settings.document(verdict.dialect, deployment.base_url, judge.census),
        settings.configuration(deployment, judge.census, seed=seed, examples=examples),
        deployment,
        until=started + min(seconds, SHARE * (limits.total_seconds - deployment.seconds)),
        most=int(SHARE * (limits.requests - before)),
    )
    judged = judge.judged([exchange for _, exchange in driven.exchanges])
    judged |= {name: each for name, each in _complained(judge, driven).items() if name not in scope.skip}
    wash = washer(deployment.secrets)
    answered = [pages.read(exchange) for _, exchange in driven.exchanges]
    return Generated(
        judged,
        tuple(_phase(name, driven, judged) for name in PHASES),
        tuple(wash(error) for error in driven.errors),
        deployment.requests - before,
        monotonic() - started,
        sum(page is not None and bool(page.items) for page in answered),
        sum(exchange.status == 429 for _, exchange in driven.exchanges),
        driven.ended or judge.lost,
        driven.is_cut,
    )


def _phase(name: str, driven: Driven, judged: Mapping[str, Judged]) -> Phase:
    asked = [exchange.question for phase, exchange in driven.exchanges if phase == name]
    found = [each for judgement in judged.values() for each in judgement.violations]
    return Phase(name, len(asked), tuple(each for each in found if each.witness[-1].question in set(asked)))


def _complained(judge: Judge, driven: Driven) -> dict[str, Judged]:
    """Judge by the checks of Schemathesis that are on: what they call wrong twice is broken."""
    found: dict[str, Judged] = {}
    for check in settings.ON:
        relation = AS_RELATIONS[_name(check)]
        complaints = [each for each in driven.complaints if each.check == check]
        note = NOT_AGAIN
        try:
            violations = tuple(
                Violation(relation.name, message, (judge.fresh(each.exchange.question),))
                for each in complaints[:MOST_VIOLATIONS]
                if (message := each.again()) is not None
            )
        except AskingError:
            violations, note = (), NOT_ASKED_AGAIN
        outcome: Outcome = "broken" if violations else "undecided" if complaints else "conforms"
        note = "" if violations or not complaints else note
        found[relation.name] = Judged(relation, outcome, len(driven.exchanges), violations, note)
    return found


def _name(check: str) -> str:
    return f"schemathesis-{check.replace('_', '-')}"


TOPIC: Topic = "schemathesis"
"""What Schemathesis' own checks are called together."""

AS_RELATIONS: Mapping[str, Relation] = {
    _name(check): Relation(_name(check), TOPIC, sentence, "a generated question", lambda _: False, lambda _: iter(()))
    for check, sentence in settings.ON.items()
}
"""The checks of Schemathesis that are on, as reports show them; each judges by itself."""


_WORST_FIRST: tuple[Outcome, ...] = ("broken", "moved", "undecided", "conforms", "not exercised")


def expecting(verdict: Verdict, scope: Scope) -> Verdict:
    """Return a verdict that tells of the checks of Schemathesis, and that they have not been exercised yet."""
    unasked = {name: Judged(each, "not exercised", 0) for name, each in AS_RELATIONS.items() if name not in scope.skip}
    return replace(verdict, judged={**verdict.judged, **unasked})


def merged(verdict: Verdict, generated: Generated) -> Verdict:
    """Return a verdict that knows what generated questions showed besides: of each relation, the worse outcome."""
    judged = dict(verdict.judged)
    for name, found in generated.judged.items():
        both = [judged[name], found] if name in judged else [found]
        worst = min(both, key=lambda each: _WORST_FIRST.index(each.outcome))
        first = worst.first_request + (verdict.requests if worst is found and worst.first_request else 0)
        judged[name] = replace(worst, exercised=sum(each.exercised for each in both), first_request=first)
    return replace(
        verdict,
        judged=judged,
        generated=generated.requests,
        seconds=verdict.seconds + generated.seconds,
    )

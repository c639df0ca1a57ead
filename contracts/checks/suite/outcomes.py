"""How each test ends: the deployment is asked once, whichever test comes first and however many workers there are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from contracts.checks import environment, power
from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import AskingError, OutOfReach
from contracts.checks.asking.limits import Limits
from contracts.checks.environment import Named
from contracts.checks.generating import engine
from contracts.checks.identities import identities
from contracts.checks.judge import told
from contracts.checks.report.clean import washer
from contracts.checks.report.result import missing
from contracts.checks.run import Run, Scope
from contracts.checks.verdict import Judged, Verdict
from contracts.schema.dialect import DialectError

How = Literal["passed", "failed", "skipped"]
Outcomes = Mapping[str, tuple[How, str]]
"""Test -> how it ends, and why; names are those of relations, of phases, and `ENOUGH`."""

ENOUGH = "enough was seen"
LONGEST_RUN = 3600
"""Seconds that a worker waits for the one that asks."""


def tell(outcomes: Outcomes, name: str) -> None:
    """End the test that asks as the outcome says, without a traceback: nothing in here went wrong."""
    how, text = outcomes[name]
    if how == "failed":
        pytest.fail(f"{name}\n{text}", pytrace=False)
    if how == "skipped":
        pytest.skip(text)


def find(
    given: Mapping[str, str | None], environ: Mapping[str, str], *, generated: bool, seed: int, examples: int
) -> Outcomes:
    """Ask the deployment that the options or the environment name, or else a mock, and return every outcome.

    `generated` says whether Schemathesis asks too. Raises `AskingError` and `DialectError`.
    """
    with _named(given, environ) as named, named.deployment as deployment:
        run = Run(named.send, named.scope, named.dialect)
        verdict = run.judge()
        found = dict(_planned(verdict))
        blind: str | None = None
        ended: AskingError | None = run.lost
        if generated and ended is None:
            asked = engine.generate(deployment, named.scope, verdict, seed=seed, examples=examples)
            found |= dict(_generated(asked))
            blind, ended = asked.blindness, asked.ended
        if isinstance(ended, OutOfReach):
            blind = f"not everything could be asked: {ended}"
        if verdict.summary == "too little exercised":
            blind = f"the list holds {verdict.items} assistants; ask about an organization with more"
        found[ENOUGH] = ("failed", blind) if blind else ("passed", "")
        wash = washer(deployment.secrets)
        return {name: (how, wash(text)) for name, (how, text) in found.items()}


@contextmanager
def _named(given: Mapping[str, str | None], environ: Mapping[str, str]) -> Iterator[Named]:
    """Yield the deployment that is named; without one, a mock that is started for it, with all that it knows."""
    named = environment.read(environ, given)
    if named is not None:
        yield named
        return
    with power.mock() as running:
        known = identities(running.keys[power.CALLER], None, running.keys[power.SECOND])
        deployment = Deployment(running.base_url, known, Limits(per_second=None, requests=5000))
        organizations = running.organizations
        scope = Scope(
            organizations["main"],
            organizations["small"],
            base_url=running.base_url,
            secrets=known["first"].secrets,
            has_second=True,
        )
        yield Named(deployment, scope, None)


def _planned(verdict: Verdict) -> Iterator[tuple[str, tuple[How, str]]]:
    for name, judged in verdict.judged.items():
        if judged.outcome == "broken":
            yield name, ("failed", _text(judged))
        elif judged.outcome == "conforms":
            yield name, ("passed", "")
        elif judged.outcome == "not exercised":
            yield name, ("skipped", f"not exercised: {missing(judged.relation)}")
        else:
            yield name, ("skipped", f"{judged.outcome}: {judged.note}")


def _generated(asked: engine.Generated) -> Iterator[tuple[str, tuple[How, str]]]:
    for phase in asked.phases:
        shown = [
            replace(judged, violations=tuple(each for each in judged.violations if each in phase.violations))
            for judged in asked.judged.values()
        ]
        texts = [f"{each.relation.name}: {_text(each)}" for each in shown if each.violations]
        texts += [f"Schemathesis could not ask everything: {error}" for error in asked.errors]
        if texts:
            yield phase.name, ("failed", "\n".join(texts))
        else:
            yield phase.name, ("passed", "") if phase.requests else ("skipped", "not exercised: it asked nothing")


def _text(judged: Judged) -> str:
    return "\n".join(told(judged))


# --- once for all workers


def shared(file: Path, make: Callable[[], Outcomes]) -> Outcomes:
    """Return what the first of several processes makes; the others wait, and a lock whose holder died is free."""
    with closing(sqlite3.connect(file, timeout=LONGEST_RUN, isolation_level=None)) as base:
        base.execute("BEGIN EXCLUSIVE")
        base.execute("CREATE TABLE IF NOT EXISTS made (text TEXT)")
        made = base.execute("SELECT text FROM made").fetchone()
        if made is None:
            made = (json.dumps(make()),)
            base.execute("INSERT INTO made VALUES (?)", made)
        base.execute("COMMIT")
    return {name: (how, text) for name, (how, text) in json.loads(made[0]).items()}


UNREACHED = "the deployment could not be asked"


def safely(make: Callable[[], Outcomes]) -> Outcomes:
    """Return outcomes, or why there are none as the only one; so workers need not each find out."""
    try:
        return make()
    except (AskingError, DialectError) as error:
        return {UNREACHED: ("failed", f"freddy-contracts: {error}")}

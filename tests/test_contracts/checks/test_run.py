"""A run finds nothing wrong with a right deployment, whatever its data and dialect, and while its data moves."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from contracts.checks import census as censuses
from contracts.checks.asking.errors import BudgetSpent
from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.learning.learn import learn
from contracts.checks.learning.learner import Learned
from contracts.checks.run import Run, Send
from contracts.checks.verdict import Verdict
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS, DOCUMENTED, Dialect
from fixtures.scenarios import SCENARIOS
from fixtures.world import World, make_world
from mock_server.app import create_app
from mock_server.control import Control
from tests.test_contracts.checks.deployments import judge, scope, sender

CALLERS = ("owner", "editor", "member", "department")
VAST = {"huge"}
"""Scenarios that take too long for every run; `large` shows the same."""


def alarms(verdict: Verdict) -> list[tuple[str, str, list[str]]]:
    """Return what a verdict holds against a deployment, or could not settle."""
    return [
        (name, judged.outcome, [violation.message for violation in judged.violations])
        for name, judged in verdict.judged.items()
        if judged.outcome not in ("conforms", "not exercised")
    ]


@pytest.mark.parametrize("scenario", [name for name in SCENARIOS if name not in VAST])
def test_no_alarm_in_any_scenario(scenario: str) -> None:
    """Every scenario of the mock conforms, or has too little data to tell."""
    verdict = judge(world=make_world(scenario=scenario))
    assert [] == alarms(verdict)
    assert ("too little exercised" if scenario in ("empty", "one") else "conforms") == verdict.summary


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize("caller", CALLERS)
def test_no_alarm_in_any_declared_dialect(dialect: Dialect, caller: str) -> None:
    """Every declared dialect conforms, whoever asks."""
    assert [] == alarms(judge(dialect=dialect, first=caller))


def some_dialect(number: int) -> tuple[Dialect, World, str]:
    """Return a random dialect, with a world and a caller to learn it from."""
    chance = random.Random(number)  # noqa: S311 - any number will do, the same every time
    readings = {row.name: chance.choice(row.readings).name for row in AMBIGUITIES.values()}
    if readings["envelope"] == "documented":
        readings["default_limit"] = "fifty"  # 20 goes with the example's envelope only
    world = make_world(seed=number, scenario=chance.choice(("default", "default", "dense", "unicode", "ties")))
    return DOCUMENTED.replace(f"random-{number}", **readings), world, chance.choice(CALLERS)


def learned(send: Send, world: World, caller: str) -> Learned:
    """Learn the dialect of the main organization."""
    chosen = scope(world, caller)
    return learn(send, censuses.walk(send, chosen.organization_id), chosen.foreign_organization_id)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make as many random dialects as the run asks for."""
    if "number" in metafunc.fixturenames:
        asked = range(metafunc.config.getoption("--dialect-examples"))
        metafunc.parametrize("number", [*asked, *(each for each in HARD if each not in asked)])


HARD = (217,)
"""Names that are equal in one order of names, and not in the other that they also keep to."""


def test_a_random_dialect_is_learned_and_conforms(number: int) -> None:
    """What is learned is what is spoken, in at most 60 requests, and nothing is held against it."""
    dialect, world, caller = some_dialect(number)
    app = create_app(world, dialect)
    asked: list[Question] = []
    send = sender(app, world, caller)

    def counted(question: Question) -> Exchange:
        asked.append(question)
        return send(question)

    found = learned(counted, world, caller)
    assert len(asked) <= 60
    wrong = {
        row: (finding.reading, finding.note)
        for row, finding in found.findings.items()
        if finding.outcome != "not exercised" and finding.reading != dialect[row]
    }
    assert {} == wrong
    assert [] == alarms(Run(send, scope(world, caller)).judge())


def some_query(chance: random.Random, world: World) -> Question:
    """Return a random query about the main organization; one in ten values is wrong."""
    main = world.named("main")
    rows = main.rows(range(min(20, len(main))))
    stores = [store for row in rows for store in row["vector_store_ids"]] or ["vs_unused"]
    choices = {
        "limit": ("1", "2", "7", "50", "100", "0", "ten"),
        "offset": ("0", "1", "5", "50", "1000", "-1"),
        "search": (*(row["name"][1:6] for row in rows), "a", "%", "", " e "),
        "access_mode": ("private", "organization", "public", "department", "nonsense"),
        "include_inactive": ("true", "false", "yes", "0", "nonsense"),
        "sort_by": ("name", "created_at", "updated_at", "id"),
        "sort_order": ("asc", "desc", "up"),
        "fields": ("summary", "standard", "full", "all"),
        "vector_store_id": tuple(stores),
    }
    names = [name for name in choices if chance.random() < 0.35]
    return Question.of(organization_id=main.id, **{name: chance.choice(choices[name]) for name in names})


def test_the_mock_in_a_learned_dialect_answers_as_the_original(number: int, pytestconfig: pytest.Config) -> None:
    """A mock that speaks what was learned answers random queries as the deployment does, byte for byte.

    Rows that no answer could tell are given; the data does not let anybody learn them.
    """
    dialect, world, caller = some_dialect(number)
    clock = partial(datetime, 2026, 1, 1, tzinfo=UTC)
    original = sender(create_app(world, dialect, clock=clock), world, caller)
    found = learned(original, world, caller)
    given = {row: dialect[row] for row, finding in found.findings.items() if finding.outcome == "not exercised"}
    copy = sender(create_app(world, found.dialect.replace("copy", **given), clock=clock), world, caller)
    chance = random.Random(number)  # noqa: S311 - any number will do, the same every time
    for question in (some_query(chance, world) for _ in range(pytestconfig.getoption("--dialect-queries"))):
        assert original(question).body == copy(question).body, question.query_string


def test_a_row_that_no_answer_can_tell_is_not_exercised() -> None:
    """Without soft-deleted assistants in sight, nobody can know whether they would be shown."""
    finding = judge(world=make_world(scenario="exact-page")).learned.findings["soft_deleted"]
    assert ("not exercised", "hidden") == (finding.outcome, finding.reading)


def test_no_alarm_while_the_list_moves() -> None:
    """Assistants are added, edited and removed twenty times a second, and nothing is called broken."""
    world = make_world()
    app = create_app(world)
    control, main = Control(app), world.named("main").id
    stop = threading.Event()

    def write() -> None:
        for number in range(10_000):
            if stop.wait(0.05):
                return
            name = f"asst_moving_{number % 7}"
            if any(row["id"] == name for row in control.rows(main)):
                control.edit(main, name, name=f"Renamed {number}") if number % 3 else control.remove(main, name)
            else:
                control.add({"id": name, "organization_id": main, "name": f"Moving {number}", "access_mode": "public"})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        verdict = Run(sender(app, world), scope(world)).judge()
    finally:
        stop.set()
        writer.join()
    assert [] == [(judged.relation.name, judged.violations) for judged in verdict.broken]


def allowing(requests: int) -> Verdict:
    """Judge a mock whose `has_more` is always true, with so many requests."""
    world = make_world()
    send = sender(create_app(world, defects=("has_more_always_true",)), world)
    left = iter(range(requests))

    def frugal(question: Question) -> Exchange:
        if next(left, None) is None:
            raise BudgetSpent("enough", "requests")
        return send(question)

    return Run(frugal, scope(world)).judge()


def test_a_run_that_may_ask_little_judges_what_it_asked() -> None:
    """When the budget is spent after learning, what was answered until then is judged, and nothing called broken
    that could not be asked again.
    """
    verdict = allowing(60)
    assert 60 == verdict.requests
    assert [] == verdict.broken
    assert "conforms" != verdict.judged["has-more-tells-whether-more-exist"].outcome


def test_a_run_that_cannot_learn_judges_nothing() -> None:
    """When the budget is spent before the dialect is known, there is no verdict."""
    with pytest.raises(BudgetSpent):
        allowing(20)


def test_the_plan_is_short() -> None:
    """An organization of some 250 assistants is judged in at most 90 requests, with all that the kit can be given."""
    world = make_world(anew=True)
    main = world.named("main")
    grown = tuple(replace(each, size=345) if each is main else each for each in world.organizations)
    world = replace(world, organizations=grown)
    verdict = Run(sender(create_app(world), world), scope(world)).judge()
    assert 240 < verdict.items < 260
    assert verdict.requests <= 90

"""The plan: named questions, in an order that names them."""

from __future__ import annotations

from collections import Counter

from contracts.checks import census as censuses
from contracts.checks.asking.question import Question
from contracts.checks.planning import plan
from contracts.checks.planning.topics import TOPICS, Planner
from contracts.schema.dialect import DOCUMENTED
from fixtures.world import make_world
from mock_server.app import create_app
from tests.test_contracts.checks.deployments import scope, sender


def planner() -> Planner:
    """Return a planner who knows the default world, with all that the kit can be given."""
    world = make_world()
    asked = scope(world)
    census = censuses.walk(sender(create_app(world), world), asked.organization_id)
    return Planner(census, DOCUMENTED, asked.foreign_organization_id, has_second=True)


def test_names_tell_questions_apart() -> None:
    """One name is one question, and the order names each once."""
    names = Counter(name for topic in TOPICS for name, _ in topic(planner()))
    assert {} == {name: times for name, times in names.items() if times > 1}
    assert len(set(plan.FIRST)) == len(plan.FIRST)


def test_what_comes_first_is_what_is_named() -> None:
    """Every name of the order is a question where the data offers all; what comes later is all the rest, once."""
    known = planner()
    named = dict(each for topic in TOPICS for each in topic(known))
    assert [] == [name for name in plan.FIRST if name not in named]
    first, later = plan.questions(known.census, DOCUMENTED, known.foreign, has_second=True)
    assert [named[name] for name in plan.FIRST] == first
    assert Counter([*first, *later]) == Counter(set(named.values()))


def neighbours(questions: list[Question]) -> set[str]:
    """Return the parameters in which alone two questions of one caller differ."""
    told = [(each.credentials, dict(each.parameters)) for each in questions if each.raw_query is None]
    pairs = [(one, other) for at, (who, one) in enumerate(told) for whom, other in told[:at] if who == whom]
    differences = ({name for name in {**one, **other} if one.get(name) != other.get(name)} for one, other in pairs)
    return {next(iter(each)) for each in differences if len(each) == 1}


def test_early_questions_differ_in_one_parameter() -> None:
    """Whoever remembers an answer for a question that differs in one parameter alone is met soon."""
    known = planner()
    first, _ = plan.questions(known.census, DOCUMENTED)
    listing = {"sort_by", "sort_order", "fields", "search", "access_mode", "vector_store_id", "include_inactive"}
    assert listing <= neighbours([*(each.question for each in known.census.exchanges), *first])

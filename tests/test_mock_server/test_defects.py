"""The catalogue of defects: every one shows, alone, and nothing shows without one."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest

from contracts.checks import census as censuses
from contracts.checks import plan
from contracts.checks.exchange import Exchange, Question
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS, DOCUMENTED, Dialect
from fixtures.organizations import ListedOrganization
from fixtures.world import World, make_world
from mock_server import cli
from mock_server.answers import Answer, Answers
from mock_server.app import create_app
from mock_server.defects.catalogue import DEFECTS, by_topic
from mock_server.defects.declare import Topic, UnknownDefectError, defect, named
from mock_server.defects.faulty import FaultyAnswers
from tests.test_mock_server.conftest import NOW, ROOT, clean_environment


def listed(scenario: str = "default") -> World:
    """Return a world whose rows are made once for all answers."""
    world = make_world(scenario=scenario)
    kept = [ListedOrganization(each.id, each.name, tuple(each.rows())) for each in world.organizations]
    return replace(world, organizations=tuple(kept))


WORLD = listed()
MAIN, SMALL, DOCUMENTS = (WORLD.named(name).id for name in ("main", "small", "abc123"))
KEY = WORLD.api_key("owner", "main")
TOKEN = WORLD.bearer_token("owner")

CREDENTIALS: dict[str, tuple[str | None, str | None]] = {
    "first": (KEY, None),
    "second": (WORLD.api_key("member", "main"), None),
    "bearer": (None, f"Bearer {TOKEN}"),
    "none": (None, None),
    "empty key": ("", None),
    "wrong key": ("ak_nobody_has_this_key", None),
    "truncated key": (KEY[:-1], None),
    "extended key": (f"{KEY}x", None),
    "changed case": (KEY.upper(), None),
    "wrong scheme": (None, "Basic b3duZXI6a2V5"),
    "wrong token": (None, "Bearer nobody"),
    "key as token": (None, f"Bearer {KEY}"),
    **{f"{state} key": (f"ak_mock_{state}", None) for state in ("expired", "deactivated", "paused")},
}
"""Label of a question's credentials -> the headers `X-API-Key` and `Authorization`."""


def ask(answers: Answers, question: Question) -> Answer:
    """Ask in process."""
    return answers.answer(question.query_string.encode(), *CREDENTIALS[question.credentials])


def right(dialect: Dialect = DOCUMENTED, world: World = WORLD) -> Answers:
    """Return the answers without a defect."""
    return Answers(world, dialect, clock=lambda: NOW)


def faulty(*names: str, dialect: Dialect = DOCUMENTED, world: World = WORLD) -> FaultyAnswers:
    """Return answers that go step by step, with defects."""
    return FaultyAnswers(world, dialect, clock=lambda: NOW, defects=names)


def exchange(question: Question) -> Exchange:
    """Ask the right mock, for a census."""
    answer = ask(right(), question)
    headers = {name.lower(): value for name, value in answer.headers}
    return Exchange(question, "", answer.status, headers, answer.body, 0.0, "")


CENSUS = censuses.walk(exchange, MAIN)
STORE = censuses.stores(CENSUS.items)[0]
BASE = Question.of(organization_id=MAIN)
ALL = BASE.vary(include_inactive="true")

EXTRA = (
    BASE,
    BASE,  # once more, for what depends on earlier questions
    ALL.vary(limit="74"),
    ALL.vary(limit="74", offset="74"),
    ALL.vary(limit="37", offset="111"),
    ALL.vary(limit="147"[:2], offset="133"),
    ALL.vary(limit="25", offset="25", fields="full"),
    ALL.vary(limit="3", offset="140", fields="standard"),
    ALL.vary(offset="4294967296"),
    ALL.vary(limit="5", offset="0"),
    ALL.vary(sort_by="updated_at", limit="9"),
    ALL.vary(sort_by="created_at", sort_order="desc", limit="9", offset="9"),
    ALL.vary(sort_by="name", sort_order="desc", limit="60", offset="60"),
    ALL.vary(sort_by="created_at", access_mode="organization", limit="20", offset="20"),
    ALL.vary(sort_by="updated_at", search="a", limit="20"),
    ALL.vary(sort_by="updated_at", fields="full", limit="100"),
    *(ALL.vary(sort_by="name", limit="1", offset=str(place)) for place in range(70, 76)),
    *(BASE.vary(access_mode=mode, fields=fields) for mode in plan.MODES for fields in ("standard", "full")),
    BASE.vary(vector_store_id=STORE[:8]),
    BASE.vary(vector_store_id=STORE[3:20]),
    BASE.vary(vector_store_id=STORE.upper()),
    BASE.vary(vector_store_id=STORE, access_mode="public", search="e"),
    BASE.vary(vector_store_id=STORE, search="e", limit="3", offset="3"),
    BASE.vary(vector_store_id=""),
    *(
        BASE.vary(search=term)
        for term in ("'", '"', "%", "_", "\\", "(", "*", "[", "&", "Ü", "ü", "é", "a.e", "e", "the", "a+b", "+")
    ),
    *(BASE.vary(search=term) for term in ("Security Helper", "Helper Security", "writer drafts", "Lee & Sons", "ASST_")),
    BASE.vary(search="support w", limit="2", offset="2"),
    BASE.vary(search="CUSTOMER", include_inactive="true", fields="full"),
    BASE.vary(search=" ", limit="4"),
    BASE.vary(search="", limit="4"),
    BASE.vary(search="x" * 300),
    BASE.vary(access_mode="team"),
    BASE.vary(include_inactive="2"),
    BASE.vary(limit="007", offset="000"),
    BASE.vary(limit="9223372036854775808"),
    BASE.vary(offset="1", limit=""),
    BASE.vary(sort_order="ASC"),
    BASE.vary(fields="id,name", sort_by="id"),
    BASE.vary(page="2"),
    BASE.also("limit", "5"),
    Question.of(organization_id=SMALL),
    Question.of(organization_id=DOCUMENTS, fields="full"),
    Question.of(organization_id="org_missing"),
    Question.of(organization_id=SMALL, fields="full", limit="3").with_(credentials="bearer"),
    Question.of(limit="5"),
    Question.of(organization_id=""),
    *(BASE.with_(credentials=label) for label in CREDENTIALS),
    *(ALL.vary(fields="full", limit="100").with_(credentials=label) for label in ("second", "bearer")),
    ALL.vary(search="e", fields="full", limit="30", offset="30").with_(credentials="second"),
    BASE.vary(access_mode="private").with_(credentials="second"),
    BASE,
    ALL.vary(sort_by="created_at", sort_order="desc", limit="9", offset="9"),
)
QUESTIONS = (*plan.questions(CENSUS, DOCUMENTED, (SMALL, "org_missing")), *plan.second_caller(MAIN), *EXTRA)
RIGHT = [ask(right(), question) for question in QUESTIONS]

# --- the steps

ODD = DOCUMENTED.replace(
    "odd", **{name: row.readings[-1].name for name, row in AMBIGUITIES.items() if name != "envelope"}
)
"""The last reading of every row."""


@pytest.mark.parametrize("dialect", [*DIALECTS.values(), ODD], ids=lambda dialect: dialect.name)
def test_without_a_defect_the_steps_answer_as_the_mock_does(dialect: Dialect) -> None:
    """Byte for byte, whatever is asked: what a defect changes is the defect's alone."""
    steps, mock = faulty(dialect=dialect), right(dialect)

    assert [ask(steps, each) for each in QUESTIONS] == [ask(mock, each) for each in QUESTIONS]


def test_questions_are_many() -> None:
    """Lists and refusals alike."""
    statuses = [answer.status for answer in RIGHT]
    assert (len(QUESTIONS) >= 150, statuses.count(200) >= 90, statuses.count(200) <= len(statuses) - 40) == (True,) * 3


# --- every defect

EVERY_LIST = {
    "ASSISTANTS": "",
}


def differing(name: str) -> list[int]:
    """Return the places of the questions that a defect answers otherwise."""
    wrong = faulty(name)
    return [place for place, each in enumerate(QUESTIONS) if ask(wrong, each) != RIGHT[place]]

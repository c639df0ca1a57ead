"""The catalogue of defects: every one shows, alone, and nothing shows without one."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import get_args

import pytest

from contracts.checks import census as censuses
from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.planning import plan, topics
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

ONE_MORE = (
    ("offset", "12"),
    ("search", "e"),
    ("sort_by", "created_at"),
    ("sort_order", "desc"),
    ("fields", "full"),
    ("access_mode", "public"),
    ("vector_store_id", STORE),
    ("include_inactive", "true"),
)
"""What tells two questions apart that are alike in all else."""

EXTRA = (
    BASE,
    BASE,  # once more, for what depends on earlier questions
    BASE.vary(limit="12"),
    *(BASE.vary(limit="12", **{name: text}) for name, text in ONE_MORE),
    BASE.vary(limit="12").with_(credentials="second"),
    BASE.vary(limit="99", offset="1"),
    BASE.vary(limit="100", offset="100"),
    BASE.vary(limit="60", offset="120", include_inactive="false"),
    BASE.vary(limit="0"),
    BASE.vary(search="Lee & Sons and nobody else"),
    BASE.vary(search="a\0b"),
    BASE.with_(raw_query=f"organization_id={MAIN}&search=%FF%FE"),
    ALL.vary(sort_by="updated_at", sort_order="desc", limit="20"),
    ALL.vary(limit="74"),
    ALL.vary(limit="74", offset="74"),
    ALL.vary(limit="37", offset="111"),
    ALL.vary(limit="14", offset="133"),
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
    *(BASE.vary(access_mode=mode, fields=fields) for mode in topics.MODES for fields in ("standard", "full")),
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
    *(
        BASE.vary(search=term)
        for term in ("Security Helper", "Helper Security", "writer drafts", "Lee & Sons", "ASST_")
    ),
    BASE.vary(search="support w", limit="2", offset="2"),
    BASE.vary(search="CUSTOMER", include_inactive="true", fields="full"),
    BASE.vary(search=" ", limit="4"),
    BASE.vary(search="", limit="4"),
    BASE.vary(search="x" * 300),
    BASE.vary(access_mode="team"),
    BASE.vary(include_inactive="2"),
    BASE.vary(include_inactive="0"),
    BASE.with_(credentials="wrong key").vary(limit="0"),
    BASE.vary(limit="007", offset="000"),
    BASE.vary(limit="9223372036854775808"),
    BASE.vary(limit="1.5"),
    BASE.vary(offset="1.5"),
    BASE.vary(offset="1", limit=""),
    BASE.vary(sort_order="ASC"),
    BASE.vary(fields="id,name", sort_by="id"),
    BASE.vary(page="2"),
    BASE.also("limit", "5"),
    *(
        BASE.vary(**{name: text})
        for name in ("limit", "offset", "sort_by", "sort_order", "fields", "include_inactive")
        for text in ("-5", "x", "+1", "a,b")
    ),
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
QUESTIONS = (*chain(*plan.questions(CENSUS, DOCUMENTED, SMALL, has_second=True)), *EXTRA)
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
    "answered_twice",
    "api_enabled_as_text",
    "assistants_by_id",
    "assistants_named_items",
    "bare_array",
    "byte_order_mark",
    "content_type_html",
    "content_type_text",
    "created_at_in_milliseconds",
    "descending_by_default",
    "filters_applied_missing",
    "has_more_as_text",
    "has_more_inverted",
    "id_without_prefix",
    "is_active_as_number",
    "is_default_null",
    "items_wrapped",
    "last_bracket_missing",
    "level_always_owner",
    "listed_once_for_each_store",
    "offset_told_of_next_page",
    "organization_count_0",
    "organization_id_missing",
    "organization_told_wrong",
    "pagination_has_more_missing",
    "pagination_missing",
    "reading_modifies",
    "single_quotes",
    "sort_order_swapped",
    "sorted_by_creation_by_default",
    "temperature_as_text",
    "temperature_out_of_range",
    "times_in_milliseconds",
    "total_as_text",
    "total_missing",
    "total_null",
    "total_one_too_high",
    "total_one_too_low",
    "trailing_text",
    "updated_at_with_fractions",
    "user_context_missing",
    "user_told_wrong",
    "wrapped_in_data",
}
"""What every list shows, or nearly every one: these cannot leave half of the answers alone, only all refusals."""


@pytest.mark.parametrize("name", DEFECTS)
def test_defect_shows_and_is_single(name: str) -> None:
    """It changes at least one answer, of lists only or of refusals only, and leaves at least half as they are.

    Every third question tells of the half; the others are asked only where none of these shows the defect.
    """
    wrong = faulty(name)
    pairs = list(zip(QUESTIONS, RIGHT, strict=True))
    changed = [(question, expected) for question, expected in pairs[::3] if ask(wrong, question) != expected]
    same = len(pairs[::3]) - len(changed)
    others = (pair for place, pair in enumerate(pairs) if place % 3)
    shown = changed or list(islice((pair for pair in others if ask(wrong, pair[0]) != pair[1]), 1))

    assert shown, "no question shows it"
    assert len({expected.status == 200 for _, expected in shown}) == 1, shown
    assert name in EVERY_LIST or 2 * same >= len(pairs[::3]), f"{same} of {len(pairs[::3])} are as they were"


ELSEWHERE = (
    (DIALECTS["example"], listed("one")),
    (DIALECTS["sdk"], listed("ties")),
    (DIALECTS["legacy"], listed("empty")),
    (ODD, listed("sparse")),
)
SAMPLE = QUESTIONS[:: len(QUESTIONS) // 10]


@pytest.mark.parametrize("name", DEFECTS)
def test_defect_works_in_every_dialect_and_world(name: str) -> None:
    """Where there is nothing for it to change, it changes nothing; it never raises."""
    for dialect, world in ELSEWHERE:
        wrong = faulty(name, dialect=dialect, world=world)
        for question in SAMPLE:
            assert ask(wrong, question).status in range(200, 504), question


def test_same_questions_have_the_same_answers() -> None:
    """Counted, not drawn: what depends on earlier questions depends on nothing else."""
    for each in by_topic()["repeatability"]:
        one, other = faulty(each.name), faulty(each.name)
        assert [ask(one, question) for question in SAMPLE] == [ask(other, question) for question in SAMPLE], each.name


def test_several_defects_add_up() -> None:
    """Whatever the order; a name that stands twice counts once."""
    names = ("has_more_always_true", "total_one_too_high", "has_more_always_true")
    question = BASE.vary(limit="100", offset="100")
    body, expected = ask(faulty(*names), question).body, ask(right(), question).body

    assert (b'"has_more":false' in expected, b'"has_more":true' in body) == (True, True)
    assert b'"total":132' in body
    assert b'"total":131' in expected


# --- the catalogue


def test_every_topic_has_several() -> None:
    """The topics are those of the kit, in its order."""
    topics = by_topic()
    assert tuple(topics) == get_args(Topic)
    assert sum(map(len, topics.values())) == len(DEFECTS) >= 125
    assert {topic: len(found) for topic, found in topics.items() if len(found) < 10} == {}


def test_names_and_stories_are_complete() -> None:
    """A name can be typed; a story is one sentence, and no other defect's."""
    for name, each in DEFECTS.items():
        assert (each.name, re.fullmatch("[a-z][a-z0-9_]{4,40}", name) is not None) == (name, True)
        assert re.fullmatch("[A-Z`a-z][^\n]{10,118}\\.", each.story), (name, each.story)
        assert each.link == "" or each.link.startswith("https://")
    stories = [each.story for each in DEFECTS.values()]
    assert sorted(set(stories)) == sorted(stories)


def test_every_list_names_defects() -> None:
    """An exception that no defect needs any more is to go."""
    assert EVERY_LIST - set(DEFECTS) == set()


def test_two_defects_cannot_share_a_name() -> None:
    """The second one is refused where it is declared."""
    with pytest.raises(ValueError, match="two defects are named has_more_always_true"):
        defect("envelope", name="has_more_always_true")(lambda steps: steps)


def test_unknown_name_is_refused_with_the_closest_first() -> None:
    """A typing error is told with what was meant; not the whole catalogue."""
    with pytest.raises(UnknownDefectError) as refused:
        named("has_more_allways_true")

    assert str(refused.value).startswith("'has_more_allways_true' is unknown; did you mean has_more_always_true, ")
    assert str(refused.value).endswith("?")
    assert 3 == len(re.findall(r"\w+_\w+", str(refused.value))[1:])


def test_unknown_name_that_is_like_none_is_refused_with_some() -> None:
    """The first ten, and how many there are besides."""
    with pytest.raises(UnknownDefectError, match=f"^'q' is unknown; known are .*, and {len(DEFECTS) - 10} more$"):
        named("q")


# --- switched on


def test_application_has_the_defects_that_it_is_made_with() -> None:
    """And only that application."""
    url, headers = f"/v1/assistants?organization_id={MAIN}&limit=100&offset=100", {"X-API-Key": KEY}

    for defects, expected in ((("has_more_always_true",), True), ((), False)):
        client = create_app(WORLD, defects=defects).test_client()
        assert client.get(url, headers=headers).get_json()["pagination"]["has_more"] is expected


def test_application_without_defects_takes_the_fast_path() -> None:
    """The catalogue costs nothing when nobody asks for it."""
    code = "import sys, mock_server.app; print([name for name in sys.modules if 'mock_server.defects' in name])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_command_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    """Name, topic and story, topic by topic."""
    assert cli.main(["--list-defects"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [re.split(" {2,}", line) for line in lines] == [
        [each.name, topic, each.story] for topic, found in by_topic().items() for each in found
    ]


@pytest.mark.parametrize("names", [("has_more_allways_true",), ("offset_ignored", "has_more_allways_true")])
def test_command_refuses_unknown_ones(names: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, with the cure, before it serves."""
    assert cli.main([word for name in names for word in ("--port=0", "--defect", name)]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert re.fullmatch(
        "freddy-mock: --defect: 'has_more_allways_true' is unknown; did you mean has_more_always_true, .*; "
        "see --list-defects\n",
        told.err,
    )

"""Both stores, of few and of many, equal the reference, remember within bounds, and may be shared by threads."""

from __future__ import annotations

import json
from array import array
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.schema import reference
from contracts.schema.access import Caller
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.query import ListQuery
from fixtures.columns import Hexes
from fixtures.organizations import ListedOrganization
from fixtures.rows import Row, complete
from fixtures.world import World, make_world, world_of_rows
from mock_server import few
from mock_server.answers import Admitted, Answers
from mock_server.few import Few
from mock_server.selection import DEFINING, Memory, Selection, new_memory
from mock_server.store import Store, in_order
from tests.test_mock_server import strategies

AT = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


each_store = pytest.mark.parametrize("store", [Few, Store])
FEW, MANY = few.MOST, -1
"""Assistants that are few: with fewer than none, every organization is one of many."""


def told(world: World, dialect: Dialect, asked: list[tuple[ListQuery, Caller]], most: int) -> list[bytes]:
    """Answer questions in turn from one store, so that later ones meet what earlier ones left behind."""
    answers = Answers(world, dialect, clock=lambda: AT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(few, "MOST", most)
        return [answers.write(answers.page(Admitted(*each)), Admitted(*each)) for each in asked]


def expected(rows: list[Row], dialect: Dialect, asked: list[tuple[ListQuery, Caller]]) -> list[bytes]:
    """Answer the same questions from the reference."""
    listings = [reference.list_assistants(rows, query, caller, dialect) for query, caller in asked]
    return [json.dumps(each, ensure_ascii=False, separators=(",", ":")).encode() for each in listings]


def test_random_worlds_are_listed_as_by_the_reference(pytestconfig: pytest.Config) -> None:
    """Whatever the rows, callers, queries and dialect, every byte of both stores is the reference's."""

    @settings(patient, max_examples=pytestconfig.getoption("--store-examples"))
    @given(
        strategies.worlds,
        strategies.dialects,
        st.lists(st.tuples(strategies.queries, strategies.callers), min_size=2, max_size=6),
    )
    def equal(rows: list[Row], dialect: Dialect, asked: list[tuple[ListQuery, Caller]]) -> None:
        wanted = expected(rows, dialect, asked)
        assert wanted == told(world_of_rows(rows), dialect, asked, FEW)
        assert wanted == told(world_of_rows(rows), dialect, asked, MANY)

    equal()


WORLDS = {
    scenario: make_world(scenario=scenario)
    for scenario in ("default", "empty", "one", "ties", "unicode", "extremes", "sparse", "dense")
}


@settings(patient, max_examples=60)
@given(
    scenario=st.sampled_from(sorted(WORLDS)),
    person=st.sampled_from(("owner", "editor", "member", "department", "outsider")),
    query=strategies.queries,
    dialect=strategies.dialects,
)
def test_generated_worlds_are_listed_as_by_the_reference(
    scenario: str, person: str, query: ListQuery, dialect: Dialect
) -> None:
    """Columns made from recipes answer as the rows made from them."""
    world = WORLDS[scenario]
    main = world.named("main")
    asked = [(query.but(organization_id=main.id), world.callers[person])]
    wanted = expected(main.rows(), dialect, asked)
    assert wanted == told(world, dialect, asked, FEW)
    assert wanted == told(world, dialect, asked, MANY)


@settings(patient)
@given(st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), st.integers(0, 2**64 - 1))), st.booleans())
def test_orders_are_those_of_python(pairs: list[tuple[int, int]], descending: bool) -> None:
    """Integers of any size order as `sorted` orders them, equal ones as they stood."""
    heavy = np.array([pair[0] for pair in pairs], np.int64)
    light = np.array([pair[1] for pair in pairs], np.uint64)
    ordered = in_order(np.arange(len(pairs), dtype=np.int32), (light, heavy), descending=descending)
    assert sorted(range(len(pairs)), key=pairs.__getitem__, reverse=descending) == ordered.tolist()


def test_ids_in_halves_order_as_their_texts() -> None:
    """Hexadecimal ids are compared without being written."""
    generator = np.random.default_rng(0)
    high, low = generator.integers(0, 3, 200, np.uint64), generator.integers(0, 2**64, 200, np.uint64)
    ids = Hexes("asst_", high, low)
    ordered = in_order(np.arange(200, dtype=np.int32), ids.sort_keys(), descending=False)
    assert sorted(ids.to_list()) == ids.take(ordered).to_list()


# --- what is remembered


def organization(count: int = 3) -> ListedOrganization:
    """Return assistants of one organization, named after their numbers."""
    rows = [complete({"id": f"asst_{i}", "organization_id": "org_a", "name": f"n{i}"}) for i in range(count)]
    return ListedOrganization("org_a", "A", tuple(rows))


MEMBER = Caller("usr_a", (strategies.Membership("org_a"),))


def query(**parameters: object) -> ListQuery:
    """Return a query about the organization."""
    return ListQuery(organization_id="org_a", **parameters)


Kind = type[Few] | type[Store]


@each_store
def test_a_selection_is_made_once_for_all_its_pages(store: Kind) -> None:
    """Page, size and projection do not define a selection."""
    asked = store(organization())
    first = asked.select(query(), MEMBER)
    assert first.places is asked.select(query(limit=1, offset=2, fields="full"), MEMBER).places


@each_store
@pytest.mark.parametrize("name", DEFINING)
def test_every_other_parameter_defines_a_selection(store: Kind, name: str) -> None:
    """No parameter that changes what is listed is forgotten in the key under which selections are kept."""
    other = {
        "organization_id": "org_b",
        "search": "n",
        "access_mode": "private",
        "include_inactive": True,
        "sort_by": "created_at",
        "sort_order": "desc",
        "vector_store_id": "vs_1",
    }
    asked = store(organization())
    first = asked.select(query(), MEMBER)
    changed = query().but(**{name: other[name]})
    assert first.places is not asked.select(changed, MEMBER).places


@each_store
def test_columns_are_asked_for_once(store: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty different questions read no column twice."""
    asked: list[str] = []
    column, rows = ListedOrganization.column, ListedOrganization.rows

    def counted_column(self: ListedOrganization, field: str, indices: object = None) -> object:
        asked.append(field)
        return column(self, field, None)

    def counted_rows(self: ListedOrganization, indices: object, fields: tuple[str, ...]) -> object:
        asked.extend(fields)
        return rows(self, None, fields)

    monkeypatch.setattr(ListedOrganization, "column", counted_column)
    monkeypatch.setattr(ListedOrganization, "rows", counted_rows)
    made = store(organization())
    for number in range(20):
        made.select(query(search=f"n{number}", sort_order="desc" if number % 2 else "asc"), MEMBER)
    assert sorted(set(asked)) == sorted(asked)
    assert {"name", "is_active"} < set(asked)


def test_the_memory_holds_no_more_bytes_than_it_may() -> None:
    """The least recently used goes first, and what is too large is not kept."""
    memory: Memory[bytes] = Memory(most_bytes=10, most_entries=100)
    for key, value in (("a", b"1234"), ("b", b"1234")):
        memory.put(key, value)
    memory.get("a")
    memory.put("c", b"1234")
    assert (memory.get("a"), memory.get("b"), memory.get("c"), memory.bytes) == (b"1234", None, b"1234", 8)
    memory.put("d", b"12345678901")
    assert (memory.get("d"), memory.bytes) == (None, 0)


def test_the_memory_holds_no_more_entries_than_it_may() -> None:
    """Empty selections cost no bytes; they are forgotten all the same."""
    memory: Memory[bytes] = Memory(most_bytes=10, most_entries=2)
    for number in range(5):
        memory.recall(number, lambda: b"")
    assert (len(memory), memory.get(2), memory.get(3)) == (2, None, b"")


def test_a_value_put_twice_counts_once() -> None:
    """Two threads that made the same value leave one behind."""
    memory: Memory[bytes] = Memory(most_bytes=10, most_entries=2)
    memory.put("a", b"1234")
    memory.put("a", b"123456")
    assert (memory.bytes, len(memory)) == (6, 1)


@each_store
def test_stores_share_a_memory_without_mixing_organizations(store: Kind) -> None:
    """What one organization left behind under the same question is not another's answer."""
    shared, caller = new_memory(), WORLDS["default"].callers["owner"]
    for name in ("main", "small", "bare"):
        each = WORLDS["default"].named(name)
        asked = ListQuery(organization_id=each.id, search="a")
        alone = store(each).select(asked, caller)
        assert alone.page(asked) == store(each, memory=shared).select(asked, caller).page(asked)


@each_store
def test_a_store_that_forgets_everything_answers_the_same(store: Kind) -> None:
    """A memory without room changes the time of an answer, never the answer."""
    forgetful = store(organization(), DOCUMENTED, Memory(most_bytes=0, most_entries=0))
    mindful = store(organization())
    for term in ("n1", "n", "x"):
        asked = query(search=term, sort_order="desc")
        for _ in range(2):
            assert mindful.select(asked, MEMBER).page(asked) == forgetful.select(asked, MEMBER).page(asked)


# --- threads


@pytest.mark.parametrize("most", [FEW, MANY], ids=["few", "many"])
def test_threads_get_the_answers_that_one_caller_gets(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many different questions at once, to one cold store, have the answers that they have one after another."""
    monkeypatch.setattr(few, "MOST", most)
    world = make_world()
    main = world.named("main").id
    asked = [
        Admitted(ListQuery(organization_id=main, sort_by=by, sort_order=order, search=term, fields=fields), caller)
        for by, order, term, fields, caller in product(
            ("name", "created_at", "updated_at"),
            ("asc", "desc"),
            (None, "a", "bot", "zz"),
            ("summary", "full"),
            (world.callers["owner"], world.callers["member"]),
        )
    ]
    alone = Answers(world, clock=lambda: AT)
    shared = Answers(world, clock=lambda: AT)
    in_turn = [alone.write(alone.page(each), each) for each in asked]
    with ThreadPoolExecutor(16) as threads:
        at_once = list(threads.map(lambda each: shared.write(shared.page(each), each), asked * 3))
    assert in_turn * 3 == at_once


# --- which of the two


def test_organizations_up_to_a_bound_are_asked_without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """One assistant more, and numpy is worth its import."""
    monkeypatch.setattr(Few, "select", lambda *_: Selection(array("i")))
    totals = []
    for count in (few.MOST, few.MOST + 1):
        answers = Answers(world_of_rows(organization(count).listed), clock=lambda: AT)
        totals.append(answers.page(Admitted(query(), MEMBER)).total)
    assert [0, few.MOST + 1] == totals


@pytest.mark.parametrize("most", [FEW, MANY], ids=["few", "many"])
def test_what_explains_a_selection_has_masks(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same list, whichever store answered it; where there are no assistants, nothing is explained."""
    monkeypatch.setattr(few, "MOST", most)
    answers = Answers(world_of_rows(organization().listed), clock=lambda: AT)
    explaining = answers.store("org_a")
    assert isinstance(explaining, Store)
    assert answers.page(Admitted(query(), MEMBER)).total == explaining.select(query(), MEMBER).total == 3
    assert answers.store("org_b") is None

"""Conditions pick by columns what a look at each row would pick."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import make_world
from fixtures.conditions import Holding, Picker, read
from fixtures.jobs import Job
from fixtures.rows import FIELDS, Row

ROWS = make_world().named("main").rows()
NAMED = st.sampled_from(FIELDS)


def picked(**job: Any) -> list[Row]:
    """Return the rows that a job picks."""
    extract = Job(**job).open()
    return extract.organization.rows(extract.between(0, len(extract)))


@given(data=st.data(), fields=st.lists(NAMED, min_size=1, max_size=3, unique=True))
@settings(deadline=None, max_examples=40)
def test_columns_find_what_rows_hold(data: st.DataObject, fields: list[str]) -> None:
    """One or two values of one to three fields, as JSON: the same rows as asking each row."""
    wanted = {name: [data.draw(st.sampled_from(ROWS))[name] for _ in range(2)] for name in fields}
    where = tuple(f"{name}={json.dumps(value)}" for name, values in wanted.items() for value in values)
    expected = [row for row in ROWS if all(row[name] in values for name, values in wanted.items())]
    assert expected == picked(where=where)


def test_a_member_of_a_list_finds_the_lists_that_hold_it() -> None:
    """A text where the contract wants a list of texts."""
    store = next(row["vector_store_ids"][0] for row in ROWS if row["vector_store_ids"])
    expected = [row for row in ROWS if store in row["vector_store_ids"]]
    assert expected == picked(where=(f"vector_store_ids={store}",))
    assert read("--where", [f"rule_ids={store}"], lists_by_member=True) == [("rule_ids", Holding(store))]


def test_a_million_are_searched_by_columns() -> None:
    """Rare rows of `huge` come from codes and pools: no row of the others is made."""
    assert [row["id"] for row in picked(scenario="huge", where=("is_default=true",))] == [ROWS[0]["id"]]
    assert [500_000] == Job(
        scenario="huge", where=(f"id={make_world(scenario='huge').named('main').rows([500_000])[0]['id']}",)
    ).open().between(0, 1).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name=5", "5"),
        ("name=null", "null"),
        ('name="5"', '"5"'),
        ("description=null", None),
        ("description=", ""),
        ("temperature=1", 1),
        ("is_active=false", False),
        ("metadata={}", {}),
        ("rule_ids=[]", []),
        ("name=a=b", "a=b"),
    ],
)
def test_a_value_is_json_where_the_contract_allows_it(text: str, expected: object) -> None:
    """Else it is the text that it is."""
    if text == 'name="5"':
        expected = "5"
    assert [(text.partition("=")[0], expected)] == read("--set", [text])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name", "--where: 'name' has no '='; write FIELD=VALUE"),
        ("nam=x", "--where: 'nam' is no field; did you mean name?"),
        ("qqq=x", "--where: 'qqq' is no field; use one of id, organization_id, "),
        ("access_mode=secret", "--where: access_mode=secret: input should be 'private', "),
        ("temperature=3", "--where: temperature=3: input should be "),
        ("is_active=1", "--where: is_active=1: input should be a valid boolean"),
    ],
)
def test_a_wrong_condition_is_refused(text: str, message: str) -> None:
    """The message names the option, the text and the cure."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        read("--where", [text])


def test_verdicts_are_kept_from_part_to_part() -> None:
    """A picker that has seen one part answers the next alike."""
    organization = make_world(scenario="large").named("main")
    picker = Picker(read("--where", ["access_mode=private", "access_mode=public"]))
    whole = Job(scenario="large", where=("access_mode=private", "access_mode=public")).open()
    found = []
    for start in range(0, 10_000, 1_000):
        indices = Job(scenario="large", start=start, stop=start + 1_000).open().indices(0)
        found += indices[picker.mask(organization, indices)].tolist()
    assert whole.between(0, len(found)).tolist() == found

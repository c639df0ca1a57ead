"""A job says which assistants: any slice, shard, count or order of work gives the same rows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.schema.models.assistant import Assistant
from fixtures import make_world
from fixtures.jobs import Job
from fixtures.world import LOCALES
from tests.test_fixtures.formats.made import bytes_of, rows_of

WHOLE = rows_of(scenario="large", stop=300)


@given(start=st.integers(0, 300), count=st.integers(0, 90), parts=st.integers(1, 7))
@settings(deadline=None, max_examples=20)
def test_shards_in_order_are_the_whole(start: int, count: int, parts: int) -> None:
    """However many, and whatever is cut."""
    job = Job(scenario="large", start=start, count=count)
    shards = [bytes_of(job.part(number, parts)) for number in range(1, parts + 1)]
    assert bytes_of(job) == b"".join(shards)


def test_shards_of_picked_assistants_are_the_whole() -> None:
    """With conditions, too."""
    job = Job(scenario="large", where=("access_mode=private",), count=500)
    assert bytes_of(job) == b"".join(bytes_of(job.part(number, 7)) for number in range(1, 8))


def test_more_than_the_scenario_has_begins_with_what_it_has() -> None:
    """Row i depends on i alone."""
    assert WHOLE == rows_of(count=300)
    assert WHOLE[250:] == rows_of(start=250, count=50)


def test_count_takes_the_first_that_satisfy() -> None:
    """In the order of the organization."""
    expected = [row for row in rows_of() if row["access_mode"] == "private"][:5]
    assert expected == rows_of(where=("access_mode=private",), count=5)


def test_set_changes_a_field_and_what_follows_from_it() -> None:
    """Every other value stays, and every row still keeps the contract."""
    changed = rows_of(set=("icon_id=icon_x", "created_at=5", 'metadata={"a":[1]}'))
    for old, new in zip(rows_of(), changed, strict=True):
        Assistant.model_validate(new)
        moved = {name for name in old if old[name] != new[name]}
        assert moved <= {"icon_id", "icon_url", "created_at", "updated_at", "deleted_at", "metadata"}
        assert (new["icon_url"], new["created_at"]) == ("https://api.aitronos.com/v1/icons/icon_x", 5)


@pytest.mark.parametrize(("value", "active"), [("1800000000", {False}), ("null", {True, False})])
def test_who_deletes_gets_inactive_assistants(value: str, active: set[bool]) -> None:
    """`deleted_at` carries `is_active` along."""
    rows = rows_of(set=(f"deleted_at={value}",))
    assert {row["is_active"] for row in rows} == active
    assert {str(row["deleted_at"]) for row in rows} == {value.replace("null", "None")}


def test_where_looks_at_what_set_has_not_changed() -> None:
    """Of the private ones, make public ones."""
    private = {row["id"] for row in rows_of(where=("access_mode=private",))}
    changed = rows_of(where=("access_mode=private",), set=("access_mode=public",))
    assert ({row["id"] for row in changed}, {row["access_mode"] for row in changed}) == (private, {"public"})


def test_the_documents_own_assistants_can_be_set_too() -> None:
    """They are written by hand; a field is replaced, no other follows."""
    assert rows_of(organization="abc123", set=("name=Mine",)) == [{**rows_of(organization="abc123")[0], "name": "Mine"}]


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_a_locale_changes_words_only(locale: str) -> None:
    """Names, descriptions and instructions are of the locale; every other field is as it was."""
    spoken = {"name", "description", "instructions"}
    for old, new in zip(rows_of(), rows_of(locale=locale), strict=True):
        Assistant.model_validate(new)
        assert {name for name in old if old[name] != new[name]} <= spoken
        assert new["name"] == new["name"].strip() != ""
        assert old["instructions"] != new["instructions"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"locale": "xx"}, "locale: 'xx' is unknown; use one of en_US, de_DE"),
        ({"count": 5, "stop": 5}, "--stop 5 --count 5: give one of them"),
        ({"count": -1}, "--count -1: give 0 or more"),
        ({"count": 2, "organization": "abc123"}, "--count 2: Abc has 1 assistants, all of them written by hand"),
        ({"count": 150, "where": ("access_mode=private",)}, "--count 150: "),
        ({"shard": (5, 4)}, "--shard 5/4: give 1 <= number <= parts, such as 3/16"),
        ({"fields": ("id", "nme")}, "--fields: 'nme' is no field; use summary, standard, full, or id, "),
        ({"fields": ("id", "id")}, "--fields: id,id names a field twice"),
        ({"set": ("id=asst_1",)}, "--set id: no two assistants may share it; ask for one, with --count 1"),
        ({"set": ("is_default=true",)}, "--set is_default: no two assistants may share it"),
    ],
)
def test_a_mistake_is_told(given: dict[str, Any], message: str) -> None:
    """Before anything is made."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        Job(**given).open()


def test_one_assistant_may_have_what_no_two_share() -> None:
    """An id of one's own, for a single one."""
    assert [row["id"] for row in rows_of(count=1, set=("id=asst_mine",))] == ["asst_mine"]


def test_a_job_travels() -> None:
    """What a manifest says of a job is the job."""
    job = Job(seed=3, where=("a=b",), shard=(3, 16), dialect={"timestamps": "iso_8601"}, fields=("id", "name"))
    assert job == Job.from_json(job.to_json())
    with pytest.raises(ValueError, match="job: colour: not known to this version"):
        Job.from_json({"colour": "red"})


def test_a_world_of_a_locale_has_the_same_keys() -> None:
    """Callers and credentials do not depend on words."""
    assert make_world().credentials == make_world(locale="ja_JP").credentials

"""A factory completes what a test does not care for, the same way every time, and refuses what the contract does."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.schema.access import level
from contracts.schema.models.assistant import Assistant
from fixtures import DataError, Factory, assistant, assistants, make_world, world_of_rows
from fixtures.rows import FIELDS
from tests.test_fixtures.test_package import loaded_by


def test_what_is_set_is_there_and_the_rest_is_completed() -> None:
    """All fields, in order, as the contract wants them."""
    made = assistant(name="Anna's bot", access_mode="private", temperature=0)
    assert (made["name"], made["access_mode"], made["temperature"]) == ("Anna's bot", "private", 0)
    assert list(FIELDS) == list(made)
    Assistant.model_validate(made)


def test_the_same_call_gives_the_same_assistant() -> None:
    """Whichever factory is asked, and whatever was asked before."""
    assert assistant(7, name="x") == Factory().assistant(7, name="x")
    assert assistant(7, name="x") != Factory(seed=1).assistant(7, name="x")


def test_a_field_that_is_set_moves_no_other() -> None:
    """But the id, so that two assistants of a test differ, and what is made from the field."""
    plain, other = assistant(), assistant(name="x", temperature=1.5)
    assert {"id", "name", "temperature"} == {field for field in FIELDS if plain[field] != other[field]}


def test_assistants_are_numbered() -> None:
    """Each with its own id; a function of the number sets a field differently in each."""
    made = assistants(3, name=lambda number: f"Bot {number}", access_mode="public")
    assert [row["name"] for row in made] == ["Bot 1", "Bot 2", "Bot 3"]
    assert len({row["id"] for row in made}) == 3
    assert made[1] == assistant(2, name="Bot 2", access_mode="public")
    assert assistants(0) == []


def test_assistants_are_seen_by_every_member() -> None:
    """Active, not deleted, not the default, unless told."""
    world = make_world()
    for row in assistants(20):
        assert (row["is_active"], row["deleted_at"], row["is_default"]) == (True, None, False)
        assert all(level(row, world.callers[name]) for name in ("owner", "editor", "member", "department"))


@pytest.mark.parametrize(
    ("fields", "follows"),
    [
        ({"created_at": 5}, lambda row: row["updated_at"] >= 5),
        ({"deleted_at": 9}, lambda row: row["is_active"] is False and row["deleted_at"] == 9),
        ({"access_mode": "restricted"}, lambda row: row["access_users"]),
        ({"access_mode": "department"}, lambda row: row["access_departments"]),
        ({"icon_id": "icon_x"}, lambda row: row["icon_url"].endswith("/icon_x")),
        ({"icon_id": None}, lambda row: row["icon_url"] is None),
        ({"icon_type": "emoji"}, lambda row: row["icon_data"] == "💬"),
        ({"icon_type": "default"}, lambda row: row["icon_data"] is None),
        ({"icon_data": "headset"}, lambda row: row["icon_type"] == "icon"),
        ({"access_users": None}, lambda row: row["access_users"] == []),
        ({"tool_configurations": {}}, lambda row: row["tool_configurations"]["mcpTools"] == []),
        (
            {"tool_configurations": {"systemTools": {"webSearch": {"mode": "on"}}}, "tool_capabilities": None},
            lambda row: row["tool_capabilities"] is None,
        ),
    ],
)
def test_what_goes_with_a_field_follows_it(fields: dict[str, Any], follows: Any) -> None:
    """For every number: an assistant agrees with itself."""
    assert all(follows(assistant(number, **fields)) for number in range(1, 20))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"acess_mode": "private"}, "acess_mode: is no property of an assistant; did you mean access_mode?"),
        ({"temperature": 3}, "temperature: 3 is above 2"),
        ({"access_mode": "closed"}, "access_mode: 'closed' is not one of 'private', 'restricted', "),
        ({"name": None}, "name: None: input should be a valid string"),
        ({"deleted_at": 9, "is_active": True}, "is_active: a deleted assistant is inactive; leave out one"),
        ({"temperature": 3, "top_p": 2}, "temperature: 3 is above 2\ntop_p: 2 is above 1"),
    ],
)
def test_what_the_contract_forbids_is_refused(fields: dict[str, Any], message: str) -> None:
    """One line for each problem: the field, the value, the cure."""
    with pytest.raises(DataError) as refused:
        assistant(**fields)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("fields", [{"id": "asst_1"}, {"is_default": True}])
def test_what_only_one_may_have_is_refused_for_several(fields: dict[str, Any]) -> None:
    """An id, and being the default; a function of the number may give them."""
    with pytest.raises(DataError, match="no two assistants may share it; give a function of the number"):
        assistants(2, **fields)
    assert assistants(1, **fields)


def test_a_number_out_of_range_is_refused() -> None:
    """Numbers begin at 0."""
    with pytest.raises(DataError, match="number: -1 is not one of 0 to"):
        assistant(-1)


def test_results_share_nothing() -> None:
    """Changing one changes no other, nor what was given."""
    given_list = ["usr_1"]
    one, two = assistant(access_users=given_list), assistant(access_users=given_list)
    one["access_users"].append("usr_2")
    one["tool_configurations"]["systemTools"]["webSearch"] = {}
    assert two["access_users"] == given_list == ["usr_1"]
    assert "webSearch" not in two["tool_configurations"]["systemTools"] or two["tool_configurations"] != {}


@given(st.integers(0, 10_000), st.fixed_dictionaries({}, optional={
    "name": st.text(max_size=20), "temperature": st.floats(0, 2), "is_active": st.booleans(),
    "description": st.none() | st.text(max_size=20), "created_at": st.integers(0, 2**40),
    "metadata": st.none() | st.dictionaries(st.text(max_size=5), st.integers(0, 5), max_size=3),
}))  # fmt: skip
@settings(max_examples=40)
def test_whatever_is_set_stays_and_is_valid(number: int, fields: dict[str, Any]) -> None:
    """Any fields that the contract allows."""
    made = assistant(number, **fields)
    Assistant.model_validate(made)
    assert fields == {name: made[name] for name in fields}


def test_a_world_can_be_made_of_them() -> None:
    """And be served by the mock as any other."""
    world = world_of_rows(assistants(3))
    assert [len(organization) for organization in world.organizations] == [3]


def test_the_names_cost_nothing_until_used() -> None:
    """Importing them is what loads the contract, not importing the package."""
    assert "fixtures.factory" not in loaded_by("import fixtures, fixtures.pytest_plugin")

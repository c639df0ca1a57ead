"""A short row is completed with what the documents say, and nothing given is changed."""

import json

import pytest

from contracts.schema.models.assistant import Assistant
from contracts.schema.properties import LISTS, OPTIONAL
from fixtures.rows import DEFAULTS, FIELDS, REQUIRED, complete, encode

SHORT = {"id": "asst_1", "organization_id": "org_1", "name": "One"}


def test_a_short_row_becomes_a_whole_one() -> None:
    """Every field, in order; the contract agrees."""
    row = complete(SHORT)
    assert list(FIELDS) == list(row)
    Assistant.model_validate(row)
    assert {name: row[name] for name in REQUIRED} == SHORT


def test_unset_is_null_or_the_empty_list() -> None:
    """The lists that say who may do what are empty; every other optional property is null."""
    row = complete(SHORT)
    for name in {*OPTIONAL, *LISTS} - {"user_access_level"}:
        assert row[name] == ([] if name in LISTS else None), name


def test_every_field_has_a_default_or_may_be_null() -> None:
    """A new required property needs a line in the table."""
    assert set(FIELDS) <= {*DEFAULTS, *OPTIONAL, *REQUIRED}


def test_what_is_given_stays() -> None:
    """A value, also null or false, is never replaced by a default."""
    row = complete({**SHORT, "temperature": 0, "description": None, "api_enabled": False, "updated_at": 5})
    assert [row["temperature"], row["description"], row["api_enabled"], row["updated_at"]] == [0, None, False, 5]


def test_times_and_activity_follow_what_is_given() -> None:
    """Unchanged since the creation, and inactive when deleted."""
    assert complete({**SHORT, "created_at": 7})["updated_at"] == 7
    assert complete({**SHORT, "deleted_at": 9})["is_active"] is False


def test_tools_have_their_three_members() -> None:
    """Absent and null members become empty; an unknown one is left for the contract to refuse."""
    row = complete({**SHORT, "tool_configurations": {"mcpTools": None, "streamlineTools": ["a"], "odd": 1}})
    tools = {"systemTools": {}, "mcpTools": [], "streamlineTools": ["a"], "odd": 1}
    assert tools == row["tool_configurations"]


def test_completed_rows_share_nothing() -> None:
    """Changing one row's list changes no other's."""
    first, second = complete(SHORT), complete(SHORT)
    first["vector_store_ids"].append("vs_1")
    first["tool_configurations"]["mcpTools"].append({})
    assert second["vector_store_ids"] == []
    assert complete(SHORT)["tool_configurations"]["mcpTools"] == []


def test_bytes_are_dense_utf8_in_order() -> None:
    """No spaces, no escapes for letters, keys as they stand."""
    assert encode({"b": "é 日本", "a": [1, 0.5, None]}) == '{"b":"é 日本","a":[1,0.5,null]}'.encode()
    assert json.loads(encode({"x": "\u2028"})) == {"x": "\u2028"}


def test_numbers_that_are_not_json_are_refused() -> None:
    """NaN would be written as a bare word that no parser takes."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode(float("nan"))

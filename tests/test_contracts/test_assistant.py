"""The Assistant object: the documents' examples, exact types, ranges, projections."""

from __future__ import annotations

from typing import Any, get_args

import jsonschema
import pytest
from pydantic import ValidationError

from contracts.schema.listing_spelling import FILTERS
from contracts.schema.models.assistant import Assistant, InputMessage, projection_model
from contracts.schema.models.listing import EveryFilterApplied, FiltersApplied
from contracts.schema.properties import FULL, LISTS, OPTIONAL, PROJECTIONS, STANDARD, STORED, SUMMARY
from contracts.schema.wire_schema import item_schema
from tests.test_contracts import documents, rows

UNEXAMPLED = {
    "is_default": False,
    "output_mode": "text",
    "response_format": "auto",
    "public_enabled": False,
    "streaming": True,
    "memory_enabled": False,
    "moderation_enabled": False,
    "safety_level": "medium",
}
"""What the object page's example lacks though it is not optional."""


SCHEMA = jsonschema.Draft202012Validator(Assistant.model_json_schema())


def _accepts(**properties: Any) -> bool:
    """Tell whether the model accepts these properties; the schema must accept all that it does."""
    try:
        Assistant.model_validate(rows.SPARSE | properties)
    except ValidationError:
        return False
    assert SCHEMA.is_valid(rows.SPARSE | properties)
    return True


def test_the_object_pages_example_lacks_eight_properties() -> None:
    """The page's example is valid but for six properties that it should hold; two more have a default."""
    with pytest.raises(ValidationError) as refused:
        Assistant.model_validate(rows.example("assistant-object"))
    missing = {error["loc"][0] for error in refused.value.errors()}
    assert {name for name in UNEXAMPLED if Assistant.model_fields[name].is_required()} == missing
    assert {"missing"} == {error["type"] for error in refused.value.errors()}


def test_the_object_pages_example_completed_is_valid() -> None:
    """With those eight, the example is an assistant and keeps every value."""
    completed = rows.example("assistant-object") | UNEXAMPLED
    assert completed == Assistant.model_validate(completed).model_dump(exclude_unset=True)


def test_the_packaged_examples_are_the_documents_own() -> None:
    """The files next to the models hold what the documents print."""
    assert documents.object_page().examples == [rows.example("assistant-object")]
    assert documents.list_page().examples == [rows.example("list-assistants")]
    assert documents.object_page().by_path()["system_message"].structure == rows.example("system-message")


def test_the_system_messages_example_is_valid() -> None:
    """Each message of the page's structure is an input message."""
    messages = rows.example("system-message")
    assert messages == [InputMessage.model_validate(each).model_dump() for each in messages]


@pytest.mark.parametrize("name", rows.ROWS)
def test_handmade_rows_are_assistants(name: str) -> None:
    """Rows that other tests use are valid, stored properties in the documented order."""
    row = rows.ROWS[name]
    assert list(STORED) == list(row)
    assert row == Assistant.model_validate(row).model_dump(exclude_unset=True)


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("temperature", (0, 0.0, 2, 2.0), (-0.01, 2.01)),
        ("frequency_penalty", (-2, -2.0, 0, 2.0), (-2.01, 2.01)),
        ("presence_penalty", (-2, 2), (-2.01, 2.01)),
        ("top_p", (0, 1.0), (-0.01, 1.01)),
        ("top_logprobs", (0, 20), (-1, 21, 0.5)),
        ("logit_bias", (0, {}, {"1": -100}, {"1": 100.0}), (1, {"1": -100.5}, {"1": 101}, {"1": "2"}, [], "0")),
        ("max_tool_calls", (0, 10), (-1,)),
        ("context_window", (0, None), (-1, "8192")),
        ("max_completion_tokens", (0, None), (-1,)),
        ("created_at", (0, 2**40), (-1, 1.5, "1728057600", "2025-11-11T10:30:00Z", True)),
        ("deleted_at", (None, 5), (-1,)),
        ("id", ("asst_a", "asst_customer_support_001"), ("", "asst_", "asst_a b", "asst-a", "xasst_a", 5)),
        ("icon_url", (None, "/v1/icons/icon_1"), ("", 0)),
        ("user_access_level", (None, "owner", "edit", "view"), ("none", "", 0)),
        ("icon_type", (None, "default", "upload", "emoji", "icon"), ("Icon",)),
        ("reasoning", (None, {}, {"effort": "high"}), ({"effort": "off"}, {"summary": None}, {"model": "o3"}, [])),
        ("system_message", (None, [], [{}], [{"texts": [{"text": "a"}]}]), ("a", ["a"], [{"video": []}], {})),
        ("json_schemas", (None, [{"schemaObject": {}}]), ([{"schema": {}}], [{"schemaObject": "{}"}])),
        ("metadata", (None, {}, {"a": [1, {"b": None}]}), ([], "a")),
        ("access_users", ([], ["a"]), (None, "a", [1], {"a": 1})),
    ],
)
def test_values_just_inside_and_just_outside(name: str, inside: tuple[Any, ...], outside: tuple[Any, ...]) -> None:
    """Bounds are inclusive, and a value past one, or of another type, is refused."""
    for value in inside:
        assert _accepts(**{name: value}), value
    for value in outside:
        assert not _accepts(**{name: value}), value
        assert not SCHEMA.is_valid(rows.SPARSE | {name: value}), value


@pytest.mark.parametrize("name", FULL)
def test_types_are_exact(name: str) -> None:
    """A text is no number, a number no flag, a flag no number: nothing is converted."""
    kind = item_schema("full")["properties"][name]
    types = {option.get("type") for option in kind.get("anyOf", [kind])}
    wrong = {"integer": "1", "number": "0.5", "boolean": 1, "string": 1, "object": [], "array": {}}
    for found in types & set(wrong):
        if not (found == "string" and name == "logit_bias"):
            assert not _accepts(**{name: wrong[found]}), wrong[found]
    if types & {"integer", "number"}:
        assert not _accepts(**{name: True})
        assert not _accepts(**{name: float("nan")})


@pytest.mark.parametrize("name", FULL)
def test_null_is_for_the_optional(name: str) -> None:
    """Null is valid for what the documents call optional, lists of who may do what excepted."""
    assert (name in OPTIONAL) == _accepts(**{name: None})


def test_an_undocumented_property_is_refused() -> None:
    """A property that the documents do not name is no part of the object, at any depth."""
    assert not _accepts(model="gpt-4o")
    assert not _accepts(tool_configurations={"system_tools": {}})
    assert not _accepts(tool_configurations={"systemTools": {"webSearch": {"enabled": True}}})


def test_an_assistant_is_frozen() -> None:
    """A value on the wire does not change."""
    assistant = Assistant.model_validate(rows.SPARSE)
    with pytest.raises(ValidationError, match="frozen"):
        assistant.name = "Other"


def test_projections_grow() -> None:
    """Each projection holds the one before, first and in order; only the computed level is not stored."""
    assert {"summary": 13, "standard": 16, "full": 60} == {name: len(shown) for name, shown in PROJECTIONS.items()}
    assert STANDARD[:13] == SUMMARY
    assert set(STANDARD) < set(FULL)
    assert {"user_access_level"} == set(FULL) - set(STORED)


def test_lists_are_the_seven_of_access_and_what_is_attached() -> None:
    """The lists that are empty rather than null are those that the example shows empty or filled."""
    assert {
        "access_departments",
        "access_users",
        "editable_by_users",
        "visible_in_chat_to_users",
        "editable_by_roles",
        "visible_to_roles",
        "vector_store_ids",
        "rule_ids",
    } == set(LISTS)
    assert all(isinstance(rows.example("assistant-object")[name], list) for name in LISTS)
    assert not set(LISTS) & set(OPTIONAL)


@pytest.mark.parametrize("fields", PROJECTIONS)
def test_a_projections_model_names_what_it_shows(fields: str) -> None:
    """Each projection has a model with its properties, in order, and no others."""
    model = projection_model(fields)
    assert PROJECTIONS[fields] == tuple(model.model_fields)
    shown = {name: member for name, member in rows.SPARSE.items() if name in PROJECTIONS[fields]}
    assert shown == model.model_validate(shown).model_dump(exclude_unset=True)
    with pytest.raises(ValidationError, match="Extra inputs"):
        model.model_validate(shown | {"model": "gpt-4o"})


def test_the_names_are_those_of_the_models() -> None:
    """What the light half of the contract knows by name is what the models say: all, in order, null or empty."""
    fields = Assistant.model_fields

    assert FULL == tuple(fields)
    assert OPTIONAL == tuple(name for name, field in fields.items() if type(None) in get_args(field.annotation))
    assert LISTS == tuple(name for name, field in fields.items() if field.default == [])
    assert FILTERS == tuple(EveryFilterApplied.model_fields)
    assert FILTERS[:5] == tuple(FiltersApplied.model_fields)

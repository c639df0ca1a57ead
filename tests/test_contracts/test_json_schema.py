"""Operations on schemas of objects: each changes what it says, and never the schema that it was given."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from pydantic import BaseModel

from contracts.schema import json_schema
from contracts.schema.json_schema import Schema
from contracts.schema.models.assistant import Assistant

A, B, NULL = {"type": "string"}, {"type": "integer"}, {"type": "null"}
BOTH: Schema = {
    "type": "object",
    "properties": {"a": A, "b": {"anyOf": [B, NULL], "default": None, "title": "B"}},
    "required": ["a", "b"],
    "additionalProperties": False,
}


class _Inner(BaseModel):
    word: str = "x"


class _Outer(BaseModel):
    """Outer."""

    one: _Inner
    many: list[_Inner] = []
    some: _Inner | None = None


def test_references_are_written_out() -> None:
    """A model's schema stands by itself; its own properties are required, those inside are as they were."""
    schema = json_schema.of(_Outer)
    assert "$ref" not in json.dumps(schema)
    assert "$defs" not in schema
    assert ["one", "many", "some"] == schema["required"]
    inner = schema["properties"]["one"]
    assert "required" not in inner
    assert inner["properties"] == schema["properties"]["many"]["items"]["properties"]
    assert inner["properties"] == schema["properties"]["some"]["anyOf"][0]["properties"]


def test_a_schema_is_ones_own() -> None:
    """What a caller does to a model's schema reaches no other caller."""
    json_schema.of(Assistant)["properties"]["id"]["type"] = "integer"
    assert "string" == json_schema.of(Assistant)["properties"]["id"]["type"]


def _nullable_b(schema: Schema) -> Schema:
    return json_schema.change(schema, ("b", "z"), json_schema.not_null)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (
            lambda s: json_schema.only(s, ["b"]),
            BOTH | {"properties": {"b": BOTH["properties"]["b"]}, "required": ["b"]},
        ),
        (_nullable_b, BOTH | {"properties": {"a": A, "b": {"title": "B", "type": "integer"}}}),
        (lambda s: json_schema.require(s | {"required": ["b"]}, ["a"]), BOTH),
        (lambda s: json_schema.require({"properties": {"a": A}}, ["a"]), {"properties": {"a": A}, "required": ["a"]}),
        (json_schema.open_to_more, {key: value for key, value in BOTH.items() if key != "additionalProperties"}),
        (
            lambda s: json_schema.rename(s, {"a": "c"}),
            BOTH | {"properties": {"c": A, "b": BOTH["properties"]["b"]}, "required": ["c", "b"]},
        ),
        (
            lambda s: json_schema.omit(s, ["b"]),
            BOTH | {"properties": {"a": A, "b": {"title": "B", "type": "integer"}}, "required": ["a"]},
        ),
    ],
    ids=["only", "change", "require", "require first", "open_to_more", "rename", "omit"],
)
def test_an_object_is_changed(how: Any, expected: Schema) -> None:
    """Each operation does what it says, in order, and returns a new schema."""
    given = deepcopy(BOTH)
    assert expected == how(given)
    assert BOTH == given


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (json_schema.nullable(A), {"anyOf": [A, NULL]}),
        (json_schema.nullable({"anyOf": [A, NULL]}), {"anyOf": [A, NULL]}),
        (json_schema.is_nullable({"anyOf": [A, NULL]}), True),
        (json_schema.is_nullable({"anyOf": [A, B]}), False),
        (json_schema.is_nullable(A), False),
        (json_schema.not_null(A), A),
        (json_schema.not_null({"anyOf": [A, NULL]}), A),
        (json_schema.not_null({"anyOf": [A, B, NULL], "default": None}), {"anyOf": [A, B]}),
        (json_schema.either([A]), A),
        (json_schema.either([A, A]), A),
        (json_schema.either([A, B]), {"anyOf": [A, B]}),
        (json_schema.either([{"anyOf": [A, B]}, B, NULL]), {"anyOf": [A, B, NULL]}),
        (json_schema.one_of_these([A]), A),
        (json_schema.one_of_these([A, B]), {"anyOf": [A, B]}),
        (json_schema.inside(lambda s: s | {"x": 1})({"anyOf": [BOTH, NULL]}), {"anyOf": [BOTH | {"x": 1}, NULL]}),
    ],
)
def test_alternatives(actual: object, expected: object) -> None:
    """Null is added once and taken away whole; alternatives are flat and distinct."""
    assert expected == actual


def test_objects_are_united_property_by_property() -> None:
    """Either of two objects: the properties of both, required where both require them, open if one is."""
    closed = {"properties": {"a": A, "b": A}, "required": ["a", "b"], "additionalProperties": False}
    other = {"properties": {"b": B, "c": B}, "required": ["b"], "additionalProperties": False}
    united = {"a": A, "b": {"anyOf": [A, B]}, "c": B}
    assert {"properties": united, "required": ["b"], "additionalProperties": False} == json_schema.either(
        [closed, other]
    )
    opened = json_schema.open_to_more(other)
    assert {"properties": united, "required": ["b"]} == json_schema.either([closed, opened])

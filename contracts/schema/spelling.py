"""How the readings of the documents write an answer, and the JSON schema of what they write.

A spelling changes one part of an answer after it was made as documented: an item, `filters_applied`, `user_context`,
the envelope, or an error. Its halves stand side by side: `write` for the mock, `schema` for the checks, and, for an
item, which properties it `shows`. `tool_spelling`, `listing_spelling` and `error_spelling` hold those of their parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from contracts.schema import json_schema
from contracts.schema.json_schema import Schema
from contracts.schema.properties import LISTS, OPTIONAL

Part = Literal["item", "filters_applied", "user_context", "envelope", "error"]
Value = dict[str, Any]
Names = tuple[str, ...]
Write = Callable[[Value, str], Value]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One reading's way to write a part; each function also gets the query's `fields`."""

    part: Part
    write: Write = lambda value, _: value
    schema: Callable[[Schema, str], Schema] = lambda schema, _: schema
    shows: Callable[[Names, str], Names] = lambda names, _: names


def put(value: Value, name: str, how: Callable[[Any], Any]) -> Value:
    """Rewrite one member, unless it is absent or null."""
    return value | {name: how(value[name])} if value.get(name) is not None else value


def swap(names: Sequence[str], values: Mapping[str, str]) -> Callable[[Value], Value]:
    """Write other words for the values of some members."""

    def swapped(value: Value) -> Value:
        for name in names:
            value = put(value, name, lambda word: values.get(word, word))
        return value

    return swapped


# --- timestamps

_TIMES = ("created_at", "updated_at", "deleted_at")


def iso_8601(seconds: int) -> str:
    """Write Unix seconds as the list page's example does: `2025-11-11T10:30:00Z`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso_times(item: Value, _: str) -> Value:
    for name in _TIMES:
        item = put(item, name, iso_8601)
    return item


def _date_time(schema: Schema) -> Schema:
    kept = {key: schema[key] for key in ("title", "description") if key in schema}
    written = {"type": "string", "format": "date-time"}
    return kept | (json_schema.nullable(written) if json_schema.is_nullable(schema) else written)


ISO_TIMES = Spelling("item", write=_iso_times, schema=lambda schema, _: json_schema.change(schema, _TIMES, _date_time))

# --- which properties an item shows

_EXAMPLE_SUMMARY = (
    "id",
    "name",
    "description",
    "organization_id",
    "default_model_key",
    "is_active",
    "access_mode",
    "created_at",
    "updated_at",
)
_EXAMPLE_NAMES = {
    "summary": _EXAMPLE_SUMMARY,
    "standard": (*_EXAMPLE_SUMMARY, "allowed_model_providers", "context_strategy"),
}
_MODEL_KEY = {"default_model_key": "model"}


def renamed(names: Mapping[str, str]) -> Callable[[Value], Value]:
    """Write members under other names."""
    return lambda value: {names.get(name, name): member for name, member in value.items()}


EXAMPLE_ITEM = Spelling(
    "item",
    shows=lambda names, fields: _EXAMPLE_NAMES.get(fields, names),
    write=lambda item, fields: item if fields == "full" else renamed(_MODEL_KEY)(item),
    schema=lambda schema, fields: schema if fields == "full" else json_schema.rename(schema, _MODEL_KEY),
)


def showing(*extra: str) -> Spelling:
    """Show further properties of the object in `summary` and `standard`."""
    return Spelling("item", shows=lambda names, _: names + tuple(name for name in extra if name not in names))


def hiding(*hidden: str) -> Spelling:
    """Leave properties out of every projection."""
    return Spelling("item", shows=lambda names, _: tuple(name for name in names if name not in hidden))


_WORKFLOW = {"workflow_id": None, "workflow_version": None, "workflow_based": False}
EXTRA_PROPERTIES = Spelling(
    "item", write=lambda item, _: item | _WORKFLOW, schema=lambda schema, _: json_schema.open_to_more(schema)
)

# --- unset properties


def without_null(names: Sequence[str]) -> Write:
    """Leave the named members out when they are null."""
    return lambda value, _: {name: member for name, member in value.items() if member is not None or name not in names}


_UNSET = tuple(name for name in OPTIONAL if name != "user_access_level")
"""Optional properties that may be unset; whoever is shown an assistant has a level."""

UNSET_ABSENT = Spelling(
    "item",
    write=without_null(frozenset(_UNSET)),  # type: ignore[arg-type]  # a set answers `in` as well
    schema=lambda schema, _: json_schema.omit(schema, _UNSET),
)


def _filled(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "default"} | {"minItems": 1}


LISTS_NULL = Spelling(
    "item",
    write=lambda item, _: {name: member if name not in LISTS else member or None for name, member in item.items()},
    schema=lambda schema, _: json_schema.change(schema, LISTS, lambda kind: json_schema.nullable(_filled(kind))),
)
LISTS_ABSENT = Spelling(
    "item",
    write=lambda item, _: {name: member for name, member in item.items() if name not in LISTS or member},
    schema=lambda schema, _: json_schema.omit(json_schema.change(schema, LISTS, _filled), LISTS),
)
NO_BIAS_ZERO = Spelling(
    "item",
    write=lambda item, _: item | {"logit_bias": 0} if item.get("logit_bias", 0) is None else item,
    schema=lambda schema, _: json_schema.change(schema, ("logit_bias",), json_schema.not_null),
)

# --- words


def _relative(url: str) -> str:
    parts = urlsplit(url)
    return url.removeprefix(f"{parts.scheme}://{parts.netloc}")


def _wider(*words: str) -> Callable[[Schema], Schema]:
    return lambda schema: schema | {"enum": [*schema["enum"], *words]}


def _wider_reasoning(schema: Schema) -> Schema:
    effort = json_schema.change(schema, ("effort",), _wider("off", "none", "maximum"))
    return json_schema.change(effort, ("summary",), _wider("off"))


RELATIVE_ICONS = Spelling("item", write=lambda item, _: put(item, "icon_url", _relative))
SDK_REASONING = Spelling(
    "item",
    write=lambda item, _: put(item, "reasoning", swap(("effort",), {"minimal": "off"})),
    schema=lambda schema, _: json_schema.change(schema, ("reasoning",), json_schema.inside(_wider_reasoning)),
)
SDK_OUTPUT = Spelling(
    "item",
    write=lambda item, _: swap(("output_mode",), {"json_object": "json"})(item),
    schema=lambda schema, _: json_schema.change(schema, ("output_mode",), _wider("plain", "structured", "json")),
)
STOP_SNAKE = Spelling(
    "item",
    write=lambda item, _: renamed({"stopSequences": "stop_sequences"})(item),
    schema=lambda schema, _: json_schema.rename(schema, {"stopSequences": "stop_sequences"}),
)

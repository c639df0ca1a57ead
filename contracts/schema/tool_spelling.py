"""How the readings write `tool_configurations`: key case, defaults, empty members."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args

from contracts.schema import json_schema
from contracts.schema.json_schema import Schema
from contracts.schema.spelling import Spelling, Value, put

_FIELD = "tool_configurations"
_MEMBERS = ("systemTools", "mcpTools", "streamlineTools")
_FREE_KEYS = frozenset({"headers"})
"""Members whose keys are data, not names."""


def _tools(how: Callable[[Schema], Schema]) -> Callable[[Schema, str], Schema]:
    return lambda schema, _: json_schema.change(schema, (_FIELD,), how)


def _write(how: Callable[[Value], Value]) -> Callable[[Value, str], Value]:
    return lambda item, _: put(item, _FIELD, how)


MEMBERS_PRESENT = Spelling("item", schema=_tools(lambda schema: json_schema.require(schema, _MEMBERS)))
MEMBERS_ABSENT = Spelling(
    "item", write=_write(lambda tools: {name: member for name, member in tools.items() if member})
)

# --- defaults


@cache
def defaults() -> Mapping[str, Mapping[str, Any]]:
    """Return each built-in tool's settings with their documented defaults."""
    from contracts.schema.models.tools import SystemTools  # loads pydantic, which most answers do without

    return {
        name: {member: setting.default for member, setting in get_args(tool.annotation)[0].model_fields.items()}
        for name, tool in SystemTools.model_fields.items()
    }


def _fill(tools: Value) -> Value:
    stored = tools.get("systemTools") or {}
    filled = {name: {**settings, **(stored.get(name) or {})} for name, settings in defaults().items()}
    return {"systemTools": filled} | {name: member for name, member in tools.items() if name != "systemTools"}


def _required_tools(schema: Schema) -> Schema:
    complete = json_schema.change(json_schema.not_null(schema), defaults(), _required_settings)
    return json_schema.require(complete, tuple(defaults()))


def _required_settings(schema: Schema) -> Schema:
    tool = json_schema.not_null(schema)
    return json_schema.require(tool, tuple(tool["properties"]))


DEFAULTS_FILLED = Spelling(
    "item",
    write=_write(_fill),
    schema=_tools(lambda schema: json_schema.change(schema, ("systemTools",), _required_tools)),
)

# --- key case


def snake_case(name: str) -> str:
    """Write a camel-case key in snake case: `webSearch` -> `web_search`."""
    return re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name)


def _snake_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            snake_case(name): member if name in _FREE_KEYS else _snake_keys(member) for name, member in value.items()
        }
    return [_snake_keys(member) for member in value] if isinstance(value, list) else value


def snake_schema(node: Any) -> Any:
    """Rename every property of a schema, and of all that nests in it, to snake case."""
    if isinstance(node, list):
        return [snake_schema(member) for member in node]
    if not isinstance(node, dict):
        return node
    walked = {key: snake_schema(member) for key, member in node.items() if key not in ("properties", "required")}
    if "properties" in node:
        walked["properties"] = {snake_case(name): snake_schema(kind) for name, kind in node["properties"].items()}
    if "required" in node:
        walked["required"] = [snake_case(name) for name in node["required"]]
    return walked


SNAKE_KEYS = Spelling("item", write=_write(_snake_keys), schema=_tools(snake_schema))

"""Small operations on JSON schemas of objects: inline references, rename, add, relax, unite.

The readings of a dialect use them to say what they write. Every function returns a new schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

Schema = dict[str, Any]


def of(model: type) -> Schema:
    """Return a model's schema with every reference written out and every property of its own required.

    What nests in it keeps its optional members: an answer names every property, a stored tool only what was set.
    """
    return deepcopy(_inlined(model))


@cache
def _inlined(model: type) -> Schema:
    from pydantic import TypeAdapter

    schema = TypeAdapter(model).json_schema()
    inlined: Schema = _inline(schema, schema.pop("$defs", {}))
    return require(inlined, tuple(inlined["properties"]))


def _inline(node: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(node, dict):
        if "$ref" in node:
            target = definitions[node["$ref"].removeprefix("#/$defs/")]
            siblings = {key: value for key, value in node.items() if key != "$ref"}
            return _inline({**target, **siblings}, definitions)
        return {
            key: _inline(value, definitions)
            for key, value in node.items()
            if not (key == "title" and isinstance(value, str))
        }
    if isinstance(node, list):
        return [_inline(member, definitions) for member in node]
    return node


def only(schema: Schema, names: Sequence[str]) -> Schema:
    """Keep the named properties, in the order of the names; those that were required stay required."""
    return schema | {
        "properties": {name: schema["properties"][name] for name in names},
        "required": [name for name in names if name in schema["required"]],
    }


def change(schema: Schema, names: Iterable[str], how: Callable[[Schema], Schema]) -> Schema:
    """Change the schemas of those of the named properties that are there."""
    properties = dict(schema["properties"])
    for name in names:
        if name in properties:
            properties[name] = how(properties[name])
    return schema | {"properties": properties}


def inside(how: Callable[[Schema], Schema]) -> Callable[[Schema], Schema]:
    """Change the object alternative of a nullable schema."""

    def changed(schema: Schema) -> Schema:
        options = [how(option) if "properties" in option else option for option in schema["anyOf"]]
        return schema | {"anyOf": options}

    return changed


def require(schema: Schema, names: Sequence[str]) -> Schema:
    """Require the named properties besides those that are required already."""
    required = frozenset((*schema.get("required", ()), *names))
    return schema | {"required": [name for name in schema["properties"] if name in required]}


def open_to_more(schema: Schema) -> Schema:
    """Allow properties that the schema does not name."""
    return {key: value for key, value in schema.items() if key != "additionalProperties"}


def open_everywhere(node: Any) -> Any:
    """Allow further properties in an object and in all that nests in it."""
    if isinstance(node, list):
        return [open_everywhere(member) for member in node]
    if not isinstance(node, dict):
        return node
    closed = node.get("additionalProperties") is False
    return {
        key: {name: open_everywhere(kind) for name, kind in member.items()}
        if key == "properties"
        else open_everywhere(member)
        for key, member in node.items()
        if not (closed and key == "additionalProperties")
    }


def rename(schema: Schema, names: Mapping[str, str]) -> Schema:
    """Rename properties."""
    return schema | {
        "properties": {names.get(name, name): value for name, value in schema["properties"].items()},
        "required": [names.get(name, name) for name in schema["required"]],
    }


def omit(schema: Schema, names: Iterable[str]) -> Schema:
    """Let the named properties be absent, and never null."""
    gone = frozenset(names)
    required = [name for name in schema["required"] if name not in gone]
    return change(schema, gone, not_null) | {"required": required}


def nullable(schema: Schema) -> Schema:
    """Allow null beside what a schema allows."""
    return either([schema, {"type": "null"}])


def is_nullable(schema: Schema) -> bool:
    """Tell whether a schema allows null as one of its alternatives."""
    return any(option.get("type") == "null" for option in schema.get("anyOf", ()))


def not_null(schema: Schema) -> Schema:
    """Forbid the null that a schema allows as one of its alternatives."""
    if "anyOf" not in schema:
        return schema
    left = [option for option in schema["anyOf"] if option.get("type") != "null"]
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
    return rest | (left[0] if len(left) == 1 else {"anyOf": left})


def either(schemas: Sequence[Schema]) -> Schema:
    """Allow what any of the schemas allows: property by property for objects, as alternatives for all else."""
    distinct: list[Schema] = []
    for schema in schemas:
        for option in schema["anyOf"] if set(schema) <= {"anyOf"} else [schema]:
            if option not in distinct:
                distinct.append(option)
    if len(distinct) == 1:
        return distinct[0]
    if all("properties" in option for option in distinct):
        return _either_object(distinct)
    return {"anyOf": distinct}


def one_of_these(schemas: Sequence[Schema]) -> Schema:
    """Allow any of the schemas, each as a whole."""
    return schemas[0] if len(schemas) == 1 else {"anyOf": list(schemas)}


def _either_object(objects: Sequence[Schema]) -> Schema:
    names = dict.fromkeys(name for schema in objects for name in schema["properties"])
    merged = objects[0] | {
        "properties": {
            name: either([schema["properties"][name] for schema in objects if name in schema["properties"]])
            for name in names
        },
        "required": [name for name in names if all(name in schema.get("required", ()) for schema in objects)],
    }
    if any(schema.get("additionalProperties", True) is not False for schema in objects):
        merged.pop("additionalProperties", None)
    return merged

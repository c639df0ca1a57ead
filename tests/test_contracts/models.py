"""The models' own JSON schemas as facts, path by path, in the words of `documents.Property`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

Node = dict[str, Any]


@dataclass(frozen=True)
class Member:
    """One property of a model: every alternative of its schema, and whether it must be there."""

    options: tuple[Node, ...]
    default: Any
    is_required: bool

    @property
    def types(self) -> set[str]:
        """JSON types of the alternatives."""
        return {option["type"] for option in self.options if "type" in option}

    @property
    def values(self) -> list[Any]:
        """Every value of an enumeration."""
        return [value for option in self.options for value in option.get("enum", _constant(option))]

    @property
    def bounds(self) -> tuple[Any, Any]:
        """Least and greatest number, of the property or of the values of its map."""
        numbers = [kind for option in self.options for kind in (option, option.get("additionalProperties"))]
        found = [kind for kind in numbers if isinstance(kind, dict) and {"minimum", "maximum"} & set(kind)]
        return (found[0].get("minimum"), found[0].get("maximum")) if found else (None, None)


def _constant(option: Node) -> list[Any]:
    return [option["const"]] if "const" in option else []


def _resolve(node: Node, definitions: Node) -> Node:
    return definitions[node["$ref"].removeprefix("#/$defs/")] if "$ref" in node else node


def _options(node: Node, definitions: Node) -> tuple[Node, ...]:
    return tuple(_resolve(option, definitions) for option in node.get("anyOf", [node]))


def _walk(node: Node, definitions: Node, prefix: str) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for name, kind in node.get("properties", {}).items():
        options = _options(kind, definitions)
        found[prefix + name] = Member(options, kind.get("default"), name in node.get("required", ()))
        for option in options:
            items = _resolve(option.get("items", {}), definitions)
            found |= _walk(option, definitions, f"{prefix}{name}.") | _walk(items, definitions, f"{prefix}{name}.")
    return found


def members(model: type) -> dict[str, Member]:
    """Return every property of a model and of what nests in it, by path, such as `reasoning.effort`."""
    schema = TypeAdapter(model).json_schema()
    return _walk(schema, schema.get("$defs", {}), "")

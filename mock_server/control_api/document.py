"""The OpenAPI 3.1 document of the control API, made of the operations and of what they take and tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter

from fixtures.rows import REQUIRED
from mock_server.control_api.call import JSON, Call, Told, told
from mock_server.control_api.guard import TOKEN_HEADER
from mock_server.control_api.operation import Operation
from mock_server.control_api.parameters import Parameter
from mock_server.control_api.shapes import Error

Schema = Mapping[str, Any]

_PREFIX = "#/components/schemas/"
NEW: Schema = {"$ref": f"{_PREFIX}NewAssistant"}
CHANGES: Schema = {"$ref": f"{_PREFIX}AssistantChanges"}
_LIST: Schema = {"type": "array", "items": NEW, "minItems": 1}
ALL: Schema = {
    "anyOf": [
        _LIST,
        {
            "type": "object",
            "properties": {"assistants": _LIST},
            "required": ["assistants"],
            "additionalProperties": False,
        },
    ]
}
"""Bodies that hold properties of assistants: those of a new one, those to change, those of all."""

_ALWAYS = {403, 500}
_WITH_TOKEN = {400, 401, 411, 413, 415, 422}
"""Statuses of refusals that every call may meet, and every one that is not open."""

_DESCRIPTION = """Look at a running mock, change it, and ask what it was asked.

Every call but those for the console's files needs the token. A wrong call changes nothing, and its answer says what is
wrong and what to do about it."""


def build(operations: Sequence[Operation]) -> dict[str, Any]:
    """Return the document of some operations."""
    schemas, components = _schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", each.path)
        paths.setdefault(path, {})[each.method.lower()] = _operation(each, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "freddy-mock control", "version": version("freddy-kit"), "description": _DESCRIPTION},
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "apiKey", "in": "header", "name": TOKEN_HEADER},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
            "schemas": {**components, **_of_assistants(components["Assistant"])},
        },
    }


Keyed = Mapping[tuple[str, str], Schema]
"""Name of an operation, and `takes` or `tells` -> the schema."""


def _schemas(operations: Iterable[Operation]) -> tuple[Keyed, dict[str, Any]]:
    """Return the schemas of what operations take and tell, and those that they refer to."""
    adapters: dict[tuple[str, str], TypeAdapter[Any]] = {("", "tells"): TypeAdapter(Error)}
    given: dict[tuple[str, str], Schema] = {}
    for each in operations:
        if isinstance(each.takes, TypeAdapter):
            adapters[each.name, "takes"] = each.takes
        elif each.takes is not None:
            given[each.name, "takes"] = each.takes
        if each.answer is not None:
            adapters[each.name, "tells"] = each.answer
    modes = {"takes": "validation", "tells": "serialization"}
    inputs: Any = [(key, modes[key[1]], adapter) for key, adapter in adapters.items()]
    made, defined = TypeAdapter.json_schemas(inputs, ref_template=_PREFIX + "{model}")
    found: dict[tuple[str, str], Schema] = {key: schema for (key, _), schema in made.items()}
    return found | given, defined["$defs"]


def _of_assistants(whole: Schema) -> dict[str, Schema]:
    """Return the schemas of what is given of an assistant, from that of a stored one."""
    changeable = {name: each for name, each in whole["properties"].items() if name not in ("id", "organization_id")}
    changes = {**whole, "properties": changeable, "description": "Properties of an assistant, as they shall be."}
    del changes["required"]
    about = f"An assistant; all but {', '.join(REQUIRED)} is filled in where it is left out."
    return {
        "NewAssistant": {**whole, "required": list(REQUIRED), "title": "NewAssistant", "description": about},
        "AssistantChanges": {**changes, "title": "AssistantChanges"},
    }


def _operation(operation: Operation, schemas: Keyed) -> dict[str, Any]:
    places = [{"name": each, "in": "path", "required": True, "schema": {"type": "string"}} for each in operation.places]
    told_of: dict[str, Any] = {
        "operationId": operation.name,
        "summary": (operation.do.__doc__ or "").strip().partition("\n")[0],
        "parameters": [*places, *map(_parameter, operation.parameters)],
        "responses": {str(operation.status): _good(operation, schemas), **_bad(operation, schemas)},
    }
    if operation.takes is not None:
        content = {JSON: {"schema": schemas[operation.name, "takes"]}}
        told_of["requestBody"] = {"required": True, "content": content}
    return told_of | ({"security": []} if operation.is_open else {})


def _parameter(parameter: Parameter) -> dict[str, Any]:
    name = f"{parameter.name}NAME" if parameter.name.endswith(".") else parameter.name
    where = {"name": name, "in": "query", "required": parameter.required}
    return {**where, "description": parameter.about, "schema": parameter.schema}


def _good(operation: Operation, schemas: Keyed) -> dict[str, Any]:
    answered: dict[str, Any] = {"description": HTTPStatus(operation.status).phrase}
    if operation.status == 204:
        return answered
    schema = schemas.get((operation.name, "tells"), {"type": "string"})
    return answered | {"content": {operation.kind: {"schema": schema}}}


def _bad(operation: Operation, schemas: Keyed) -> dict[str, Any]:
    content = {JSON: {"schema": schemas["", "tells"]}}
    return {
        str(status): {"description": HTTPStatus(status).phrase, "content": content} for status in failing(operation)
    }


def failing(operation: Operation) -> list[int]:
    """Return the statuses of every refusal that an operation may meet."""
    return sorted({*operation.fails} | _ALWAYS | (set() if operation.is_open else _WITH_TOKEN))


# --- operations


@cache
def _written() -> dict[str, Any]:
    # Imported here: the table holds this module's operation, too.
    from mock_server.control_api.table import OPERATIONS

    return build(OPERATIONS)


def get_document(_: Call) -> Told:
    """Give this document."""
    return told(_written())

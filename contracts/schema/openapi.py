"""The OpenAPI 3.1 document of `GET /v1/assistants` in a dialect, or one that allows every reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contracts.schema import json_schema, problems, query, reference, wire_schema
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.json_schema import Schema
from contracts.schema.models.assistant import projection_model
from contracts.schema.problems import Problem
from contracts.schema.properties import PROJECTIONS
from contracts.schema.query import ListQuery

DOCUMENTED_SERVER = "https://api.aitronos.com"
"""The host of the list page's curl line."""

PATH = "/v1/assistants"


def build(
    dialect: Dialect | None = DOCUMENTED,
    *,
    server: str = DOCUMENTED_SERVER,
    organizations: Sequence[str] = (),
    tolerant: bool = False,
) -> dict[str, Any]:
    """Return the document; `organizations` are examples of ids; dialect None allows every reading of every row.

    A `tolerant` document judges a deployment; `wire_schema.item_schema` says what it lets pass.
    """
    models = {fields: projection_model(fields) for fields in PROJECTIONS}
    items = {
        model.__name__: wire_schema.item_schema(fields, dialect, tolerant=tolerant) | {"description": model.__doc__}
        for fields, model in models.items()
    }
    listing = wire_schema.listing_schema({"anyOf": [_reference(name) for name in items]}, dialect, tolerant=tolerant)
    error = wire_schema.error_schema(dialect, tolerant=tolerant)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Aitronos assistants", "version": "1", "description": _describe(dialect)},
        "servers": [{"url": server}],
        "security": [{"apiKey": []}, {"bearer": []}],
        "paths": {PATH: {"get": _operation(dialect, organizations)}},
        "components": {
            "securitySchemes": {
                "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
            "schemas": {**items, "AssistantList": listing, "Error": error},
        },
    }


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _describe(dialect: Dialect | None) -> str:
    if dialect is None:
        return "Every reading of the documents is allowed."
    rows = [
        f"- {AMBIGUITIES[row].question} {AMBIGUITIES[row].reading(reading).means}"
        for row, reading in dialect.differences.items()
    ]
    return "\n".join([f"Dialect `{dialect.name}`.", "", *rows]).strip()


def _operation(dialect: Dialect | None, organizations: Sequence[str]) -> dict[str, Any]:
    return {
        "operationId": "list_assistants",
        "summary": "List assistants",
        "description": "The assistants of an organization that the caller has access to, page by page.",
        "parameters": [_parameter(name, dialect, organizations) for name in query.READERS],
        "responses": {"200": _page(), "304": {"description": "`If-None-Match` names this answer."}}
        | {str(status): _refusal(each) for status, each in _by_status(possible_problems(dialect)).items()},
    }


def _page() -> dict[str, Any]:
    return {
        "description": "One page of assistants.",
        "headers": {"ETag": {"description": "Names this answer.", "schema": {"type": "string"}}},
        "content": {"application/json": {"schema": _reference("AssistantList")}},
    }


def _refusal(reasons: Sequence[Problem]) -> dict[str, Any]:
    lines = [f"`{problem.code}`: {problem.when}" for problem in reasons]
    return {
        "description": "; ".join(dict.fromkeys(lines)),
        "content": {"application/json": {"schema": _reference("Error")}},
    }


def _by_status(possible: Iterable[Problem]) -> Mapping[int, list[Problem]]:
    statuses: dict[int, list[Problem]] = {}
    for problem in sorted(possible, key=lambda problem: problem.status):
        statuses.setdefault(problem.status, []).append(problem)
    return statuses


def _readings(row: str, dialect: Dialect | None) -> list[str]:
    return [each.name for each in AMBIGUITIES[row].readings] if dialect is None else [dialect[row]]


def possible_problems(dialect: Dialect | None) -> list[Problem]:
    """Return every problem that a request in a dialect may meet."""
    credentials = [problems.AUTHENTICATION_REQUIRED]
    if "specific" in _readings("credential_codes", dialect):
        credentials += [problems.INVALID_API_KEY, problems.TOKEN_INVALID, *reference.STATES.values()]
    validation = [
        reference.wrong_parameter(code, status)
        for code in _readings("validation_code", dialect)
        for status in _readings("validation_status", dialect)
    ]
    membership = [
        problem
        for row in ("foreign_organization", "unknown_organization")
        for reading in _readings(row, dialect)
        if (problem := reference.NOT_A_MEMBER[reading]) is not None
    ]
    every = [*credentials, *validation, *membership, problems.RATE_LIMIT_EXCEEDED, problems.INTERNAL_ERROR]
    return list(dict.fromkeys(every))


# --- parameters


def _limit(schema: Schema, dialect: Dialect | None) -> Schema:
    if dialect is None:
        return {key: value for key, value in schema.items() if key != "default"}
    return schema | {"default": query.DEFAULT_LIMITS[dialect["default_limit"]]}


def _access_mode(schema: Schema, dialect: Dialect | None) -> Schema:
    words = [query.MODES[reading] for reading in _readings("access_mode_filter", dialect)]
    return schema if None in words else schema | {"enum": list(words[0] or ())}


_BY_DIALECT = {"limit": _limit, "access_mode": _access_mode}
_FORMATS = {"limit": "int32", "offset": "int64"}


def _parameter(name: str, dialect: Dialect | None, organizations: Sequence[str]) -> dict[str, Any]:
    schema = json_schema.not_null(json_schema.of(ListQuery)["properties"][name])
    description = schema.pop("description")
    if name in _BY_DIALECT:
        schema = _BY_DIALECT[name](schema, dialect)
    if name in _FORMATS:
        schema["format"] = _FORMATS[name]
    examples = {"examples": {each: {"value": each} for each in organizations}} if name == "organization_id" else {}
    return {
        "name": name,
        "in": "query",
        "required": name == "organization_id",
        "description": description,
        "schema": schema,
    } | {key: value for key, value in examples.items() if value}

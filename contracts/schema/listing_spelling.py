"""How the readings write the envelope of a list answer, its filters and its caller."""

from __future__ import annotations

from typing import get_args

from contracts.schema import json_schema
from contracts.schema.json_schema import Schema
from contracts.schema.properties import AccessMode
from contracts.schema.spelling import Spelling, Value, without_null

FILTERS = (
    "search",
    "access_mode",
    "include_inactive",
    "sort_by",
    "sort_order",
    "vector_store_id",
    "fields",
)
"""Every filter that an answer tells of: the five that the list page names, and the two that it leaves out."""


def _as_example(envelope: Value, _: str) -> Value:
    place = envelope["pagination"]
    return {
        "assistants": envelope["assistants"],
        "total": envelope["total"],
        "page": place["offset"] // place["limit"] + 1,
        "limit": place["limit"],
    }


def _example_schema(schema: Schema, _: str) -> Schema:
    from contracts.schema.models.listing import ExampleList  # loads pydantic, which only schemas need

    plain = json_schema.of(ExampleList)
    return plain | {"properties": plain["properties"] | {"assistants": schema["properties"]["assistants"]}}


_UNUSED = ("search", "access_mode")
_DOCUMENTED_FILTERS = FILTERS[:5]

EXAMPLE_ENVELOPE = Spelling("envelope", write=_as_example, schema=_example_schema)
DOCUMENTED_FILTERS = Spelling(
    "filters_applied",
    write=lambda filters, _: {name: filters[name] for name in _DOCUMENTED_FILTERS},
    schema=lambda schema, _: json_schema.only(schema, _DOCUMENTED_FILTERS),
)
UNUSED_ABSENT = Spelling(
    "filters_applied",
    write=without_null((*_UNUSED, "vector_store_id")),
    schema=lambda schema, _: json_schema.omit(schema, (*_UNUSED, "vector_store_id")),
)


def _mode_filter(kind: Schema) -> Spelling:
    return Spelling(
        "filters_applied",
        schema=lambda schema, _: json_schema.change(schema, ("access_mode",), lambda _: json_schema.nullable(kind)),
    )


SIX_MODES = _mode_filter({"type": "string", "enum": list(get_args(AccessMode))})
ANY_MODE = _mode_filter({"type": "string"})
ONE_ORGANIZATION = Spelling(
    "user_context",
    write=lambda context, _: context | {"organization_count": 1},
    schema=lambda schema, _: json_schema.change(schema, ("organization_count",), lambda kind: kind | {"const": 1}),
)

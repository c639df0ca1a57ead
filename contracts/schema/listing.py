"""The envelope of a list answer: models of its parts, and the list page example's other form of it.

List page, "Returns".
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from contracts.schema import json_schema
from contracts.schema.assistant import Assistant
from contracts.schema.json_schema import Schema
from contracts.schema.spelling import Spelling, Value, without_null
from contracts.schema.tools import Documented

Total = Annotated[int, Field(ge=0)]


class Pagination(Documented):
    """Where the page lies in the list."""

    total: Total
    """Assistants that match the query, on all pages."""
    limit: Annotated[int, Field(ge=1, le=100)]
    """Assistants on a page at most: the effective value of the parameter."""
    offset: Annotated[int, Field(ge=0)]
    """Assistants skipped."""
    has_more: bool
    """Whether more follow."""


class FiltersApplied(Documented):
    """The filters as the query was understood."""

    search: str | None
    """The search term, if any."""
    access_mode: Literal["private", "organization", "public"] | None
    """The access mode asked for, if any."""
    include_inactive: bool
    """Whether inactive assistants are included."""
    sort_by: Literal["name", "created_at", "updated_at"]
    """The sort field."""
    sort_order: Literal["asc", "desc"]
    """The sort direction."""


class EveryFilterApplied(FiltersApplied):
    """The filters, with the two parameters that the list page leaves out of `filters_applied`."""

    vector_store_id: str | None
    """The vector store asked for, if any."""
    fields: Literal["summary", "standard", "full"]
    """The projection."""


class UserContext(Documented):
    """Who asked."""

    user_id: str
    """The caller's user id; for an API key, its creator's."""
    organization_count: Annotated[int, Field(ge=0)]
    """Organizations that the caller belongs to."""


class AssistantList(Documented):
    """A page of assistants: the list page's six documented members."""

    assistants: list[Any]
    """The page's items."""
    total: Total
    """Assistants that match the query, on all pages."""
    organization_id: str | None
    """The organization that was asked about."""
    pagination: Pagination
    """Where the page lies in the list."""
    filters_applied: FiltersApplied
    """The filters as the query was understood."""
    user_context: UserContext
    """Who asked."""


class ExampleList(Documented):
    """A page of assistants in the form of the list page's example."""

    assistants: list[Any]
    """The page's items."""
    total: Total
    """Assistants that match the query, on all pages."""
    page: Annotated[int, Field(ge=1)]
    """Number of the page, from 1."""
    limit: Annotated[int, Field(ge=1, le=100)]
    """Assistants on a page at most."""


def _as_example(envelope: Value, _: str) -> Value:
    place = envelope["pagination"]
    return {
        "assistants": envelope["assistants"],
        "total": envelope["total"],
        "page": place["offset"] // place["limit"] + 1,
        "limit": place["limit"],
    }


def _example_schema(schema: Schema, _: str) -> Schema:
    plain = json_schema.of(ExampleList)
    return plain | {"properties": plain["properties"] | {"assistants": schema["properties"]["assistants"]}}


_UNUSED = ("search", "access_mode")
_DOCUMENTED_FILTERS = tuple(FiltersApplied.model_fields)

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


SIX_MODES = _mode_filter(json_schema.of(Assistant)["properties"]["access_mode"])
ANY_MODE = _mode_filter({"type": "string"})
ONE_ORGANIZATION = Spelling(
    "user_context",
    write=lambda context, _: context | {"organization_count": 1},
    schema=lambda schema, _: json_schema.change(schema, ("organization_count",), lambda kind: kind | {"const": 1}),
)

"""The envelope of a list answer: models of its parts, and the list page example's other form of it.

List page, "Returns".
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from contracts.schema.models.tools import Documented

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

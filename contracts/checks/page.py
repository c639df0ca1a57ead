"""A list answer as the relations see it, whichever envelope it came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.checks.asking.exchange import Exchange

Item = Mapping[str, Any]


def identity(item: Item) -> str:
    """Return an item's id; what is no text is told by how it is written."""
    found = item.get("id")
    return found if isinstance(found, str) else repr(found)


@dataclass(frozen=True, slots=True)
class Page:
    """The members of a list answer; None where the answer has none, or one of the wrong type.

    `has_more` is None in the example's envelope, which does not say.
    """

    items: tuple[Item, ...]
    total: int | None
    limit: int | None
    offset: int | None
    has_more: bool | None
    filters: Mapping[str, Any] | None
    organization_id: str | None
    user_id: str | None
    organization_count: int | None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the items, in their order."""
        return tuple(map(identity, self.items))


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _typed(value: Any, kind: type) -> Any:
    right = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    return value if right else None


def read(exchange: Exchange) -> Page | None:
    """Return the page that an exchange answered with, or None when it is no list of objects under 200."""
    body = _object(exchange.json)
    items = body.get("assistants")
    if exchange.status != 200 or not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        return None
    place, context = _object(body.get("pagination")), _object(body.get("user_context"))
    filters = body.get("filters_applied")
    return Page(
        items=tuple(items),
        total=_typed(body.get("total"), int),
        limit=_typed(place.get("limit", body.get("limit")), int),
        offset=_typed(place.get("offset"), int),
        has_more=_typed(place.get("has_more"), bool),
        filters=filters if isinstance(filters, Mapping) else None,
        organization_id=_typed(body.get("organization_id"), str),
        user_id=_typed(context.get("user_id"), str),
        organization_count=_typed(context.get("organization_count"), int),
    )

"""Conditions and shorthands that several topics share."""

from __future__ import annotations

from typing import Any

from contracts.checks.asked import Asked
from contracts.checks.moments import moment
from contracts.checks.page import Item, Page
from contracts.checks.prediction import Prediction
from contracts.schema import reference
from contracts.schema.dialect import Dialect
from contracts.schema.query import ListQuery


def is_listed(asked: Asked) -> bool:
    """Tell whether a valid question was answered with a page."""
    return asked.listed is not None


def has_items(asked: Asked) -> bool:
    """Tell whether a valid question was answered with at least one item."""
    return asked.listed is not None and bool(asked.listed[1].items)


def listed(asked: Asked) -> tuple[ListQuery, Page]:
    """Return query and page of an exchange for which `is_listed` holds."""
    assert asked.listed is not None  # noqa: S101 - `when` was asked first
    return asked.listed


def is_predicted(asked: Asked) -> bool:
    """Tell whether a page was answered that the census predicts."""
    return asked.listed is not None and asked.expected is not None


def predicted(asked: Asked) -> tuple[ListQuery, Page, Prediction]:
    """Return query, page and prediction of an exchange for which `is_predicted` holds."""
    assert asked.expected is not None  # noqa: S101 - `when` was asked first
    return *listed(asked), asked.expected


def sort_key(item: Item, query: ListQuery, dialect: Dialect) -> Any:
    """Return what a query sorts an item by; None where the item does not show it, or not in its type."""
    if query.sort_by == "name":
        value = item.get("name")
        return reference.NAME_KEYS[dialect["name_order"]](value) if isinstance(value, str) else None
    when = moment(item.get(query.sort_by))
    return when if isinstance(when, int | str) and not isinstance(when, bool) else None


def show(item: Item) -> str:
    """Name an item in a message."""
    return f"{item.get('id')} ({str(item.get('name'))[:60]!r})"

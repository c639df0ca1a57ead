"""Assistants added to a world, edited in it and removed from it: each gives another world, the old one stays.

Rows are validated by the contract: pydantic's `ValidationError` tells what breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from contracts.schema.models.assistant import Assistant
from contracts.schema.properties import STORED
from fixtures.organizations import ListedOrganization, Organization
from fixtures.rows import Row, complete
from fixtures.world import World

Rows = tuple[Row, ...]
_TIMES = frozenset({"created_at", "updated_at"})


class MissingError(KeyError):
    """An organization or an assistant that is not there; `field` is what names it."""

    def __init__(self, message: str, field: str) -> None:
        """Remember what was looked for."""
        super().__init__(message)
        self.field = field


class TakenError(ValueError):
    """An id that another assistant has."""


def organization(world: World, organization_id: str) -> Organization:
    """Return an organization of a world; KeyError names those that there are."""
    found = world.organization(organization_id)
    if found is None:
        known = ", ".join(each.id for each in world.organizations)
        raise MissingError(f"{organization_id}: no such organization; the world has {known}", "organization_id")
    return found


def added(world: World, row: Mapping[str, Any], at: int | None = None) -> World:
    """Add an assistant; `id`, `organization_id` and `name` are enough. `at` is when, for one that is given no time.

    ValueError when the id is taken or a property is unknown.
    """
    _demand_known(row)
    untimed = at is not None and _TIMES.isdisjoint(row)
    whole = _checked(complete({**row, "created_at": at} if untimed else row))

    def with_it(rows: Rows) -> Rows:
        if any(each["id"] == whole["id"] for each in rows):
            raise TakenError(f"{whole['id']}: there is an assistant with this id; edit it, or choose another id")
        return (*rows, whole)

    return _changed(world, whole["organization_id"], with_it)


def edited(
    world: World, organization_id: str, assistant_id: str, changes: Mapping[str, Any], at: int | None = None
) -> World:
    """Change properties of an assistant; KeyError when there is no such one, ValueError for unknown properties.

    `at` is when, for changes that do not say it; nothing is modified before it was created.
    """
    _demand_known(changes)
    for name in ("id", "organization_id"):
        if name in changes:
            raise ValueError(f"{name}: stays as it is; remove the assistant and add another")

    def with_changes(rows: Rows) -> Rows:
        _demand(rows, assistant_id)
        return tuple(changed(row) if row["id"] == assistant_id else row for row in rows)

    def changed(row: Row) -> Row:
        whole = _checked({**row, **changes})
        if at is None or "updated_at" in changes:
            return whole
        return {**whole, "updated_at": max(at, whole["created_at"])}

    return _changed(world, organization_id, with_changes)


def removed(world: World, organization_id: str, assistant_id: str) -> World:
    """Remove an assistant without a trace; KeyError when there is no such assistant."""

    def without_it(rows: Rows) -> Rows:
        _demand(rows, assistant_id)
        return tuple(row for row in rows if row["id"] != assistant_id)

    return _changed(world, organization_id, without_it)


def _changed(world: World, organization_id: str, how: Callable[[Rows], Rows]) -> World:
    old = organization(world, organization_id)
    new = ListedOrganization(old.id, old.name, how(tuple(old.rows())))
    return replace(world, organizations=tuple(new if each is old else each for each in world.organizations))


def _demand_known(row: Mapping[str, Any]) -> None:
    unknown = [name for name in row if name not in STORED]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: no property of an assistant; see the object page for all")


def _checked(row: Row) -> Row:
    Assistant.model_validate(row)
    return row


def _demand(rows: Rows, assistant_id: str) -> None:
    if all(row["id"] != assistant_id for row in rows):
        raise MissingError(f"{assistant_id}: no such assistant", "assistant_id")

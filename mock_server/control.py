"""Change the world of a running mock in process: add, edit and remove assistants.

Every change makes a new world of the old one and puts it in place at once, so that a request sees the world before a
change or after it, never between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock
from typing import Any

from flask import Flask

from contracts.schema.assistant import STORED, Assistant
from fixtures.organizations import ListedOrganization, Organization
from fixtures.rows import Row, complete
from fixtures.world import World
from mock_server.mock import Mock

Rows = tuple[Row, ...]


class Control:
    """What a test can do to the assistants of a mock made by `create_app`. Threads may share it.

    Rows are validated by the contract: pydantic's `ValidationError` tells what breaks it, and nothing is changed.
    """

    def __init__(self, app: Flask) -> None:
        """Take control of a mock."""
        self._mock: Mock = app.extensions["mock_server"].mock
        self._changing = Lock()

    @property
    def world(self) -> World:
        """The world as it is now."""
        return self._mock.live.state.world

    def rows(self, organization_id: str) -> Rows:
        """Return the assistants of an organization; KeyError when there is no such organization."""
        return tuple(self._organization(organization_id).rows())

    def add(self, row: Mapping[str, Any]) -> None:
        """Add an assistant; `id`, `organization_id` and `name` are enough.

        ValueError when the id is taken or a property is unknown.
        """
        unknown = [name for name in row if name not in STORED]
        if unknown:
            raise ValueError(f"{', '.join(unknown)}: no property of an assistant; see the object page for all")
        whole = _checked(complete(row))
        self._change(whole["organization_id"], lambda rows: _without_clash(rows, whole))

    def edit(self, organization_id: str, assistant_id: str, **changes: Any) -> None:
        """Change properties of an assistant; KeyError when there is no such assistant."""

        def edited(rows: Rows) -> Rows:
            _demand(rows, assistant_id)
            return tuple(_checked({**row, **changes}) if row["id"] == assistant_id else row for row in rows)

        self._change(organization_id, edited)

    def remove(self, organization_id: str, assistant_id: str) -> None:
        """Remove an assistant without a trace; KeyError when there is no such assistant."""

        def left(rows: Rows) -> Rows:
            _demand(rows, assistant_id)
            return tuple(row for row in rows if row["id"] != assistant_id)

        self._change(organization_id, left)

    def _organization(self, organization_id: str) -> Organization:
        found = self.world.organization(organization_id)
        if found is None:
            raise KeyError(f"{organization_id}: no such organization; the world has {', '.join(self._ids())}")
        return found

    def _ids(self) -> list[str]:
        return [each.id for each in self.world.organizations]

    def _change(self, organization_id: str, how: Callable[[Rows], Rows]) -> None:
        with self._changing:
            old = self._organization(organization_id)
            new = ListedOrganization(old.id, old.name, how(tuple(old.rows())))
            organizations = tuple(new if each is old else each for each in self.world.organizations)
            self._mock.change(lambda state: replace(state, world=replace(state.world, organizations=organizations)))


def _checked(row: Row) -> Row:
    Assistant.model_validate(row)
    return row


def _without_clash(rows: Rows, added: Row) -> Rows:
    if any(row["id"] == added["id"] for row in rows):
        raise ValueError(f"{added['id']}: there is an assistant with this id; edit it, or choose another id")
    return (*rows, added)


def _demand(rows: Rows, assistant_id: str) -> None:
    if all(row["id"] != assistant_id for row in rows):
        raise KeyError(f"{assistant_id}: no such assistant")

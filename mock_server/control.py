"""Change the world of a running mock in process: add, edit and remove assistants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

from fixtures.rows import Row
from fixtures.world import World
from mock_server import edits
from mock_server.commands import Add, Edit, Remove
from mock_server.mock import Mock


class Control:
    """What a test can do to the assistants of a mock made by `create_app`. Threads may share it.

    Rows are validated by the contract: pydantic's `ValidationError` tells what breaks it, and nothing is changed.
    """

    def __init__(self, app: Flask) -> None:
        """Take control of a mock."""
        self.mock: Mock = app.extensions["mock_server"].mock

    @property
    def world(self) -> World:
        """The world as it is now."""
        return self.mock.live.state.world

    def rows(self, organization_id: str) -> tuple[Row, ...]:
        """Return the assistants of an organization; KeyError when there is no such organization."""
        return tuple(edits.organization(self.world, organization_id).rows())

    def add(self, row: Mapping[str, Any]) -> None:
        """Add an assistant; `id`, `organization_id` and `name` are enough.

        ValueError when the id is taken or a property is unknown.
        """
        self.mock.do(Add(assistant=dict(row)))

    def edit(self, organization_id: str, assistant_id: str, **changes: Any) -> None:
        """Change properties of an assistant; KeyError when there is no such assistant."""
        _demand_ids((organization_id, assistant_id), "edit(organization_id, assistant_id, name='Other')")
        self.mock.do(Edit(organization_id=organization_id, assistant_id=assistant_id, changes=changes))

    def remove(self, organization_id: str, assistant_id: str) -> None:
        """Remove an assistant without a trace; KeyError when there is no such assistant."""
        _demand_ids((organization_id, assistant_id), "remove(organization_id, assistant_id)")
        self.mock.do(Remove(organization_id=organization_id, assistant_id=assistant_id))


def _demand_ids(given: tuple[Any, ...], call: str) -> None:
    """Raise TypeError with a call that is right for what is no id: changes in place of one, most of all."""
    for each in given:
        if not isinstance(each, str):
            raise TypeError(f"{each!r} is no id; write {call}")

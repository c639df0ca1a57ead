"""Every operation of the control API."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from mock_server.control_api import catalogue, pages, states
from mock_server.control_api.catalogue import Catalogue
from mock_server.control_api.operation import Operation
from mock_server.control_api.pages import KINDS
from mock_server.control_api.states import ToldState

_STATE: TypeAdapter[ToldState] = TypeAdapter(ToldState)

OPERATIONS: Sequence[Operation] = (
    Operation("GET", "/_mock/", pages.get_console, kind=KINDS[".html"], is_open=True),
    Operation("GET", "/_mock/console/<name>", pages.get_console_file, kind="*/*", fails=(404,), is_open=True),
    Operation("GET", "/_mock/state", states.get_state, _STATE),
    Operation("PATCH", "/_mock/state", states.change_state, _STATE, takes={}),
    Operation("POST", "/_mock/reset", states.reset_state, _STATE),
    Operation("GET", "/_mock/catalogue", catalogue.get_catalogue, TypeAdapter(Catalogue)),
)

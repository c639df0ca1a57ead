"""Every operation of the control API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from contracts.schema.models.assistant import Assistant
from mock_server.commands import Switches
from mock_server.control_api import assistants, catalogue, document, journals, pages, shapes, states
from mock_server.control_api.matchers import LIMIT, MATCHERS, SINCE
from mock_server.control_api.operation import Operation
from mock_server.journal.access import Matrix
from mock_server.journal.why import Explanation

_CHOSEN = (SINCE, LIMIT, *MATCHERS)
_STATE: TypeAdapter[Any] = TypeAdapter(states.ToldState)
_ANY: TypeAdapter[Any] = TypeAdapter(dict[str, Any])
_ROW: TypeAdapter[Any] = TypeAdapter(Assistant)
_ONE = "/_mock/assistants/<path:organization_id>/<assistant_id>"

OPERATIONS: Sequence[Operation] = (
    Operation("GET", "/_mock/", pages.get_console, kind="text/html", fails=(404,), is_open=True),
    Operation("GET", "/_mock/console/<name>", pages.get_console_file, kind="*/*", fails=(404,), is_open=True),
    Operation("GET", "/_mock/openapi.json", document.get_document, _ANY),
    Operation("GET", "/_mock/state", states.get_state, _STATE),
    Operation("PATCH", "/_mock/state", states.change_state, _STATE, takes=TypeAdapter(Switches)),
    Operation("POST", "/_mock/reset", states.reset_state, _STATE),
    Operation("GET", "/_mock/catalogue", catalogue.get_catalogue, TypeAdapter(catalogue.Catalogue)),
    Operation(
        "GET",
        "/_mock/assistants",
        assistants.list_assistants,
        TypeAdapter(shapes.Stored),
        parameters=assistants.PAGE,
        fails=(404,),
    ),
    Operation(
        "POST",
        "/_mock/assistants",
        assistants.add_assistant,
        _ROW,
        201,
        takes=document.NEW,
        fails=(404, 409),
    ),
    Operation("PUT", "/_mock/assistants", assistants.replace_assistants, _STATE, takes=document.ALL),
    Operation("GET", _ONE, assistants.get_assistant, _ROW, fails=(404,)),
    Operation("PATCH", _ONE, assistants.edit_assistant, _ROW, takes=document.CHANGES, fails=(404,)),
    Operation("DELETE", _ONE, assistants.remove_assistant, status=204, fails=(404,)),
    Operation(
        "GET",
        "/_mock/access",
        assistants.get_access,
        TypeAdapter(Matrix),
        parameters=assistants.MATRIX,
        fails=(404,),
    ),
    Operation("GET", "/_mock/journal", journals.list_journal, TypeAdapter(shapes.Entries), parameters=_CHOSEN),
    Operation("DELETE", "/_mock/journal", journals.clear_journal, status=204),
    Operation("GET", "/_mock/journal.har", journals.export_journal, _ANY, parameters=_CHOSEN),
    Operation(
        "GET", "/_mock/journal/<number>", journals.get_journal_entry, TypeAdapter(shapes.WholeEntry), fails=(404,)
    ),
    Operation(
        "GET",
        "/_mock/journal/<number>/why",
        journals.explain_journal_entry,
        TypeAdapter(Explanation),
        fails=(404, 410),
    ),
    Operation(
        "POST",
        "/_mock/verify",
        journals.verify,
        TypeAdapter(journals.Verified),
        takes=TypeAdapter(shapes.Expectation),
    ),
    Operation("GET", "/_mock/grading", journals.grade_clients, TypeAdapter(shapes.Grades), parameters=_CHOSEN),
)

"""The stored assistants: listed whole, whoever may see them, added, edited and removed, and who sees what."""

from __future__ import annotations

from typing import Any

from fixtures.datafile import faults
from fixtures.organizations import Organization
from fixtures.rows import REQUIRED, Row
from fixtures.world import World
from mock_server import edits
from mock_server.commands import Add, Edit, Remove, Replace
from mock_server.control_api import body
from mock_server.control_api.call import Call, Told, told
from mock_server.control_api.failure import Failure, refusing, shown, unknown, wrong
from mock_server.control_api.parameters import Parameter, whole
from mock_server.control_api.states import changed, described
from mock_server.journal import access

MOST = 1000
"""Assistants in one answer."""


ORGANIZATION = Parameter("organization_id", "The organization.", {"type": "string"}, required=True)
PAGE = (
    ORGANIZATION,
    whole("limit", "Assistants in the answer at most.", least=1, most=MOST, default=100),
    whole("offset", "Assistants to skip.", default=0),
)
MATRIX = (
    ORGANIZATION,
    whole("limit", "Assistants in the answer at most.", least=1, most=access.MOST, default=access.MOST),
    whole("offset", "Assistants to skip.", default=0),
)


def organization(world: World, organization_id: str) -> Organization:
    """Return an organization; raise `Failure` with those that there are."""
    with refusing():
        return edits.organization(world, organization_id)


def stored(found: Organization, assistant_id: str) -> Row:
    """Return an assistant of an organization; raise `Failure` when it has none of this id."""
    ids = found.column("id").to_list()
    if assistant_id not in ids:
        raise Failure(404, f"{shown(assistant_id)}: no such assistant in {found.id}", "assistant_id")
    return found.rows([ids.index(assistant_id)])[0]


def _demand_right(given: Any, required: tuple[str, ...] = REQUIRED) -> None:
    """Raise `Failure` with everything that is wrong with the properties of an assistant."""
    problems = list(faults(given, required))
    if problems:
        raise wrong("; ".join(problems))


def _place(call: Call) -> tuple[str, str]:
    return call.places["organization_id"], call.places["assistant_id"]


# --- operations


def list_assistants(call: Call) -> Told:
    """List the assistants of an organization as they are stored, soft-deleted and inactive ones included."""
    asked = call.query
    found = organization(call.mock.live.state.world, asked["organization_id"])
    total, offset = len(found), asked["offset"]
    rows = found.rows(range(min(offset, total), min(offset + asked["limit"], total)))
    page = {"organization_id": found.id, "total": total, "offset": offset, "limit": asked["limit"]}
    return told({**page, "assistants": rows})


def add_assistant(call: Call) -> Told:
    """Add an assistant; `id`, `organization_id` and `name` are enough, all else is filled in."""
    given = body.members(call.body)
    _demand_right(given)
    live = changed(call.mock, Add(assistant=dict(given)))
    return told(stored(organization(live.state.world, given["organization_id"]), given["id"]), 201)


def replace_assistants(call: Call) -> Told:
    """Put other assistants in place of all that there are; every caller gets a key for every organization they name."""
    live = changed(call.mock, Replace(assistants=_listed(call.body)))
    return told(described(live))


def _listed(given: Any) -> list[dict[str, Any]]:
    rows = given
    if not isinstance(given, list):
        for name in body.members(given):
            if name != "assistants":
                raise unknown(name, ["assistants"], "member here")
        rows = given.get("assistants")
    if not isinstance(rows, list):
        raise wrong("assistants: are no array; send one, alone or as this member")
    for at, each in enumerate(rows):
        if not isinstance(each, dict):
            raise wrong(f"assistants[{at}]: is no JSON object; write an assistant as {{...}}")
    return rows


def get_assistant(call: Call) -> Told:
    """Tell of one assistant as it is stored."""
    organization_id, assistant_id = _place(call)
    return told(stored(organization(call.mock.live.state.world, organization_id), assistant_id))


def edit_assistant(call: Call) -> Told:
    """Change properties of an assistant; those that are left out stay."""
    organization_id, assistant_id = _place(call)
    changes = body.members(call.body)
    stored(organization(call.mock.live.state.world, organization_id), assistant_id)
    _demand_right(changes, ())
    edit = Edit(organization_id=organization_id, assistant_id=assistant_id, changes=dict(changes))
    live = changed(call.mock, edit)
    return told(stored(organization(live.state.world, organization_id), assistant_id))


def remove_assistant(call: Call) -> Told:
    """Remove an assistant without a trace."""
    organization_id, assistant_id = _place(call)
    changed(call.mock, Remove(organization_id=organization_id, assistant_id=assistant_id))
    return Told(204)


def get_access(call: Call) -> Told:
    """Tell which caller may do what with which assistant, and by which grant."""
    state, asked = call.mock.live.state, call.query
    found = organization(state.world, asked["organization_id"])
    page = {"offset": asked["offset"], "limit": asked["limit"]}
    return told(access.matrix(found, state.world.callers, state.dialect, **page))

"""The access matrix says what the contract's rules say, cell by cell, and why."""

from __future__ import annotations

import re

import pytest

from contracts.schema.access import AccessLevel, Caller, Membership, level
from contracts.schema.dialect import DOCUMENTED, Dialect
from fixtures.organizations import ListedOrganization
from fixtures.rows import complete
from fixtures.world import World
from mock_server.journal.access import Cell, Line, Matrix, matrix

BY_MODE = DOCUMENTED.replace("", access_rules="by_mode")


@pytest.mark.parametrize("dialect", [DOCUMENTED, BY_MODE], ids=["grants", "by_mode"])
def test_every_cell_has_the_level_of_the_rules(world: World, dialect: Dialect) -> None:
    """For the callers of a world, with a reason exactly where there is a level."""
    main = world.named("main")
    found = matrix(main, world.callers, dialect, limit=60)
    levels = [[level(row, caller, dialect) for caller in world.callers.values()] for row in main.rows(range(60))]
    assert levels == [[cell.level for cell in line.cells] for line in found.lines]
    assert all(bool(cell.by) == (cell.level is not None) for line in found.lines for cell in line.cells)
    assert (tuple(world.callers), len(main)) == (found.callers, found.total)
    assert {"outsider"} == set(found.callers) - set(found.members)


def test_a_cell_names_the_properties_that_grant() -> None:
    """One name, or the mode and the list that counts under it."""
    row = {"id": "asst_1", "organization_id": "org_a", "name": "n", "created_by": "usr_z", "deleted_at": 1}
    row |= {"access_mode": "restricted", "access_users": ["usr_a"], "is_active": False}
    organization = ListedOrganization("org_a", "A", (complete(row),))
    callers = {name: Caller(f"usr_{name}", (Membership("org_a"),)) for name in ("a", "z", "b")}
    cells = (
        Cell(AccessLevel.VIEW, ("access_mode", "access_users")),
        Cell(AccessLevel.OWNER, ("created_by",)),
        Cell(None, ()),
    )
    line = Line("asst_1", "n", "restricted", False, True, cells)
    assert Matrix(("a", "z", "b"), ("a", "z", "b"), 1, 0, (line,)) == matrix(organization, callers, BY_MODE)


@pytest.mark.parametrize(("offset", "limit", "count"), [(0, 2, 2), (199, 100, 1), (200, 1, 0), (10**9, 100, 0)])
def test_a_matrix_is_read_in_parts(world: World, offset: int, limit: int, count: int) -> None:
    """The parts are those of the organization as stored; past its end there is nothing."""
    main = world.named("main")
    ids = main.column("id").to_list()[offset : offset + limit]
    found = matrix(main, world.callers, offset=offset, limit=limit)
    assert (count, ids) == (len(found.lines), [line.id for line in found.lines])


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ({"offset": -1}, "offset: -1 is below 0; start at 0"),
        ({"limit": 0}, "limit: 0 is not between 1 and 100; page with offset"),
        ({"limit": 101}, "limit: 101 is not between 1 and 100; page with offset"),
    ],
    ids=str,
)
def test_bounds_that_make_no_sense_are_refused(world: World, bounds: dict[str, int], message: str) -> None:
    """With the cure."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        matrix(world.named("main"), world.callers, **bounds)

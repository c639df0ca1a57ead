"""The access matrix: who sees which assistant, how much they may do with it, and by which grant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.schema.access import AccessLevel, Caller, granted
from contracts.schema.dialect import DOCUMENTED, Dialect
from fixtures.organizations import Organization
from fixtures.rows import Row

MOST = 100
"""Assistants in one part of a matrix."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one caller may do with one assistant, and the properties that the grant goes by; None and none for nothing.

    It says nothing of what a list leaves out for other reasons: soft-deleted and inactive assistants have levels, too.
    """

    level: AccessLevel | None
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One assistant, with a cell for each caller of the matrix."""

    id: str
    name: str
    access_mode: str
    is_active: bool
    is_deleted: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Some assistants of an organization, in the order they are stored; `total` counts all of them.

    `members` are the callers who belong to the organization: the others see nothing, whatever its assistants say.
    """

    callers: tuple[str, ...]
    members: tuple[str, ...]
    total: int
    offset: int
    lines: tuple[Line, ...]


def matrix(
    organization: Organization,
    callers: Mapping[str, Caller],
    dialect: Dialect = DOCUMENTED,
    *,
    offset: int = 0,
    limit: int = MOST,
) -> Matrix:
    """Return who sees what; `callers` by the names that head the columns. ValueError for bounds that make no sense."""
    if offset < 0:
        raise ValueError(f"offset: {offset} is below 0; start at 0")
    if not 1 <= limit <= MOST:
        raise ValueError(f"limit: {limit} is not between 1 and {MOST}; page with offset")
    total = len(organization)
    rows = organization.rows(range(offset, min(offset + limit, total)))
    lines = tuple(_line(row, callers, dialect) for row in rows)
    members = tuple(name for name, caller in callers.items() if caller.membership(organization.id) is not None)
    return Matrix(tuple(callers), members, total, offset, lines)


def _line(row: Row, callers: Mapping[str, Caller], dialect: Dialect) -> Line:
    return Line(
        id=row["id"],
        name=row["name"],
        access_mode=row["access_mode"],
        is_active=row["is_active"],
        is_deleted=row["deleted_at"] is not None,
        cells=tuple(_cell(row, caller, dialect) for caller in callers.values()),
    )


def _cell(row: Row, caller: Caller, dialect: Dialect) -> Cell:
    grant = granted(row, caller, dialect)
    if grant is None:
        return Cell(None, ())
    return Cell(grant.level, tuple(name for name, _ in grant.conditions))

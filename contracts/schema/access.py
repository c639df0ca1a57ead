"""Who may see an assistant, and how much they may do with it.

The object page (`access_mode`, `access_users`, `editable_by_roles`, ...) names two systems side by side: a mode
that it calls legacy, and lists of users, departments and roles that grant access whatever the mode. `GRANTS` writes
each system down as one table of conditions on single properties, so that a rule can be asked of one row (`level`) as
well as of a whole column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from contracts.schema.dialect import DOCUMENTED, Dialect

Row = Mapping[str, Any]
"""One assistant as stored: every property of the object page under its documented name, plus the four properties
that only the list page's summary names. `user_access_level` is not stored; it depends on who asks."""


class AccessLevel(StrEnum):
    """What a caller may do with an assistant, from most to least; the list page's `user_access_level`."""

    OWNER = "owner"
    EDIT = "edit"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Membership:
    """A user's place in one organization; roles and departments carry names and ids alike, compared exactly."""

    organization_id: str
    roles: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Caller:
    """The person who asks, or on whose behalf an API key asks.

    `key_id` and `key_organization_id` are set when the request came with an API key: a key acts as its creator, and
    only within the one organization that it belongs to.
    """

    user_id: str
    memberships: tuple[Membership, ...] = ()
    key_id: str | None = None
    key_organization_id: str | None = None

    def __hash__(self) -> int:
        # Of the names alone: memberships are long, and what a caller may see is looked up by the caller.
        return hash((self.user_id, self.key_id))

    def membership(self, organization_id: str) -> Membership | None:
        """Return the membership through which this caller may ask about an organization, if there is one."""
        if self.key_organization_id not in (None, organization_id):
            return None
        for each in self.memberships:  # Asked with every request, where a generator expression takes twice as long.
            if each.organization_id == organization_id:
                return each
        return None


CredentialKind = Literal["api_key", "bearer"]
CredentialState = Literal["active", "expired", "deactivated", "paused"]


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret that stands for a caller: an API key (`X-API-Key`) or a bearer token (`Authorization: Bearer`)."""

    secret: str
    kind: CredentialKind
    caller: Caller
    state: CredentialState = "active"


Test = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Grant:
    """A level that a row gives when each named property passes its test."""

    level: AccessLevel
    conditions: tuple[tuple[str, Test], ...]


def _among(values: Iterable[str]) -> Test:
    wanted = frozenset(values)
    return lambda stored: stored is not None and not wanted.isdisjoint(stored)


def _any_of(*values: str) -> Test:
    return lambda stored: stored in values


def _by_grants(caller: Caller, member: Membership) -> list[Grant]:
    """The current access guide: lists count whatever the mode; first match wins, most powerful first."""
    user = (caller.user_id,)
    return [
        Grant(AccessLevel.OWNER, (("created_by", _any_of(caller.user_id)),)),
        Grant(AccessLevel.EDIT, (("editable_by_users", _among((*user, "*"))),)),
        Grant(AccessLevel.EDIT, (("editable_by_roles", _among(member.roles)),)),
        Grant(AccessLevel.VIEW, (("access_mode", _any_of("organization", "public", "global")),)),
        Grant(AccessLevel.VIEW, (("access_users", _among(user)),)),
        Grant(AccessLevel.VIEW, (("access_departments", _among(member.departments)),)),
        Grant(AccessLevel.VIEW, (("visible_to_roles", _among(member.roles)),)),
        Grant(AccessLevel.VIEW, (("visible_in_chat_to_users", _among(user)),)),
    ]


def _by_mode(caller: Caller, member: Membership) -> list[Grant]:
    """The object page read strictly: `access_users` counts in mode `restricted` only, `access_departments` in mode
    `department` only, and `visible_in_chat_to_users` "controls UI visibility", not access.
    """
    user = (caller.user_id,)
    return [
        Grant(AccessLevel.OWNER, (("created_by", _any_of(caller.user_id)),)),
        Grant(AccessLevel.EDIT, (("editable_by_users", _among((*user, "*"))),)),
        Grant(AccessLevel.EDIT, (("editable_by_roles", _among(member.roles)),)),
        Grant(AccessLevel.VIEW, (("access_mode", _any_of("organization", "public", "global")),)),
        Grant(AccessLevel.VIEW, (("access_mode", _any_of("restricted")), ("access_users", _among(user)))),
        Grant(
            AccessLevel.VIEW,
            (("access_mode", _any_of("department")), ("access_departments", _among(member.departments))),
        ),
        Grant(AccessLevel.VIEW, (("visible_to_roles", _among(member.roles)),)),
    ]


GRANTS: Mapping[str, Callable[[Caller, Membership], list[Grant]]] = {"grants": _by_grants, "by_mode": _by_mode}
"""Reading of the dialect row `access_rules` -> the grants that hold for a caller, most powerful first."""


def grants(caller: Caller, member: Membership, dialect: Dialect = DOCUMENTED) -> list[Grant]:
    """Return every grant that a caller has in an organization, most powerful first."""
    found = GRANTS[dialect["access_rules"]](caller, member)
    if dialect["api_disabled"] == "hidden_from_keys" and caller.key_id is not None:
        reachable = ("api_enabled", bool)
        found = [Grant(grant.level, (*grant.conditions, reachable)) for grant in found]
    return found


def granted(row: Row, caller: Caller, dialect: Dialect = DOCUMENTED) -> Grant | None:
    """Return the most powerful grant by which a caller sees one row, or None when it must not be shown to them."""
    member = caller.membership(row["organization_id"])
    if member is None:
        return None
    for grant in grants(caller, member, dialect):
        if all(test(row[name]) for name, test in grant.conditions):
            return grant
    return None


def level(row: Row, caller: Caller, dialect: Dialect = DOCUMENTED) -> AccessLevel | None:
    """Return what a caller may do with one row, or None when the row must not be shown to them.

    Object page, `access_mode` to `visible_to_roles`, and `created_by`; list page, `user_access_level`.
    """
    found = granted(row, caller, dialect)
    return None if found is None else found.level

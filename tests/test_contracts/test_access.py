"""Who may see an assistant: every rule by itself, the first that matches, both systems of rules."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.schema.access import AccessLevel, Caller, Membership, grants, level
from contracts.schema.dialect import DOCUMENTED, Dialect
from tests.test_contracts.dialects import taking
from tests.test_contracts.rows import row

OWNER, EDIT, VIEW, NONE = AccessLevel.OWNER, AccessLevel.EDIT, AccessLevel.VIEW, None
MEMBER = Membership("org_a", frozenset({"editor", "role_editor"}), frozenset({"Sales", "dept_sales"}))
ME = Caller("usr_me", (MEMBER,))
BY_MODE = taking("access_rules", "by_mode")
HIDDEN_FROM_KEYS = taking("api_disabled", "hidden_from_keys")

RULES = [
    # what the row says, the level by grants, the level by mode
    ({}, NONE, NONE),
    ({"created_by": "usr_me"}, OWNER, OWNER),
    ({"created_by": "USR_ME"}, NONE, NONE),
    ({"editable_by_users": ["usr_x", "usr_me"]}, EDIT, EDIT),
    ({"editable_by_users": ["usr_x"]}, NONE, NONE),
    ({"editable_by_users": ["*"]}, EDIT, EDIT),
    ({"editable_by_roles": ["editor"]}, EDIT, EDIT),
    ({"editable_by_roles": ["role_editor"]}, EDIT, EDIT),
    ({"editable_by_roles": ["Editor"]}, NONE, NONE),
    ({"editable_by_roles": ["*"]}, NONE, NONE),
    ({"access_mode": "organization"}, VIEW, VIEW),
    ({"access_mode": "public"}, VIEW, VIEW),
    ({"access_mode": "global"}, VIEW, VIEW),
    ({"access_mode": "private"}, NONE, NONE),
    ({"access_mode": "restricted"}, NONE, NONE),
    ({"access_mode": "department"}, NONE, NONE),
    ({"access_users": ["usr_me"]}, VIEW, NONE),
    ({"access_users": ["*"]}, NONE, NONE),
    ({"access_mode": "restricted", "access_users": ["usr_me"]}, VIEW, VIEW),
    ({"access_mode": "restricted", "access_users": ["usr_x"]}, NONE, NONE),
    ({"access_mode": "department", "access_users": ["usr_me"]}, VIEW, NONE),
    ({"access_departments": ["Sales"]}, VIEW, NONE),
    ({"access_mode": "department", "access_departments": ["Sales"]}, VIEW, VIEW),
    ({"access_mode": "department", "access_departments": ["dept_sales"]}, VIEW, VIEW),
    ({"access_mode": "department", "access_departments": ["sales"]}, NONE, NONE),
    ({"access_mode": "restricted", "access_departments": ["Sales"]}, VIEW, NONE),
    ({"visible_to_roles": ["editor"]}, VIEW, VIEW),
    ({"visible_to_roles": ["viewer"]}, NONE, NONE),
    ({"visible_in_chat_to_users": ["usr_me"]}, VIEW, NONE),
    ({"visible_in_chat_to_users": ["usr_x"]}, NONE, NONE),
    ({"public_enabled": True}, NONE, NONE),
    ({"is_active": False, "access_mode": "public"}, VIEW, VIEW),
]


@pytest.mark.parametrize(("says", "by_grants", "by_mode"), RULES)
def test_a_rule_by_itself(says: dict[str, Any], by_grants: AccessLevel | None, by_mode: AccessLevel | None) -> None:
    """Each property gives its level in both systems of rules, or gives none."""
    assistant = row("a", **says)
    assert by_grants == level(assistant, ME)
    assert by_mode == level(assistant, ME, BY_MODE)


EVERYTHING: dict[str, Any] = {
    "created_by": "usr_me",
    "editable_by_users": ["usr_me"],
    "editable_by_roles": ["editor"],
    "access_mode": "organization",
    "access_users": ["usr_me"],
}


@pytest.mark.parametrize("dialect", [DOCUMENTED, BY_MODE], ids=["grants", "by_mode"])
def test_the_first_match_wins(dialect: Dialect) -> None:
    """Owner comes before edit, edit before view; taken away one by one, the level falls."""
    assert OWNER == level(row("a", **EVERYTHING), ME, dialect)
    assert EDIT == level(row("a", **EVERYTHING | {"created_by": "usr_x"}), ME, dialect)
    assert EDIT == level(row("a", **EVERYTHING | {"created_by": "usr_x", "editable_by_users": []}), ME, dialect)
    shown = EVERYTHING | {"created_by": "usr_x", "editable_by_users": [], "editable_by_roles": []}
    assert VIEW == level(row("a", **shown), ME, dialect)
    assert NONE is level(row("a", **shown | {"access_mode": "private", "access_users": []}), ME, dialect)


@pytest.mark.parametrize("dialect", [DOCUMENTED, BY_MODE], ids=["grants", "by_mode"])
def test_grants_stand_in_order(dialect: Dialect) -> None:
    """The table of grants begins with the most powerful."""
    order = list(AccessLevel)
    admin = Membership("org_a", frozenset({"admin"}))
    ranks = [order.index(grant.level) for grant in grants(ME, admin, dialect)]
    assert sorted(ranks) == ranks


@pytest.mark.parametrize("says", [rule[0] for rule in RULES] + [EVERYTHING])
def test_who_is_no_member_sees_nothing(says: dict[str, Any]) -> None:
    """Not even an own or a public assistant is shown through another organization's list."""
    assert level(row("a", **says), Caller("usr_me")) is None
    assert level(row("a", **says), Caller("usr_me", (Membership("org_b", MEMBER.roles),))) is None


def test_roles_count_in_their_organization() -> None:
    """A role or department held elsewhere gives nothing here."""
    here, there = Membership("org_a"), Membership("org_b", frozenset({"editor"}), frozenset({"Sales"}))
    caller = Caller("usr_me", (here, there))
    says = {"editable_by_roles": ["editor"], "access_departments": ["Sales"], "visible_to_roles": ["editor"]}
    assert level(row("a", **says), caller) is None
    assert EDIT == level(row("b", organization_id="org_b", **says), caller)


# --- API keys


def _key(organization_id: str | None) -> Caller:
    return Caller("usr_me", (MEMBER, Membership("org_b")), key_id="ak_1", key_organization_id=organization_id)


def test_a_key_acts_as_its_creator() -> None:
    """What the creator owns, edits and sees, the key does."""
    for says, expected, _ in RULES:
        assert expected == level(row("a", **says), _key("org_a"))


def test_a_key_counts_in_one_organization() -> None:
    """The creator's other organizations are out of its reach."""
    public = row("b", organization_id="org_b", access_mode="public")
    assert VIEW == level(public, Caller("usr_me", (Membership("org_b"),)))
    assert NONE is level(public, _key("org_a"))
    assert VIEW == level(public, _key("org_b"))
    assert MEMBER == _key("org_a").membership("org_a")
    assert _key("org_a").membership("org_b") is None
    assert _key("org_c").membership("org_c") is None


def test_a_key_of_no_organization_counts_in_all() -> None:
    """A key without a scope reaches wherever its creator does."""
    assert MEMBER == _key(None).membership("org_a")
    assert _key(None).membership("org_b") is not None


@pytest.mark.parametrize(("api_enabled", "listed", "hidden"), [(True, VIEW, VIEW), (False, VIEW, NONE)])
def test_api_disabled(api_enabled: bool, listed: AccessLevel, hidden: AccessLevel | None) -> None:
    """A key still lists an assistant that it may not use, unless it is read to be hidden from keys."""
    assistant = row("a", api_enabled=api_enabled, access_mode="public")
    assert listed == level(assistant, _key("org_a"))
    assert hidden == level(assistant, _key("org_a"), HIDDEN_FROM_KEYS)
    assert listed == level(assistant, ME, HIDDEN_FROM_KEYS)


def test_api_disabled_hides_from_the_owners_key_too() -> None:
    """The owner sees it with a bearer token, not with a key."""
    mine = row("a", api_enabled=False, created_by="usr_me")
    assert OWNER == level(mine, ME, HIDDEN_FROM_KEYS)
    assert level(mine, _key("org_a"), HIDDEN_FROM_KEYS) is None


# --- administrators


@pytest.mark.parametrize("role", ["admin", "Admin", "role_admin"])
def test_an_administrator_sees_what_is_granted(role: str) -> None:
    """The role gives nothing by itself, only where an assistant names it."""
    admin = Caller("usr_admin", (Membership("org_a", frozenset({role})),))
    assert level(row("a"), admin) is None
    assert EDIT == level(row("a", editable_by_roles=[role]), admin)


def test_a_list_that_is_null_gives_nothing() -> None:
    """A row whose lists are null is as good as one whose lists are empty."""
    lists = ("editable_by_users", "editable_by_roles", "access_users", "access_departments", "visible_to_roles")
    assert level(row("a", **dict.fromkeys((*lists, "visible_in_chat_to_users"))), ME) is None


def test_levels_are_words_of_the_wire() -> None:
    """Levels are written as `user_access_level` shows them."""
    assert ["owner", "edit", "view"] == [str(each) for each in AccessLevel]

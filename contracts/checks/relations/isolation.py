"""Nobody sees what is not theirs to see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.checks import page as pages
from contracts.checks.asked import Asked
from contracts.checks.census import members
from contracts.checks.page import Item, identity
from contracts.checks.relation import Contradiction, relation
from contracts.checks.relations.common import has_items, listed, show
from contracts.schema.query import ListQuery


def _is_foreign(asked: Asked) -> bool:
    return isinstance(asked.query, ListQuery) and asked.is_foreign and asked.is_plain


@relation(
    "isolation",
    'LIST: "Get all assistants the user has access to"',
    needs="an organization that the caller does not belong to",
    when=_is_foreign,
)
def a_foreign_organization_stays_closed(asked: Asked) -> Iterator[Contradiction]:
    """About an organization of others the answer is 403 or 404; about one that there is not, also an empty list.

    What is no id of an organization may be refused as a wrong parameter.
    """
    page, status = asked.page, asked.exchange.status
    if page is not None and (page.items or page.total):
        yield Contradiction(f"answered {page.total} assistants of an organization that is not the caller's")
    elif _named(asked) == asked.foreign and status not in (403, 404):
        yield Contradiction(f"answered {status}, expected 403 or 404")
    elif page is None and status not in (400, 403, 404, 422):
        yield Contradiction(f"answered {status}, expected 403, 404 or an empty list")


def _named(asked: Asked) -> str | None:
    return asked.query.organization_id if isinstance(asked.query, ListQuery) else None


_UNTOLD = ("trace_id", "request_id", "timestamp", "status", "status_code")
"""Members of an error that differ from answer to answer, or are numbers."""


def _numbers(value: object, organization_id: str) -> Iterator[str]:
    """Yield the numbers in the texts of an error, without those of ids."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in _UNTOLD:
                yield from _numbers(member, organization_id)
    elif isinstance(value, list):
        for member in value:
            yield from _numbers(member, organization_id)
    elif isinstance(value, int | str) and not isinstance(value, bool):
        yield from re.findall(r"(?<![\w.:-])\d+(?![\w.:-])", str(value).replace(organization_id, ""))


def _refusals(asked: Asked) -> bool:
    other = asked.unknown
    refused = other is not None and other.status == asked.exchange.status and other.is_json
    return refused and _is_foreign(asked) and _named(asked) == asked.foreign and asked.exchange.status in (403, 404)


@relation(
    "isolation",
    "LIST, `organization_id`: the organization to list; nothing of another one is told, not even how much it has",
    needs="an organization that the caller does not belong to, refused like one that there is not",
    when=_refusals,
    beside="unknown",
)
def a_refusal_counts_nothing(asked: Asked) -> Iterator[Contradiction]:
    """The refusal of an organization of others tells no number that the refusal of one that there is not lacks."""
    assert asked.unknown is not None  # noqa: S101 - `when` was asked first
    told = list(_numbers(asked.exchange.json, asked.foreign or ""))
    unknown = asked.unknown.question.get("organization_id") or ""
    if told and not list(_numbers(asked.unknown.json, unknown)):
        yield Contradiction(f"the refusal tells {', '.join(told[:3])} of an organization that is not the caller's")


@relation(
    "isolation",
    'LIST, `organization_id`: "the organization to list assistants from"',
    needs="an item that names its organization",
    when=lambda asked: has_items(asked) and "organization_id" in listed(asked)[1].items[0],
)
def items_belong_to_the_organization_asked_about(asked: Asked) -> Iterator[Contradiction]:
    """Every item's organization is the parameter's."""
    query, page = listed(asked)
    for item in page.items:
        if item.get("organization_id", query.organization_id) != query.organization_id:
            yield Contradiction(f"{show(item)} belongs to {item.get('organization_id')!r}", item.get("id"))
            return


_OPEN_MODES = ("organization", "public", "global")
_PERSONAL = ("editable_by_users", "access_users", "visible_in_chat_to_users")
_GROUPS = ("editable_by_roles", "visible_to_roles", "access_departments")
"""Lists whose names the caller may carry; which, the kit cannot know."""


def _user(asked: Asked) -> str | None:
    if asked.dialect["key_user"] != "creator":
        return None
    page = asked.page
    return page.user_id if page is not None else None


def _may_see(item: Item, user: str) -> bool:
    return (
        item.get("access_mode") in _OPEN_MODES
        or item.get("created_by") == user
        or any(user in members(item, name) for name in _PERSONAL)
        or "*" in members(item, "editable_by_users")
        or any(item.get(name) for name in _GROUPS)
    )


def _shows_rules(asked: Asked) -> bool:
    return has_items(asked) and listed(asked)[0].fields == "full" and bool(_user(asked))


@relation(
    "isolation",
    'OBJECT, `access_mode`: "private (only creator)", and the lists that grant access',
    needs="an item shown in full, and the caller's user id",
    when=_shows_rules,
)
def the_access_rules_hide_what_is_not_granted(asked: Asked) -> Iterator[Contradiction]:
    """Every item is open to the organization, the caller's own, or granted by one of its lists."""
    user = _user(asked) or ""
    for item in listed(asked)[1].items:
        if not _may_see(item, user):
            yield Contradiction(f"{show(item)} is {item.get('access_mode')} and nothing grants it", item.get("id"))
            return


@relation(
    "isolation",
    'LIST, `user_access_level`; OBJECT, `created_by`, `editable_by_users`: "permission to edit"',
    needs="an item shown in full with a level, and the caller's user id",
    when=lambda asked: _shows_rules(asked) and any(item.get("user_access_level") for item in listed(asked)[1].items),
)
def the_level_follows_from_the_access_rules(asked: Asked) -> Iterator[Contradiction]:
    """The creator is owner and nobody else is; who may edit has at least the level edit."""
    user = _user(asked)
    for item in listed(asked)[1].items:
        found = item.get("user_access_level")
        owns = item.get("created_by") == user
        editors = members(item, "editable_by_users")
        edits = user in editors or "*" in editors
        may_edit = edits or bool(item.get("editable_by_roles"))
        wrong = (
            (found == "owner") != owns or (found == "view" and edits) or (found == "edit" and not owns and not may_edit)
        )
        if wrong:
            yield Contradiction(f"{show(item)}: user_access_level is {found!r} for {user}", item.get("id"))
            return


def _second(asked: Asked) -> bool:
    return asked.exchange.question.credentials in ("second", "bearer") and pages.read(asked.exchange) is not None


@relation(
    "isolation",
    'OBJECT, `access_mode`: "organization (all org members)"',
    needs="a second caller of the same organization",
    when=lambda asked: (
        _second(asked)
        and asked.census is not None
        and asked.census.whole
        and isinstance(asked.query, ListQuery)
        and asked.query.access_mode in ("organization", "public")
    ),
    predicts=True,
)
def what_is_open_to_all_members_is_open_to_each(asked: Asked) -> Iterator[Contradiction]:
    """What the mode opens to every member, two members see alike."""
    assert asked.census is not None and asked.page is not None  # noqa: S101, PT018 - `when` was asked first
    mode = asked.query.access_mode if isinstance(asked.query, ListQuery) else None
    opened = [item for item in asked.census.items if item.get("access_mode") == mode and item.get("is_active")]
    known = {identity(item) for item in opened}
    for item in asked.page.items:
        if identity(item) not in known:
            yield Contradiction(f"{show(item)} is open to the organization and hidden from a member", item.get("id"))
            return
    if asked.page.total is not None and asked.page.total != len(opened):
        yield Contradiction(f"{asked.page.total} assistants of mode {mode}, {len(opened)} to another member")


@relation(
    "isolation",
    'OBJECT, `access_mode`: "private (only creator)"',
    needs="a second caller, and an item shown to them in full",
    when=lambda asked: _second(asked) and bool(asked.page and asked.page.items and asked.page.user_id),
)
def the_access_rules_hold_for_a_second_caller(asked: Asked) -> Iterator[Contradiction]:
    """What the second caller sees is open to the organization, their own, or granted to them."""
    page, user = asked.page, _user(asked)
    for item in page.items if page is not None and user else ():
        if "created_by" in item and not _may_see(item, user or ""):
            yield Contradiction(f"{show(item)} is {item.get('access_mode')} and nothing grants it", item.get("id"))
            return

"""Assistants that are shown to somebody who must not see them, or under a level that is not theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from contracts.schema.access import AccessLevel, Caller, Membership, Row
from contracts.schema.problems import Refusal
from contracts.schema.query import ListQuery
from contracts.schema.spelling import Value
from mock_server.answers import Admitted, Answer
from mock_server.defects.declare import defect
from mock_server.defects.steps import Pairs, Request, Rows, Steps, vary
from mock_server.defects.ways import rewritten
from mock_server.params import pairs

# --- other organizations


def _everywhere(steps: Steps, caller: Caller) -> Caller:
    """Return the caller as a member of every organization, for whatever key they use."""
    known = {each.organization_id for each in caller.memberships}
    more = [Membership(each.id) for each in steps.world.organizations if each.id not in known]
    return replace(caller, memberships=(*caller.memberships, *more), key_organization_id=None)


@defect("isolation")
def foreign_organization_answered(steps: Steps) -> Steps:
    """Any organization is listed for everybody."""
    return replace(
        steps,
        admit=lambda pairs, caller: steps.admit(pairs, _everywhere(steps, caller)),
        level=lambda row, asked: steps.level(row, replace(asked, caller=_everywhere(steps, asked.caller))),
    )


@defect("isolation")
def key_opens_every_organization(steps: Steps) -> Steps:
    """An API key opens all organizations of its creator, not only its own."""

    def freed(caller: Caller) -> Caller:
        return replace(caller, key_organization_id=None)

    return replace(
        steps,
        admit=lambda pairs, caller: steps.admit(pairs, freed(caller)),
        level=lambda row, asked: steps.level(row, replace(asked, caller=freed(asked.caller))),
    )


@defect("isolation")
def foreign_total_told(steps: Steps) -> Steps:
    """A foreign organization gives an empty page, and how many assistants it has."""
    opened = foreign_organization_answered(steps)

    def foreign(asked: Admitted) -> bool:
        return asked.caller.membership(asked.query.organization_id) is None

    return replace(
        opened,
        cut=lambda rows, asked: [] if foreign(asked) else opened.cut(rows, asked),
        has_more=lambda rows, asked: not foreign(asked) and opened.has_more(rows, asked),
    )


@defect("isolation")
def foreign_organization_empty(steps: Steps) -> Steps:
    """A foreign organization gives an empty list, as if it had no assistants."""
    opened = foreign_total_told(steps)

    def total(rows: Rows, asked: Admitted) -> int:
        return 0 if asked.caller.membership(asked.query.organization_id) is None else opened.total(rows, asked)

    return replace(opened, total=total)


@defect("isolation", step="refuse")
def refusal_counts_assistants(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """The refusal of a foreign organization tells how many assistants it has."""
    sent = dict(pairs(request.query_string)).get("organization_id", "")
    foreign = steps.world.organization(sent)
    if foreign is None or refusal.problem.status not in (403, 404):
        return steps.refuse(refusal, request)
    told = f"{refusal.problem.message} ({foreign.name}, {len(foreign)} assistants)"
    return steps.refuse(replace(refusal, problem=replace(refusal.problem, message=told), reason=told), request)


def _alike(steps: Steps, sent: Pairs, caller: Caller, alike: Callable[[str, str], bool]) -> ListQuery | Refusal:
    """Admit with the caller's own organization in place of an id that is like its."""
    own = [each.organization_id for each in caller.memberships]
    return steps.admit(
        rewritten(sent, "organization_id", lambda text: next((each for each in own if alike(text, each)), text)), caller
    )


@defect("isolation", step="admit")
def organization_by_beginning(steps: Steps, sent: Pairs, caller: Caller) -> ListQuery | Refusal:
    """The beginning of an organization's id is as good as all of it."""
    return _alike(steps, sent, caller, lambda text, own: len(text) > 4 and own.startswith(text))


@defect("isolation", step="admit")
def organization_by_pattern(steps: Steps, sent: Pairs, caller: Caller) -> ListQuery | Refusal:
    """In an organization's id `_` stands for any character and `%` for any text."""

    def alike(text: str, own: str) -> bool:
        return re.fullmatch(re.escape(text).replace("_", ".").replace("%", ".*"), own) is not None

    return _alike(steps, sent, caller, alike)


@defect("isolation", step="admit")
def foreign_organization_lists_own(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """A question about an organization of others is answered with the caller's own."""
    found = steps.admit(pairs, caller)
    own = caller.key_organization_id or next((each.organization_id for each in caller.memberships), None)
    if isinstance(found, ListQuery) or found.invalid or own is None:
        return found
    return steps.admit(rewritten(pairs, "organization_id", lambda _: own), caller)


@defect("isolation")
def foreign_rows_mixed_in(steps: Steps) -> Steps:
    """Some assistants of another organization are listed among one's own."""

    def others(asked: Admitted) -> Rows:
        here = asked.query.organization_id
        found = (steps.rows(vary(asked, organization_id=each.id)) for each in steps.world.organizations)
        return [row for rows in found for row in rows[:4] if row["organization_id"] != here]

    def level(row: Row, asked: Admitted) -> AccessLevel | None:
        mixed_in = row["organization_id"] != asked.query.organization_id
        return AccessLevel.VIEW if mixed_in else steps.level(row, asked)

    return replace(steps, rows=lambda asked: [*steps.rows(asked), *others(asked)], level=level)


# --- hidden rows


def _shown(steps: Steps, row: Row, asked: Admitted, condition: bool) -> AccessLevel | None:
    """Show a row that is hidden where a condition holds."""
    return steps.level(row, asked) or (AccessLevel.VIEW if condition else None)


@defect("isolation", step="level")
def everything_shown(steps: Steps, row: Row, asked: Admitted) -> AccessLevel | None:
    """Every assistant of the organization is shown to every member."""
    return _shown(steps, row, asked, True)


for _mode in ("private", "restricted"):
    defect(
        "isolation",
        step="level",
        name=f"{_mode}_shown_to_all",
        story=f"Assistants of the mode `{_mode}` are shown to every member.",
    )(lambda steps, row, asked, mode=_mode: _shown(steps, row, asked, row["access_mode"] == mode))


_LEAKS: tuple[tuple[str, str, Callable[[Row, ListQuery], bool]], ...] = (
    (
        "search_finds_hidden",
        "A search finds assistants that are hidden from the caller.",
        lambda _, q: q.search is not None,
    ),
    ("store_lists_hidden", "A vector store lists hidden assistants.", lambda _, q: q.vector_store_id is not None),
    ("full_shows_hidden", "fields=full shows hidden assistants.", lambda _, q: q.fields == "full"),
    ("later_pages_show_hidden", "From the second page on, hidden assistants are listed.", lambda _, q: q.offset > 0),
    ("inactive_of_others_shown", "Inactive assistants are shown to every member.", lambda row, _: not row["is_active"]),
    (
        "private_filter_lists_hidden",
        "access_mode=private lists the private assistants of everybody.",
        lambda _, q: q.access_mode == "private",
    ),
    ("sorting_by_time_shows_hidden", "Sorted by time, hidden assistants are listed.", lambda _, q: q.sort_by != "name"),
)
for _name, _story, _test in _LEAKS:
    defect("isolation", step="level", name=_name, story=_story)(
        lambda steps, row, asked, test=_test: _shown(steps, row, asked, test(row, asked.query))
    )


@defect("isolation", step="total")
def total_counts_hidden(steps: Steps, rows: Rows, asked: Admitted) -> int:
    """The total counts assistants that are hidden from the caller."""
    stored = steps.rows(asked)
    return sum(all(test(row, asked.query) for test in steps.filters.values()) for row in stored)


@defect("isolation", step="level")
def public_hidden_from_others(steps: Steps, row: Row, asked: Admitted) -> AccessLevel | None:
    """Public assistants are hidden from everybody but their creator and editors."""
    found = steps.level(row, asked)
    return None if row["access_mode"] == "public" and found == AccessLevel.VIEW else found


@defect("isolation", step="level")
def organization_hidden_from_members(steps: Steps, row: Row, asked: Admitted) -> AccessLevel | None:
    """Plain members do not see what is open to the organization."""
    member = asked.caller.membership(row["organization_id"])
    plain = member is not None and "member" in member.roles
    found = steps.level(row, asked)
    return None if plain and found == AccessLevel.VIEW and row["access_mode"] == "organization" else found


# --- levels


def _told(how: Callable[[Row, AccessLevel], AccessLevel]) -> Callable[[Steps, Row, AccessLevel, Admitted], Value]:
    return lambda steps, row, level, asked: steps.item(row, how(row, level), asked)


_OWNER, _EDIT, _VIEW = AccessLevel.OWNER, AccessLevel.EDIT, AccessLevel.VIEW
_LEVELS: tuple[tuple[str, str, Callable[[Row, AccessLevel], AccessLevel]], ...] = (
    ("level_always_owner", "Everybody is told to own every assistant.", lambda _, level: _OWNER),
    ("level_always_view", "Everybody is told to view only, even the owner.", lambda _, level: _VIEW),
    ("viewers_told_to_edit", "Who may view is told to edit.", lambda _, level: _EDIT if level == _VIEW else level),
    ("editors_told_to_own", "Who may edit is told to own.", lambda _, level: _OWNER if level == _EDIT else level),
    ("editors_told_to_view", "Who may edit is told to view.", lambda _, level: _VIEW if level == _EDIT else level),
    ("owners_told_to_edit", "The owner is told to edit.", lambda _, level: _EDIT if level == _OWNER else level),
    (
        "inactive_told_to_view",
        "Of an inactive assistant everybody is told to view only.",
        lambda row, level: level if row["is_active"] else _VIEW,
    ),
)
for _name, _story, _how in _LEVELS:
    defect("isolation", step="item", name=_name, story=_story)(_told(_how))

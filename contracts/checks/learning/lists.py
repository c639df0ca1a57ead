"""What lists show of a dialect: how items are written, what surrounds them, in which order they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from contracts.checks import page as pages
from contracts.checks.census import tied
from contracts.checks.learning import votes
from contracts.checks.learning.learner import Decided, Learner, Step, Verdict
from contracts.checks.page import Item, Page
from contracts.schema import query, reference
from contracts.schema.ambiguities import AMBIGUITIES


def _items(learner: Learner) -> Iterable[Decided]:
    first = learner.census.exchanges[0] if learner.census.exchanges else None
    for row, vote in votes.FULL_ITEM.items():
        yield row, first, votes.count(vote, learner.census.items)


def _default_page(learner: Learner) -> Iterable[Decided]:
    exchange = learner.ask(learner.base)
    page = pages.read(exchange)
    if page is None:
        return
    body = exchange.json
    yield "envelope", exchange, votes.envelope(body)
    yield "default_limit", exchange, _default_limit(page, learner.dialect["envelope"])
    yield "summary_properties", exchange, votes.summary(page.items)
    yield "tool_capabilities", exchange, votes.capabilities(page.items, learner.census.items)
    if page.filters is not None:
        extra = {"vector_store_id", "fields"} & set(page.filters)
        name = "every_parameter" if extra else "documented"
        yield "filters_applied", exchange, (name, f"names {', '.join(page.filters)}")
        name = "null" if "search" in page.filters else "absent"
        yield "unused_filters", exchange, (name, f"search is {name}")
    if (page.organization_count or 0) > 1:
        yield "organization_count", exchange, ("memberships", f"organization_count is {page.organization_count}")
    yield "key_user", exchange, votes.key_user(page.user_id, learner.census.items)


_DEFAULT_LIMITS = {"documented": {"fifty"}, "example": {"fifty", "twenty"}}
"""Envelope -> the default limits that go with it: only the list page's example, whole, says 20."""


def _default_limit(page: Page, envelope: str) -> Verdict | None:
    found = {query.DEFAULT_LIMITS[name]: name for name in _DEFAULT_LIMITS[envelope]}
    if page.limit is not None:
        return found.get(page.limit), f"limit is {page.limit} when none is sent"
    if page.total is not None and page.total > len(page.items):
        return found.get(len(page.items)), f"{len(page.items)} items of {page.total} when no limit is sent"
    return None


LEAST_TIES = 10
"""Pairs of equals that must agree before an order of ties counts as seen; fewer may agree by chance."""


def _name_order(learner: Learner) -> Iterable[Decided]:
    names = [item["name"] for item in learner.census.items if isinstance(item.get("name"), str)]
    fits = [
        reading
        for reading, fold in reference.NAME_KEYS.items()
        if all(fold(one) <= fold(other) for one, other in pairwise(names))
    ]
    first = learner.census.exchanges[0] if learner.census.exchanges else None
    if len(fits) == 1:
        yield "name_order", first, (fits[0], f"{len(names)} names are in this order and in no other")
    elif fits and AMBIGUITIES["name_order"].default.name not in fits:
        yield "name_order", first, (fits[0], f"{len(names)} names are in this order, and also in {', '.join(fits[1:])}")
    elif not fits:
        breaks = {
            reading: sum(fold(one) > fold(other) for one, other in pairwise(names))
            for reading, fold in reference.NAME_KEYS.items()
        }
        nearest = min(breaks, key=lambda reading: breaks[reading])
        yield "name_order", first, (None, f"names are in no order; nearest to {nearest}")


def _ties(learner: Learner) -> Iterable[Decided]:
    ascending, descending = (learner.ask(tied(learner.census.organization_id, each)) for each in ("asc", "desc"))
    up, down = pages.read(ascending), pages.read(descending)
    if up is None or down is None:
        return
    by_name = learner.census.items
    rising = [*_tied(up.items, lambda item: item.get("created_at"))]
    # Names that are equal in every order of names: which one it is may be unknown.
    rising += _tied(by_name, lambda item: [fold(str(item.get("name"))) for fold in reference.NAME_KEYS.values()])
    falling = _tied(down.items, lambda item: item.get("created_at"))
    signs = ({one < other for one, other in rising}, {one < other for one, other in falling})
    named = {
        ((True,), (True,)): "id",
        ((True,), (False,)): "id_directed",
        ((), (True,)): "id",
        ((), (False,)): "id_directed",
    }
    key = (tuple(signs[0]), tuple(signs[1]))
    if len(rising) + len(falling) < LEAST_TIES:
        return
    if key in named:
        yield "tie_order", descending, (named[key], f"{len(rising) + len(falling)} ties, all in this order")
    elif signs[1]:
        yield "tie_order", descending, ("stored", "ties are not ordered by id")


def _tied(items: Iterable[Item], key: Callable[[Item], Any]) -> list[tuple[str, str]]:
    return [(str(one.get("id")), str(other.get("id"))) for one, other in pairwise(items) if key(one) == key(other)]


def _access(learner: Learner) -> Iterable[Decided]:
    first = learner.census.exchanges[0] if learner.census.exchanges else None
    page = pages.read(first) if first is not None else None
    user = page.user_id if page is not None else None
    items = learner.census.items
    if any(item.get("deleted_at") for item in items):
        yield "soft_deleted", first, ("with_inactive", "a soft-deleted assistant is listed")
    if any(item.get("api_enabled") is False for item in items):
        yield "api_disabled", first, ("listed", "an assistant with api_enabled false is listed")
    if user is not None and any(votes.only_lists_grant(item, user) for item in items):
        yield "access_rules", first, ("grants", "a list grants access outside its mode")


STEPS: tuple[Step, ...] = (_items, _default_page, _name_order, _ties, _access)
"""In an order in which later rows may use earlier ones."""

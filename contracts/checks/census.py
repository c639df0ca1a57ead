"""The census: the whole list, walked once, full and with inactive assistants; what every other question rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.checks import page as pages
from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.moments import moment
from contracts.checks.page import Item, Page
from contracts.schema.tool_spelling import snake_case

Ask = Callable[[Question], Exchange]

STRIDE = 100
"""Assistants on a page of the walk: the most that the documents allow."""

FIRST = 99
"""Assistants on the first page: pages of two sizes show whether `offset` counts assistants."""

MOST_PAGES = 20
"""Pages of a walk; a longer list is judged by its beginning, without prediction."""


@dataclass(frozen=True)
class Census:
    """All items of an organization that the caller may see, as `fields=full` shows them, in the order listed."""

    organization_id: str
    items: tuple[Item, ...]
    total: int | None
    exchanges: tuple[Exchange, ...]
    whole: bool
    """Whether the walk reached the end."""

    @cached_property
    def rows(self) -> tuple[dict[str, Any], ...]:
        """The items as rows of the reference: what may be absent is filled in."""
        return tuple(as_row(item, self.organization_id) for item in self.items)

    @cached_property
    def is_sound(self) -> bool:
        """Whether the items hold what filters and orders ask for, in one type each; the schema says where not."""
        times = {type(moment(item.get(name))) for item in self.items for name in ("created_at", "updated_at")}
        return (
            (times <= {int} or times <= {str})
            and all(isinstance(item.get(name), str) for item in self.items for name in ("id", "name"))
            and all(isinstance(item.get("description"), str | None) for item in self.items)
            and all(isinstance(item.get("is_active"), bool) for item in self.items)
        )

    @cached_property
    def searched(self) -> tuple[tuple[Any, Any], ...]:
        """Name and description of every item."""
        return tuple((item.get("name"), item.get("description")) for item in self.items)

    @property
    def signature(self) -> tuple[object, ...]:
        """What changes when an assistant is added, edited or removed; not when equals change places."""
        return (self.total, len(self.items), self.known)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every assistant as it was last edited."""
        return frozenset(map(edition, self.items))


def edition(item: Item) -> str:
    """Return what an edit changes, or who is another one."""
    return str((item.get("id"), item.get("updated_at"), item.get("name")))


_DEFAULTS = {"name": "", "description": None, "deleted_at": None, "is_active": True, "access_mode": None}


def as_row(item: Item, organization_id: str) -> dict[str, Any]:
    """Return an item with the members that the reference asks for, whatever the deployment leaves out."""
    stores = item.get("vector_store_ids")
    return {
        **_DEFAULTS,
        **item,
        **{name: moment(item[name]) for name in ("created_at", "updated_at") if name in item},
        "organization_id": organization_id,
        "vector_store_ids": stores if isinstance(stores, list) else [],
    }


def question(organization_id: str, step: int = 0) -> Question:
    """Return one step of the walk."""
    limit, offset = STRIDE if step else FIRST, walked(step)
    return Question(
        (
            ("organization_id", organization_id),
            ("fields", "full"),
            ("include_inactive", "true"),
            ("limit", str(limit)),
            ("offset", str(offset)),
        )
    )


def walked(steps: int) -> int:
    """Return how many assistants so many steps show."""
    return FIRST + (steps - 1) * STRIDE if steps else 0


def tied(organization_id: str, direction: str) -> Question:
    """Return the question whose answer has the most equals, of either direction: times are given in whole seconds."""
    asked = Question.of(organization_id=organization_id, include_inactive="true", limit="100", sort_by="created_at")
    return asked if direction == "asc" else asked.vary(sort_order=direction)


def latest(organization_id: str) -> Question:
    """Return the first step of the walk by modification, the latest first: what many other questions vary."""
    return question(organization_id).vary(sort_order="desc", sort_by="updated_at")


def walk(ask: Ask, organization_id: str) -> Census:
    """Walk the list page by page until it ends: at an empty page, or where `total` is reached.

    A page that is no list ends the walk; the relations that look at that exchange say why.
    """
    exchanges: list[Exchange] = []
    seen: list[Page] = []
    while len(exchanges) < MOST_PAGES:
        exchanges.append(ask(question(organization_id, len(exchanges))))
        page = pages.read(exchanges[-1])
        if page is None:
            break
        seen.append(page)
        if not page.items or (page.total is not None and walked(len(exchanges)) >= page.total):
            break
    items = tuple(item for page in seen for item in page.items)
    total = seen[0].total if seen else None
    whole = bool(seen) and len(seen) == len(exchanges) and walked(len(seen)) >= (total or 0)
    return Census(organization_id, items, total, tuple(exchanges), whole)


# --- what the data offers to ask about


def by_frequency(values: Iterable[Any]) -> list[Any]:
    """Return distinct values, the most frequent first, equals in the order met."""
    return [value for value, _ in Counter(values).most_common()]


def members(item: Item, name: str) -> Sequence[Any]:
    """Return the members of an item's list; none where it is no list."""
    found = item.get(name)
    return found if isinstance(found, list) else ()


def stores(items: Sequence[Item]) -> list[str]:
    """Return the vector stores in use, the most used first."""
    used = (store for item in items for store in members(item, "vector_store_ids"))
    return by_frequency(store for store in used if store and isinstance(store, str))


def member(item: Item, name: str) -> Any:
    """Return a member of an item under its documented name or in snake case."""
    return item.get(name, item.get(snake_case(name)))

"""A filter keeps what it names, all of it and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.asked import Asked
from contracts.checks.census import members
from contracts.checks.page import identity
from contracts.checks.relation import Contradiction, When, relation
from contracts.checks.relations.common import has_items, is_listed, is_predicted, listed, predicted, show
from contracts.schema.query import ListQuery


def _uses(name: str, *, found: bool = True) -> When:
    ready = has_items if found else is_listed
    return lambda asked: ready(asked) and getattr(listed(asked)[0], name) is not None


@relation(
    "filtering",
    'LIST, `access_mode`: "Filter by access mode"',
    needs="an assistant of a mode that was asked for",
    when=_uses("access_mode"),
)
def items_have_the_mode_asked_for(asked: Asked) -> Iterator[Contradiction]:
    """Every item's `access_mode` is the one asked for."""
    query, page = listed(asked)
    for item in page.items:
        if item.get("access_mode") != query.access_mode:
            yield Contradiction(f"{show(item)} has access_mode {item.get('access_mode')!r}", item.get("id"))
            return


@relation(
    "filtering",
    'LIST, `include_inactive`: "Whether to include inactive assistants in results", "Defaults to false"',
    needs="an assistant listed without inactive ones",
    when=lambda asked: has_items(asked) and not listed(asked)[0].include_inactive,
)
def inactive_ones_are_listed_on_request_only(asked: Asked) -> Iterator[Contradiction]:
    """Without `include_inactive` every item is active."""
    for item in listed(asked)[1].items:
        if item.get("is_active") is False:
            yield Contradiction(f"{show(item)} is inactive", item.get("id"))
            return


@relation(
    "filtering",
    'LIST, `vector_store_id`: "Only return assistants using this vector store"',
    needs="an assistant of a vector store, shown in full",
    when=lambda asked: _uses("vector_store_id")(asked) and listed(asked)[0].fields == "full",
)
def items_use_the_store_asked_for(asked: Asked) -> Iterator[Contradiction]:
    """Every item names the vector store, exactly."""
    query, page = listed(asked)
    for item in page.items:
        if query.vector_store_id not in members(item, "vector_store_ids"):
            yield Contradiction(f"{show(item)} does not use {query.vector_store_id!r}", item.get("id"))
            return


def _filters(query: ListQuery) -> bool:
    return query.search is None and (
        query.access_mode is not None or query.vector_store_id is not None or not query.include_inactive
    )


def _is_filtered(asked: Asked) -> bool:
    return is_predicted(asked) and _filters(listed(asked)[0])


@relation(
    "filtering",
    "LIST, `access_mode`, `include_inactive`, `vector_store_id`: filters keep what they name, joined by and",
    needs="a list that was walked to its end, and a filtered part of it",
    when=_is_filtered,
    predicts=True,
)
def filters_keep_nothing_else(asked: Asked) -> Iterator[Contradiction]:
    """Every item is one that the filters keep of the whole list."""
    _, page, expected = predicted(asked)
    kept = {row["id"] for row in expected.selection}
    for item in page.items:
        if identity(item) not in kept:
            yield Contradiction(f"{show(item)} does not pass the filters", item.get("id"))
            return


@relation(
    "filtering",
    "LIST, `access_mode`, `include_inactive`, `vector_store_id`: filters keep all that they name",
    needs="a list that was walked to its end, and a filtered part of it on one page",
    when=lambda asked: _is_filtered(asked) and listed(asked)[0].offset == 0,
    predicts=True,
)
def filters_keep_all_that_pass(asked: Asked) -> Iterator[Contradiction]:
    """What the filters keep of the whole list is there, where one page has room for it."""
    query, page, expected = predicted(asked)
    if expected.total <= query.limit:
        missing = [row for row in expected.selection if row["id"] not in page.ids]
        if missing:
            yield Contradiction(f"{show(missing[0])} passes the filters and is not there", missing[0]["id"])

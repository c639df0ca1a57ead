"""Pages cut one list without gap or overlap."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.asked import Asked
from contracts.checks.page import identity
from contracts.checks.relation import Contradiction, relation
from contracts.checks.relations.common import is_listed, is_predicted, listed, predicted, show, sort_key


def _knows_total(asked: Asked) -> bool:
    return is_listed(asked) and listed(asked)[1].total is not None


@relation(
    "pagination",
    'LIST, `limit`: "Maximum number of assistants to return (1-100)"; `offset`: "Number of assistants to skip"',
    needs="an answered list",
    when=_knows_total,
)
def a_page_is_as_long_as_limit_and_rest_allow(asked: Asked) -> Iterator[Contradiction]:
    """Its length is the smaller of `limit` and what `total` leaves after `offset`."""
    query, page = listed(asked)
    expected = max(0, min(query.limit, (page.total or 0) - query.offset))
    if len(page.items) != expected:
        yield Contradiction(
            f"{len(page.items)} items for limit {query.limit}, offset {query.offset} of total {page.total}; "
            f"expected {expected}"
        )


@relation(
    "pagination",
    'LIST, `assistants`: "Array of Assistant objects"',
    needs="a page with two items",
    when=lambda asked: is_listed(asked) and len(listed(asked)[1].items) > 1,
)
def no_assistant_is_twice_on_a_page(asked: Asked) -> Iterator[Contradiction]:
    """Ids on a page are distinct."""
    _, page = listed(asked)
    seen = set()
    for item in page.items:
        if identity(item) in seen:
            yield Contradiction(f"{show(item)} is on the page twice", item.get("id"))
        seen.add(identity(item))


def _ends_the_walk(asked: Asked) -> bool:
    known = asked.census
    return known is not None and known.whole and known.exchanges[-1].question == asked.exchange.question


@relation(
    "pagination",
    'LIST, `total`: "Total number of assistants matching the query across all pages"',
    needs="a list that was walked to its end",
    when=_ends_the_walk,
    predicts=True,
)
def a_walk_meets_every_assistant_once(asked: Asked) -> Iterator[Contradiction]:
    """Reading page after page, every assistant is met once, and as many as `total` says."""
    assert asked.census is not None  # noqa: S101 - `when` was asked first
    met: set[str] = set()
    for item in asked.census.items:
        if identity(item) in met:
            yield Contradiction(f"{show(item)} is met twice", item.get("id"))
            return
        met.add(identity(item))
    if len(met) != asked.census.total:
        yield Contradiction(f"{len(met)} assistants are met, total is {asked.census.total}")


@relation(
    "pagination",
    'LIST, `offset`: "Number of assistants to skip for pagination"',
    needs="a list that was walked to its end, and another page of it",
    when=is_predicted,
    predicts=True,
)
def pages_cut_the_list_without_gap_or_overlap(asked: Asked) -> Iterator[Contradiction]:
    """The page holds the assistants that stand at its places in the whole list."""
    query, page, expected = predicted(asked)
    chosen = {row["id"] for row in expected.selection}
    ids = set(page.ids)
    if not ids <= chosen or page.total != expected.total:
        return  # Another relation says which filter went wrong.
    keys = {row["id"]: sort_key(row, query, asked.dialect) for row in expected.selection}
    borders = {keys[row["id"]] for row in (expected.page[:1] + expected.page[-1:])}
    for row in expected.page:
        # Among ties at the page's borders, another order may put another one here.
        if row["id"] not in ids and (asked.ties_known or keys[row["id"]] not in borders):
            yield Contradiction(f"{show(row)} belongs on this page and is not there", row["id"])
            return

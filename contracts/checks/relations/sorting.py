"""The list has the order that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from contracts.checks import page as pages
from contracts.checks.asked import Asked
from contracts.checks.asking.exchange import Exchange
from contracts.checks.page import identity
from contracts.checks.relation import Contradiction, relation
from contracts.checks.relations.common import is_listed, is_predicted, listed, predicted, show, sort_key
from contracts.schema.query import ListQuery, read


@relation(
    "sorting",
    'LIST, `sort_by`: "One of name, created_at, updated_at", "Defaults to name"; `sort_order`: "Defaults to asc"',
    needs="a page with two items",
    when=lambda asked: is_listed(asked) and len(listed(asked)[1].items) > 1,
)
def neighbours_are_in_order(asked: Asked) -> Iterator[Contradiction]:
    """Each item stands where `sort_by` and `sort_order` put it after the one before."""
    query, page = listed(asked)
    for one, next_one in pairwise(page.items):
        left, right = sort_key(one, query, asked.dialect), sort_key(next_one, query, asked.dialect)
        if left is None or right is None or type(left) is not type(right):
            continue
        first, second = (right, left) if query.sort_order == "desc" else (left, right)
        if second < first:
            yield Contradiction(
                f"{show(next_one)} stands after {show(one)} in {query.sort_order} order of {query.sort_by}: "
                f"{next_one.get(query.sort_by)!r} after {one.get(query.sort_by)!r}",
                next_one.get("id"),
            )
            return


@relation(
    "sorting",
    'LIST, `sort_by`: "Sort field"; one field has one order, on whatever page and in whatever projection',
    needs="a list that was walked to its end, and another page of it",
    when=is_predicted,
    predicts=True,
)
def the_whole_list_has_one_order(asked: Asked) -> Iterator[Contradiction]:
    """The sort values of a page are those that stand at its places in the whole list, in order."""
    query, page, expected = predicted(asked)
    if page.total != expected.total or set(page.ids) - {row["id"] for row in expected.selection}:
        return  # Another relation says which filter went wrong.
    for place, (item, row) in enumerate(zip(page.items, expected.page, strict=False), query.offset):
        found, wanted = sort_key(item, query, asked.dialect), sort_key(row, query, asked.dialect)
        if found is not None and found != wanted:
            yield Contradiction(f"{show(item)} stands at place {place}, where {show(row)} belongs", item.get("id"))
            return


def _places(exchange: Exchange, query: ListQuery) -> dict[str, int]:
    """Return where each assistant of an answer stands in the whole list."""
    page = pages.read(exchange)
    ids = page.ids if page is not None else ()
    return {each: place for place, each in enumerate(ids, query.offset)}


def _two_places(asked: Asked) -> tuple[dict[str, int], dict[str, int]] | None:
    """Return places by another answer and by this one, where both show a part of one list."""
    if asked.same_order is None or asked.listed is None:
        return None
    other = read(asked.same_order.question.parameters, asked.dialect)
    if not isinstance(other, ListQuery):
        return None
    there, here = _places(asked.same_order, other), _places(asked.exchange, asked.listed[0])
    return (there, here) if there.keys() & here.keys() or set(there.values()) & set(here.values()) else None


@relation(
    "sorting",
    "LIST, `sort_by` and `offset`: a list that is read page by page needs one order, among equals too",
    needs="two answers that show a part of the same list",
    when=lambda asked: _two_places(asked) is not None,
    predicts=True,
    beside="same_order",
)
def every_assistant_has_one_place(asked: Asked) -> Iterator[Contradiction]:
    """With the same filters and order an assistant stands at one place, whatever `limit`, `offset` and `fields` are."""
    there, here = _two_places(asked) or ({}, {})
    items = {identity(item): item for item in listed(asked)[1].items}
    for each, place in here.items():
        if there.get(each, place) != place:
            yield Contradiction(f"{show(items[each])} stands at place {place}, elsewhere at {there[each]}", each)
            return
    gone = [each for each, place in there.items() if place in here.values() and each not in here]
    if gone:
        yield Contradiction(f"{gone[0]} is missing from place {there[gone[0]]}, where it stands elsewhere", gone[0])

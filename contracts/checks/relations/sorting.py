"""The list has the order that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from contracts.checks import page as pages
from contracts.checks.asked import Asked
from contracts.checks.page import Item
from contracts.checks.relation import Contradiction, relation
from contracts.checks.relations.common import is_listed, is_predicted, listed, predicted, show, sort_key


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


def _ties(asked: Asked) -> list[tuple[Item, Item]]:
    """Return the equals that another list in the same order shows as well, the other list's earlier one first."""
    other = asked.same_order and pages.read(asked.same_order)
    if not other or asked.listed is None:
        return []
    query, page = asked.listed
    here = {str(item.get("id")): item for item in page.items}
    shared = [item for item in other.items if str(item.get("id")) in here]
    return [
        (one, next_one)
        for one, next_one in pairwise(shared)
        if sort_key(one, query, asked.dialect) is not None
        and sort_key(one, query, asked.dialect)
        == sort_key(next_one, query, asked.dialect)
        == sort_key(here[str(one.get("id"))], query, asked.dialect)
        == sort_key(here[str(next_one.get("id"))], query, asked.dialect)
    ]


@relation(
    "sorting",
    "LIST, `sort_by` and `offset`: a list that is read page by page needs one order among equals",
    needs="equal sort values in two answers in the same order",
    when=lambda asked: bool(_ties(asked)),
    predicts=True,
    beside="same_order",
)
def equals_keep_one_order(asked: Asked) -> Iterator[Contradiction]:
    """Assistants with equal sort values follow each other as in every other list in the same order."""
    places = {str(item.get("id")): place for place, item in enumerate(listed(asked)[1].items)}
    for one, next_one in _ties(asked):
        if places[str(one.get("id"))] > places[str(next_one.get("id"))]:
            yield Contradiction(f"{show(one)} stands after its equal {show(next_one)}, elsewhere before", one.get("id"))
            return

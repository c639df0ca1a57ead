"""The list has the order that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from contracts.checks.asked import Asked
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


@relation(
    "sorting",
    "LIST, `sort_by` and `offset`: a list that is read page by page needs one order among equals",
    needs="equal sort values, in an order that was recognised",
    when=lambda asked: is_predicted(asked) and asked.ties_known,
    predicts=True,
)
def equals_keep_one_order(asked: Asked) -> Iterator[Contradiction]:
    """Assistants with equal sort values follow each other as everywhere else."""
    query, page, expected = predicted(asked)
    if {*page.ids} != {row["id"] for row in expected.page}:
        return  # Another relation says what is missing.
    for item, row in zip(page.items, expected.page, strict=False):
        same = sort_key(item, query, asked.dialect) == sort_key(row, query, asked.dialect)
        if same and item.get("id") != row["id"]:
            yield Contradiction(f"{show(item)} stands before its equal {show(row)}, elsewhere after it", item.get("id"))
            return

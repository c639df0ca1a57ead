"""A search finds the term in name or description: all of it, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.asked import Asked
from contracts.checks.page import identity
from contracts.checks.prediction import may_find
from contracts.checks.relation import Contradiction, relation
from contracts.checks.relations.common import has_items, is_predicted, listed, predicted, show


def _searched(asked: Asked) -> bool:
    return has_items(asked) and listed(asked)[0].search is not None


@relation(
    "searching",
    'LIST, `search`: "Search assistants by name or description"',
    needs="an assistant that a search found",
    when=_searched,
)
def items_contain_the_term(asked: Asked) -> Iterator[Contradiction]:
    """Every item has the term in its name or description, every character standing for itself."""
    query, page = listed(asked)
    for item in page.items:
        if not may_find(query.search or "", item, asked.dialect):
            yield Contradiction(f"{show(item)} has {query.search!r} in neither name nor description", item.get("id"))
            return


def _predictable(asked: Asked) -> bool:
    return is_predicted(asked) and listed(asked)[0].search is not None


@relation(
    "searching",
    'LIST, `search`: "Search assistants by name or description"; with other filters, both hold',
    needs="a list that was walked to its end, and a search in it",
    when=_predictable,
    predicts=True,
)
def a_search_finds_nothing_else(asked: Asked) -> Iterator[Contradiction]:
    """Every item is one that the whole list has for the term and the other filters."""
    query, page, expected = predicted(asked)
    found = {row["id"] for row in expected.selection}
    for item in page.items:
        if identity(item) not in found:
            yield Contradiction(f"{show(item)} is not to be found by {query.search!r}", item.get("id"))
            return


@relation(
    "searching",
    'LIST, `search`: "Search assistants by name or description"',
    needs="a list that was walked to its end, and a search in it that one page has room for",
    when=lambda asked: _predictable(asked) and listed(asked)[0].offset == 0,
    predicts=True,
)
def a_search_finds_all(asked: Asked) -> Iterator[Contradiction]:
    """What the whole list has for the term is there, in whichever of the two fields and wherever in it."""
    query, page, expected = predicted(asked)
    if expected.total <= query.limit:
        missing = [row for row in expected.selection if row["id"] not in page.ids]
        if missing:
            yield Contradiction(f"{show(missing[0])} has {query.search!r} and is not there", missing[0]["id"])

"""What shows a contradiction: answers that were given, beside those that they contradict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from contracts.checks import page as pages
from contracts.checks.asked import Asked
from contracts.checks.asking.exchange import Exchange
from contracts.checks.census import Census
from contracts.checks.flapping import flapping
from contracts.checks.relation import Contradiction, Relation
from contracts.checks.relations.common import show
from contracts.checks.verdict import Violation

MOST_VIOLATIONS = 3
"""Violations of one relation that are asked again and shown."""
AGAIN = "a-question-asked-again-has-the-same-answer"
"""The relation that a list breaks which flaps."""


def flapped(walks: Sequence[Census]) -> tuple[Violation, ...]:
    """Return assistants that were missing in between, unless the walks were the same."""
    if len({walk.signature for walk in walks}) == 1:
        return ()
    found = islice(flapping(walks), MOST_VIOLATIONS)
    return tuple(
        Violation(AGAIN, f"{show(item)} is listed, then not, and is back unchanged", (listing, without))
        for item, listing, without in found
    )


def seen(relation: Relation, suspects: Iterable[Asked]) -> tuple[Violation, ...]:
    """Return what answers contradicted that were right when asked again."""
    found = ((asked, next(relation.check(asked))) for asked in islice(suspects, MOST_VIOLATIONS))
    return tuple(Violation(relation.name, each.message, (asked.exchange,)) for asked, each in found)


def census_page(asked: Asked, relation: Relation, found: Contradiction) -> Exchange | None:
    """Return the page of the walk that an answer contradicts, for a relation that predicts from it."""
    if not relation.predicts or asked.census is None:
        return None
    holding = _holding(asked.census.exchanges, found.id) if found.id is not None else None
    other = holding or next(iter(asked.census.exchanges), None)
    return None if other is asked.exchange else other


def _holding(exchanges: Iterable[Exchange], wanted: object) -> Exchange | None:
    for exchange in exchanges:
        page = pages.read(exchange)
        if page is not None and wanted in page.ids:
            return exchange
    return None

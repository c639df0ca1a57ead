"""Lists that flap: an assistant is listed, then not, and is back unchanged, which no edit does.

A walk alone proves little: while a list is edited, its pages shift, and whoever stands at their ends is met twice or
not at all. One answer proves it: it shows some who stand before the assistant, and some who stand after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from contracts.checks import page as pages
from contracts.checks.asking.exchange import Exchange
from contracts.checks.census import Census, edition
from contracts.checks.page import Item, Page


def flapping(walks: Sequence[Census]) -> Iterator[tuple[Item, Exchange, Exchange]]:
    """Yield what was missing in between: the assistant, an answer that lists it, and a later or earlier one without."""
    for first, second, third in combinations(walks, 3):
        places = {edition(item): place for place, item in enumerate(first.items)}
        missing = (first.known & third.known) - second.known
        for item in (each for each in first.items if edition(each) in missing):
            without = _around(second, item, places)
            listing = next((each for each, page in _read(third) if item in page.items), None)
            if without is not None and listing is not None:
                yield item, listing, without


def _around(walk: Census, item: Item, places: Mapping[str, int]) -> Exchange | None:
    """Return the answer that shows some who stand before an assistant and some who stand after, by their names."""
    here = places[edition(item)]
    for exchange, page in _read(walk):
        others = [each for each in page.items if each.get("name") != item.get("name")]
        found = [places[edition(each)] for each in others if edition(each) in places]
        if found and min(found) < here < max(found):
            return exchange
    return None


def _read(walk: Census) -> Iterator[tuple[Exchange, Page]]:
    read = ((exchange, pages.read(exchange)) for exchange in walk.exchanges)
    return ((exchange, page) for exchange, page in read if page is not None)

"""What can be asked about one organization, topic by topic, each question under a name.

The census knows what the data offers; a question is made only where it has something to show. Most questions exercise
several parameters at once, since the census predicts whatever they answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from contracts.checks import census as censuses
from contracts.checks.asking.question import Question, Value
from contracts.checks.census import Census
from contracts.checks.learning import queries
from contracts.checks.planning import terms
from contracts.checks.planning.terms import Term
from contracts.checks.planning.wrong_searches import texts
from contracts.checks.prediction import predict
from contracts.schema.dialect import Dialect
from contracts.schema.query import ListQuery

MODES = ("private", "organization", "public")
MOST_TERMS = 16
"""Search terms to ask for that are chosen for what they tell."""
LARGEST_OFFSET = str(2**63 - 1)
BLANK = "   "
"""A search that looks for nothing, and so lists what is listed without."""


class Planner:
    """Makes questions about one organization, from what its census holds."""

    def __init__(
        self, census: Census, dialect: Dialect, foreign: str | None = None, *, has_second: bool = False
    ) -> None:
        """Look at the data once; `foreign` is an organization of others, if one is known."""
        self.census = census
        self.dialect = dialect
        self.foreign = foreign
        self.has_second = has_second
        self.base = Question((("organization_id", census.organization_id),))
        self.everything = self.base.vary(include_inactive="true")
        self.latest = censuses.latest(census.organization_id)
        self.active = [item for item in census.items if item.get("is_active") is not False]
        stores = censuses.stores(self.active) or censuses.stores(census.items) or ["vs_unused"]
        self.stores = [stores[place % len(stores)] for place in range(3)]
        """The three most used vector stores; the same ones again where there are fewer."""

    def count(self, **values: object) -> int:
        """Return how many assistants a query lists, by the census."""
        if not self.census.is_sound:
            return 0
        asked = ListQuery(self.census.organization_id, **values)  # type: ignore[arg-type]
        return predict(self.census, asked, self.dialect).total

    def by_use(self, **values: object) -> list[str]:
        """Return the modes of access, the one of most assistants first."""
        return sorted(MODES, key=lambda mode: -self.count(access_mode=mode, **values))

    @cached_property
    def word(self) -> str:
        """The word that most names of active assistants have."""
        names = (name for item in self.active if isinstance(name := item.get("name"), str) and name.isprintable())
        words = (word.casefold() for name in names for word in re.findall(r"\w{4,}", name) if word.isascii())
        return next(iter(censuses.by_frequency(words)), "assistant")

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Search terms at which wrong searches show, the most telling first."""
        said = tuple(texts(item) for item in self.census.items)
        return terms.chosen(said, self.dialect, MOST_TERMS) if self.census.is_sound else ()


Named = tuple[str, Question]
Topic = Callable[[Planner], Iterable[Named]]

# --- the list


def _sides(planner: Planner) -> Iterator[Named]:
    """Look at one list from many sides, each a step from another: whoever remembers answers for too long stumbles."""
    first, latest = censuses.question(planner.census.organization_id), planner.latest
    yield "names falling", first.vary(sort_order="desc")
    yield "latest", latest
    yield "latest in summary", latest.vary(fields="summary")
    yield "latest of the private", latest.vary(access_mode="private")
    yield "latest of a store", latest.vary(vector_store_id=planner.stores[0])
    yield "latest past any end", latest.vary(offset=LARGEST_OFFSET, search=BLANK)
    yield "latest of the active", queries.with_zero(planner.census)
    yield "latest hundred in standard", latest.vary(fields="standard", limit="100")
    turned = latest.vary(fields=None, limit="31", offset="20")
    yield "parameters turned", turned.with_(parameters=turned.parameters[::-1])


def _pages(planner: Planner) -> Iterator[Named]:
    everything, total = planner.everything, len(planner.census.items)
    yield "one before the last", everything.vary(limit="1", offset=str(max(0, total - 2)))
    yield from _inside_ties(planner)
    yield "right after the end", everything.vary(limit="100", offset=str(total))
    yield "all but one", everything.vary(limit="7", offset=str(max(0, total - 8)), include_inactive="1")


def _inside_ties(planner: Planner) -> Iterator[Named]:
    """Ask for a page that begins between two equals, where a page by value instead of by place goes wrong."""
    if not planner.census.is_sound:
        return
    for key in ("created_at", "updated_at"):
        times = sorted(row[key] for row in planner.census.rows if row.get(key) is not None)
        places = [at for at in range(2, min(len(times), 50)) if times[at] == times[at - 1]]
        # Of an odd size, as the pages are not that show the same equals otherwise.
        if place := next((at for at in places if at % 2), next(iter(places), None)):
            asked = planner.everything.vary(limit=str(place), offset=str(place), sort_by=key, fields="full")
            yield "between equals", asked
            return


def _ties(planner: Planner) -> Iterator[Named]:
    """Ask what learning asks of equals."""
    for direction in ("asc", "desc"):
        yield f"equals {direction}", censuses.tied(planner.census.organization_id, direction)


# --- parts of it


def _filters(planner: Planner) -> Iterator[Named]:
    base = planner.base
    mode, known = planner.by_use(include_inactive=True)[0], planner.stores
    yield "active of page two", base.vary(include_inactive="false", limit="100", offset="50")
    yield "store in full", base.vary(vector_store_id=known[0], limit="100", fields="full")
    yield "store with a dot", base.vary(vector_store_id=f"{known[0][:-1]}.", limit="5")
    yield "store and mode", base.vary(vector_store_id=known[1], access_mode=mode, limit="5")
    yield "beginning of a store", base.vary(vector_store_id=_shared_start(known), limit="100", fields="full")
    yield "public", base.vary(access_mode="public", limit="100", include_inactive="false")
    yield "mode by age", base.vary(access_mode=mode, limit="100", offset="3", sort_by="created_at")
    yield "store in capitals", base.vary(vector_store_id=known[2].upper(), limit="5")


def _shared_start(stores: list[str]) -> str:
    """Return a text that is the beginning of stores in use, and none itself."""
    first = stores[0]
    return next((start for start in (first[:-1], first[:-2]) if start and start not in stores), first + "x")


def _searches(planner: Planner) -> Iterator[Named]:
    base, everything = planner.base, planner.everything
    by_age: dict[str, Value] = {"sort_by": "created_at", "sort_order": "desc"}
    yield "page of a search", everything.vary(search=planner.word, limit="3", offset="2", **by_age)
    for place, filters in enumerate(_several(planner), 1):
        last = str(max(0, planner.count(**filters) - 1))
        asked = base.vary(**filters, limit="1", offset=last, sort_order="desc", fields="standard")
        yield f"filters at once {place}", asked
    yield from (_term(planner, place, term) for place, term in enumerate(planner.terms, 1))
    yield "blank", base.vary(search=BLANK, limit="3")


def _term(planner: Planner, place: int, term: Term) -> Named:
    """Ask for a term by turns in another order and window: what is found shows its order too, and where it ends."""
    name = f"term {place}"
    if place % 4 == 2 and term.include_inactive:
        return name, planner.latest.vary(search=term.text)
    asked = planner.base.vary(
        include_inactive="true" if term.include_inactive else "false",
        search=term.text,
        fields="full" if term.found <= FEW else "summary",
        **_ORDERS[place % len(_ORDERS)],
    )
    if term.found <= FEW:
        return name, asked
    offset, left = _WINDOWS[place // len(_ORDERS) % len(_WINDOWS)]
    return name, asked.vary(offset=str(offset), limit=str(min(100, term.found - offset - left)))


_ORDERS: tuple[dict[str, Value], ...] = (
    {"sort_by": "created_at", "sort_order": "desc"},
    {},
    {"sort_by": "updated_at"},
    {"sort_order": "desc"},
)
_WINDOWS = ((0, 0), (0, 1), (1, 0))
"""How many assistants are left out before a page, and how many after it."""

FEW = 5
"""Assistants that are asked for in full."""


def _several(planner: Planner) -> list[dict[str, Value]]:
    """Return filters at once that can each be told to be kept: three, or else pairs of them."""
    word, modes = planner.word, planner.by_use(search=planner.word)
    every: list[dict[str, Value]] = [
        {"search": word, "vector_store_id": planner.stores[0], "access_mode": mode} for mode in modes
    ]
    every += [{"search": word, "access_mode": mode} for mode in modes]
    every += [{"search": word, "vector_store_id": planner.stores[0]}]
    telling = [each for each in every if _each_tells(planner, each)] or every
    return telling[:1] if len(telling[0]) == len(every[0]) else [telling[0], *telling[-1:]]


def _each_tells(planner: Planner, filters: dict[str, Value]) -> bool:
    """Tell whether more would be listed if any one of some filters were not kept."""
    count = planner.count(**filters)
    others = ({name: value for name, value in filters.items() if name != left} for left in filters)
    return count > 1 and all(planner.count(**each) > count for each in others)


# --- what is refused

_WRONG: tuple[dict[str, Value], ...] = (
    {"sort_by": "id"},
    {"limit": "9" * 40},
    {"fields": "id,name"},
    {"organization_id": ""},
    {"sort_order": "DESC"},
    {"include_inactive": "nonsense"},
    {"offset": "-1"},
    {"limit": "0"},
    {"limit": "-1", "fields": "full"},
    {"limit": "1.5e1"},
    {"offset": "1.5e1"},
    {"limit": ""},
    {"sort_by": "NAME"},
    {"fields": "FULL"},
    {"access_mode": "PUBLIC"},
    {"limit": "10.5"},
    {"offset": "1.5"},
)


def _wrong(planner: Planner) -> Iterator[Named]:
    for values in _WRONG:
        name, value = next(iter(values.items()))
        yield f"{name}={str(value)[:8]}", planner.base.vary(**values)
    yield "no parameter", Question()


SIGNS = "'\"\\([{*?^$😀"
"""Signs that a search may break at."""


def _odd(planner: Planner) -> Iterator[Named]:
    base, organization_id = planner.base, planner.census.organization_id
    long = base.vary(search=f"{SIGNS} {'long ' * 600}")
    everything = long.query_string.replace("search=", "search=%ff%fe%ed%a0%80%00", 1)
    yield "all that is odd", base.with_(raw_query=everything)
    yield "NUL", base.vary(search="\x00")
    yield "no UTF-8", base.with_(raw_query=f"organization_id={organization_id}&search=%ff%fe%ed%a0%80")
    yield "long search", long


# --- who asks

STRANGERS = (
    "truncated key",
    "none",
    "wrong key",
    "empty key",
    "extended key",
    "wrong scheme",
    "wrong token",
)
WRONG_BESIDES = "extended key"
"""Whose question has a wrong parameter too: who may not ask learns nothing of that."""


def _strangers(planner: Planner) -> Iterator[Named]:
    for label in STRANGERS:
        yield label, (planner.base.vary(limit="0") if label == WRONG_BESIDES else planner.base).with_(credentials=label)


def _foreign(planner: Planner) -> Iterator[Named]:
    if planner.foreign is not None:
        yield "foreign", Question.of(organization_id=planner.foreign)
        searched = Question.of(organization_id=planner.foreign, limit="100", include_inactive="true", search="a")
        yield "foreign searched", searched
    own = planner.census.organization_id
    yield "beginning of an organization", Question.of(organization_id=own[:-1], limit="5")
    yield "pattern of an organization", Question.of(organization_id=f"{own[:-2]}_%", limit="5")


def _second(planner: Planner) -> Iterator[Named]:
    """Ask as a second caller: the first walk's question, and what is open to every member."""
    if planner.has_second:
        opened = planner.base.vary(limit="100", include_inactive="false").with_(credentials="second")
        yield "second walks", censuses.question(planner.census.organization_id).with_(credentials="second")
        for mode in ("organization", "public"):
            yield f"second asks for {mode}", opened.vary(access_mode=mode)


TOPICS: tuple[Topic, ...] = (
    _pages,
    _sides,
    _ties,
    _filters,
    _searches,
    _wrong,
    _strangers,
    _foreign,
    _second,
    _odd,
)

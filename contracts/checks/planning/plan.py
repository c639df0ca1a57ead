"""Which questions to ask, best first: those that tell most deployments from a right one.

The census and the dialect know what the data offers; a question is planned only where it has something to show. Most
questions exercise several parameters at once, since the census predicts whatever they answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

from contracts.checks import census as censuses
from contracts.checks.asking.question import Question, Value
from contracts.checks.census import Census
from contracts.checks.learning import queries
from contracts.checks.planning import terms
from contracts.checks.planning.wrong_searches import texts
from contracts.checks.prediction import predict
from contracts.schema.dialect import Dialect
from contracts.schema.query import ListQuery


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
        self.active = [item for item in census.items if item.get("is_active") is not False]
        stores = censuses.stores(self.active) or censuses.stores(census.items) or ["vs_unused"]
        self.stores = [stores[place % len(stores)] for place in range(3)]
        """The three most used vector stores; the same ones again where there are fewer."""

    def count(self, **values: object) -> int:
        """Return how many assistants a query lists, by the census."""
        if not self.census.is_sound:
            return 0
        asked = ListQuery.model_validate({"organization_id": self.census.organization_id, **values})
        return predict(self.census, asked, self.dialect).total


Topic = Callable[[Planner], Iterable[Question]]

FAR = 100_000
"""An offset past the end of any list that is walked to its end."""


def _pages(planner: Planner) -> Iterator[Question]:
    everything, total = planner.everything, len(planner.census.items)
    yield everything.vary(limit="1", offset=str(max(0, total - 2)))
    yield from _inside_ties(planner)
    yield everything.vary(limit="100", offset=str(total))
    yield everything.vary(limit="7", offset=str(max(0, total - 8)), include_inactive="1")
    yield everything.vary(limit="100", offset=str(max(FAR, total + 7)))
    yield queries.with_zero(planner.census)


def _inside_ties(planner: Planner) -> Iterator[Question]:
    """Ask for a page that begins between two equals, where a page by value instead of by place goes wrong."""
    if not planner.census.is_sound:
        return
    for key in ("created_at", "updated_at"):
        times = sorted(row[key] for row in planner.census.rows if row.get(key) is not None)
        places = [at for at in range(2, min(len(times), 50)) if times[at] == times[at - 1]]
        # Of an odd size, as the pages are not that show the same equals otherwise.
        if place := next((at for at in places if at % 2), next(iter(places), None)):
            yield planner.everything.vary(limit=str(place), offset=str(place), sort_by=key, fields="full")
            return


def _latest(planner: Planner) -> Question:
    return planner.everything.vary(sort_by="updated_at", sort_order="desc", limit="50", offset="9")


def _sorts(planner: Planner) -> Iterator[Question]:
    everything = planner.everything
    yield _latest(planner).vary(fields="standard")
    yield everything.vary(limit="100", sort_by="name", sort_order="desc")


def _ties(planner: Planner) -> Iterator[Question]:
    """Ask what learning asks of equals."""
    for direction in ("asc", "desc"):
        yield censuses.tied(planner.census.organization_id, direction)


MODES = ("private", "organization", "public")


def _filters(planner: Planner) -> Iterator[Question]:
    base, everything = planner.base, planner.everything
    modes = sorted(MODES, key=lambda mode: -planner.count(access_mode=mode, include_inactive=True))
    known = planner.stores
    yield base.vary(include_inactive="false", limit="100", offset="50")
    yield base.vary(vector_store_id=known[0], limit="100", fields="full")
    yield everything.vary(access_mode=modes[0], limit="100", offset="3", sort_by="created_at")
    yield base.vary(access_mode="private", limit="100", fields="full", sort_order="desc")
    yield base.vary(vector_store_id=f"{known[0][:-1]}.", limit="5")
    yield base.vary(vector_store_id=known[1], access_mode=modes[0], limit="5")
    last = max(0, planner.count(vector_store_id=known[0], include_inactive=True) - 1)
    yield everything.vary(vector_store_id=known[0], limit="1", offset=str(last), sort_order="desc")
    yield base.vary(vector_store_id=_shared_start(known), limit="100", fields="full")
    yield base.vary(access_mode="public", limit="100", include_inactive="false")
    yield base.vary(access_mode=modes[0], limit="100", offset="3", sort_by="created_at")
    yield base.vary(vector_store_id=known[2].upper(), limit="5")


def _shared_start(stores: list[str]) -> str:
    """Return a text that is the beginning of stores in use, and none itself."""
    first = stores[0]
    return next((start for start in (first[:-1], first[:-2]) if start and start not in stores), first + "x")


MOST_TERMS = 16
"""Search terms to ask for that are chosen for what they tell."""


def _searches(planner: Planner) -> Iterator[Question]:
    base, everything = planner.base, planner.everything
    frequent = _frequent_word(planner)
    yield everything.vary(search=frequent, limit="3", offset="2", sort_by="created_at", sort_order="desc")
    several = [
        base.vary(**filters, limit="100", offset="1", sort_order="desc", fields="standard")
        for filters in _several(planner, frequent)
    ]
    yield several[0]
    said = tuple(texts(item) for item in planner.census.items)
    chosen = terms.chosen(said, planner.dialect, MOST_TERMS) if planner.census.is_sound else ()
    for place, term in enumerate(chosen):
        fields = "full" if term.found <= FEW else "summary"
        order = _ORDERS[place % len(_ORDERS)]
        yield (everything if term.include_inactive else base).vary(
            search=term.text, limit="100", fields=fields, **order
        )
    yield base.vary(search="   ", limit="3")
    yield from several[1:]


_ORDERS: tuple[dict[str, Value], ...] = (
    {},
    {"sort_by": "updated_at"},
    {"sort_order": "desc"},
    {"sort_by": "created_at", "sort_order": "desc"},
)
"""In which terms are asked for by turns: what is found shows its order too."""

FEW = 5
"""Assistants that are asked for in full."""


def _several(planner: Planner, word: str) -> list[dict[str, Value]]:
    """Return filters at once that can each be told to be kept: three, or else pairs of them."""
    modes = sorted(MODES, key=lambda mode: -planner.count(search=word, access_mode=mode))
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


def _frequent_word(planner: Planner) -> str:
    """Return the word that most names of active assistants have."""
    names = (name for item in planner.active if isinstance(name := item.get("name"), str) and name.isprintable())
    words = (word.casefold() for name in names for word in re.findall(r"\w{4,}", name) if word.isascii())
    return next(iter(censuses.by_frequency(words)), "assistant")


def _projections(planner: Planner) -> Iterator[Question]:
    yield _latest(planner).vary(fields="full")


def _wrong(planner: Planner) -> Iterator[Question]:
    base = planner.base
    wrong: tuple[dict[str, Value], ...] = (
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
    for values in wrong:
        yield base.vary(**values)
    yield Question()


SIGNS = "'\"\\([{*?^$😀"
"""Signs that a search may break at."""


def _odd(planner: Planner) -> Iterator[Question]:
    base = planner.base
    yield base.vary(offset=str(2**63 - 1))
    yield base.vary(search="\x00")
    yield base.with_(raw_query=f"organization_id={planner.census.organization_id}&search=%ff%fe%ed%a0%80")
    yield base.vary(search=f"{SIGNS} {'long ' * 600}")


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


def _strangers(planner: Planner) -> Iterator[Question]:
    for label in STRANGERS:
        yield (planner.base.vary(limit="0") if label == WRONG_BESIDES else planner.base).with_(credentials=label)


def _foreign(planner: Planner) -> Iterator[Question]:
    if planner.foreign is not None:
        yield Question.of(organization_id=planner.foreign)
        yield Question.of(organization_id=planner.foreign, limit="100", include_inactive="true", search="a")
    own = planner.census.organization_id
    for misspelt in (own[:-1], f"{own[:-2]}_%"):
        yield Question.of(organization_id=misspelt, limit="5")


def _second(planner: Planner) -> Iterator[Question]:
    """Ask as a second caller: the first walk's question, and what is open to every member."""
    if planner.has_second:
        opened = planner.base.vary(limit="100", include_inactive="false")
        modes = [opened.vary(access_mode=mode) for mode in ("organization", "public")]
        for asked in (censuses.question(planner.census.organization_id), *modes):
            yield asked.with_(credentials="second")


def _variants(planner: Planner) -> Iterator[Question]:
    question = _latest(planner).vary(limit="31", offset="20")
    yield question.with_(parameters=question.parameters[::-1])


_FIRST: tuple[tuple[Topic, int], ...] = (
    (_searches, 9),
    (_searches, 1),
    (_wrong, 9),
    (_odd, 0),
    (_projections, 0),
    (_strangers, 0),
    (_searches, 3),
    (_wrong, 0),
    (_searches, 5),
    (_pages, 1),
    (_odd, 3),
    (_foreign, 0),
    (_filters, 6),
    (_wrong, 13),
    (_wrong, 7),
    (_wrong, 3),
    (_second, 2),
    (_wrong, 8),
    (_wrong, 5),
    (_wrong, 4),
    (_searches, 12),
    (_pages, 5),
    (_filters, 3),
    (_searches, 4),
    (_odd, 1),
    (_strangers, 4),
    (_wrong, 1),
    (_wrong, 6),
)
"""Which question of which topic comes first. Measured on wrong servers, the mock's defects among them: each of these
shows the most of those that the ones before it do not show."""

_TOPICS: tuple[Topic, ...] = (
    _pages,
    _sorts,
    _ties,
    _filters,
    _searches,
    _projections,
    _wrong,
    _strangers,
    _foreign,
    _second,
    _variants,
    _odd,
)


def questions(
    census: Census, dialect: Dialect, foreign: str | None = None, *, has_second: bool = False
) -> tuple[list[Question], list[Question]]:
    """Return the questions to ask first, and all others; none is in both."""
    planner = Planner(census, dialect, foreign, has_second=has_second)
    topics = {topic: list(topic(planner)) for topic in _TOPICS}
    chosen = list(dict.fromkeys(topics[topic][place] for topic, place in _FIRST if place < len(topics[topic])))
    later = (each for row in zip_longest(*topics.values()) for each in row if each is not None)
    return chosen, [each for each in dict.fromkeys(later) if each not in chosen]


TOKENS = ("truncated token", "bare token")
"""Labels of what a bearer token is not, where one is given beside an API key."""


def with_token(organization_id: str) -> list[Question]:
    """Return what a bearer token is asked beside an API key: the first walk's question, and what is no such token."""
    asked = censuses.question(organization_id)
    return [asked.with_(credentials=label) for label in ("bearer", *TOKENS)]


def again(organization_id: str) -> list[Question]:
    """Return what is asked again at the end: a question whose answer has ties.

    Twice, as every other answer may be wrong: one of the two differs from the first then.
    """
    return [censuses.tied(organization_id, "desc")] * 2

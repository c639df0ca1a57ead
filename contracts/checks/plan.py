"""Which questions to ask, best first: those that tell most deployments from a right one.

The census and the dialect know what the data offers; a question is planned only where it has something to show. Most
questions exercise several parameters at once, since the census predicts whatever they answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from contracts.checks import census as censuses
from contracts.checks.census import Census
from contracts.checks.learn import UNKNOWN_ORGANIZATION
from contracts.checks.prediction import predict
from contracts.checks.question import Question
from contracts.schema.dialect import Dialect
from contracts.schema.query import ListQuery


class Planner:
    """Makes questions about one organization, from what its census holds."""

    def __init__(self, census: Census, dialect: Dialect, foreign: tuple[str, ...]) -> None:
        """Look at the data once."""
        self.census = census
        self.dialect = dialect
        self.foreign = foreign
        self.base = Question((("organization_id", census.organization_id),))
        self.everything = self.base.vary(include_inactive="true")
        self.active = [item for item in census.items if item.get("is_active") is not False]

    def count(self, **values: object) -> int:
        """Return how many assistants a query lists, by the census."""
        if not self.census.is_sound:
            return 0
        asked = ListQuery.model_validate({"organization_id": self.census.organization_id, **values})
        return predict(self.census, asked, self.dialect).total


Topic = Callable[[Planner], Iterable[Question]]


def _pages(planner: Planner) -> Iterator[Question]:
    everything, total = planner.everything, len(planner.census.items)
    yield planner.base.vary(limit="1")
    yield from _inside_ties(planner)
    yield everything.vary(limit="7", offset=str(max(0, total - 7)))
    yield everything.vary(limit="100", offset=str(total))
    yield everything.vary(limit="7", offset=str(max(0, total - 8)))
    yield everything.vary(limit="99", offset="1")
    yield everything.vary(limit="100", offset=str(total + 7))


def _inside_ties(planner: Planner) -> Iterator[Question]:
    """Ask for a page that begins between two equals, where a page by value instead of by place goes wrong."""
    if not planner.census.is_sound:
        return
    for key in ("created_at", "updated_at"):
        times = sorted(row[key] for row in planner.census.rows if row.get(key) is not None)
        place = next((at for at in range(2, len(times)) if times[at] == times[at - 1]), None)
        if place is not None:
            yield planner.everything.vary(limit=str(place), offset=str(place), sort_by=key)
            return


def _sorts(planner: Planner) -> Iterator[Question]:
    everything = planner.everything
    yield everything.vary(sort_by="updated_at", sort_order="desc", limit="9", offset="9", fields="standard")
    yield everything.vary(limit="100", sort_by="created_at", fields="full")
    yield everything.vary(limit="100", sort_by="name", sort_order="desc")
    yield everything.vary(limit="100", sort_by="updated_at")


MODES = ("private", "organization", "public")


def _filters(planner: Planner) -> Iterator[Question]:
    base, everything = planner.base, planner.everything
    modes = sorted(MODES, key=lambda mode: -planner.count(access_mode=mode, include_inactive=True))
    known = censuses.stores(planner.active) or censuses.stores(planner.census.items) or ["vs_unused"]
    yield base.vary(include_inactive="false", limit="100", offset="50")
    yield base.vary(vector_store_id=known[0], limit="100", fields="full")
    yield everything.vary(access_mode=modes[0], limit="100", sort_by="created_at")
    yield base.vary(access_mode="private", limit="100")
    yield base.vary(vector_store_id="vs_that_no_assistant_uses")
    yield base.vary(vector_store_id=known[0], access_mode=modes[0], limit="5")
    yield everything.vary(vector_store_id=known[0], limit="2", offset="2", sort_order="desc")
    yield base.vary(vector_store_id=_shared_start(known), limit="100")
    yield base.vary(access_mode="public", limit="100")
    yield base.vary(access_mode=modes[0], limit="3", offset="3")
    yield base.vary(vector_store_id=known[0].upper(), limit="5")


def _shared_start(stores: list[str]) -> str:
    """Return a text that is the beginning of stores in use, and none itself."""
    first = stores[0]
    return next((start for start in (first[:-1], first[:-2]) if start and start not in stores), first + "x")


_WORD = re.compile(r"\w{4,}")


def _usual(text: object) -> str:
    return text if isinstance(text, str) and text.isprintable() and len(text) <= 500 else ""


class _Terms:
    """Search terms that the data answers in a telling way."""

    def __init__(self, planner: Planner) -> None:
        self.planner = planner
        self.items = [item for item in planner.active if _usual(item.get("name"))]

    def count(self, term: str) -> int:
        return self.planner.count(search=term)

    def _texts(self, name: str) -> Iterator[str]:
        return (text for item in self.items if (text := _usual(item.get(name))))

    def words(self, name: str) -> Iterator[str]:
        return (word for text in self._texts(name) for word in _WORD.findall(text) if word.isascii())

    def only_in(self, name: str, other: str) -> str | None:
        """Return a word that one field has and the other has nowhere."""
        elsewhere = "\n".join(self._texts(other)).casefold()
        return next((word for word in self.words(name) if word.casefold() not in elsewhere), None)

    def inside(self) -> str | None:
        """Return letters from the middle of a word that begin no word."""
        every = [word.casefold() for name in ("name", "description") for word in self.words(name)]
        starts = {word[:3] for word in every}
        return next((word[1:4] for word in every if len(word) > 5 and word[1:4] not in starts), None)

    def several_words(self) -> str | None:
        """Return two words of a name that stand side by side, with the space between them."""
        found = (re.search(r"\w{2,} \w{2,}", text) for text in self._texts("name"))
        return next((match.group() for match in found if match and match.group().isascii()), None)

    def with_mark(self, marks: str) -> Iterator[str]:
        """Return texts around a mark, as names or descriptions have it."""
        for mark in marks:
            for name in ("name", "description"):
                text = next((text for text in self._texts(name) if mark in text), None)
                if text is not None:
                    at = text.index(mark)
                    yield text[max(0, at - 3) : at + 4].strip() or mark
                    break

    def foreign_script(self) -> str | None:
        """Return a word of a name without any letter of ASCII."""
        words = (word for text in self._texts("name") for word in re.findall(r"[^\W\d_]{2,}", text))
        return next((word for word in words if not any(letter.isascii() for letter in word)), None)

    def without_accents(self) -> str | None:
        """Return an accented word of a name or description as it would be without accents."""
        for name in ("name", "description"):
            for text in self._texts(name):
                for word in text.split():
                    letters = unicodedata.normalize("NFD", word)
                    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
                    if plain != word and plain.isascii():
                        return plain
        return None

    def elsewhere(self) -> Iterator[str]:
        """Return values of other fields that stand in neither name nor description."""
        searched = "\n".join((*self._texts("name"), *self._texts("description"))).casefold()
        for name in ("id", "default_model_key"):
            texts = (text for item in self.items if (text := _usual(item.get(name))))
            yield from islice((text for text in texts if text.casefold() not in searched), 1)


def _searches(planner: Planner) -> Iterator[Question]:
    base, everything, terms = planner.base, planner.everything, _Terms(planner)
    frequent = next(iter(censuses.by_frequency(word.casefold() for word in terms.words("name"))), "assistant")
    two_words = terms.several_words() or frequent
    known = censuses.stores(planner.active) or ["vs_unused"]
    yield everything.vary(search=frequent, limit="3", offset="2", sort_by="created_at", sort_order="desc")
    yield base.vary(search="_", limit="100")
    yield base.vary(search="a.*", limit="5")
    yield base.vary(search=frequent, vector_store_id=known[0], limit="100")
    yield base.vary(search=f"{frequent[:2]}\\{frequent[2:]}", limit="5")
    for term in (*terms.with_mark("'"), terms.foreign_script(), two_words, terms.inside()):
        if term:
            yield base.vary(search=term, limit="100")
    yield base.vary(search="%", limit="100")
    yield everything.vary(search=frequent, access_mode="organization", limit="100")
    for term in (terms.only_in("description", "name"), terms.without_accents()):
        if term:
            yield base.vary(search=term, limit="100")
    for term in terms.elsewhere():
        yield base.vary(search=term, limit="5")
    yield base.vary(search="   ", limit="3")
    yield base.vary(search=two_words.replace(" ", "+"), limit="5")
    yield base.vary(search="no assistant has this in its name", limit="5")


def _projections(planner: Planner) -> Iterator[Question]:
    yield planner.base.vary(fields="full", limit="10", sort_by="updated_at", sort_order="desc")
    yield planner.base.vary(fields="standard")


def _wrong(planner: Planner) -> Iterator[Question]:
    base = planner.base
    wrong = (
        ("sort_by", "id"),
        ("limit", "9" * 40),
        ("fields", "id,name"),
        ("organization_id", ""),
        ("sort_order", "DESC"),
        ("include_inactive", "nonsense"),
        ("offset", "-1"),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "ten"),
        ("offset", "ten"),
        ("limit", ""),
        ("limit", "1.5"),
        ("offset", "1.5"),
    )
    for name, value in wrong:
        yield base.vary(**{name: value})
    yield Question()


def _odd(planner: Planner) -> Iterator[Question]:
    base = planner.base
    yield base.vary(offset=str(2**63 - 1))
    yield base.vary(search="\x00")
    yield base.with_(raw_query=f"organization_id={planner.census.organization_id}&search=%ff%fe%ed%a0%80")
    yield base.vary(search="long " * 600)


STRANGERS = (
    "truncated key",
    "none",
    "wrong key",
    "empty key",
    "extended key",
    "wrong scheme",
    "wrong token",
    "changed case",
)


def _strangers(planner: Planner) -> Iterator[Question]:
    for label in STRANGERS:
        yield planner.base.with_(credentials=label)


def _foreign(planner: Planner) -> Iterator[Question]:
    for organization_id in planner.foreign:
        if organization_id != UNKNOWN_ORGANIZATION:
            yield Question.of(organization_id=organization_id, limit="100", include_inactive="true", search="a")
        yield Question.of(organization_id=organization_id)


def _variants(planner: Planner) -> Iterator[Question]:
    question = planner.everything.vary(limit="100", sort_by="created_at", sort_order="desc")
    yield question.with_(parameters=question.parameters[::-1])


_FIRST: tuple[tuple[Topic, int], ...] = (
    (_filters, 1),
    (_searches, 1),
    (_filters, 1),
    (_wrong, 1),
    (_sorts, 1),
    (_strangers, 1),
    (_filters, 1),
    (_odd, 1),
    (_searches, 2),
    (_wrong, 2),
    (_foreign, 1),
    (_pages, 1),
    (_wrong, 3),
    (_filters, 3),
    (_searches, 5),
    (_wrong, 1),
)
"""How many questions of which topic come first. Measured on the mock's defects: each of these shows the most of those
that the ones before it do not show."""

_TOPICS: tuple[Topic, ...] = (
    _pages,
    _sorts,
    _filters,
    _searches,
    _projections,
    _wrong,
    _strangers,
    _foreign,
    _variants,
    _odd,
)


def questions(census: Census, dialect: Dialect, foreign: tuple[str, ...] = ()) -> tuple[list[Question], list[Question]]:
    """Return the questions to ask first, and all others; none is in both."""
    planner = Planner(census, dialect, foreign)
    queues = {topic: list(topic(planner)) for topic in _TOPICS}
    first: list[Question] = []
    for topic, count in _FIRST:
        first += queues[topic][:count]
        del queues[topic][:count]
    later: list[Question] = []
    while any(queues.values()):
        later += [queue.pop(0) for queue in queues.values() if queue]
    chosen = list(dict.fromkeys(first))
    return chosen, [each for each in dict.fromkeys(later) if each not in chosen]


def second_caller(organization_id: str) -> list[Question]:
    """Return what a second caller is asked: the first walk's question, and what is open to every member in full."""
    full = Question.of(organization_id=organization_id, limit="100", fields="full")
    asked = [censuses.question(organization_id), full, full.vary(offset="100")]
    return [each.with_(credentials="second") for each in asked]


def again(organization_id: str) -> list[Question]:
    """Return what is asked again at the end: a question whose answer has ties."""
    base = Question.of(organization_id=organization_id)
    tied = base.vary(include_inactive="true", limit="100", sort_by="created_at", sort_order="desc")
    return [tied, tied]

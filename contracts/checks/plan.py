"""Which questions to ask, best first: those that tell most deployments from a right one.

The census and the dialect know what the data offers; a question is planned only where it has something to show. Most
questions exercise several parameters at once, since the census predicts whatever they answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from contracts.checks import census as censuses
from contracts.checks.census import Census
from contracts.checks.exchange import Question
from contracts.checks.learn import UNKNOWN_ORGANIZATION
from contracts.checks.prediction import predict
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
    yield planner.base.vary(limit="2", offset="1")
    yield everything.vary(limit="7", offset=str(max(0, total - 7)))
    yield everything.vary(limit="10", offset="10")
    yield everything.vary(limit="100", offset=str(total))
    yield planner.base.vary(limit="1")
    yield everything.vary(limit="7", offset=str(max(0, total - 8)))
    yield everything.vary(limit="99", offset="1")
    yield everything.vary(limit="7", offset=str(max(0, total - 3)))
    yield everything.vary(limit="100", offset=str(total + 7))


def _sorts(planner: Planner) -> Iterator[Question]:
    for key in ("updated_at", "name"):
        yield planner.everything.vary(limit="100", sort_by=key, sort_order="desc")
    yield planner.everything.vary(limit="100", sort_by="updated_at")
    yield planner.everything.vary(sort_by="updated_at", sort_order="desc", limit="9", offset="9", fields="standard")


MODES = ("private", "organization", "public")


def _filters(planner: Planner) -> Iterator[Question]:
    base, everything = planner.base, planner.everything
    modes = sorted(MODES, key=lambda mode: -planner.count(access_mode=mode, include_inactive=True))
    yield everything.vary(access_mode=modes[0], limit="100", sort_by="created_at")
    known = censuses.stores(planner.active) or censuses.stores(planner.census.items)
    if known:
        yield base.vary(vector_store_id=known[0], limit="100", fields="full")
        yield base.vary(vector_store_id=_shared_start(known), limit="100")
        yield everything.vary(vector_store_id=known[0], limit="2", offset="2", sort_order="desc")
        yield base.vary(vector_store_id=known[0], access_mode=modes[0], limit="5")
    for mode in modes[1:]:
        yield base.vary(access_mode=mode, limit="100")
    yield base.vary(access_mode=modes[0], limit="3", offset="3")
    yield base.vary(vector_store_id="vs_that_no_assistant_uses")
    yield base.vary(include_inactive="false", limit="100", offset="50")
    if known:
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
        """Return a word of a name that is not written in ASCII."""
        words = (word for text in self._texts("name") for word in text.split() if not word.isascii())
        return next(words, None)

    def elsewhere(self) -> Iterator[str]:
        """Return words that stand in other fields than name and description, and in neither of those."""
        searched = "\n".join((*self._texts("name"), *self._texts("description"))).casefold()
        for name in ("instructions", "id"):
            texts = (str(item.get(name) or "") for item in self.items)
            words = (word for text in texts for word in _words_of(name, text))
            word = next((word for word in words if word.casefold() not in searched), None)
            if word is not None:
                yield word


def _words_of(name: str, text: str) -> list[str]:
    return _WORD.findall(text) if name == "instructions" else [text] if text else []


def _searches(planner: Planner) -> Iterator[Question]:
    base, everything, terms = planner.base, planner.everything, _Terms(planner)
    in_description = terms.only_in("description", "name")
    in_name = terms.only_in("name", "description")
    frequent = censuses.by_frequency(word.casefold() for word in terms.words("name"))
    for term in (in_description, in_name, terms.inside()):
        if term:
            yield base.vary(search=term, limit="100")
    yield base.vary(search="%", limit="100")
    if frequent:
        yield everything.vary(search=frequent[0], limit="3", offset="2", sort_by="created_at", sort_order="desc")
        yield everything.vary(search=frequent[0], access_mode="organization", limit="100")
    for term in (terms.several_words(), terms.foreign_script()):
        if term:
            yield base.vary(search=term, limit="100")
    for term in terms.elsewhere():
        yield base.vary(search=term, limit="5")
    yield base.vary(search="_", limit="100")
    yield base.vary(search="   ", limit="3")
    yield base.vary(search="a.*", limit="5")
    for term in terms.with_mark("'\""):
        yield base.vary(search=term, limit="100")
    known = censuses.stores(planner.active)
    if frequent and known:
        yield base.vary(search=frequent[0], vector_store_id=known[0], limit="100")
    yield base.vary(search="no assistant has this in its name", limit="5")


def _projections(planner: Planner) -> Iterator[Question]:
    yield planner.base.vary(fields="standard", limit="100")
    yield planner.base.vary(fields="full", limit="10", sort_by="updated_at", sort_order="desc")


def _wrong(planner: Planner) -> Iterator[Question]:
    base = planner.base
    wrong = (
        ("limit", "0"),
        ("sort_by", "nonsense"),
        ("offset", "-1"),
        ("sort_order", "nonsense"),
        ("fields", "nonsense"),
        ("limit", "-1"),
        ("include_inactive", "nonsense"),
        ("limit", "ten"),
        ("sort_by", "id"),
        ("sort_order", "DESC"),
        ("fields", "id,name"),
        ("offset", "ten"),
        ("limit", ""),
    )
    yield Question()
    for name, value in wrong:
        yield base.vary(**{name: value})
    yield Question((("organization_id", ""),))


def _odd(planner: Planner) -> Iterator[Question]:
    base = planner.base
    yield base.vary(search="\x00")
    yield base.with_(raw_query=f"organization_id={planner.census.organization_id}&search=%ff%fe%ed%a0%80")
    yield base.vary(offset="9223372036854775807")
    yield base.vary(search="long " * 600)


STRANGERS = (
    "none",
    "wrong key",
    "empty key",
    "truncated key",
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
        yield Question.of(organization_id=organization_id)
        if organization_id != UNKNOWN_ORGANIZATION:
            yield Question.of(organization_id=organization_id, limit="100", include_inactive="true", search="a")


def _variants(planner: Planner) -> Iterator[Question]:
    question = planner.base.vary(limit="2", offset="1")
    yield question.with_(parameters=question.parameters[::-1])


_ROUNDS: tuple[tuple[Topic, int], ...] = (
    (_pages, 3),
    (_sorts, 2),
    (_filters, 4),
    (_searches, 5),
    (_wrong, 6),
    (_strangers, 3),
    (_foreign, 2),
    (_projections, 2),
)
"""How many questions of each topic come first; then the rest, topic by topic in turn."""

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


def questions(census: Census, dialect: Dialect, foreign: tuple[str, ...] = ()) -> list[Question]:
    """Return every planned question once, best first."""
    planner = Planner(census, dialect, foreign)
    queues = {topic: list(topic(planner)) for topic in _TOPICS}
    planned: list[Question] = []
    for topic, first in _ROUNDS:
        planned += queues[topic][:first]
        del queues[topic][:first]
    while any(queues.values()):
        planned += [queue.pop(0) for queue in queues.values() if queue]
    return list(dict.fromkeys(planned))


def second_caller(organization_id: str) -> list[Question]:
    """Return what a second caller is asked: the same organization, in full."""
    first = Question.of(organization_id=organization_id, limit="100", fields="full")
    return [first.with_(credentials="second"), first.vary(offset="100").with_(credentials="second")]

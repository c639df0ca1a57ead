"""Questions of which none repeats: offsets, limits, filters, sorts and searches mixed, in the tongue of each peer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from urllib.parse import urlencode

MODES = (None, "private", "organization", "public")
FIELDS = ("name", "created_at", "updated_at")
ORDERS = ("asc", "desc")
LIMITS = range(40, 61)
"""Pages of 50 on average: equal ones would run out."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, in the words of the documents."""

    offset: int
    limit: int
    sort_by: str
    sort_order: str
    access_mode: str | None
    include_inactive: bool
    search: str | None

    @property
    def page(self) -> int:
        """The page that the offset is on, for peers that count pages."""
        return self.offset // self.limit + 1


def terms(names: Sequence[str]) -> list[str]:
    """Return three-letter texts that occur in names, in order."""
    words = (word.casefold() for name in names for word in name.split() if word.isascii() and word.isalpha())
    return sorted({word[start : start + 3] for word in words for start in range(len(word) - 2)})


def questions(count: int, *, offsets: int, searches: Sequence[str], searching: int = 4) -> list[Question]:
    """Return so many different questions, with offsets below a number; one of `searching` searches, of 0 none."""
    return list(islice(_different(Random(0), offsets, searches, searching), count))  # noqa: S311 - no secret


def _different(random: Random, offsets: int, searches: Sequence[str], searching: int) -> Iterator[Question]:
    asked: set[Question] = set()
    while True:
        question = Question(
            offset=random.randrange(offsets),
            limit=random.choice(LIMITS),
            sort_by=random.choice(FIELDS),
            sort_order=random.choice(ORDERS),
            access_mode=random.choice(MODES),
            include_inactive=random.random() < 0.5,
            search=random.choice(searches) if searching and random.randrange(searching) == 0 else None,
        )
        if question not in asked:
            asked.add(question)
            yield question


def documented(question: Question) -> str:
    """Return the query string as the documents have it, without the organization."""
    words = {
        "offset": question.offset,
        "limit": question.limit,
        "sort_by": question.sort_by,
        "sort_order": question.sort_order,
        "include_inactive": "true" if question.include_inactive else "false",
    }
    return urlencode(words | _given(access_mode=question.access_mode, search=question.search))


def json_server(question: Question) -> str:
    """Return what json-server understands of it: pages, a sort, a filter, a search in one field."""
    sort = question.sort_by if question.sort_order == "asc" else f"-{question.sort_by}"
    words = {"_page": question.page, "_per_page": question.limit, "_sort": sort}
    return urlencode(words | _given(**{"access_mode": question.access_mode, "name:contains": question.search}))


def mockoon(question: Question) -> str:
    """Return what a data bucket of Mockoon understands of it: pages, a sort, a filter, a search."""
    words = {"page": question.page, "limit": question.limit, "sort": question.sort_by, "order": question.sort_order}
    return urlencode(words | _given(access_mode_eq=question.access_mode, search=question.search))


def _given(**words: str | None) -> dict[str, str | int]:
    return {name: value for name, value in words.items() if value is not None}

"""Questions that never repeat, in the tongue of each peer."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from contracts.schema.query import PARAMETERS
from measuring.questions import Question, documented, json_server, mockoon, questions, terms

ONE = Question(
    offset=90,
    limit=45,
    sort_by="created_at",
    sort_order="desc",
    access_mode="public",
    include_inactive=True,
    search="bot",
)


def test_no_question_repeats() -> None:
    """Thousands are different as they are sent, and the same in every run."""
    asked = questions(5000, offsets=131, searches=["bot", "ant"])
    assert len({documented(question) for question in asked}) == 5000
    assert asked == questions(5000, offsets=131, searches=["bot", "ant"])


@pytest.mark.parametrize(("searching", "expected"), [(0, {None}), (1, {"bot"}), (4, {None, "bot"})])
def test_so_many_search(searching: int, expected: set[str | None]) -> None:
    """None, each, or one of so many."""
    assert {each.search for each in questions(200, offsets=50, searches=["bot"], searching=searching)} == expected


def test_every_tongue_says_the_same() -> None:
    """A peer that counts pages is asked for the page that the offset is on."""
    assert parse_qs(documented(ONE)) == {
        "offset": ["90"],
        "limit": ["45"],
        "sort_by": ["created_at"],
        "sort_order": ["desc"],
        "include_inactive": ["true"],
        "access_mode": ["public"],
        "search": ["bot"],
    }
    assert parse_qs(json_server(ONE)) == {
        "_page": ["3"],
        "_per_page": ["45"],
        "_sort": ["-created_at"],
        "access_mode": ["public"],
        "name:contains": ["bot"],
    }
    assert parse_qs(mockoon(ONE)) == {
        "page": ["3"],
        "limit": ["45"],
        "sort": ["created_at"],
        "order": ["desc"],
        "access_mode_eq": ["public"],
        "search": ["bot"],
    }


def test_questions_are_the_documents() -> None:
    """Whatever is asked is a parameter that the documents name: an ignored one would cost nothing."""
    assert set(parse_qs(documented(ONE))) <= set(PARAMETERS)


def test_terms_occur_in_names() -> None:
    """Three letters each, of whole words."""
    assert terms(["Sales Bot", "Bo 12 Café"]) == ["ale", "bot", "les", "sal"]

"""Verification counts what matches, and tells what came nearest where too little does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mock_server.journal.reading import read
from mock_server.journal.verifying import verify
from tests.test_mock_server.journal.records import entry

ENTRIES = [
    entry(1, query=b"limit=20"),
    entry(2, query=b"limit=50", status=401, user_id=None),
    entry(3, query=b"limit=50"),
    entry(4, query=b"limit=20"),
    entry(5, query=b"limit=50"),
    entry(6, path="/docs", query=b""),
]
TWENTY = read({"path": "/v1/assistants", "query": {"limit": 20}, "status": 200})


@pytest.mark.parametrize(
    ("counts", "held"),
    [
        ({}, True),
        ({"times": 2}, True),
        ({"times": 1}, False),
        ({"times": 3}, False),
        ({"times": 0}, False),
        ({"at_least": 2}, True),
        ({"at_least": 3}, False),
        ({"at_most": 2}, True),
        ({"at_most": 1}, False),
        ({"at_least": 1, "at_most": 2}, True),
        ({"at_least": 3, "at_most": 4}, False),
    ],
    ids=str,
)
def test_counts_are_compared(counts: dict[str, int], held: bool) -> None:
    """Exactly, at least, at most; one at least where nothing is said."""
    verified = verify(ENTRIES, TWENTY, **counts)
    assert (held, 2, (1, 4)) == (verified.held, verified.found, verified.numbers)


def test_too_few_are_told_with_the_nearest_misses() -> None:
    """Fewest broken conditions first, then the newest, each with its reasons."""
    expected = """\
expected exactly 3 of: request /v1/assistants with limit=20, status 200; found 2 among 6
matching: #1, #4
nearest that do not match:
  #5 GET /v1/assistants?limit=50 (200): limit is '50', not '20'
  #3 GET /v1/assistants?limit=50 (200): limit is '50', not '20'
  #6 GET /docs (200): path is /docs, not /v1/assistants; limit is not sent"""
    assert expected == verify(ENTRIES, TWENTY, times=3).message


def test_too_many_are_told_by_their_numbers() -> None:
    """What did match is what must not be there; misses would say nothing."""
    many = [entry(number) for number in range(1, 13)]
    expected = """\
expected none of: request; found 12 among 12
matching: #1, #2, #3, #4, #5, #6, #7, #8, #9, #10 and 2 more"""
    assert expected == verify(many, read({}), times=0).message


def test_an_empty_journal_says_so() -> None:
    """The mistake is then elsewhere: the client never asked this mock."""
    message = "expected at least 1 of: request; found 0 among 0\nnothing was asked: the journal is empty"
    assert message == verify([], read({})).message


def test_too_few_of_which_all_match_have_no_misses() -> None:
    """The client asked the right thing, too seldom."""
    expected = "expected exactly 2 of: request; found 1 among 1\nmatching: #1"
    assert expected == verify([entry(1)], read({}), times=2).message


def test_a_long_request_is_cut() -> None:
    """A search may be 60,000 characters long."""
    message = verify([entry(1, query=b"search=" + b"a" * 60_000)], read({"status": 404})).message
    assert "aaa... (200): status is 200, not 404" in message
    assert len(message) < 400


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"at_most": 1}, "at most 1"),
        ({"at_least": 3}, "at least 3"),
        ({"at_least": 3, "at_most": 4}, "between 3 and 4"),
    ],
    ids=str,
)
def test_the_expected_number_is_told_in_words(counts: dict[str, int], words: str) -> None:
    """As the test said it."""
    assert verify(ENTRIES, TWENTY, **counts).message.startswith(f"expected {words} of: ")


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"times": 1, "at_least": 1}, "times: is exact; send it without at_least and at_most"),
        ({"at_least": 3, "at_most": 2}, "at_least: 3 is above at_most, 2; no number is both"),
        ({"times": -1}, "times: -1 is no number of requests; send an integer from 0"),
        ({"at_most": True}, "at_most: True is no number of requests; send an integer from 0"),
        ({"at_least": "2"}, "at_least: '2' is no number of requests; send an integer from 0"),
    ],
    ids=str,
)
def test_numbers_that_clash_are_refused(counts: dict[str, Any], message: str) -> None:
    """A test that can never hold is a mistake of the test."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        verify(ENTRIES, TWENTY, **counts)

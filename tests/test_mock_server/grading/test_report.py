"""Findings as people and programs read them."""

from __future__ import annotations

import json

from mock_server.grading import report
from mock_server.grading.grade import grade
from tests.test_mock_server.grading.bench import Bench


def bad_day() -> Bench:
    """Return the journal of a client with two mistakes."""
    bench = Bench()
    bench.ask(limit=500)
    bench.pause(3)
    bench.ask(search="undefined\x1b[2J")
    bench.ask("organization_id=o&search=R&D")
    return bench


EXPECTED = """\
3 requests: 1 mistake, 1 hint

mistake: limit-above-the-maximum
  It asks for more than a hundred assistants at once, and is refused.
  → Ask for at most limit=100, and page with offset.
    limit='500' (request 1)

hint: search-not-encoded
  It does not encode the search term: what follows an & is lost, a + is a space. It may be a
  parameter without a value that this API does not know.
  → Build the query with URLSearchParams, or encodeURIComponent around every value.
    'search=R&D' searches for 'R' (request 3)
"""


def test_text_names_mistake_cure_and_requests() -> None:
    """Line by line."""
    entries = bad_day().entries

    assert EXPECTED == report.text(grade(entries), len(entries))


def test_text_of_a_good_client_says_so() -> None:
    """In one line."""
    assert "1 request: 0 mistakes, 0 hints\n" == report.text([], 1)


def test_long_lists_are_cut() -> None:
    """Three signs, twelve requests; the JSON has all."""
    bench = Bench()
    for limit in (101, 102, 103, 104):
        for _ in range(14):
            bench.ask(limit=limit)
            bench.pause(9)

    found = grade(bench.entries)
    told = report.text(found, 56)

    assert "limit='103' (requests 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40 and 2 more)\n    and 1 more\n" in told
    assert list(range(1, 57)) == report.as_json(found)[0]["requests"]


def test_nothing_that_a_client_sent_commands_the_terminal() -> None:
    """Control characters are escaped wherever a client's text is shown."""
    bench = Bench()
    bench.ask(vector_store_id="undefined", agent="one")
    for term in ("\x1b", "\x1b[", "\x1b[2"):
        bench.ask(search=term, agent="two \x9b2J")

    told = report.text(grade(bench.entries), 4)

    assert "searches-at-every-key, by 'two \\x9b2J'" in told
    assert "from '\\x1b' to '\\x1b[2'" in told
    assert {"\n"} == {character for character in told if not character.isprintable()}


def test_json_is_written_as_it_stands() -> None:
    """Every member, in this order."""
    (first, _) = json.loads(json.dumps(report.as_json(grade(bad_day().entries))))

    assert {
        "name": "limit-above-the-maximum",
        "topic": "wording",
        "client": "small client",
        "certainty": "certain",
        "sentence": "It asks for more than a hundred assistants at once, and is refused.",
        "advice": "Ask for at most limit=100, and page with offset.",
        "requests": [1],
        "signs": [{"requests": [1], "evidence": "limit='500'", "certain": True}],
    } == first

"""Witnesses: what of two answers is shown."""

from __future__ import annotations

from contracts.checks.report.witness import sides
from tests.test_contracts.checks.told import exchange, page, violation


def test_items_that_the_message_names_are_shown_with_their_neighbours() -> None:
    """Of a long page, the item in question and those beside it are shown, at their places in the list."""
    ids = [f"asst_{number:03}" for number in range(100)]
    (side,) = sides(violation("asst_050 is wrong", exchange(page(*ids), offset=200)))
    assert [249, 250, 251] == [row.place for row in side.rows]
    assert ["", "this one", ""] == [row.note for row in side.rows]
    assert 100 == side.length


def test_an_item_that_one_answer_lacks_is_told_on_both_sides() -> None:
    """It is `only here` on one side, and absent from the other."""
    one, other = sides(
        violation("asst_2 is gone", exchange(page("asst_1", "asst_2")), exchange(page("asst_1"), limit=9))
    )
    assert ["", "only here"] == [row.note for row in one.rows]
    assert ((), ("asst_2",)) == (one.absent, other.absent)


def test_an_item_that_moved_is_told_where_it_stands_in_the_other_answer() -> None:
    """Places count from the beginning of the list, whatever page an answer is."""
    pair = exchange(page("asst_1", "asst_2")), exchange(page("asst_2", "asst_3"), offset=2)
    one, other = sides(violation("asst_2 stands at place 2, where asst_3 belongs", *pair))
    assert ["", "there at 2"] == [row.note for row in one.rows]
    assert "there at 1" == other.rows[0].note


def test_members_that_differ_are_named_with_both_values() -> None:
    """An item that both answers hold is told by the members that differ."""
    changed = page("asst_1")
    changed["assistants"][0]["name"] = "other"
    one, _ = sides(violation("asst_1 changed", exchange(page("asst_1")), exchange(changed, limit=9)))
    assert 'name: "name of asst_1", there "other"' == one.rows[0].note


def test_two_answers_to_one_question_are_compared_whole() -> None:
    """Asked again, whatever differs is marked, even if the message names nothing."""
    one, other = sides(
        violation("total was 2, is 1", exchange(page("asst_1", "asst_2")), exchange(page("asst_1"), limit=None))
    )
    assert {"total"} == one.differing == other.differing
    assert ["", "only here"] == [row.note for row in one.rows]


def test_an_answer_that_is_no_list_is_shown_by_its_beginning() -> None:
    """A page of HTML, or bytes that are no text, are shown shortened and printable."""
    (side,) = sides(violation("not JSON", exchange(raw=b"<html>\xff\x1b" + b"x" * 10_000, status=502)))
    assert side.body.startswith("<html>\N{REPLACEMENT CHARACTER}\\x1b")
    assert len(side.body) <= 600

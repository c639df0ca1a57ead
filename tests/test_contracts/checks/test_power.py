"""The command that measures the kit against the mock's defects, each met over the wire."""

from __future__ import annotations

import pytest

from contracts.checks import power
from contracts.checks.power import Caught, Defect
from contracts.cli import main
from mock_server.defects.catalogue import DEFECTS


def test_every_defect_of_the_catalogue_is_known() -> None:
    """The list that the mock prints is read whole: names, topics, stories."""
    assert {(each.name, each.topic, each.story) for each in DEFECTS.values()} == {
        (each.name, each.topic, each.story) for each in power.defects()
    }


def test_a_defect_is_caught_over_the_wire(capsys: pytest.CaptureFixture[str]) -> None:
    """The matrix names the relation that caught it, and counts."""
    assert 0 == main(["power", "total_is_page_length"])
    printed = capsys.readouterr().out
    assert "| `total_is_page_length` | envelope |" in printed
    assert "1 of 1 defects caught, 1 within the first 30 requests." in printed


def test_an_unknown_defect_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt name ends with exit code 2 and the place to look."""
    assert 2 == main(["power", "no_such_defect"])
    assert "unknown defect no_such_defect; see freddy-mock --list-defects" in capsys.readouterr().err


def test_the_matrix_shows_what_was_not_caught_and_what_schemathesis_saw() -> None:
    """A defect that nothing catches stands out; the column of Schemathesis is there where it was asked."""
    results = [
        Caught(Defect("one", "envelope", "story"), ("a", "b"), "a", 31, 90, ""),
        Caught(Defect("two", "schema", "story"), (), None, 0, 90, "ST101 Server error"),
    ]
    assert [
        "| defect | topic | caught by | at request | relations | stock Schemathesis |",
        "| --- | --- | --- | ---: | ---: | --- |",
        "| `one` | envelope | a | 31 | 2 |  |",
        "| `two` | schema | **nothing** |  | 0 | ST101 Server error |",
        "",
        "1 of 2 defects caught, 0 within the first 30 requests.",
        "Stock Schemathesis: 1 of 2.",
    ] == power.matrix(results).splitlines()


def test_schemathesis_alone_misses_a_wrong_total() -> None:
    """A total that counts the page only is a right shape: generated questions without relations pass it."""
    with power.mock("--defect", "total_is_page_length") as running:
        assert "" == power.ask_stock(running)

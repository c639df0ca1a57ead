"""Results stand where they are read."""

from __future__ import annotations

import pytest

from measuring.publishing import README, RESULTS, inserted
from measuring.servers import PEERS

TEXT = README.read_text("utf-8")


def test_a_text_replaces_what_stood_in_its_place() -> None:
    """What is around it stays."""
    document = "above\n<!-- a -->\nold\n<!-- end of a -->\nbelow\n"
    assert inserted(document, "a", "new\n") == "above\n<!-- a -->\nnew\n<!-- end of a -->\nbelow\n"


@pytest.mark.parametrize("document", ["", "<!-- a -->\n", "<!-- end of a -->\n<!-- a -->\n"])
def test_a_document_without_a_place_is_refused(document: str) -> None:
    """Nothing is lost where a comment is missing."""
    with pytest.raises(ValueError, match="no place for a"):
        inserted(document, "a", "new\n")


@pytest.mark.parametrize("name", ["peers", "growth", "journal"])
def test_the_readme_shows_what_was_written(name: str) -> None:
    """Its text is that of the last run."""
    assert inserted(TEXT, name, (RESULTS / f"{name}.md").read_text("utf-8")) == TEXT


@pytest.mark.parametrize("name", ["peers", "growth"])
def test_the_readme_shows_the_picture(name: str) -> None:
    """Which the same run made."""
    assert f"](benchmarks/results/{name}.svg)" in TEXT
    assert (RESULTS / f"{name}.svg").is_file()


def test_the_readme_names_every_peer() -> None:
    """None is left out, not even one that could not be had."""
    assert [] == [peer.name for peer in PEERS if f"| {peer.name} " not in TEXT]

"""The reports that people read: console and HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from contracts.checks.relation import RELATIONS
from contracts.checks.report import console, html_page
from contracts.checks.report.result import CURES, Result, missing
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import EXAMPLE
from tests.test_contracts.checks.told import BROKEN, IDLE, OPEN, broken, exchange, known, page, result, violation


def _lines(told: Result) -> list[str]:
    return [line.text for line in console.lines(told)]


# --- result


def test_a_cure_names_what_some_relation_needs() -> None:
    """Each option that provides data is needed by a relation, and told where that is not exercised."""
    for words, option in CURES.items():
        found = [each for each in RELATIONS.values() if words in each.needs]
        assert found
        assert all(missing(each).endswith(f"give {option}") for each in found)


def unexercised(share: float) -> Result:
    """Return a verdict in which so many of the relations had nothing to judge."""
    verdict = result().verdict
    few = list(verdict.judged)[: round(share * len(verdict.judged))]
    judged = {name: replace(verdict.judged[name], outcome="not exercised") for name in few}
    return replace(result(), verdict=replace(verdict, judged={**verdict.judged, **judged}))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (result(), "conforms"),
        (broken(), "broken"),
        (known(broken(), BROKEN), "conforms"),
        (result(timestamps="iso_8601"), "conforms"),
        (result(timestamps="iso_8601", strict=True), "broken"),
        (replace(result(), verdict=replace(result().verdict, items=1)), "too little exercised"),
        (replace(result(), verdict=replace(result().verdict, judged={})), "too little exercised"),
        (replace(result(), blind="2 of 90 answers held assistants"), "too little exercised"),
        (replace(result(), spent="9 requests are sent"), "conforms"),
        (replace(unexercised(0.4), spent="9 requests are sent"), "conforms"),
        (replace(unexercised(0.6), spent="9 requests are sent"), "too little exercised"),
        (unexercised(0.6), "conforms"),
    ],
)
def test_the_verdict_weighs_baseline_and_strictness(told: Result, expected: str) -> None:
    """Known relations and lenient deviations do not fail a run; a run that saw nothing does not pass."""
    assert expected == told.summary


def test_deviations_are_told_from_the_dialect_that_was_given() -> None:
    """A deployment that speaks the dialect given deviates in nothing."""
    told = result(strict=True, **EXAMPLE.differences)
    assert list(EXAMPLE.differences) == [each.row for each in told.deviations]
    assert [] == replace(told, expected=EXAMPLE).deviations
    assert "conforms" == replace(told, expected=EXAMPLE).summary


def test_a_run_that_was_cut_says_so_first() -> None:
    """In the headline, before what holds."""
    cut = replace(result(), spent="9 requests are sent")
    assert "not everything was asked" in cut.headline.partition(" relations hold")[0]
    assert "not everything" not in result().headline


# --- console


def test_the_console_is_short_when_all_is_well() -> None:
    """A conforming run takes about ten lines, the verdict first."""
    lines = _lines(result())
    assert lines[0].startswith("conforms: http://127.0.0.1:9, org_1: ")
    assert len(lines) <= 12


def test_the_console_shows_how_to_see_it_oneself() -> None:
    """A broken relation comes with its sentence, its message and the curl lines of its witness."""
    witness = exchange(page("asst_1")), exchange(page("asst_2"), limit=1)
    told = violation("asst_1 is gone", *witness)
    lines = _lines(result(told, told))
    start = lines.index(f"broken: {BROKEN}")
    sentence, message, one, other, more = lines[start + 1 : start + 6]
    assert RELATIONS[BROKEN].sentence == sentence.strip()
    assert "asst_1 is gone" == message.strip()
    assert [each.curl for each in witness] == [one.strip(), other.strip()]
    assert "and 1 more; --report html=FILE shows all" == more.strip()


def test_the_console_tells_what_is_open_and_why() -> None:
    """Undecided and not exercised relations are named with their reason, deviations with their meaning."""
    text = "\n".join(_lines(result(timestamps="iso_8601")))
    assert re.search(rf"{OPEN} +contradicted once", text)
    assert re.search(rf"{IDLE} +needs a soft-deleted assistant", text)
    assert f"timestamps = iso_8601  {AMBIGUITIES['timestamps'].reading('iso_8601').means}" in text
    assert "note: reads the documents otherwise" in text
    assert "error: reads the documents otherwise" in "\n".join(_lines(result(timestamps="iso_8601", strict=True)))


def test_the_console_tells_the_baseline() -> None:
    """Known relations are listed apart, and fixed ones are to be taken out."""
    text = "\n".join(_lines(known(broken(), BROKEN, "both-totals-agree")))
    assert "known to be broken:" in text
    assert "fixed since known.json, take it out with --baseline-update:\n  both-totals-agree" in text
    assert "broken: no" not in text


def test_the_console_tells_a_budget_that_ran_out() -> None:
    """A run that could not ask everything says so, right below the verdict."""
    assert "not everything was asked: 9 requests are sent" in _lines(replace(result(), spent="9 requests are sent"))[1]


def test_nothing_steers_the_terminal() -> None:
    """Every character that is printed can be seen, and no name begins a line of its own."""
    assert all(line.isprintable() for line in _lines(broken()))


# --- HTML

VOID = {"meta", "br"}


class _Page(HTMLParser):
    """Reads a page, and demands that every element is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data if self.open[-1:] != ["style"] else ""


def _page(told: Result) -> _Page:
    read = _Page()
    read.feed(html_page.document(told))
    read.close()
    assert [] == read.open
    return read


def test_the_page_needs_nothing_else() -> None:
    """No script, no image, no link but to a place on the page; and the browser is told to allow none."""
    read = _page(broken(timestamps="iso_8601"))
    assert not {"script", "img", "link", "iframe", "form"} & {tag for tag, _ in read.seen}
    ids = {values["id"] for _, values in read.seen if "id" in values}
    links = [values["href"] or "" for tag, values in read.seen if tag == "a"]
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    assert "url(" not in html_page.document(broken())
    assert "default-src 'none'" in html_page.document(broken())


def test_the_page_escapes_what_a_deployment_says() -> None:
    """A name full of markup and control characters is shown, not obeyed."""
    read = _page(broken())
    assert "<script>alert(1)</script>" in read.text
    assert not re.search(r"[\x00\x1b\u202e]", html_page.document(broken()))


def test_the_page_shows_every_relation_row_and_reason() -> None:
    """All relations stand in the overview, all rows under the dialect, and what was missing is told."""
    text = _page(known(broken(timestamps="iso_8601"), "both-totals-agree")).text
    assert all(name.replace("-", " ") in text for name in RELATIONS)
    assert all(row in text for row in AMBIGUITIES)
    assert "needs a soft-deleted assistant, shown in full" in text
    assert "The contract is broken" in text


def test_the_page_marks_the_difference() -> None:
    """Of a pair, the item in question is marked on one side and missed on the other."""
    pair = exchange(page("asst_1", "asst_2", "asst_3")), exchange(page("asst_1", "asst_3"), limit=2)
    written = html_page.document(result(violation("asst_2 belongs on this page and is not there", *pair)))
    assert "<mark>only here</mark>" in written
    assert "<mark>asst_2 is not in this answer</mark>" in written


def test_the_page_excuses_what_is_known() -> None:
    """With nothing but known violations, the verdict says neither broken nor fine."""
    assert "Nothing is broken that was not known" in _page(known(broken(), BROKEN)).text
    assert "The contract holds" in _page(result()).text

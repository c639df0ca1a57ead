"""The verdict on a terminal: first the verdict, then what a person can do something about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from contracts.checks.report.result import Result, missing
from contracts.checks.report.text import printable, shorten
from contracts.checks.verdict import Judged
from contracts.schema.ambiguities import AMBIGUITIES


class Line(NamedTuple):
    """A line, and the style in which a terminal shows it."""

    text: str
    style: str = ""


_STYLES = {
    "broken": "bold red",
    "conforms": "bold green",
    "too little exercised": "bold yellow",
    "not judged": "bold yellow",
}
MOST_MESSAGE = 300
"""Characters of a message that are shown."""


def lines(result: Result) -> Iterator[Line]:
    """Yield the report, line by line."""
    yield Line(printable(result.headline), _STYLES[result.summary])
    yield from _notices(result)
    for judged in result.having("broken"):
        yield from _broken(judged)
    yield from _block(
        "known to be broken", ((each.relation.name, each.violations[0].message) for each in result.having("known"))
    )
    yield from _block(f"fixed since {result.baseline_name}, take it out with --baseline-update", _named(result.fixed))
    yield from _dialect(result)
    for outcome in ("moved", "undecided"):
        yield from _block(outcome, ((each.relation.name, each.note) for each in result.having(outcome)))
    yield from _block(
        "not exercised", ((each.relation.name, missing(each.relation)) for each in result.having("not exercised"))
    )


def _notices(result: Result) -> Iterator[Line]:
    if result.unjudged:
        yield Line(f"  {printable(result.unjudged)}", "yellow")
    elif result.lacking:
        yield Line(f"  {printable(result.lacking)}", "yellow")
    if result.spent:
        yield Line(f"  not everything was asked: {printable(result.spent)}", "yellow")


def _broken(judged: Judged) -> Iterator[Line]:
    yield Line("")
    yield Line(f"broken: {judged.relation.name}", "bold red")
    yield Line(f"  {judged.relation.sentence}", "dim")
    first = judged.violations[0]
    yield Line(f"  {shorten(printable(first.message), MOST_MESSAGE)}")
    yield from (Line(f"    {printable(each.curl)}", "cyan") for each in first.witness)
    others = len(judged.violations) - 1
    if others:
        yield Line(f"  and {others} more; --report html=FILE shows all", "dim")


def _dialect(result: Result) -> Iterator[Line]:
    strict = result.verdict.strict
    rows = [
        (f"{each.row} = {each.reading}", AMBIGUITIES[each.row].reading(each.reading).means)
        for each in result.deviations
    ]
    title = f"{'error' if strict else 'note'}: reads the documents otherwise than the {result.expected.name} dialect"
    yield from _block(title, rows, "bold red" if strict else "bold")
    yield from _block("note: fits no reading", ((each.row, each.note) for each in result.outside))


def _named(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield from ((name, "") for name in names)


def _block(title: str, rows: Iterable[tuple[str, str]], style: str = "bold") -> Iterator[Line]:
    told = list(rows)
    if not told:
        return
    width = min(max(len(name) for name, _ in told), 60)
    yield Line("")
    yield Line(f"{title}:", style)
    for name, text in told:
        yield Line(f"  {printable(name):{width}}  {shorten(printable(text), MOST_MESSAGE)}".rstrip())

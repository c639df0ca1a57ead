"""Tables in Markdown, of what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from measuring.results import Demand, Round, Rounds, calmest, different, full, hot, middle, ranked

NOTHING = "–"

COLUMNS: Mapping[str, tuple[str, Callable[[Round], float | None]]] = {
    "asked before": ("{:,.0f}", hot),
    "p50, ms": ("{:,.2f}", lambda each: each.hot.p50),
    "p99, ms": ("{:,.2f}", lambda each: each.hot.p99),
    "waited": ("{:.1%}", lambda each: each.hot.waited),
    "never asked before": ("{:,.0f}", different),
    "kB each": ("{:,.1f}", lambda each: None if each.different is None else each.different.size / 1000),
    "100 full objects": ("{:,.0f}", full),
    "start, s": ("{:,.2f}", lambda each: each.start),
    "memory, MB": ("{:,.0f}", lambda each: each.memory),
}
"""Heading of a column -> how it is written, and what is in it."""
OF_CALMEST = ("p50, ms", "p99, ms", "waited")
"""Columns that show the calmest round; the others show the median of all."""


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int = 1) -> str:
    """Return a table whose first columns hold texts, all others numbers."""
    rule = ["---" if column < texts else "---:" for column in range(len(headings))]
    return "".join(f"| {' | '.join(row)} |\n" for row in (headings, rule, *rows))


def written(form: str, value: float | None) -> str:
    """Return a number in a form, or a dash."""
    return NOTHING if value is None else form.format(value)


def peers(rounds: Rounds, titles: Mapping[str, str], stories: Mapping[str, str], missing: Mapping[str, str]) -> str:
    """Return the medians of all peers, the fastest first, and the reason of those that are missing."""
    rows = [
        [titles[name], stories[name], *(_cell(heading, rounds[name]) for heading in COLUMNS)] for name in ranked(rounds)
    ]
    absent = [[name, f"not measured: {escape(reason)}", *[NOTHING] * len(COLUMNS)] for name, reason in missing.items()]
    return table(["", "what of the question it heeds", *COLUMNS], rows + absent, texts=2)


def _cell(heading: str, rounds: Sequence[Round]) -> str:
    form, value = COLUMNS[heading]
    return written(form, middle(calmest(rounds) if heading in OF_CALMEST else rounds, value))


def demands(asked: Sequence[Demand], rounds: Rounds, mock: str) -> str:
    """Return how the mock compares with what is asked of it."""
    return table(["the mock", "is", "asked for", ""], [_row(each, rounds, mock) for each in asked], texts=1)


def _row(demand: Demand, rounds: Rounds, mock: str) -> list[str]:
    whose = "its own p50" if demand.peer == mock else f"{demand.peer}'s"
    bound = f"at {'least' if demand.is_least else 'most'} {demand.bound:g}"
    ratio = demand.ratio(rounds, mock)
    if ratio is None:
        return [demand.what, NOTHING, f"{bound} × {whose}", "not measured"]
    return [demand.what, f"{ratio:.2f} × {whose}", bound, verdict(demand.holds(ratio))]


def verdict(holds: bool) -> str:
    """Return the word for a bound that is kept, or is not."""
    return "holds" if holds else "**falls short**"


def escape(text: str) -> str:
    """Return a text that does not end a cell."""
    return text.replace("|", "\\|").replace("\n", " ")

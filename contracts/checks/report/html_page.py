"""The verdict as one HTML page that needs nothing else: no script, no network, no other file."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from contracts.checks.learning.learner import Finding
from contracts.checks.report.html_style import STYLE
from contracts.checks.report.html_witness import violation
from contracts.checks.report.result import OUTCOMES, Outcome, Result, missing
from contracts.checks.report.text import counted, printable
from contracts.checks.verdict import Judged
from contracts.schema.ambiguities import AMBIGUITIES

_SIGNS: Mapping[Outcome, tuple[str, str, str]] = {
    "broken": ("✕", "broken", "broken: contradicted, and again when asked again"),
    "known": ("!", "known", "known: broken, as the baseline says"),
    "moved": ("~", "moved", "moved: the list changed while it was looked at"),
    "undecided": ("?", "moved", "undecided: contradicted once, and not when asked again"),
    "not exercised": ("–", "quiet", "not exercised: the data had nothing to judge"),
    "conforms": ("✓", "conforms", "holds"),
}
"""Outcome -> sign, tone, and what it means: never by colour alone."""
_TITLES = {
    "conforms": "The contract holds",
    "broken": "The contract is broken",
    "too little exercised": "Too little was exercised",
    "not judged": "Not judged",
}
_TONES = {"conforms": "conforms", "broken": "broken", "too little exercised": "known", "not judged": "known"}


def document(result: Result) -> str:
    """Write the page."""
    return "".join(_page(result))


def text(value: str) -> str:
    """Return a text as HTML shows it."""
    return html.escape(printable(value, keep="\n"))


def _page(result: Result) -> Iterator[str]:
    title = f"{result.summary}: {result.verdict.base_url}"
    yield f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{text(title)}</title>\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    yield from _verdict(result)
    if result.verdict.judged:
        yield from _judged(result)
    yield f'<p class="faint small">freddy-contracts {text(result.version)}</p>\n</main>\n</body>\n</html>\n'


def _judged(result: Result) -> Iterator[str]:
    yield from _topics(result)
    yield from _relations(result, "broken", "Broken", opened=True)
    yield from _relations(result, "known", f"Known to be broken, in {result.baseline_name}", opened=False)
    yield from _table(
        "Fixed since the baseline", ("relation",), ([f"<code>{text(each)}</code>"] for each in result.fixed)
    )
    yield from _dialect(result)
    for outcome in ("moved", "undecided"):
        rows = ([each.relation.name, text(each.note)] for each in result.having(outcome))
        yield from _table(outcome.capitalize(), ("relation", "why"), rows)
    rows = ([each.relation.name, text(missing(each.relation))] for each in result.having("not exercised"))
    yield from _table("Not exercised", ("relation", "what was missing"), rows)


def _verdict(result: Result) -> Iterator[str]:
    verdict = result.verdict
    is_excused = result.summary == "conforms" and result.having("known")
    tone = "known" if is_excused else _TONES[result.summary]
    title = "Nothing is broken that was not known" if is_excused else _TITLES[result.summary]
    yield f'<header class="verdict tone-{tone}">\n<h1>{title}</h1>\n'
    yield f'<p class="any"><code>{text(verdict.base_url)}</code></p>\n'
    yield f'<p class="any faint small">organization <code>{text(verdict.organization_id)}</code></p>\n'
    yield f'<ul class="facts">{"".join(_facts(result))}</ul>\n'
    if result.started:
        yield f'<p class="faint small">{result.started[0]:%Y-%m-%d %H:%M} UTC</p>\n'
    for why in (result.unjudged, result.lacking):
        if why:
            yield f'<p class="message tone-known">{text(why)}</p>\n'
    if result.spent:
        yield f'<p class="message tone-known">Not everything was asked: {text(result.spent)}</p>\n'
    yield "</header>\n"


def _facts(result: Result) -> Iterator[str]:
    """Yield what counts most, first what is wrong."""
    verdict, deviations = result.verdict, len(result.deviations)
    for outcome in OUTCOMES:
        if ended := len(result.having(outcome)):
            yield _fact(f"{ended} {_word(outcome)}", is_wrong=outcome == "broken")
        if outcome == "known" and deviations:
            yield _fact(counted(deviations, "deviation"), is_wrong=verdict.strict)
    yield _fact(counted(verdict.items, "assistant"))
    yield _fact(counted(verdict.requests, "request"))
    yield _fact(f"{verdict.seconds:.1f} seconds")


def _fact(told: str, *, is_wrong: bool = False) -> str:
    count, _, what = told.partition(" ")
    marked = ' class="tone-broken"' if is_wrong else ""
    return f"<li{marked}><b>{count}</b> {what}</li>"


def _word(outcome: Outcome) -> str:
    return "hold" if outcome == "conforms" else outcome


def _topics(result: Result) -> Iterator[str]:
    """Yield every relation with its sign, by topic."""
    judged = list(result.verdict.judged.values())
    yield '<h2>At a glance</h2>\n<ul class="legend">'
    for outcome, (sign, tone, means) in _SIGNS.items():
        if result.having(outcome):
            yield f'<li class="tone-{tone}"><span class="sign">{sign}</span> {means}</li>'
    yield '</ul>\n<div class="topics">\n'
    for topic, each in groupby(judged, lambda one: one.relation.topic):
        yield f'<section class="card"><h3>{topic}</h3><ul>'
        yield from (_cell(result, one) for one in each)
        yield "</ul></section>\n"
    yield "</div>\n"


def _cell(result: Result, judged: Judged) -> str:
    outcome = result.outcome(judged)
    sign, tone, _ = _SIGNS[outcome]
    name = judged.relation.name.replace("-", " ")
    shown = f'<a href="#{judged.relation.name}">{name}</a>' if judged.violations else name
    told = f"{_word(outcome)}, {judged.exercised} answers judged. {judged.relation.sentence}"
    return f'<li class="tone-{tone}" title="{text(told)}"><span class="sign">{sign}</span><span>{shown}</span></li>'


def _relations(result: Result, outcome: Outcome, title: str, *, opened: bool) -> Iterator[str]:
    found = result.having(outcome)
    if not found:
        return
    sign, tone, _ = _SIGNS[outcome]
    yield f"<h2>{text(title)}</h2>\n"
    for judged in found:
        relation = judged.relation
        yield f'<details class="card relation tone-{tone}" id="{relation.name}"{" open" if opened else ""}>\n'
        yield f'<summary><span class="sign">{sign}</span>{relation.name}</summary>\n'
        yield f"<blockquote>{text(relation.sentence)}</blockquote>\n"
        for index, each in enumerate(judged.violations):
            yield from violation(each, folded=index > 0)
        yield "</details>\n"


def _dialect(result: Result) -> Iterator[str]:
    """Yield the rows that deviate, and the others folded away."""
    deviations, outside = result.deviations, result.outside
    yield "<h2>The dialect</h2>\n"
    expected = text(result.expected.name)
    if deviations:
        yield f"<p>Reads the documents otherwise than the dialect <code>{expected}</code> in these rows.</p>\n"
    else:
        yield f"<p>Reads the documents as the dialect <code>{expected}</code> does, wherever its answers tell.</p>\n"
    headings = ("row", "reading", "the question", "how it was found")
    yield from _table("", headings, (_row(each) for each in deviations))
    yield from _table("Fits no reading", headings, (_row(each) for each in outside), level=3)
    told = {each.row for each in (*deviations, *outside)}
    rest = [each for each in result.verdict.learned.findings.values() if each.row not in told]
    yield f'<details class="card"><summary>{"The other" if told else "All"} {len(rest)} rows</summary>\n'
    yield from _table("", headings, (_row(each) for each in rest), boxed=False)
    yield "</details>\n"


def _row(finding: Finding) -> list[str]:
    ambiguity = AMBIGUITIES[finding.row]
    reading = "" if finding.outcome == "outside every reading" else f"<code>{finding.reading}</code><br>"
    means = ambiguity.reading(finding.reading).means if reading else "none of the readings"
    why = finding.note if finding.outcome == "learned" else f"{finding.outcome}: {finding.note}"
    return [f"<code>{finding.row}</code>", f"{reading}{text(means)}", text(ambiguity.question), text(why)]


def _table(
    title: str, headings: Iterable[str], rows: Iterable[list[str]], *, level: int = 2, boxed: bool = True
) -> Iterator[str]:
    """Yield a table of cells that are HTML already, or nothing for no rows."""
    told = list(rows)
    if not told:
        return
    if title:
        yield f"<h{level}>{text(title)}</h{level}>\n"
    heads = "".join(f"<th>{each}</th>" for each in headings)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in told)
    table = f'<table class="rows"><thead><tr>{heads}</tr></thead><tbody>\n{body}</tbody></table>'
    yield f'<div class="card">{table}</div>\n' if boxed else f"{table}\n"

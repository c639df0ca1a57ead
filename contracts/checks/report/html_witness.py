"""A violation in HTML: its exchanges side by side, with what is remarkable marked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from contracts.checks.report.text import brief, printable
from contracts.checks.report.witness import Row, Side, sides
from contracts.checks.verdict import Violation


def violation(found: Violation, *, folded: bool) -> Iterator[str]:
    """Yield a violation; `folded` ones show their message, and the rest when they are opened."""
    message = _text(found.message)
    yield f'<details><summary class="message">{message}</summary>' if folded else f'<p class="message">{message}</p>'
    yield '<div class="sides">\n'
    shown = sides(found)
    for place, side in enumerate(shown):
        yield from _side(side, _title(place, len(shown)), found.message)
    yield "</div>\n" + ("</details>\n" if folded else "")


def _text(value: str) -> str:
    return html.escape(printable(value, keep="\n"))


def _title(place: int, count: int) -> str:
    return "the answer" if count == 1 else ("compared with", "the answer")[place]


def _side(side: Side, title: str, message: str) -> Iterator[str]:
    exchange = side.exchange
    yield f'<section class="side"><h3>{title}: {exchange.status}</h3>\n<pre>{_text(exchange.curl)}</pre>\n'
    if side.body:
        yield f"<h4>body</h4><pre>{_text(side.body)}</pre>\n"
    yield from _members(side, message)
    yield from _items(side)
    for each in side.absent:
        yield f"<p><mark>{_text(each)} is not in this answer</mark></p>\n"
    yield "</section>\n"


def _members(side: Side, message: str) -> Iterator[str]:
    """Yield the list's own members: what the message is about marked, what it hardly can be about folded away."""
    rows: dict[bool, list[str]] = {True: [], False: []}
    for name, value in _flat(side.members):
        parts = name.split(".")
        is_marked = parts[0] in side.differing or bool(re.search(rf"(?<![\w.]){re.escape(name)}\b", message))
        is_marked = is_marked or bool(re.search(rf"(?<![\w.]){re.escape(parts[-1])} ", message))
        cells = f"<td>{_text(name)}</td><td>{_text(brief(value))}</td>"
        row = f"<tr{' class=marked' if is_marked else ''}>{cells}</tr>"
        rows[is_marked or parts[0] in ("total", "pagination")].append(row)
    if rows[True]:
        yield f'<table class="members">{"".join(rows[True])}</table>\n'
    if rows[False]:
        count = f"{len(rows[False])} other members"
        table = f'<table class="members">{"".join(rows[False])}</table>'
        yield f'<details class="small"><summary class="faint">{count}</summary>{table}</details>\n'


def _flat(members: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield members one level deep, the unset ones left out."""
    for name, value in members.items():
        if isinstance(value, Mapping) and len(value) <= 8:
            yield from ((f"{name}.{inner}", each) for inner, each in value.items() if each is not None)
        else:
            yield name, value


def _items(side: Side) -> Iterator[str]:
    if not side.rows:
        return
    yield f"<h4>{len(side.rows)} of {side.length} items</h4>\n<table>"
    before = side.first - 1
    for row in side.rows:
        if row.place != before + 1:
            yield '<tr class="gap"><td colspan="3">⋯</td></tr>'
        yield _item(row)
        before = row.place
    if before < side.first + side.length - 1:
        yield '<tr class="gap"><td colspan="3">⋯</td></tr>'
    yield "</table>\n"


def _item(row: Row) -> str:
    note = f"<br><mark>{_text(row.note)}</mark>" if row.note else ""
    name = f"{_text(row.name)}{note}"
    return (
        f"<tr{' class=marked' if row.note else ''}><td class='number'>{row.place}</td>"
        f"<td>{name}</td><td><code>{_text(row.id)}</code></td></tr>"
    )

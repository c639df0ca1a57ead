"""The exchanges of a violation side by side: what each answered, and where the difference is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.checks.asking.exchange import Exchange
from contracts.checks.report.text import brief, excerpt, printable, shorten
from contracts.checks.verdict import Violation

MOST_ROWS = 6
"""Items of an answer that are shown; with their neighbours."""


@dataclass(frozen=True, slots=True)
class Row:
    """One item of an answer: its place in the list, what identifies it, and why it is shown."""

    place: int
    id: str
    name: str
    note: str = ""
    """What is remarkable; empty for a neighbour, or an item of an excerpt."""


@dataclass(frozen=True, slots=True)
class Side:
    """One exchange as it is shown."""

    exchange: Exchange
    members: Mapping[str, Any]
    """The list's own members: totals, pagination, filters; those that the other side has otherwise are `differing`."""
    differing: frozenset[str]
    rows: tuple[Row, ...]
    first: int
    """The place of the answer's first item in the list."""
    length: int
    absent: tuple[str, ...]
    """Ids in question that this answer does not hold."""
    body: str
    """The beginning of an answer that is no list."""


Items = Sequence[Mapping[str, Any]]


def sides(violation: Violation) -> tuple[Side, ...]:
    """Return the exchanges of a violation, each with what the message or the other exchange makes remarkable."""
    listed = [_items(exchange) for exchange in violation.witness]
    wanted = _wanted(violation, listed)
    is_repeated = len({_asked(each) for each in violation.witness}) == 1 and len(listed) > 1
    members = [_members(each) for each in violation.witness]
    found = []
    for index, exchange in enumerate(violation.witness):
        others = [*violation.witness[:index], *violation.witness[index + 1 :]]
        different = frozenset(
            name for name, value in members[index].items() if is_repeated and members[1 - index].get(name) != value
        )
        ids = {_id(item) for item in listed[index]}
        found.append(
            Side(
                exchange,
                members[index],
                different,
                _rows(exchange, wanted, others[0] if others else None),
                _first(exchange),
                len(listed[index]),
                tuple(each for each in wanted if each not in ids),
                "" if listed[index] or members[index] else excerpt(exchange.body),
            )
        )
    return tuple(found)


def _asked(exchange: Exchange) -> tuple[object, ...]:
    question = exchange.question
    return (tuple(sorted(question.parameters)), question.raw_query, question.credentials, question.path)


def _items(exchange: Exchange) -> Items:
    return [item for item in exchange.assistants if isinstance(item, Mapping)]


def _members(exchange: Exchange) -> dict[str, Any]:
    body = exchange.json
    return {name: value for name, value in body.items() if name != "assistants"} if isinstance(body, Mapping) else {}


def _id(item: Mapping[str, Any]) -> str:
    return str(item.get("id"))


def _wanted(violation: Violation, listed: Sequence[Items]) -> tuple[str, ...]:
    """Return the ids that the message names; or else, of two equal questions, the items that differ."""
    items = [item for each in listed for item in each]
    named = dict.fromkeys(_id(item) for item in items if item.get("id") and _id(item) in violation.message)
    if named or len({_asked(each) for each in violation.witness}) != 1 or len(listed) != 2:
        return tuple(named)
    one, other = ({_id(item): item for item in each} for each in listed)
    return tuple(each for each in {**one, **other} if one.get(each) != other.get(each))


def _first(exchange: Exchange) -> int:
    """Return the place of an answer's first item in the whole list."""
    offset = exchange.question.get("offset") or ""
    return int(offset) if re.fullmatch("[0-9]{1,9}", offset) else 0


def _rows(exchange: Exchange, wanted: Sequence[str], compared: Exchange | None) -> tuple[Row, ...]:
    items, first = _items(exchange), _first(exchange)
    other = None if compared is None else _items(compared)
    start = 0 if compared is None else _first(compared)
    theirs = {_id(item): (place, item) for place, item in enumerate(other or (), start)}
    marked = [place for place, item in enumerate(items) if _id(item) in wanted][:MOST_ROWS]
    shown = {near for place in marked for near in (place - 1, place, place + 1) if 0 <= near < len(items)}
    rows = []
    for place in sorted(shown) or range(min(3, len(items))):
        item = items[place]
        note = _note(item, first + place, theirs.get(_id(item)), other is not None) if place in marked else ""
        rows.append(Row(first + place, _shown(_id(item)), _shown(str(item.get("name"))), note))
    return tuple(rows)


def _shown(text: str) -> str:
    return shorten(printable(text), 60)


def _note(item: Mapping[str, Any], place: int, theirs: tuple[int, Mapping[str, Any]] | None, has_other: bool) -> str:
    if theirs is None:
        return "only here" if has_other else "this one"
    there, other = theirs
    differing = [name for name in item if name in other and item[name] != other[name]]
    if differing:
        return "; ".join(f"{name}: {brief(item[name])}, there {brief(other[name])}" for name in differing[:3])
    return "this one" if place == there else f"there at {there}"

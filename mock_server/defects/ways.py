"""Ways to be wrong that several defects share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from contracts.schema import problems
from contracts.schema.access import Caller, Row
from contracts.schema.problems import Problem, Refusal
from contracts.schema.query import ListQuery
from contracts.schema.reference import NAME_KEYS, wrong_parameter
from contracts.schema.spelling import Value
from mock_server.answers import Admitted, Answer
from mock_server.defects.steps import Pairs, Request, Rows, Steps

Text = Callable[[str], str | None]


def rewritten(pairs: Pairs, name: str, how: Text) -> Pairs:
    """Return the pairs with the texts of one parameter rewritten; None leaves it out."""
    texts = [(known, how(text) if known == name else text) for known, text in pairs]
    return [(known, text) for known, text in texts if text is not None]


def admitting(steps: Steps, pairs: Pairs, caller: Caller, name: str, how: Text) -> ListQuery | Refusal:
    """Admit with the texts of one parameter rewritten where it would be refused."""
    found = steps.admit(pairs, caller)
    if isinstance(found, Refusal) and name in {wrong.field for wrong in found.invalid}:
        return steps.admit(rewritten(pairs, name, how), caller)
    return found


def validation(steps: Steps) -> Problem:
    """Return what a wrong parameter is refused with."""
    return wrong_parameter(steps.dialect["validation_code"], steps.dialect["validation_status"])


def ties_turned(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Return the selection with equal sort values in the opposite order."""
    fold = NAME_KEYS[steps.dialect["name_order"]]

    def key(row: Row) -> object:
        return fold(row["name"]) if asked.query.sort_by == "name" else row[asked.query.sort_by]

    groups = [list(tied) for _, tied in groupby(steps.order(rows, asked), key)]
    return [row for tied in groups for row in reversed(tied)]


def change(value: Value, path: str, how: Callable[[Any], Any]) -> Value:
    """Rewrite one member, given by its names joined by dots, where it is there."""
    name, _, rest = path.partition(".")
    if name not in value:
        return value
    return value | {name: change(value[name], rest, how) if rest else how(value[name])}


def without(value: Value, path: str) -> Value:
    """Leave one member out."""
    name, _, rest = path.partition(".")
    if rest and name in value:
        return value | {name: without(value[name], rest)}
    return {known: member for known, member in value.items() if known != name}


def rename(value: Value, names: Mapping[str, str]) -> Value:
    """Write members under other names."""
    return {names.get(name, name): member for name, member in value.items()}


def nth(row: Mapping[str, Any], every: int) -> bool:
    """Tell whether a row is one of every so many; always the same ones, wherever they stand."""
    return bool(sum(row["id"].encode()) % every == 0)


def is_listed(answer: Answer) -> bool:
    """Tell whether an answer is a list."""
    return answer.status == 200


def broken(steps: Steps, request: Request) -> Answer:
    """Answer with an error of the server."""
    return steps.refuse(Refusal(problems.INTERNAL_ERROR, "a fault of the mock"), request)

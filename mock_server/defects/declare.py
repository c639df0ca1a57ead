"""How a defect is declared: a function that replaces one step, or that changes the steps.

A defect of one step is called as that step is, after the steps that it would replace:

    @defect("pagination", step="cut")
    def offset_ignored(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
        "Every page is the first one."
        return steps.cut(rows, vary(asked, offset=0))

Its docstring is the story that a person reads: one line, what a client meets. A defect of several steps, or one that
remembers earlier questions, takes the steps and returns others. Every mock has steps of its own, and so a memory of its
own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from typing import Any, Literal, TypeVar, get_args

from mock_server.defects.steps import FILTERS, Steps

Topic = Literal[
    "pagination",
    "envelope",
    "sorting",
    "filtering",
    "searching",
    "projection",
    "schema",
    "validation",
    "authentication",
    "isolation",
    "repeatability",
]
Change = Callable[[Steps], Steps]
Declared = TypeVar("Declared", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Defect:
    """One fault that can be switched on."""

    name: str
    topic: Topic
    story: str
    """What a client meets, in one line."""
    change: Change
    link: str = ""
    """A public bug of this kind, if one is known."""


DEFECTS: dict[str, Defect] = {}
"""Every defect by name, in the order declared; complete once `catalogue` is imported."""


def defect(
    topic: Topic, *, step: str = "", name: str = "", story: str = "", link: str = ""
) -> Callable[[Declared], Declared]:
    """Declare a defect; its name is the function's, its story the docstring, unless they are given.

    `step` is the one that the function replaces; a filter is a step by the name of its parameter.
    """

    def declare(function: Declared) -> Declared:
        known = name or function.__name__
        if known in DEFECTS:
            raise ValueError(f"two defects are named {known}; rename one of them")
        change = partial(_replaced, function, step) if step else function
        DEFECTS[known] = Defect(known, topic, story or (function.__doc__ or "").strip(), change, link)
        return function

    return declare


def _replaced(function: Callable[..., Any], step: str, steps: Steps) -> Steps:
    wrong: Any = partial(function, steps)
    return keeping(steps, step, wrong) if step in FILTERS else replace(steps, **{step: wrong})


def keeping(steps: Steps, name: str, test: Callable[..., bool]) -> Steps:
    """Return the steps with another test in place of a filter."""
    return replace(steps, filters={**steps.filters, name: test})


MOST_SHOWN = 10
"""Known defects that a message names."""


class UnknownDefectError(ValueError):
    """A name that no defect has."""


def named(name: str) -> Defect:
    """Return the defect of a name; raise `UnknownDefectError` with those that are like it, or some."""
    if name in DEFECTS:
        return DEFECTS[name]
    raise UnknownDefectError(f"{name!r} is unknown; {_cure(name)}")


def _cure(name: str) -> str:
    *others, last = get_close_matches(name, DEFECTS, n=3) or [""]
    if last:
        return f"did you mean {' or '.join([', '.join(others), last] if others else [last])}?"
    more = f", and {len(DEFECTS) - MOST_SHOWN} more" if len(DEFECTS) > MOST_SHOWN else ""
    return f"known are {', '.join(list(DEFECTS)[:MOST_SHOWN])}{more}"


def by_topic() -> dict[str, list[Defect]]:
    """Return the defects of every topic, both in the order of the documents."""
    return {topic: [each for each in DEFECTS.values() if each.topic == topic] for topic in get_args(Topic)}


def faulty(steps: Steps, names: Iterable[str]) -> Steps:
    """Return the steps with defects in them, the last named outermost."""
    for name in dict.fromkeys(names):
        steps = named(name).change(steps)
    return steps

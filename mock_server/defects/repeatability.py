"""Answers that depend on what was asked before.

Questions are counted, never drawn: the same questions in the same order have the same answers.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from itertools import count
from threading import Lock

from contracts.schema import problems
from contracts.schema.access import AccessLevel, Caller, Row
from contracts.schema.problems import Problem
from contracts.schema.spelling import Value
from mock_server.answers import Admitted
from mock_server.defects.declare import defect
from mock_server.defects.steps import Listing, Rows, Steps, Stop, vary
from mock_server.defects.ways import change, ties_turned


class _Cache:
    """First answers by key; the oldest of a thousand is forgotten."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Listing] = OrderedDict()
        self._lock = Lock()

    def first(self, key: Hashable, listing: Listing) -> Listing:
        """Return what was listed when the key was met first."""
        with self._lock:
            while len(self._kept) >= 1000:
                self._kept.popitem(last=False)
            return self._kept.setdefault(key, listing)


def _cached(steps: Steps, key: Callable[[Admitted], Hashable]) -> Steps:
    cache = _Cache()
    return replace(steps, envelope=lambda listing, asked: steps.envelope(cache.first(key(asked), listing), asked))


def _keyed_without(parameter: str) -> Callable[[Admitted], Hashable]:
    return lambda asked: (vary(asked, **{parameter: None}).query, asked.caller)


for _parameter in (
    "offset",
    "limit",
    "search",
    "sort_by",
    "sort_order",
    "fields",
    "access_mode",
    "vector_store_id",
    "include_inactive",
):
    defect(
        "repeatability",
        name=f"cached_without_{_parameter}",
        story=f"Answers are remembered, whatever the {_parameter}: the first one is given to the next question.",
    )(lambda steps, parameter=_parameter: _cached(steps, _keyed_without(parameter)))


@defect("repeatability")
def cached_without_caller(steps: Steps) -> Steps:
    """Answers are remembered, whoever asks: what the first caller may see is shown to the next."""
    return _cached(steps, lambda asked: asked.query)


# --- every so many


def _stopping(number: int, problem: Problem, reason: str) -> Callable[[Steps], Steps]:
    def change_steps(steps: Steps) -> Steps:
        asked_so_far = count(1)

        def order(rows: Rows, asked: Admitted) -> Rows:
            if next(asked_so_far) % number == 0:
                raise Stop(problem, reason)
            return steps.order(rows, asked)

        return replace(steps, order=order)

    return change_steps


for _name, _story, _number, _problem in (
    ("every_7th_breaks", "Every seventh list breaks the server: 500.", 7, problems.INTERNAL_ERROR),
    ("every_5th_unavailable", "Every fifth list is unavailable: 503.", 5, replace(problems.INTERNAL_ERROR, status=503)),
):
    defect("repeatability", name=_name, story=_story)(_stopping(_number, _problem, "try again"))


def _sometimes(number: int, how: Callable[[Steps, Rows, Admitted], Rows], step: str) -> Callable[[Steps], Steps]:
    """Replace a step from rows to rows for every so many lists."""

    def change_steps(steps: Steps) -> Steps:
        asked_so_far = count(1)
        right: Callable[[Rows, Admitted], Rows] = getattr(steps, step)

        def changed(rows: Rows, asked: Admitted) -> Rows:
            return right(rows, asked) if next(asked_so_far) % number else how(steps, rows, asked)

        return replace(steps, **{step: changed})  # type: ignore[arg-type]  # both have the same type

    return change_steps


def _stale(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    newest = max((row["updated_at"] for row in rows), default=0)
    return steps.order([row for row in rows if row["updated_at"] != newest], asked)


def _swapped(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    page = steps.cut(rows, asked)
    return [*page[1:2], *page[:1], *page[2:]]


for _name, _story, _number, _step, _wrong in (
    (
        "every_3rd_page_lacks_one",
        "Every third page lacks its last assistant.",
        3,
        "cut",
        lambda steps, rows, asked: steps.cut(rows, asked)[:-1],
    ),
    ("every_5th_page_is_empty", "Every fifth page is empty.", 5, "cut", lambda steps, rows, asked: []),
    (
        "first_two_change_places",
        "Every other time the first two assistants of a page change places.",
        2,
        "cut",
        _swapped,
    ),
    (
        "ties_change_places",
        "Every other time assistants with equal sort values change places.",
        2,
        "order",
        ties_turned,
    ),
    (
        "every_other_list_is_stale",
        "Every other list does not know the last modified assistant yet.",
        2,
        "order",
        _stale,
    ),
    (
        "every_4th_list_is_unsorted",
        "Every fourth list is in the order in which assistants are stored.",
        4,
        "order",
        lambda steps, rows, asked: rows,
    ),
):
    defect("repeatability", name=_name, story=_story)(_sometimes(_number, _wrong, _step))


# --- values that do not stay


@defect("repeatability")
def total_flickers(steps: Steps) -> Steps:
    """The total is an estimate: every other time it is one higher."""
    asked_so_far = count(1)
    return replace(steps, total=lambda rows, asked: steps.total(rows, asked) + (next(asked_so_far) % 2 == 0))


@defect("repeatability")
def reading_modifies(steps: Steps) -> Steps:
    """Whenever an assistant is listed, its `updated_at` grows by a second."""
    lists = count(0)

    def item(row: Row, level: AccessLevel, asked: Admitted) -> Value:
        return steps.item({**row, "updated_at": row["updated_at"] + next(lists)}, level, asked)

    return replace(steps, item=item)


@defect("repeatability")
def user_of_the_question_before(steps: Steps) -> Steps:
    """`user_context` names the user who asked before."""
    before: list[Caller] = []

    def envelope(listing: Listing, asked: Admitted) -> Value:
        before.append(asked.caller)
        del before[:-2]
        return change(steps.envelope(listing, asked), "user_context.user_id", lambda _: before[0].user_id)

    return replace(steps, envelope=envelope)

"""Lists in another order than the one asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from contracts.schema import reference
from contracts.schema.access import Caller, Row
from contracts.schema.problems import Refusal
from contracts.schema.query import ListQuery
from mock_server.answers import Admitted
from mock_server.defects.declare import defect
from mock_server.defects.steps import Pairs, Rows, Steps, vary


def _by(steps: Steps, rows: Rows, asked: Admitted, key: Callable[[Row], Any]) -> Rows:
    """Sort by another key in the direction asked for; equals as they should be."""
    directed = asked.query.sort_order == "desc"
    return sorted(steps.order(rows, asked), key=key, reverse=directed)


def _coarsely(rows: Rows, asked: Admitted, key: Callable[[Row], str]) -> Rows:
    """Sort by a key that many rows share, and those by id."""
    by_id = sorted(rows, key=lambda row: str(row["id"]))
    return sorted(by_id, key=key, reverse=asked.query.sort_order == "desc")


# --- direction


@defect("sorting", step="order")
def sort_order_ignored(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Every list is ascending."""
    return steps.order(rows, vary(asked, sort_order="asc"))


@defect("sorting", step="order")
def sort_order_swapped(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Ascending lists are descending, and the other way round."""
    return steps.order(rows, vary(asked, sort_order="asc" if asked.query.sort_order == "desc" else "desc"))


for _key in ("name", "created_at", "updated_at"):
    defect("sorting", step="order", name=f"desc_ignored_for_{_key}", story=f"By `{_key}` every list is ascending.")(
        lambda steps, rows, asked, key=_key: steps.order(
            rows, vary(asked, sort_order="asc") if asked.query.sort_by == key else asked
        )
    )


@defect("sorting", step="cut")
def desc_turns_each_page(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Descending, each page of the ascending list is turned around, not the list."""
    if asked.query.sort_order == "asc":
        return steps.cut(rows, asked)
    return steps.cut(rows[::-1], asked)[::-1]


# --- key


@defect("sorting", step="order")
def sort_by_ignored(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Every list is sorted by name."""
    return steps.order(rows, vary(asked, sort_by="name"))


@defect("sorting", step="order")
def created_at_sorts_as_updated_at(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """By creation, the list is sorted by modification."""
    return steps.order(rows, vary(asked, sort_by="updated_at") if asked.query.sort_by == "created_at" else asked)


@defect("sorting", step="order")
def updated_at_sorts_as_created_at(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """By modification, the list is sorted by creation."""
    return steps.order(rows, vary(asked, sort_by="created_at") if asked.query.sort_by == "updated_at" else asked)


def _timed(steps: Steps, rows: Rows, asked: Admitted, key: Callable[[datetime], Any]) -> Rows:
    name = asked.query.sort_by
    if name == "name":
        return steps.order(rows, asked)
    return _by(steps, rows, asked, lambda row: key(datetime.fromtimestamp(row[name], UTC)))


@defect("sorting", step="order")
def times_sort_as_us_dates(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Times are sorted as texts that begin with the month."""
    return _timed(steps, rows, asked, lambda time: f"{time:%m/%d/%Y %H:%M:%S}")


@defect("sorting", step="order")
def times_sort_by_month(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Times are sorted by year and month only."""
    if asked.query.sort_by == "name":
        return steps.order(rows, asked)
    return _coarsely(rows, asked, lambda row: f"{datetime.fromtimestamp(row[asked.query.sort_by], UTC):%Y-%m}")


@defect("sorting", step="order")
def times_sort_as_unpadded_text(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Times are sorted as texts without leading zeros: October stands before February."""
    return _timed(steps, rows, asked, lambda time: f"{time.year}-{time.month}-{time.day} {time:%H:%M:%S}")


@defect("sorting", step="order")
def never_modified_sort_last(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """By modification, assistants that were never modified stand at the end, whatever the direction."""
    ordered = steps.order(rows, asked)
    if asked.query.sort_by != "updated_at":
        return ordered
    return sorted(ordered, key=lambda row: row["updated_at"] == row["created_at"])


# --- names


def _names(steps: Steps, rows: Rows, asked: Admitted, key: Callable[[str], str]) -> Rows:
    if asked.query.sort_by != "name":
        return steps.order(rows, asked)
    fold = reference.NAME_KEYS[steps.dialect["name_order"]]
    return _by(steps, rows, asked, lambda row: key(fold(row["name"])))


@defect("sorting", step="order")
def names_sort_by_first_letter(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Names are sorted by their first letter only."""
    if asked.query.sort_by != "name":
        return steps.order(rows, asked)
    return _coarsely(rows, asked, lambda row: row["name"][:1].casefold())


@defect("sorting", step="order")
def names_sort_without_marks(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Names are sorted without regard to quotes, spaces and other marks."""
    return _names(steps, rows, asked, lambda name: re.sub(r"[\W_]+", "", name))


@defect("sorting", step="order")
def names_sort_without_accents(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Names are sorted as if letters had no accents."""
    return _names(
        steps, rows, asked, lambda name: unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()
    )


@defect("sorting", step="order")
def other_letters_stand_last(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Names that begin with no ASCII letter stand at the end, whatever the direction."""
    ordered = steps.order(rows, asked)
    if asked.query.sort_by != "name":
        return ordered
    return sorted(ordered, key=lambda row: not re.match("[A-Za-z]", row["name"]))


@defect("sorting", step="order")
def case_counts_in_desc_only(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Names are compared in one way ascending and in another descending: once by case, once not."""
    if (asked.query.sort_by, asked.query.sort_order) != ("name", "desc"):
        return steps.order(rows, asked)
    other = str.casefold if steps.dialect["name_order"] == "code_point" else str
    return _by(steps, rows, asked, lambda row: other(row["name"]))


# --- when


def _default(asked: Admitted) -> Admitted:
    return vary(asked, sort_by="name", sort_order="asc")


@defect("sorting", step="order")
def sort_ignored_with_search(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """With a search, the list is sorted by name."""
    return steps.order(rows, asked if asked.query.search is None else _default(asked))


@defect("sorting", step="order")
def sort_ignored_with_filter(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """With an access mode or a vector store, the list is sorted by name."""
    filtered = (asked.query.access_mode, asked.query.vector_store_id) != (None, None)
    return steps.order(rows, _default(asked) if filtered else asked)


@defect("sorting", step="order")
def sort_ignored_in_full(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """With fields=full, the list is sorted by name."""
    return steps.order(rows, _default(asked) if asked.query.fields == "full" else asked)


@defect("sorting", step="order")
def sort_ignored_after_page_one(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """From the second page on, the list is sorted by name."""
    return steps.order(rows, _default(asked) if asked.query.offset else asked)


@defect("sorting")
def sorted_within_the_page(steps: Steps) -> Steps:
    """Pages are cut from an unsorted list, and each is sorted by itself."""
    return replace(
        steps,
        order=lambda rows, _: rows,
        cut=lambda rows, asked: steps.order(steps.cut(rows, asked), asked),
    )


@defect("sorting", step="admit")
def sorted_by_creation_by_default(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """Without sort_by, the list is sorted by creation."""
    sent = {name for name, _ in pairs}
    return steps.admit(pairs if "sort_by" in sent else [*pairs, ("sort_by", "created_at")], caller)


@defect("sorting", step="admit")
def descending_by_default(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """Without sort_order, the list is descending."""
    sent = {name for name, _ in pairs}
    return steps.admit(pairs if "sort_order" in sent else [*pairs, ("sort_order", "desc")], caller)

"""Filters that keep too much, or too little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from contracts.schema.access import Caller, Row
from contracts.schema.problems import Refusal
from contracts.schema.query import ListQuery
from mock_server.answers import Admitted
from mock_server.defects.declare import defect, keeping
from mock_server.defects.steps import Pairs, Rows, Steps, select, vary
from mock_server.defects.ways import rewritten

# --- any filter

Filter = Literal["access_mode", "include_inactive", "vector_store_id"]
_OFF: dict[Filter, tuple[object, str]] = {
    "access_mode": (None, "assistants of every access mode"),
    "include_inactive": (True, "inactive assistants"),
    "vector_store_id": (None, "assistants of every vector store"),
}
"""Filter -> the value that lets every row pass, and what is listed then."""


def _lost(name: Filter, when: str, how: str) -> None:
    """Declare a filter that is lost when a condition on the query holds."""
    off, what = _OFF[name]
    conditions: dict[str, Callable[[ListQuery], bool]] = {
        "search": lambda query: query.search is not None,
        "offset": lambda query: query.offset > 0,
        "full": lambda query: query.fields == "full",
        "always": lambda _: True,
    }

    @defect("filtering", step=name, name=f"{name}_{how}", story=f"{_WHEN[when]} {what} are listed, asked for or not.")
    def lost(steps: Steps, row: Row, query: ListQuery) -> bool:
        asked = query.but(**{name: off}) if conditions[when](query) else query
        return steps.filters[name](row, asked)


_WHEN = {
    "search": "With a search,",
    "offset": "From the second page on,",
    "full": "With fields=full,",
    "always": "On every page,",
}
for _name in _OFF:
    _lost(_name, "always", "ignored")
    _lost(_name, "search", "ignored_with_search")
    _lost(_name, "offset", "ignored_after_page_one")
_lost("include_inactive", "full", "ignored_in_full")


def _after_paging(steps: Steps, name: Filter) -> Steps:
    off, _ = _OFF[name]
    test = steps.filters[name]

    def cut(_: Rows, asked: Admitted) -> Rows:
        page = steps.cut(select(steps, vary(asked, **{name: off})), asked)
        return [row for row in page if test(row, asked.query)]

    return replace(steps, cut=cut)


for _name in _OFF:
    defect(
        "filtering",
        name=f"{_name}_applied_after_paging",
        story=f"A page is cut first, then `{_name}` takes assistants off it.",
    )(lambda steps, name=_name: _after_paging(steps, name))

# --- access_mode


@defect("filtering", step="access_mode")
def access_mode_inverted(steps: Steps, row: Row, query: ListQuery) -> bool:
    """Assistants of every mode but the one asked for are listed."""
    return query.access_mode is None or row["access_mode"] != query.access_mode


def _wider(steps: Steps, row: Row, query: ListQuery, mode: str, also: str) -> bool:
    wider = query.access_mode == mode and row["access_mode"] == also
    return wider or steps.filters["access_mode"](row, query)


@defect("filtering", step="access_mode")
def private_lists_restricted(steps: Steps, row: Row, query: ListQuery) -> bool:
    """access_mode=private lists restricted assistants too."""
    return _wider(steps, row, query, "private", "restricted")


@defect("filtering", step="access_mode")
def public_lists_global(steps: Steps, row: Row, query: ListQuery) -> bool:
    """access_mode=public lists global assistants too."""
    return _wider(steps, row, query, "public", "global")


@defect("filtering", step="access_mode")
def organization_lists_public(steps: Steps, row: Row, query: ListQuery) -> bool:
    """access_mode=organization lists public assistants too."""
    return _wider(steps, row, query, "organization", "public")


# --- include_inactive


@defect("filtering", step="include_inactive")
def only_inactive_listed(steps: Steps, row: Row, query: ListQuery) -> bool:
    """include_inactive=true lists inactive assistants only."""
    return bool(row["is_active"]) != query.include_inactive


@defect("filtering", step="include_inactive")
def include_inactive_inverted(steps: Steps, row: Row, query: ListQuery) -> bool:
    """Inactive assistants are listed unless they are asked for."""
    return bool(row["is_active"]) or not query.include_inactive


@defect("filtering", step="admit")
def any_text_includes_inactive(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """include_inactive=false lists inactive assistants, as any text counts as true."""
    query = steps.admit(pairs, caller)
    if isinstance(query, Refusal):
        return query
    return steps.admit(rewritten(pairs, "include_inactive", lambda _: "true"), caller)


@defect("filtering")
def deleted_listed(steps: Steps) -> Steps:
    """Soft-deleted assistants are listed."""
    inactive = steps.filters["include_inactive"]
    shown = keeping(steps, "deleted_at", lambda *_: True)
    return keeping(shown, "include_inactive", lambda row, query: bool(row["deleted_at"]) or inactive(row, query))


@defect("filtering")
def deleted_listed_after_page_one(steps: Steps) -> Steps:
    """With inactive assistants, soft-deleted ones are listed from the second page on."""
    deleted = steps.filters["deleted_at"]
    return keeping(
        steps,
        "deleted_at",
        lambda row, query: (query.include_inactive and query.offset > 0) or deleted(row, query),
    )


# --- vector_store_id


@defect("filtering", step="vector_store_id")
def vector_store_inverted(steps: Steps, row: Row, query: ListQuery) -> bool:
    """Assistants without the vector store asked for are listed."""
    return query.vector_store_id is None or query.vector_store_id not in row["vector_store_ids"]


@defect("filtering", step="vector_store_id")
def vector_store_by_prefix(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A vector store is found by the beginning of its id."""
    wanted = query.vector_store_id
    return wanted is None or any(store.startswith(wanted) for store in row["vector_store_ids"])


@defect("filtering", step="vector_store_id")
def vector_store_by_part(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A vector store is found by any part of its id, as the ids are searched as one text."""
    return query.vector_store_id is None or query.vector_store_id in ",".join(row["vector_store_ids"])


@defect("filtering", step="vector_store_id")
def vector_store_in_any_case(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A vector store is found in capital letters too."""
    wanted = query.vector_store_id
    return wanted is None or wanted.lower() in [store.lower() for store in row["vector_store_ids"]]


@defect("filtering", step="vector_store_id")
def first_vector_store_only(steps: Steps, row: Row, query: ListQuery) -> bool:
    """Only the first vector store of an assistant is looked at."""
    return query.vector_store_id is None or query.vector_store_id in row["vector_store_ids"][:1]


@defect("filtering", step="vector_store_id")
def only_vector_store_only(steps: Steps, row: Row, query: ListQuery) -> bool:
    """Assistants with several vector stores are not found by any of them."""
    return query.vector_store_id is None or row["vector_store_ids"] == [query.vector_store_id]


@defect("filtering", step="rows")
def unknown_vector_store_lists_all(steps: Steps, asked: Admitted) -> Rows:
    """A vector store that no assistant uses lists every assistant."""
    rows, wanted = steps.rows(asked), asked.query.vector_store_id
    if wanted is None or any(wanted in row["vector_store_ids"] for row in rows):
        return rows
    return [{**row, "vector_store_ids": [wanted]} for row in rows]


# --- several filters


def _either(steps: Steps, row: Row, query: ListQuery) -> bool:
    asked = [name for name in ("access_mode", "vector_store_id") if getattr(query, name) is not None]
    return not asked or any(steps.filters[name](row, query) for name in asked)


@defect("filtering")
def filters_joined_by_or(steps: Steps) -> Steps:
    """With an access mode and a vector store, assistants that have either are listed."""
    either = keeping(steps, "access_mode", lambda row, query: _either(steps, row, query))
    return keeping(either, "vector_store_id", lambda row, query: _either(steps, row, query))


@defect("filtering", step="access_mode")
def access_mode_lost_beside_vector_store(steps: Steps, row: Row, query: ListQuery) -> bool:
    """With a vector store, assistants of every access mode are listed."""
    return query.vector_store_id is not None or steps.filters["access_mode"](row, query)

"""Envelopes that tell something else than what was asked and found."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from contracts.schema.spelling import Value
from mock_server.answers import Admitted
from mock_server.defects.declare import defect
from mock_server.defects.steps import Listing, Rows, Steps, select, vary
from mock_server.defects.ways import change, rename, without

# --- total


@defect("envelope", step="total")
def total_is_page_length(steps: Steps, rows: Rows, asked: Admitted) -> int:
    """The total counts the assistants of this page only."""
    return len(steps.cut(rows, asked))


@defect("envelope", step="total")
def total_one_too_high(steps: Steps, rows: Rows, asked: Admitted) -> int:
    """The total is one too high."""
    return steps.total(rows, asked) + 1


@defect("envelope", step="total")
def total_one_too_low(steps: Steps, rows: Rows, asked: Admitted) -> int:
    """The total is one too low."""
    return max(0, steps.total(rows, asked) - 1)


@defect("envelope", step="total")
def total_capped_at_100(steps: Steps, rows: Rows, asked: Admitted) -> int:
    """The total never exceeds 100."""
    return min(100, steps.total(rows, asked))


@defect("envelope", step="total")
def total_counts_pages(steps: Steps, rows: Rows, asked: Admitted) -> int:
    """The total counts pages instead of assistants."""
    return -(-steps.total(rows, asked) // asked.query.limit)


@defect("envelope", step="total")
def total_counts_the_rest(steps: Steps, rows: Rows, asked: Admitted) -> int:
    """The total counts what is left after the offset."""
    return max(0, steps.total(rows, asked) - asked.query.offset)


@defect("envelope", step="total")
def total_counts_up_to_here(steps: Steps, rows: Rows, asked: Admitted) -> int:
    """The total counts up to the end of this page."""
    return min(steps.total(rows, asked), asked.query.offset + asked.query.limit)


@defect("envelope", step="total")
def total_zero_past_the_end(steps: Steps, rows: Rows, asked: Admitted) -> int:
    """A page after the end says that the list is empty."""
    return steps.total(rows, asked) if asked.query.offset < len(rows) else 0


_UNFILTERED = "https://github.com/oar-team/oar/issues/199"


def _counting(**values: object) -> Callable[[Steps, Rows, Admitted], int]:
    return lambda steps, _, asked: len(select(steps, vary(asked, **values)))


for _name, _story, _values in (
    ("search", "The total counts assistants that the search does not find.", {"search": None}),
    ("access_mode", "The total counts assistants of every access mode.", {"access_mode": None}),
    ("vector_store_id", "The total counts assistants of every vector store.", {"vector_store_id": None}),
    ("include_inactive", "The total counts inactive assistants that are not listed.", {"include_inactive": True}),
):
    defect("envelope", step="total", name=f"total_ignores_{_name}", story=_story, link=_UNFILTERED)(
        _counting(**_values)
    )


@defect("envelope", step="envelope")
def pagination_total_is_page_length(steps: Steps, listing: Listing, asked: Admitted) -> Value:
    """The total inside `pagination` counts this page only, unlike the one outside."""
    return change(steps.envelope(listing, asked), "pagination.total", lambda _: len(listing.items))


# --- has_more


@defect("envelope", step="has_more", link="https://github.com/Bungie-net/api/issues/1760")
def has_more_always_true(steps: Steps, rows: Rows, asked: Admitted) -> bool:
    """The last page says that more follows."""
    return True


@defect("envelope", step="has_more")
def has_more_always_false(steps: Steps, rows: Rows, asked: Admitted) -> bool:
    """Every page says that nothing follows."""
    return False


@defect("envelope", step="has_more")
def has_more_inverted(steps: Steps, rows: Rows, asked: Admitted) -> bool:
    """The last page says that more follows, every other that nothing does."""
    return not steps.has_more(rows, asked)


@defect("envelope", step="has_more", link="https://github.com/mcdonc/klangk/issues/1274")
def has_more_when_page_is_full(steps: Steps, rows: Rows, asked: Admitted) -> bool:
    """A last page that is full says that more follows."""
    return len(steps.cut(rows, asked)) == asked.query.limit


@defect("envelope", step="has_more")
def has_more_ends_early(steps: Steps, rows: Rows, asked: Admitted) -> bool:
    """The page before the last says that nothing follows when one assistant is left."""
    return asked.query.offset + asked.query.limit < len(rows) - 1


@defect("envelope", step="has_more", link="https://github.com/Charcoal-SE/metasmoke/issues/26")
def has_more_ignores_offset(steps: Steps, rows: Rows, asked: Admitted) -> bool:
    """Every page says that more follows when the list is longer than one page."""
    return asked.query.limit < len(rows)


@defect("envelope", step="has_more")
def has_more_ignores_filters(steps: Steps, rows: Rows, asked: Admitted) -> bool:
    """More is said to follow when only assistants follow that the filters leave out."""
    unfiltered = vary(asked, search=None, access_mode=None, vector_store_id=None)
    return steps.has_more(select(steps, unfiltered), asked)


# --- what is repeated of the question


def _repeated(**values: object) -> Callable[[Steps, Listing, Admitted], Value]:
    return lambda steps, listing, asked: steps.envelope(listing, vary(asked, **values))


def _with(path: str, how: Callable[[Any], Any]) -> Callable[[Steps, Listing, Admitted], Value]:
    return lambda steps, listing, asked: change(steps.envelope(listing, asked), path, how)


for _name, _story, _wrong in (
    ("limit_told_as_default", "The answer says limit 50, whatever the limit.", _repeated(limit=50)),
    ("offset_told_as_0", "The answer says offset 0, whatever the offset.", _with("pagination.offset", lambda _: 0)),
    ("search_not_told", "The answer does not repeat the search term.", _repeated(search=None)),
    ("access_mode_not_told", "The answer does not repeat the access mode.", _repeated(access_mode=None)),
    (
        "include_inactive_told_as_false",
        "The answer says that inactive assistants are left out, even when they are there.",
        _repeated(include_inactive=False),
    ),
    (
        "sort_by_told_as_name",
        "The answer says that it is sorted by name, whatever the order.",
        _repeated(sort_by="name"),
    ),
    (
        "sort_order_told_as_asc",
        "The answer says that it is ascending, whatever the order.",
        _repeated(sort_order="asc"),
    ),
    (
        "organization_told_wrong",
        "The answer names another organization than the one asked about.",
        _with("organization_id", lambda _: "org_default"),
    ),
    (
        "user_told_wrong",
        "The answer names another user than the one who asks.",
        _with("user_context.user_id", lambda user_id: user_id[:-1] + ("0" if user_id[-1] != "0" else "1")),
    ),
    (
        "organization_count_0",
        "The answer says that the user belongs to no organization.",
        _with("user_context.organization_count", lambda _: 0),
    ),
    (
        "search_told_as_html",
        "The repeated search term is escaped for HTML, `&amp;` for `&`.",
        _with("filters_applied.search", lambda term: term and html.escape(term)),
    ),
    (
        "search_told_in_lower_case",
        "The repeated search term is in lower case.",
        _with("filters_applied.search", lambda term: term and term.lower()),
    ),
):
    defect("envelope", step="envelope", name=_name, story=_story)(_wrong)


@defect("envelope", step="envelope")
def offset_told_of_next_page(steps: Steps, listing: Listing, asked: Admitted) -> Value:
    """The answer says the offset of the page that follows."""
    return change(steps.envelope(listing, asked), "pagination.offset", lambda offset: offset + len(listing.items))


# --- members


for _path in ("total", "pagination", "pagination.has_more", "filters_applied", "user_context", "organization_id"):
    _named = _path.replace(".", "_")
    defect("envelope", step="envelope", name=f"{_named}_missing", story=f"The answer has no `{_path}`.")(
        lambda steps, listing, asked, path=_path: without(steps.envelope(listing, asked), path)
    )


@defect("envelope", step="envelope")
def wrapped_in_data(steps: Steps, listing: Listing, asked: Admitted) -> Value:
    """The whole answer is inside a member `data`."""
    return {"data": steps.envelope(listing, asked)}


@defect("envelope", step="envelope")
def assistants_named_items(steps: Steps, listing: Listing, asked: Admitted) -> Value:
    """The assistants are in `items` instead of `assistants`."""
    return rename(steps.envelope(listing, asked), {"assistants": "items"})


@defect("envelope", step="envelope")
def bare_array(steps: Steps, listing: Listing, asked: Admitted) -> object:
    """The answer is the array of assistants, with nothing around it."""
    return steps.envelope(listing, asked)["assistants"]

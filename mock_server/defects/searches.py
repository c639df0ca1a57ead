"""Searches that go wrong with odd terms, or together with something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from contracts.schema import problems
from contracts.schema.access import Caller, Row
from contracts.schema.problems import Refusal
from contracts.schema.query import ListQuery
from mock_server.answers import Admitted
from mock_server.defects.declare import defect
from mock_server.defects.searching import searched
from mock_server.defects.steps import Pairs, Rows, Steps, Stop, select, vary

# --- odd terms


@defect("searching", step="search")
def short_terms_ignored(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A term of one or two characters finds every assistant."""
    return searched(steps, row, query, lambda term: term if len(term) > 2 else None)


@defect("searching", step="search")
def short_terms_find_nothing(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A term of fewer than four characters finds nothing."""
    return query.search is None or (len(query.search) > 3 and steps.filters["search"](row, query))


@defect("searching", step="admit")
def blank_term_finds_nothing(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """A term of spaces is looked for as it stands, and an empty one finds nothing."""
    query = steps.admit(pairs, caller)
    blank = [text for name, text in pairs if name == "search" and not text.strip()]
    return query.but(search=blank[0] or "\0") if blank and isinstance(query, ListQuery) else query


def _breaking(marks: str) -> Callable[[Steps, Pairs, Caller], ListQuery | Refusal]:
    def admit(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
        query = steps.admit(pairs, caller)
        if isinstance(query, ListQuery) and any(mark in (query.search or "") for mark in marks):
            raise Stop
        return query

    return admit


for _mark, _name, _words in (
    ("'", "apostrophe", "An apostrophe"),
    ('"', "quote", "A double quote"),
    ("([*", "bracket", "An opening bracket or an asterisk"),
    ("\\", "backslash", "A backslash"),
):
    defect(
        "searching", step="admit", name=f"{_name}_breaks_search", story=f"{_words} in a term breaks the server: 500."
    )(_breaking(_mark))


@defect("searching", step="order")
def no_match_is_404(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """A search that finds nothing is not found: 404 instead of an empty list."""
    if asked.query.search is not None and not rows:
        raise Stop(problems.RESOURCE_NOT_FOUND, "nothing was found")
    return steps.order(rows, asked)


# --- when


@defect("searching", step="search")
def search_ignored_after_page_one(steps: Steps, row: Row, query: ListQuery) -> bool:
    """From the second page on, a search finds every assistant."""
    return query.offset > 0 or steps.filters["search"](row, query)


@defect("searching", step="search")
def search_ignored_with_filter(steps: Steps, row: Row, query: ListQuery) -> bool:
    """With an access mode or a vector store, a search finds every assistant."""
    filtered = (query.access_mode, query.vector_store_id) != (None, None)
    return filtered or steps.filters["search"](row, query)


@defect("searching")
def search_within_the_page(steps: Steps) -> Steps:
    """A page is cut first, and the search looks at that page only."""
    finds = steps.filters["search"]

    def cut(_: Rows, asked: Admitted) -> Rows:
        page = steps.cut(select(steps, vary(asked, search=None)), asked)
        return [row for row in page if finds(row, asked.query)]

    return replace(steps, cut=cut)


@defect("searching", step="rows")
def search_in_first_50_only(steps: Steps, asked: Admitted) -> Rows:
    """A search looks at the first 50 stored assistants only."""
    rows = steps.rows(asked)
    return rows if asked.query.search is None else rows[:50]


@defect("searching", step="order")
def search_finds_20_at_most(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """A search never finds more than 20 assistants."""
    ordered = steps.order(rows, asked)
    return ordered if asked.query.search is None else ordered[:20]

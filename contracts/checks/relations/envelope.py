"""What surrounds the items says what was asked and how much there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.checks import page as pages
from contracts.checks.asked import Asked
from contracts.checks.relation import Contradiction, relation
from contracts.checks.relations.common import is_listed, is_predicted, listed, predicted
from contracts.schema.query import PARAMETERS


def _says(*names: str) -> Any:
    def when(asked: Asked) -> bool:
        return is_listed(asked) and all(getattr(listed(asked)[1], name) is not None for name in names)

    return when


@relation(
    "envelope",
    'LIST, `pagination`: "total - Total number of items matching the query"',
    needs="an answer with `pagination`",
    when=lambda asked: is_listed(asked) and isinstance((asked.exchange.json or {}).get("pagination"), dict),
)
def both_totals_agree(asked: Asked) -> Iterator[Contradiction]:
    """`total` and `pagination.total` are one number."""
    body = asked.exchange.json
    assert isinstance(body, dict)  # noqa: S101 - `when` was asked first
    inner, outer = body["pagination"].get("total"), body.get("total")
    if inner != outer:
        yield Contradiction(f"total is {outer}, pagination.total is {inner}")


@relation(
    "envelope",
    'LIST, `pagination`: "has_more - Whether more results exist"',
    needs="an answer with `has_more`",
    when=_says("has_more", "total"),
)
def has_more_tells_whether_more_exist(asked: Asked) -> Iterator[Contradiction]:
    """It is true exactly when assistants follow this page."""
    query, page = listed(asked)
    expected = query.offset + len(page.items) < (page.total or 0)
    if page.has_more != expected:
        yield Contradiction(
            f"has_more is {page.has_more} after {len(page.items)} items from offset {query.offset} of {page.total}"
        )


@relation(
    "envelope",
    'LIST, `total`: "Total number of assistants matching the query across all pages"',
    needs="a list that was walked to its end, and another question about it",
    when=is_predicted,
    predicts=True,
)
def total_counts_what_matches_on_all_pages(asked: Asked) -> Iterator[Contradiction]:
    """`total` is the number of assistants in the whole list that pass the query's filters."""
    _, page, expected = predicted(asked)
    if page.total != expected.total:
        yield Contradiction(f"total is {page.total}; the whole list has {expected.total} that match")


@relation(
    "envelope",
    'LIST, `pagination`: "limit - Maximum number of items returned", "offset - Number of items skipped"',
    needs="an answer that repeats its limit",
    when=_says("limit"),
)
def limit_and_offset_are_repeated(asked: Asked) -> Iterator[Contradiction]:
    """The answer names the effective limit and offset."""
    query, page = listed(asked)
    if page.limit != query.limit:
        yield Contradiction(f"limit is {page.limit} in the answer, {query.limit} in force")
    if page.offset is not None and page.offset != query.offset:
        yield Contradiction(f"offset is {page.offset} in the answer, {query.offset} in force")


@relation(
    "envelope",
    'LIST, `filters_applied`: "Summary of filters applied to the query"',
    needs="an answer with `filters_applied`",
    when=_says("filters"),
)
def filters_are_repeated(asked: Asked) -> Iterator[Contradiction]:
    """`filters_applied` names every filter with its effective value; one that was not used is null or absent."""
    query, page = listed(asked)
    for name, value in (page.filters or {}).items():
        if name in PARAMETERS and value != getattr(query, name):
            yield Contradiction(f"filters_applied.{name} is {value!r}, in force is {getattr(query, name)!r}")


@relation(
    "envelope",
    'LIST, `organization_id`: "The organization ID for the current context"',
    needs="an answer with the documented envelope",
    when=lambda asked: is_listed(asked) and asked.dialect["envelope"] == "documented",
)
def the_organization_is_the_one_asked_about(asked: Asked) -> Iterator[Contradiction]:
    """The answer's `organization_id` is the parameter's."""
    query, page = listed(asked)
    if page.organization_id != query.organization_id:
        yield Contradiction(f"organization_id is {page.organization_id!r}")


def _users(asked: Asked) -> tuple[object, object] | None:
    """Return who asked, by this answer and by the caller's first; None where one does not say."""
    first = asked.same_caller and pages.read(asked.same_caller)
    if not first or not first.user_id or asked.page is None:
        return None
    return (first.user_id, first.organization_count), (asked.page.user_id, asked.page.organization_count)


@relation(
    "envelope",
    'LIST, `user_context`: "Information about the current user\'s context"',
    needs="two answers with `user_context`",
    when=lambda asked: _users(asked) is not None,
    beside="same_caller",
)
def the_user_is_the_same_in_every_answer(asked: Asked) -> Iterator[Contradiction]:
    """`user_context` does not change from question to question, and counts at least one organization."""
    known, found = _users(asked) or (None, None)
    if known != found:
        yield Contradiction(f"user_context is {found}, elsewhere {known}")
    count = asked.page.organization_count if asked.page is not None else None
    if count is not None and count < 1:
        yield Contradiction(f"organization_count is {count} for a member of this organization")

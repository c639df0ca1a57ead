"""The envelope: who asked, what was understood, where the page lies."""

from __future__ import annotations

import pytest

from contracts.schema import wire
from contracts.schema.access import Caller
from contracts.schema.dialect import DOCUMENTED, EXAMPLE
from contracts.schema.query import ListQuery
from tests.test_contracts.dialects import taking
from tests.test_contracts.written import CALLER, PLAIN, write_listing


def test_listed_users_and_counts() -> None:
    """`key_user` names the key or its creator; `organization_count` one or all; bearer callers have no key."""
    context = {"user_id": "usr_me", "organization_count": 2}
    assert context == write_listing(PLAIN, DOCUMENTED)["user_context"]
    assert context | {"user_id": "ak_1"} == write_listing(PLAIN, taking("key_user", "key"))["user_context"]
    assert (
        context | {"organization_count": 1} == write_listing(PLAIN, taking("organization_count", "one"))["user_context"]
    )
    bearer = wire.listing([], total=0, query=PLAIN, caller=Caller("usr_me"), dialect=taking("key_user", "key"))
    assert {"user_id": "usr_me", "organization_count": 0} == bearer["user_context"]


def test_filters_are_echoed() -> None:
    """Five filters, unused ones null; with every parameter seven; absent when unused if so read."""
    five = {
        "search": None,
        "access_mode": None,
        "include_inactive": False,
        "sort_by": "name",
        "sort_order": "asc",
    }
    seven = five | {"vector_store_id": None, "fields": "summary"}
    absent = {"include_inactive": False, "sort_by": "name", "sort_order": "asc"}
    assert five == write_listing(PLAIN, DOCUMENTED)["filters_applied"]
    assert seven == write_listing(PLAIN, taking("filters_applied", "every_parameter"))["filters_applied"]
    assert absent == write_listing(PLAIN, taking("unused_filters", "absent"))["filters_applied"]
    both = DOCUMENTED.replace("both", filters_applied="every_parameter", unused_filters="absent")
    assert absent | {"fields": "summary"} == write_listing(PLAIN, both)["filters_applied"]


@pytest.mark.parametrize(("offset", "limit", "page"), [(0, 20, 1), (20, 20, 2), (39, 20, 2), (40, 20, 3), (5, 1, 6)])
def test_the_examples_page_number(offset: int, limit: int, page: int) -> None:
    """In the example's envelope, `page` counts from 1 by `limit`."""
    asked = ListQuery(organization_id="org_a", offset=offset, limit=limit)
    answer = wire.listing([], total=0, query=asked, caller=CALLER, dialect=EXAMPLE)
    assert {"assistants": [], "total": 0, "page": page, "limit": limit} == answer


@pytest.mark.parametrize(
    ("offset", "items", "total", "expected"),
    [(0, 4, 9, True), (0, 4, 4, False), (5, 4, 9, False), (4, 4, 9, True), (9, 0, 9, False), (50, 0, 9, False)],
)
def test_has_more(offset: int, items: int, total: int, expected: bool) -> None:
    """More follow exactly when offset and items do not reach the total."""
    asked = ListQuery(organization_id="org_a", offset=offset)
    answer = wire.listing([{}] * items, total=total, query=asked, caller=CALLER)
    assert {"total": total, "limit": 50, "offset": offset, "has_more": expected} == answer["pagination"]

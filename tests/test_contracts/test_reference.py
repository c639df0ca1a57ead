"""The documented behaviour over hand-made lists, every expected answer written out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.schema.access import Caller, Membership
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.query import ListQuery
from contracts.schema.reference import finds, list_assistants
from tests.test_contracts.dialects import taking
from tests.test_contracts.rows import Row, row

ME = Caller("usr_me", (Membership("org_a"), Membership("org_b")))


def _public(short_id: str, name: str = "Assistant", **properties: Any) -> Row:
    return row(short_id, name, **{"access_mode": "public"} | properties)


def _answer(rows: list[Row], *, caller: Caller = ME, dialect: Dialect = DOCUMENTED, **asked: Any) -> dict[str, Any]:
    return list_assistants(rows, ListQuery(**{"organization_id": "org_a"} | asked), caller, dialect)


def _ids(rows: list[Row], dialect: Dialect = DOCUMENTED, **asked: Any) -> str:
    """Return the short ids of the page, joined by spaces."""
    return " ".join(item["id"].removeprefix("asst_") for item in _answer(rows, dialect=dialect, **asked)["assistants"])


# --- pages

FIVE = [_public(short_id, short_id) for short_id in "cabed"]


@pytest.mark.parametrize(
    ("limit", "offset", "page", "has_more"),
    [
        (50, 0, "a b c d e", False),
        (5, 0, "a b c d e", False),
        (4, 0, "a b c d", True),
        (1, 0, "a", True),
        (2, 2, "c d", True),
        (2, 3, "d e", False),
        (2, 4, "e", False),
        (2, 5, "", False),
        (2, 6, "", False),
        (100, 2**63 - 1, "", False),
    ],
)
def test_a_page(limit: int, offset: int, page: str, has_more: bool) -> None:
    """Limit and offset cut the list; past its end it is empty, and the total stays."""
    answer = _answer(FIVE, limit=limit, offset=offset)
    assert page == _ids(FIVE, limit=limit, offset=offset)
    assert 5 == answer["total"]
    assert {"total": 5, "limit": limit, "offset": offset, "has_more": has_more} == answer["pagination"]


def test_an_empty_list() -> None:
    """No assistants is an answer like any other."""
    answer = _answer([])
    assert ([], 0, "org_a") == (answer["assistants"], answer["total"], answer["organization_id"])
    assert {"total": 0, "limit": 50, "offset": 0, "has_more": False} == answer["pagination"]


def test_the_total_counts_after_access_and_filters() -> None:
    """What the caller may not see, and what a filter drops, is not counted."""
    rows = [
        _public("seen"),
        _public("mine", created_by="usr_me", access_mode="private"),
        row("private"),
        _public("inactive", is_active=False),
        _public("deleted", is_active=False, deleted_at=1),
        _public("elsewhere", organization_id="org_b"),
    ]
    assert "mine seen" == _ids(rows)
    assert 2 == _answer(rows, limit=1)["total"]
    assert 3 == _answer(rows, limit=1, include_inactive=True)["total"]
    assert 1 == _answer(rows, access_mode="private")["total"]


def test_the_level_is_the_callers() -> None:
    """Each item says what the caller may do with it."""
    rows = [_public("a", created_by="usr_me"), _public("b", editable_by_users=["*"]), _public("c")]
    assert ["owner", "edit", "view"] == [item["user_access_level"] for item in _answer(rows)["assistants"]]


def test_who_is_no_member_gets_nothing() -> None:
    """A list that is answered all the same holds nothing for a stranger."""
    answer = _answer([_public("a", created_by="usr_x")], caller=Caller("usr_x"))
    assert ([], 0) == (answer["assistants"], answer["total"])
    assert {"user_id": "usr_x", "organization_count": 0} == answer["user_context"]


@pytest.mark.parametrize(("fields", "count"), [("summary", 13), ("standard", 16), ("full", 60)])
def test_the_projection(fields: str, count: int) -> None:
    """`fields` decides how many properties an item shows."""
    assert count == len(_answer([_public("a")], fields=fields)["assistants"][0])


# --- filters

FILTERED = [
    _public("public", vector_store_ids=["vs_1", "vs_2"]),
    _public("global", access_mode="global", vector_store_ids=["vs_2"]),
    _public("organization", access_mode="organization"),
    _public("private", access_mode="private", created_by="usr_me"),
    _public("restricted", access_mode="restricted", access_users=["usr_me"]),
    _public("department", access_mode="department", created_by="usr_me"),
    _public("inactive", is_active=False, vector_store_ids=["vs_1"]),
    _public("deleted", is_active=False, deleted_at=1_700_000_000),
    _public("revived", is_active=True, deleted_at=1_700_000_000),
    _public("elsewhere", organization_id="org_b", vector_store_ids=["vs_1"]),
]
ACTIVE = "department global organization private public restricted"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ACTIVE),
        ({"organization_id": "org_b"}, "elsewhere"),
        ({"organization_id": "org_c"}, ""),
        ({"access_mode": "public"}, "public"),
        ({"access_mode": "organization"}, "organization"),
        ({"access_mode": "private"}, "private"),
        ({"access_mode": "department"}, "department"),
        ({"access_mode": "none"}, ""),
        ({"include_inactive": True}, "department global inactive organization private public restricted"),
        ({"vector_store_id": "vs_1"}, "public"),
        ({"vector_store_id": "vs_2"}, "global public"),
        ({"vector_store_id": "vs_3"}, ""),
        ({"vector_store_id": "vs"}, ""),
        ({"vector_store_id": ""}, ""),
        ({"vector_store_id": "VS_1"}, ""),
        ({"vector_store_id": "vs_1", "include_inactive": True}, "inactive public"),
        ({"vector_store_id": "vs_2", "access_mode": "public"}, "public"),
        ({"vector_store_id": "vs_2", "access_mode": "private"}, ""),
        ({"vector_store_id": "vs_2", "search": "assist", "access_mode": "public"}, "public"),
        ({"vector_store_id": "vs_2", "search": "nobody", "access_mode": "public"}, ""),
    ],
)
def test_filters(asked: dict[str, Any], expected: str) -> None:
    """Each filter keeps what is exactly its value; together they keep what all of them keep."""
    assert expected == _ids(FILTERED, **asked)


@pytest.mark.parametrize(
    ("reading", "include_inactive", "expected"),
    [
        ("hidden", False, ACTIVE),
        ("hidden", True, "department global inactive organization private public restricted"),
        ("with_inactive", False, "department global organization private public restricted revived"),
        ("with_inactive", True, "deleted department global inactive organization private public restricted revived"),
    ],
)
def test_soft_deleted(reading: str, include_inactive: bool, expected: str) -> None:
    """Soft-deleted assistants are never listed, or with the inactive ones."""
    assert expected == _ids(FILTERED, taking("soft_deleted", reading), include_inactive=include_inactive)


# --- search


@pytest.mark.parametrize(
    ("term", "name", "description", "insensitive", "sensitive"),
    [
        ("support", "Support Bot", None, True, False),
        ("Support", "Support Bot", None, True, True),
        ("SUPPORT", "support bot", None, True, False),
        ("upp", "Support", None, True, True),
        ("t B", "Support Bot", None, True, True),
        ("bot support", "Support Bot", None, False, False),
        ("inquiries", "Bot", "Handles customer inquiries", True, True),
        ("Bot Handles", "Bot", "Handles", False, False),
        ("none", "Bot", None, False, False),
        ("None", "Bot", None, False, False),
        ("null", "Bot", None, False, False),
        ("a", "Bot", "", False, False),
        ("%", "Bot", "50 %", True, True),
        ("%", "Bot", "half", False, False),
        ("S%t", "Support", None, False, False),
        ("_", "Support", None, False, False),
        ("snake_case", "snake_case", None, True, True),
        ("snake_case", "snakeXcase", None, False, False),
        (".*", "Support", None, False, False),
        ("[", "a[b", None, True, True),
        ("\\", "a\\b", None, True, True),
        ("strasse", "Straße", None, True, False),
        ("STRASSE", "Straße", None, True, False),
        ("straße", "STRASSE", None, True, False),
        ("ß", "Straße", None, True, True),
        ("ς", "ΣΊΣΥΦΟΣ", None, True, False),
        ("café", "Cafe", None, False, False),
        ("é", "Cafe\u0301", None, False, False),
        ("💬", "Chat 💬", None, True, True),
        ("asst_a", "Bot", None, False, False),
    ],
)
def test_search(term: str, name: str, description: str | None, insensitive: bool, sensitive: bool) -> None:
    """A term is found in name or description as it stands, anywhere; case counts if so read."""
    assistant = _public("a", name, description=description)
    assert insensitive == finds(term, assistant, DOCUMENTED)
    assert sensitive == finds(term, assistant, taking("search_case", "sensitive"))
    assert ("a" if insensitive else "") == _ids([assistant], search=term)


def test_a_search_looks_nowhere_else() -> None:
    """Instructions, ids and metadata are not searched."""
    assert "" == _ids([_public("needle", "Bot", instructions="needle", metadata={"needle": "needle"})], search="needle")


# --- order

NAMED = [
    _public("1", "beta"),
    _public("2", "Alpha"),
    _public("3", "alpha"),
    _public("4", "Zeta"),
    _public("5", "Äther"),
]


@pytest.mark.parametrize(
    ("reading", "order", "expected"),
    [
        ("casefold", "asc", "2 3 1 4 5"),
        ("casefold", "desc", "5 4 1 2 3"),
        ("code_point", "asc", "2 4 3 1 5"),
        ("code_point", "desc", "5 1 3 4 2"),
    ],
)
def test_names_in_order(reading: str, order: str, expected: str) -> None:
    """Names without regard to case, or capital letters first; accents after z in either."""
    assert expected == _ids(NAMED, taking("name_order", reading), sort_order=order)


TIED = [
    _public("c", "Same", created_at=2, updated_at=30),
    _public("a", "Same", created_at=2, updated_at=20),
    _public("d", "Same", created_at=1, updated_at=10),
    _public("b", "Same", created_at=2, updated_at=40),
]


@pytest.mark.parametrize(
    ("reading", "sort_by", "order", "expected"),
    [
        ("id", "name", "asc", "a b c d"),
        ("id", "name", "desc", "a b c d"),
        ("id", "created_at", "asc", "d a b c"),
        ("id", "created_at", "desc", "a b c d"),
        ("id", "updated_at", "asc", "d a c b"),
        ("id", "updated_at", "desc", "b c a d"),
        ("id_directed", "name", "asc", "a b c d"),
        ("id_directed", "name", "desc", "d c b a"),
        ("id_directed", "created_at", "asc", "d a b c"),
        ("id_directed", "created_at", "desc", "c b a d"),
        ("stored", "name", "asc", "c a d b"),
        ("stored", "name", "desc", "c a d b"),
        ("stored", "created_at", "asc", "d c a b"),
        ("stored", "created_at", "desc", "c a b d"),
        ("stored", "updated_at", "desc", "b c a d"),
    ],
)
def test_sort_fields_directions_and_ties(reading: str, sort_by: str, order: str, expected: str) -> None:
    """The field decides, then the reading of ties: by id, by id in the direction, or as stored."""
    assert expected == _ids(TIED, taking("tie_order", reading), sort_by=sort_by, sort_order=order)


def test_ids_are_compared_by_code_point() -> None:
    """A tie of names is decided by the id's characters, capital letters first."""
    assert "B a b" == _ids([_public("b"), _public("a"), _public("B")])


def test_pages_of_ties_cut_the_list() -> None:
    """One by one, the pages of a list of ties are the list."""
    assert "a b c d" == " ".join(_ids(TIED, limit=1, offset=offset) for offset in range(4))


def test_the_rows_may_come_once() -> None:
    """Any iterable of rows will do, and none of them is changed."""
    before = [dict(each) for each in TIED]
    assert 4 == list_assistants(iter(TIED), ListQuery(organization_id="org_a"), ME)["total"]
    assert before == TIED

"""Hypothesis strategies: rows, callers, queries and dialects that collide with each other wherever they can.

What is rare must stay rare: where every property of a row and every parameter were drawn, no row would pass every
filter, and nothing but empty lists would be compared. So a value starts plain and a few differences are drawn for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from contracts.schema.access import Caller, Membership
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.query import ListQuery
from fixtures.rows import Row, complete

HERE, THERE, MISSING = "org_a", "org_b", "org_missing"
USERS = ("usr_a", "usr_b", "usr_c")
ROLES = ("admin", "Admin", "role_admin", "member", "Member")
DEPARTMENTS = ("sales", "Sales", "legal")
STORES = ("vs_1", "vs_12", "vs_2", "")
MODES = ("private", "restricted", "department", "organization", "global", "public")


def differences(values: Mapping[str, Sequence[Any]], most: int) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a value for at most so many of the names."""
    pairs = [(name, value) for name, choice in values.items() for value in choice]
    return st.lists(st.sampled_from(pairs), max_size=most).map(dict)


def _lists(values: Sequence[str]) -> list[list[str]]:
    return [*([value] for value in values), list(values[:2])]


texts = st.one_of(
    st.sampled_from(("a", "A", "b", "B", "aB", "Ab", "ß", "ss", "SS", "İ", "i̇", "ı", "I", "ﬁ", "fi", "Σ", "ς")),
    st.sampled_from(("", ".", ".*", "[a]", "\\", "\0", "a\0", "%", "_", " ", " a ", '"assistants":[]', "𝒳", "\uffff")),
    st.text(st.sampled_from("aAbßsİ.\0 "), max_size=3),
)
"""Names, descriptions and terms: case pairs, foldings that change the length, NUL, patterns, blanks."""

_ids = st.sampled_from([f"asst_{text}" for text in ("a", "A", "b", "aa", "aA", "1", "10", "2")])
_times = st.sampled_from((0, 1, 2, 65_535, 65_536, 2**32 + 1))
_unusual = differences(
    {
        "organization_id": [THERE] * 8,
        "description": [None, None],
        "created_by": USERS[1:],
        "deleted_at": [1],
        "is_active": [False, False],
        "access_departments": _lists(DEPARTMENTS),
        "access_users": _lists(USERS),
        "editable_by_users": [*_lists(USERS), ["*"]],
        "visible_in_chat_to_users": _lists(USERS),
        "editable_by_roles": _lists(ROLES),
        "visible_to_roles": _lists(ROLES),
        "vector_store_ids": [*_lists(STORES), *_lists(STORES)],
        "api_enabled": [False, False],
    },
    most=4,
)


def _row(own_id: str, name: str, description: str, times: tuple[int, int], mode: str, unusual: Row) -> Row:
    plain = {"id": own_id, "organization_id": HERE, "name": name, "description": description, "created_by": USERS[0]}
    return complete(plain | {"created_at": times[0], "updated_at": times[1], "access_mode": mode} | unusual)


rows = st.builds(_row, _ids, texts, texts, st.tuples(_times, _times), st.sampled_from((*MODES, *MODES[3:])), _unusual)
"""Whole rows; ids may be equal, so that even ties of ties are met."""

worlds = st.one_of(*[st.lists(rows, min_size=5, max_size=10)] * 3, st.lists(rows, max_size=2))
"""Rows of two organizations, most often enough of them to be out of order."""


def _membership(organization_id: str) -> st.SearchStrategy[Membership]:
    roles, departments = (st.frozensets(st.sampled_from(each), max_size=2) for each in (ROLES, DEPARTMENTS))
    return st.builds(Membership, st.just(organization_id), roles, departments)


callers = st.builds(
    Caller,
    st.sampled_from(USERS),
    st.one_of(
        *(
            st.tuples(*map(_membership, where))
            for where in (*[(HERE,)] * 4, *[(HERE, THERE)] * 5, (THERE, HERE), (THERE,), ())
        )
    ),
    st.sampled_from((None, "key_1")),
    st.sampled_from((None, None, None, None, None, HERE, HERE, THERE)),
)
"""Members and strangers, by key and by token, with keys of the right and of the wrong organization."""

queries = st.builds(
    lambda sort_by, sort_order, fields, searched, term, others: ListQuery(
        **{"organization_id": HERE, "sort_by": sort_by, "sort_order": sort_order, "fields": fields}
        | ({"search": term} if searched else {})
        | others
    ),
    st.sampled_from(("name", "created_at", "updated_at")),
    st.sampled_from(("asc", "desc")),
    st.sampled_from(("summary", "standard", "full")),
    st.sampled_from((True, False, False, False)),
    texts,
    differences(
        {
            "organization_id": [THERE, THERE, THERE, MISSING],
            "limit": [1, 2, 3, 100],
            "offset": [1, 2, 5, 2**63 - 1],
            "search": ["", "a", "A", "s"],
            "access_mode": ["organization", "public", "private", "none"],
            "include_inactive": [True] * 8,
            "vector_store_id": STORES,
        },
        most=3,
    ),
)

BEHAVIOUR = (
    "search_case",
    "name_order",
    "tie_order",
    "soft_deleted",
    "access_rules",
    "api_disabled",
)
"""Rows of the dialect on which a selection depends."""


def _readings(names: Sequence[str], most: int) -> st.SearchStrategy[dict[str, str]]:
    return differences({name: [each.name for each in AMBIGUITIES[name].readings] for name in names}, most)


dialects: st.SearchStrategy[Dialect] = st.builds(
    lambda others, behaviour: DOCUMENTED.replace("random", **(others | behaviour)),
    _readings(tuple(AMBIGUITIES), most=6),
    _readings(BEHAVIOUR, most=6),
)
"""Any reading of any row, most often of those that decide what is listed."""

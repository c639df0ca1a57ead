"""Envelopes are those of the contract, whatever was written before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.schema import wire
from contracts.schema.access import Caller, Membership
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS, DOCUMENTED, Dialect
from contracts.schema.query import ListQuery
from mock_server.envelopes import Envelopes
from mock_server.items import to_json
from tests.test_mock_server import strategies

SINGLE = [
    DOCUMENTED.replace(f"{row.name} {each.name}", **{row.name: each.name})
    for row in AMBIGUITIES.values()
    for each in row.readings
    if each != row.default
]
"""Every dialect that differs from the documented one in one reading."""

texts = st.one_of(
    strategies.texts,
    st.text(),
    st.sampled_from(('"limit":5', '","total":1,"', "a\\", '\\"', "%d", "%(total)b", "%", 'x","page":7', '"search":""')),
)
"""What a client may send: all that could pass for a part of the envelope."""

queries = st.builds(
    lambda ids, others: ListQuery(**({"organization_id": "org_a", "vector_store_id": None} | ids | others)),
    st.dictionaries(
        st.sampled_from(("organization_id", "search", "access_mode", "vector_store_id")),
        texts.filter(bool),
        max_size=2,
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "limit": st.integers(1, 100),
            "offset": st.sampled_from((0, 1, 49, 50, 100, 2**63 - 1)),
            "include_inactive": st.booleans(),
            "sort_by": st.sampled_from(("name", "created_at", "updated_at")),
            "sort_order": st.sampled_from(("asc", "desc")),
            "fields": st.sampled_from(("summary", "standard", "full")),
        },
    ),
)

pages = st.tuples(
    queries, st.one_of(strategies.callers, st.builds(Caller, texts)), st.sampled_from((0, 1, 50, 51, 200))
)
"""A query, who asks, and how many assistants are on all pages."""


def expected(query: ListQuery, caller: Caller, total: int, shown: int, dialect: Dialect) -> bytes:
    """Return an answer whose items are left out, as the contract writes it."""
    listing = wire.listing([{}] * shown, total=total, query=query, caller=caller, dialect=dialect)
    return to_json({**listing, "assistants": ()})


@settings(deadline=None)
@given(st.one_of(strategies.dialects, st.sampled_from(SINGLE)), st.lists(pages, min_size=2, max_size=5))
def test_envelopes_are_those_of_the_contract(dialect: Dialect, asked: list[tuple[ListQuery, Caller, int]]) -> None:
    """One after another, so that each may be filled into a form that another left behind."""
    envelopes = Envelopes(dialect)
    for query, caller, total in asked:
        shown = max(0, min(query.limit, total - query.offset))
        before, after = envelopes.around(query, caller, total=total, shown=shown)
        assert expected(query, caller, total, shown, dialect) == before + after


@pytest.mark.parametrize("dialect", [*DIALECTS.values(), *SINGLE], ids=lambda each: each.name)
def test_pages_and_searches_of_one_list_share_a_form(dialect: Dialect, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every reading the contract writes the first page only, and every other page is as it would write it."""
    caller = Caller("usr_a", (Membership("org_a"),))
    queries = [
        ListQuery(organization_id="org_a", limit=limit, offset=offset, search=search)
        for limit, offset, search in ((10, 0, "a"), (7, 14, '"%s\\'), (100, 14, "ß"), (10, 20, ""))
    ]
    bodies = [expected(each, caller, 21, 1, dialect) for each in queries]
    envelopes = Envelopes(dialect)
    envelopes.around(queries[0], caller, total=0, shown=0)
    monkeypatch.setattr(wire, "listing", None)
    assert bodies == [b"".join(envelopes.around(each, caller, total=21, shown=1)) for each in queries]

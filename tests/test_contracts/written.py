"""What a dialect writes of the handmade rows: items and whole answers."""

from __future__ import annotations

from contracts.schema import wire
from contracts.schema.access import AccessLevel, Caller, Membership
from contracts.schema.dialect import Dialect
from contracts.schema.query import ListQuery
from contracts.schema.spelling import Value
from tests.test_contracts import rows
from tests.test_contracts.dialects import taking

VIEW = AccessLevel.VIEW
CALLER = Caller("usr_me", (Membership("org_a"), Membership("org_b")), key_id="ak_1", key_organization_id="org_a")
PLAIN = ListQuery(organization_id="org_a")
FILTERED = ListQuery(
    organization_id="org_a",
    limit=1,
    offset=3,
    search="a",
    access_mode="public",
    include_inactive=True,
    sort_by="created_at",
    sort_order="desc",
    fields="full",
    vector_store_id="vs_1",
)
QUERIES = {"plain": PLAIN, "filtered": FILTERED}


def write_item(name: str, fields: str, dialect: Dialect) -> Value:
    """Write a row of data in a projection."""
    return wire.item(rows.ROWS[name], VIEW, fields, dialect)


def write_listing(query: ListQuery, dialect: Dialect) -> Value:
    """Write the answer to a query whose page holds every row of data."""
    items = [wire.item(row, VIEW, query.fields, dialect) for row in rows.ROWS.values()]
    return wire.listing(items, total=9, query=query, caller=CALLER, dialect=dialect)


def write_full(row: str, reading: str, name: str = "dense") -> Value:
    """Write a row of data complete, in one reading."""
    return write_item(name, "full", taking(row, reading))

"""Every answer has the documented shape, and every item the documented types, words and ranges."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks import shapes
from contracts.checks.asked import Asked
from contracts.checks.moments import moment
from contracts.checks.page import identity
from contracts.checks.relation import Contradiction, relation
from contracts.checks.relations.common import has_items, is_listed, listed, show


@relation("schema", 'LIST, "Returns": six members, with their types', needs="an answered list", when=is_listed)
def the_envelope_is_as_documented(asked: Asked) -> Iterator[Contradiction]:
    """The answer has the members of its envelope, in their types."""
    for fault in shapes.faults(shapes.envelope(asked.dialect), asked.exchange.json):
        yield Contradiction(fault)


@relation(
    "schema",
    "OBJECT: the type, words and range of every property",
    needs="a page with an item",
    when=has_items,
)
def items_are_as_documented(asked: Asked) -> Iterator[Contradiction]:
    """Every property of every item has its documented type, words and range."""
    query, page = listed(asked)
    judge = shapes.item(query.fields, asked.dialect)
    for item in page.items:
        for fault in shapes.faults(judge, item):
            yield Contradiction(f"{show(item)}: {fault}", item.get("id"))
            return


BEFORE_THE_API = (413, 414, 429, 431, 502, 503, 504)
"""Statuses that a proxy gives by itself, in whatever form."""


@relation(
    "schema",
    'LIST, curl, "Response": a JSON document',
    needs="an answer",
    when=lambda asked: asked.is_plain and asked.exchange.status not in BEFORE_THE_API,
)
def answers_are_json(asked: Asked) -> Iterator[Contradiction]:
    """Whatever is answered is JSON, and says so."""
    kind = asked.exchange.headers.get("content-type", "")
    if asked.exchange.unreadable:
        yield Contradiction(f"status {asked.exchange.status}: {asked.exchange.unreadable}")
    elif kind.split(";")[0].strip().lower() not in ("application/json", "application/problem+json"):
        yield Contradiction(f"status {asked.exchange.status}: content-type is {kind!r}")


@relation(
    "schema",
    'OBJECT, `updated_at`: "when the assistant was last modified"; `created_at`: "when the assistant was created"',
    needs="a page with an item",
    when=has_items,
)
def nothing_is_modified_before_it_is_created(asked: Asked) -> Iterator[Contradiction]:
    """`updated_at` is not before `created_at`."""
    for item in listed(asked)[1].items:
        created, updated = item.get("created_at"), item.get("updated_at")
        earlier, later = moment(created), moment(updated)
        if type(earlier) is type(later) and isinstance(earlier, int | str) and later < earlier:
            message = f"{show(item)}: updated_at {updated!r} is before created_at {created!r}"
            yield Contradiction(message, item.get("id"))
            return


@relation(
    "schema",
    'OBJECT, `is_active`: "Soft-deleted assistants have is_active set to false"',
    needs="a soft-deleted assistant, shown in full",
    when=lambda asked: has_items(asked) and any(item.get("deleted_at") for item in listed(asked)[1].items),
)
def the_soft_deleted_are_inactive(asked: Asked) -> Iterator[Contradiction]:
    """An item with `deleted_at` is not active."""
    for item in listed(asked)[1].items:
        if item.get("deleted_at") and item.get("is_active"):
            yield Contradiction(f"{show(item)} was deleted and is active", item.get("id"))
            return


@relation(
    "schema",
    'OBJECT, `is_default`: "Only one assistant per organization can be the default"',
    needs="a page with two items",
    when=lambda asked: is_listed(asked) and len(listed(asked)[1].items) > 1,
    predicts=True,
)
def one_assistant_is_the_default(asked: Asked) -> Iterator[Contradiction]:
    """At most one item of an organization is the default."""
    page = listed(asked)[1]
    known = asked.census.items if asked.census is not None else ()
    defaults = {identity(item): item for item in (*known, *page.items) if item.get("is_default") is True}
    here = [item for item in page.items if item.get("is_default") is True]
    if len(defaults) > 1 and here:
        yield Contradiction(f"{' and '.join(sorted(defaults))} are both the default", here[0].get("id"))

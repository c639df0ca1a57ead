"""What a dialect writes is what its schema demands: items, envelopes and errors, reading by reading and at random."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.schema import wire
from contracts.schema.access import AccessLevel, Caller, Membership
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.assistant import PROJECTIONS
from contracts.schema.dialect import DIALECTS, DOCUMENTED, EXAMPLE, SDK, Dialect
from contracts.schema.json_schema import Schema
from contracts.schema.problems import METHOD_NOT_ALLOWED, PROBLEMS, ROUTE_NOT_FOUND, VALIDATION_ERROR, Invalid, Refusal
from contracts.schema.query import ListQuery
from contracts.schema.spelling import Value
from tests.test_contracts import rows
from tests.test_contracts.dialects import DIFFERING, READINGS, dialects, taking

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
SPELLED = [(row, reading) for row, reading in DIFFERING if AMBIGUITIES[row].reading(reading).spelling]
"""Every reading that writes something in its own way."""

INVALID = (
    Invalid("limit", "0", "limit: 0 is below 1; ask for at least 1", "greater_than_equal"),
    Invalid("organization_id", None, "organization_id: is missing; send the id", "missing"),
)


@cache
def _compiled(text: str) -> jsonschema.Draft202012Validator:
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def _validator(schema: Schema) -> jsonschema.Draft202012Validator:
    return _compiled(json.dumps(schema))


@cache
def _item_validator(fields: str, dialect: Dialect | None) -> jsonschema.Draft202012Validator:
    return _validator(wire.item_schema(fields, dialect))


@cache
def _envelope_validator(dialect: Dialect | None) -> jsonschema.Draft202012Validator:
    """Judge the envelope alone; its items are judged one by one."""
    return _validator(wire.listing_schema({}, dialect))


@cache
def _error_validator(dialect: Dialect | None) -> jsonschema.Draft202012Validator:
    return _validator(wire.error_schema(dialect))


def _item(name: str, fields: str, dialect: Dialect) -> Value:
    return wire.item(rows.ROWS[name], VIEW, fields, dialect)


def _listing(query: ListQuery, dialect: Dialect) -> Value:
    items = [wire.item(row, VIEW, query.fields, dialect) for row in rows.ROWS.values()]
    return wire.listing(items, total=9, query=query, caller=CALLER, dialect=dialect)


def _error(refusal: Refusal, dialect: Dialect) -> Value:
    return wire.error(refusal, trace_id="1b4e28ba", timestamp="2025-01-15T10:30:00Z", dialect=dialect)


REFUSALS = [Refusal(problem, "reason") for problem in PROBLEMS if problem not in (ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED)]
WRONG_PARAMETERS = Refusal(VALIDATION_ERROR, "reason", INVALID)
EVERY_REFUSAL = [*REFUSALS, WRONG_PARAMETERS]

# --- what is written is valid


@pytest.mark.parametrize("fields", PROJECTIONS)
@pytest.mark.parametrize(("row", "reading"), READINGS)
def test_items_are_valid_in_every_reading(row: str, reading: str, fields: str) -> None:
    """Each row of data, written in a reading, is what the reading's schema and the loose one demand."""
    dialect = taking(row, reading)
    for name in rows.ROWS:
        item = _item(name, fields, dialect)
        _item_validator(fields, dialect).validate(item)
        _item_validator(fields, None).validate(item)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(("row", "reading"), READINGS)
def test_listings_are_valid_in_every_reading(row: str, reading: str, query: str) -> None:
    """The envelope of every reading is what its schema and the loose one demand."""
    dialect = taking(row, reading)
    listing = _listing(QUERIES[query], dialect)
    _envelope_validator(dialect).validate(listing)
    _envelope_validator(None).validate(listing)


@pytest.mark.parametrize(("row", "reading"), READINGS)
def test_errors_are_valid_in_every_reading(row: str, reading: str) -> None:
    """Each problem's body is what the reading's schema and the loose one demand."""
    dialect = taking(row, reading)
    for refusal in EVERY_REFUSAL:
        _error_validator(dialect).validate(_error(refusal, dialect))
        _error_validator(None).validate(_error(refusal, dialect))


@pytest.mark.parametrize("name", DIALECTS)
def test_listings_are_valid_in_declared_dialects(name: str) -> None:
    """Readings that are declared together also write what they demand together, items in their envelope."""
    for asked in QUERIES.values():
        listing = _listing(asked, DIALECTS[name])
        for dialect in (DIALECTS[name], None):
            _validator(wire.listing_schema(wire.item_schema(asked.fields, dialect), dialect)).validate(listing)


def _judge(schema: Schema, value: Value) -> None:
    assert [] == [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(value)]


@settings(max_examples=300, deadline=None)
@given(
    dialect=dialects(),
    fields=st.sampled_from(sorted(PROJECTIONS)),
    query=st.sampled_from(list(QUERIES.values())),
    refusal=st.sampled_from(EVERY_REFUSAL),
)
def test_random_dialects_write_what_they_demand(
    dialect: Dialect, fields: str, query: ListQuery, refusal: Refusal
) -> None:
    """Any mixture of readings writes answers that its own schema and the loose one accept."""
    for name in rows.ROWS:
        item = _item(name, fields, dialect)
        _judge(wire.item_schema(fields, dialect), item)
        _item_validator(fields, None).validate(item)
    listing, error = _listing(query, dialect), _error(refusal, dialect)
    _judge(wire.listing_schema({}, dialect), listing)
    _envelope_validator(None).validate(listing)
    _judge(wire.error_schema(dialect), error)
    _error_validator(None).validate(error)


# --- readings are told apart

NOT_REFUSED = {
    ("icon_url", "relative"): "the schema is any text that is not empty; whether it is absolute is no matter of type",
    ("no_logit_bias", "zero"): "the object page allows 0 in either reading; this one only forbids null",
    ("tool_defaults", "filled_in"): "a stored assistant may have set all of it; this reading only requires it",
    ("organization_count", "one"): "a caller may belong to one organization; this reading only requires it",
}
"""Readings whose answers the documented schema accepts, with the reason."""


def _writes(part: str, dialect: Dialect) -> list[tuple[str, Value]]:
    """Return samples of a part in a dialect, each with what its schema depends on."""
    if part == "error":
        return [("", _error(refusal, dialect)) for refusal in EVERY_REFUSAL]
    if part == "item":
        return [(fields, _item(name, fields, dialect)) for fields in PROJECTIONS for name in rows.ROWS]
    asked = [*QUERIES.values(), PLAIN.model_copy(update={"access_mode": "restricted"})]
    asked = asked if dialect["access_mode_filter"] != "documented" else asked[:2]
    return [(query.fields, _listing(query, dialect)) for query in asked]


def _refuses(part: str, judge: Dialect, samples: list[tuple[str, Value]]) -> bool:
    def validator(fields: str) -> jsonschema.Draft202012Validator:
        if part == "error":
            return _error_validator(judge)
        return _item_validator(fields, judge) if part == "item" else _envelope_validator(judge)

    return any(not validator(fields).is_valid(value) for fields, value in samples)


@pytest.mark.parametrize(("row", "reading"), SPELLED)
def test_the_documented_schema_refuses_another_reading(row: str, reading: str) -> None:
    """Each spelled reading writes something that the documented schema does not accept, unless there is a reason."""
    spelling = AMBIGUITIES[row].reading(reading).spelling
    assert spelling is not None
    dialect = taking(row, reading)
    refused = _refuses(spelling.part, DOCUMENTED, _writes(spelling.part, dialect))
    assert ((row, reading) not in NOT_REFUSED) == refused


@pytest.mark.parametrize(("row", "reading"), sorted(set(NOT_REFUSED) - {("icon_url", "relative")}))
def test_a_reading_that_is_not_refused_refuses(row: str, reading: str) -> None:
    """Where the documented schema accepts a reading, the reading's own does not accept the documented answer."""
    spelling = AMBIGUITIES[row].reading(reading).spelling
    assert spelling is not None
    assert _refuses(spelling.part, taking(row, reading), _writes(spelling.part, DOCUMENTED))


def test_every_parameter_is_refused_in_filters_applied() -> None:
    """The reading that is spelled by default, `documented`, tells seven filters from five."""
    assert _refuses("envelope", DOCUMENTED, _writes("envelope", taking("filters_applied", "every_parameter")))
    assert _refuses("envelope", taking("filters_applied", "every_parameter"), _writes("envelope", DOCUMENTED))


def _broken(item: Value) -> list[Value]:
    absent = [{name: value for name, value in item.items() if name != gone} for gone in item]
    return [*absent, item | {"surprise": 1}, item | {"id": "ASS_1"}, item | {"created_at": 1.5}]


@pytest.mark.parametrize("fields", PROJECTIONS)
def test_the_documented_schema_is_strict(fields: str) -> None:
    """Without any one property, with one more, or with one of another type, an item is refused."""
    for broken in _broken(_item("dense", fields, DOCUMENTED)):
        assert not _item_validator(fields, DOCUMENTED).is_valid(broken)


@pytest.mark.parametrize("fields", PROJECTIONS)
def test_the_loose_schema_still_refuses_what_no_reading_writes(fields: str) -> None:
    """Allowing every reading is not allowing everything."""
    item = _item("dense", fields, DOCUMENTED)
    for name, value in {
        "id": "ASS_1",
        "name": None,
        "created_at": 1.5,
        "is_active": "true",
        "access_mode": "shared",
    }.items():
        assert not _item_validator(fields, None).is_valid(item | {name: value})
    assert not _item_validator(fields, None).is_valid({key: value for key, value in item.items() if key != "id"})


# --- what the words of some readings are


def test_the_examples_item_is_the_list_pages() -> None:
    """In the example's dialect a row completed from the page's example is that example, byte for byte."""
    [expected] = rows.example("list-assistants")["assistants"]
    item = _item("list example", "summary", EXAMPLE)
    assert json.dumps(expected, separators=(",", ":")) == json.dumps(item, separators=(",", ":"))


def test_the_examples_answer_is_the_list_pages() -> None:
    """The whole answer of the example is that of its dialect, byte for byte."""
    asked = ListQuery(organization_id="org_abc123", limit=20)
    item = _item("list example", "summary", EXAMPLE)
    answer = wire.listing([item], total=1, query=asked, caller=CALLER, dialect=EXAMPLE)
    assert json.dumps(rows.example("list-assistants")) == json.dumps(answer)


def test_the_object_pages_example_is_written_as_printed() -> None:
    """With unset and unexampled properties left out, the object page's example keeps its values in its order."""
    dialect = DOCUMENTED.replace("printed", unexampled_properties="absent", unset_optionals="absent")
    item = _item("object example", "full", dialect)
    printed = {name: value for name, value in rows.example("assistant-object").items() if value is not None}
    assert json.dumps(printed | {"user_access_level": "view"}) == json.dumps(item)


def _full(row: str, reading: str, name: str = "dense") -> Value:
    return _item(name, "full", taking(row, reading))


@pytest.mark.parametrize(
    ("row", "reading", "name", "expected"),
    [
        ("timestamps", "iso_8601", "created_at", "2023-11-14T22:13:20Z"),
        ("timestamps", "iso_8601", "deleted_at", "2027-01-15T08:00:00Z"),
        ("icon_url", "relative", "icon_url", "/icons/icon_1.png?size=64"),
        ("reasoning_words", "sdk", "reasoning", {"effort": "off", "summary": "concise"}),
        ("output_mode_words", "sdk", "output_mode", "json"),
        ("stop_sequences_key", "snake_case", "stop_sequences", ["END"]),
        ("extra_properties", "some", "workflow_id", None),
        ("unset_lists", "null", "access_users", ["uid_123"]),
        ("unset_lists", "absent", "access_users", ["uid_123"]),
    ],
)
def test_a_reading_writes_a_set_property(row: str, reading: str, name: str, expected: Any) -> None:
    """What is set is written in the reading's way."""
    assert expected == _full(row, reading)[name]


@pytest.mark.parametrize(
    ("row", "reading", "name", "expected"),
    [
        ("timestamps", "iso_8601", "deleted_at", None),
        ("icon_url", "relative", "icon_url", None),
        ("no_logit_bias", "zero", "logit_bias", 0),
        ("reasoning_words", "sdk", "reasoning", None),
        ("output_mode_words", "sdk", "output_mode", "text"),
        ("unset_lists", "null", "rule_ids", None),
        ("unset_lists", "empty", "rule_ids", []),
    ],
)
def test_a_reading_writes_an_unset_property(row: str, reading: str, name: str, expected: Any) -> None:
    """What is not set is written in the reading's way."""
    assert expected == _full(row, reading, "sparse")[name]


def test_absent_lists_are_left_out() -> None:
    """`unset_lists = "absent"` leaves the empty ones out, and no other property."""
    gone = {"access_users", "access_departments", "editable_by_users", "visible_in_chat_to_users", "editable_by_roles"}
    gone |= {"visible_to_roles", "vector_store_ids", "rule_ids"}
    documented = _item("sparse", "full", DOCUMENTED)
    assert set(documented) - gone == set(_full("unset_lists", "absent", "sparse"))


def test_absent_optionals_are_left_out() -> None:
    """`unset_optionals = "absent"` writes no null at all."""
    documented = _item("sparse", "full", DOCUMENTED)
    assert {name: value for name, value in documented.items() if value is not None} == _full(
        "unset_optionals", "absent", "sparse"
    )


@pytest.mark.parametrize("fields", PROJECTIONS)
def test_absent_and_zero_agree(fields: str) -> None:
    """A missing logit bias is 0 where it is shown, even if unset properties are absent."""
    dialect = DOCUMENTED.replace("both", no_logit_bias="zero", unset_optionals="absent")
    assert {"full": 0}.get(fields) == _item("sparse", fields, dialect).get("logit_bias")


@pytest.mark.parametrize("fields", PROJECTIONS)
def test_capabilities_in_every_projection(fields: str) -> None:
    """`tool_capabilities` is shown once, wherever the reading wants it."""
    names = list(_item("dense", fields, taking("tool_capabilities", "every_projection")))
    assert 1 == names.count("tool_capabilities")
    assert ("tool_capabilities" in wire.shown(fields)) == (fields == "full")


def test_listed_users_and_counts() -> None:
    """`key_user` names the key or its creator; `organization_count` one or all; bearer callers have no key."""
    context = {"user_id": "usr_me", "organization_count": 2}
    assert context == _listing(PLAIN, DOCUMENTED)["user_context"]
    assert context | {"user_id": "ak_1"} == _listing(PLAIN, taking("key_user", "key"))["user_context"]
    assert context | {"organization_count": 1} == _listing(PLAIN, taking("organization_count", "one"))["user_context"]
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
    assert five == _listing(PLAIN, DOCUMENTED)["filters_applied"]
    assert seven == _listing(PLAIN, taking("filters_applied", "every_parameter"))["filters_applied"]
    assert absent == _listing(PLAIN, taking("unused_filters", "absent"))["filters_applied"]
    both = DOCUMENTED.replace("both", filters_applied="every_parameter", unused_filters="absent")
    assert absent | {"fields": "summary"} == _listing(PLAIN, both)["filters_applied"]


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


def test_the_sdk_spells_tools_in_snake_case() -> None:
    """Keys at every depth are snake case, except those of headers, which are data."""
    tools = _item("dense", "full", SDK)["tool_configurations"]
    assert ["system_tools", "mcp_tools", "streamline_tools"] == list(tools)
    assert {"mode": "auto", "image_url": True} == tools["system_tools"]["computer_use_preview"]
    assert {"X-Trace": "1", "camelCase": "kept"} == tools["mcp_tools"][0]["headers"]
    assert {"always": {"read_only": False}, "never": {"tool_names": ["read"]}} == tools["mcp_tools"][0][
        "require_approval"
    ]


def test_tool_defaults_are_filled_in() -> None:
    """All six tools with all their settings, what is stored before what is default."""
    tools = _full("tool_defaults", "filled_in", "object example")["tool_configurations"]["systemTools"]
    assert {
        "webSearch": {"mode": "auto", "sources": True},
        "codeInterpreter": {"mode": "off", "outputs": True},
        "fileSearch": {"mode": "on", "results": True},
        "computerUsePreview": {"mode": "off", "imageUrl": True},
        "imageGeneration": {"mode": "off", "provider": "openai"},
        "fileRetrieval": {"mode": "auto"},
    } == tools


def test_empty_tool_members_are_left_out() -> None:
    """An empty member is absent, one that holds something stays."""
    assert {} == _full("tool_members", "absent", "sparse")["tool_configurations"]
    assert ["systemTools", "streamlineTools"] == list(
        _full("tool_members", "absent", "object example")["tool_configurations"]
    )


def test_writing_changes_no_row() -> None:
    """Rows are read, never written to."""
    before = json.dumps(rows.DENSE)
    for row, reading in READINGS:
        _full(row, reading)
    assert before == json.dumps(rows.DENSE)

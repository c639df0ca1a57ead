"""What a dialect writes is what its schema demands: items, envelopes and errors, reading by reading and at random."""

from __future__ import annotations

import json
from functools import cache

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.schema import wire, wire_schema
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS, DOCUMENTED, EXAMPLE, Dialect
from contracts.schema.json_schema import Schema
from contracts.schema.problems import (
    METHOD_NOT_ALLOWED,
    PROBLEMS,
    RATE_LIMIT_EXCEEDED,
    ROUTE_NOT_FOUND,
    VALIDATION_ERROR,
    Invalid,
    Refusal,
)
from contracts.schema.properties import PROJECTIONS
from contracts.schema.query import ListQuery
from contracts.schema.spelling import Value
from tests.test_contracts import rows
from tests.test_contracts.dialects import DIFFERING, READINGS, dialects, taking
from tests.test_contracts.written import CALLER, PLAIN, QUERIES, write_item, write_listing

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
    return _validator(wire_schema.item_schema(fields, dialect))


@cache
def _envelope_validator(dialect: Dialect | None) -> jsonschema.Draft202012Validator:
    """Judge the envelope alone; its items are judged one by one."""
    return _validator(wire_schema.listing_schema({}, dialect))


@cache
def _error_validator(dialect: Dialect | None) -> jsonschema.Draft202012Validator:
    return _validator(wire_schema.error_schema(dialect))


def _error(refusal: Refusal, dialect: Dialect) -> Value:
    return wire.error(refusal, trace_id="1b4e28ba", timestamp="2025-01-15T10:30:00Z", dialect=dialect)


REFUSALS = [Refusal(problem, "reason") for problem in PROBLEMS if problem not in (ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED)]
WRONG_PARAMETERS = Refusal(VALIDATION_ERROR, "reason", INVALID)
RATE_LIMITED = Refusal(RATE_LIMIT_EXCEEDED, "reason", retry_after=7)
EVERY_REFUSAL = [*REFUSALS, WRONG_PARAMETERS, RATE_LIMITED]

# --- what is written is valid


@pytest.mark.parametrize("fields", PROJECTIONS)
@pytest.mark.parametrize(("row", "reading"), READINGS)
def test_items_are_valid_in_every_reading(row: str, reading: str, fields: str) -> None:
    """Each row of data, written in a reading, is what the reading's schema and the loose one demand."""
    dialect = taking(row, reading)
    for name in rows.ROWS:
        item = write_item(name, fields, dialect)
        _item_validator(fields, dialect).validate(item)
        _item_validator(fields, None).validate(item)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(("row", "reading"), READINGS)
def test_listings_are_valid_in_every_reading(row: str, reading: str, query: str) -> None:
    """The envelope of every reading is what its schema and the loose one demand."""
    dialect = taking(row, reading)
    listing = write_listing(QUERIES[query], dialect)
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
        listing = write_listing(asked, DIALECTS[name])
        for dialect in (DIALECTS[name], None):
            _validator(wire_schema.listing_schema(wire_schema.item_schema(asked.fields, dialect), dialect)).validate(
                listing
            )


def _judge(schema: Schema, value: Value) -> None:
    assert [] == [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(value)]


@settings(max_examples=200, deadline=None)
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
        item = write_item(name, fields, dialect)
        _judge(wire_schema.item_schema(fields, dialect), item)
        _item_validator(fields, None).validate(item)
    listing, error = write_listing(query, dialect), _error(refusal, dialect)
    _judge(wire_schema.listing_schema({}, dialect), listing)
    _envelope_validator(None).validate(listing)
    _judge(wire_schema.error_schema(dialect), error)
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
        return [(fields, write_item(name, fields, dialect)) for fields in PROJECTIONS for name in rows.ROWS]
    asked = [*QUERIES.values(), PLAIN.but(access_mode="restricted")]
    asked = asked if dialect["access_mode_filter"] != "documented" else asked[:2]
    return [(query.fields, write_listing(query, dialect)) for query in asked]


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
    for broken in _broken(write_item("dense", fields, DOCUMENTED)):
        assert not _item_validator(fields, DOCUMENTED).is_valid(broken)


@pytest.mark.parametrize("fields", PROJECTIONS)
def test_the_loose_schema_still_refuses_what_no_reading_writes(fields: str) -> None:
    """Allowing every reading is not allowing everything."""
    item = write_item("dense", fields, DOCUMENTED)
    for name, value in {
        "id": "ASS_1",
        "name": None,
        "created_at": 1.5,
        "is_active": "true",
        "access_mode": "shared",
    }.items():
        assert not _item_validator(fields, None).is_valid(item | {name: value})
    assert not _item_validator(fields, None).is_valid({key: value for key, value in item.items() if key != "id"})


# --- the documents' own examples


def test_the_examples_item_is_the_list_pages() -> None:
    """In the example's dialect a row completed from the page's example is that example, byte for byte."""
    [expected] = rows.example("list-assistants")["assistants"]
    item = write_item("list example", "summary", EXAMPLE)
    assert json.dumps(expected, separators=(",", ":")) == json.dumps(item, separators=(",", ":"))


def test_the_examples_answer_is_the_list_pages() -> None:
    """The whole answer of the example is that of its dialect, byte for byte."""
    asked = ListQuery(organization_id="org_abc123", limit=20)
    item = write_item("list example", "summary", EXAMPLE)
    answer = wire.listing([item], total=1, query=asked, caller=CALLER, dialect=EXAMPLE)
    assert json.dumps(rows.example("list-assistants")) == json.dumps(answer)


def test_the_object_pages_example_is_written_as_printed() -> None:
    """With unset and unexampled properties left out, the object page's example keeps its values in its order."""
    dialect = DOCUMENTED.replace("printed", unexampled_properties="absent", unset_optionals="absent")
    item = write_item("object example", "full", dialect)
    printed = {name: value for name, value in rows.example("assistant-object").items() if value is not None}
    assert json.dumps(printed | {"user_access_level": "view"}) == json.dumps(item)


def test_writing_changes_no_row() -> None:
    """Rows are read, never written to."""
    before = json.dumps(rows.DENSE)
    for row, reading in READINGS:
        write_item("dense", "full", taking(row, reading))
    assert before == json.dumps(rows.DENSE)

"""How the readings write what is set and what is not: times, words, names, absence."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.schema import wire
from contracts.schema.dialect import DOCUMENTED
from contracts.schema.properties import PROJECTIONS
from tests.test_contracts.dialects import taking
from tests.test_contracts.written import write_full, write_item


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
    assert expected == write_full(row, reading)[name]


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
    assert expected == write_full(row, reading, "sparse")[name]


def test_absent_lists_are_left_out() -> None:
    """`unset_lists = "absent"` leaves the empty ones out, and no other property."""
    gone = {"access_users", "access_departments", "editable_by_users", "visible_in_chat_to_users", "editable_by_roles"}
    gone |= {"visible_to_roles", "vector_store_ids", "rule_ids"}
    documented = write_item("sparse", "full", DOCUMENTED)
    assert set(documented) - gone == set(write_full("unset_lists", "absent", "sparse"))


def test_absent_optionals_are_left_out() -> None:
    """`unset_optionals = "absent"` writes no null at all."""
    documented = write_item("sparse", "full", DOCUMENTED)
    assert {name: value for name, value in documented.items() if value is not None} == write_full(
        "unset_optionals", "absent", "sparse"
    )


@pytest.mark.parametrize("fields", PROJECTIONS)
def test_absent_and_zero_agree(fields: str) -> None:
    """A missing logit bias is 0 where it is shown, even if unset properties are absent."""
    dialect = DOCUMENTED.replace("both", no_logit_bias="zero", unset_optionals="absent")
    assert {"full": 0}.get(fields) == write_item("sparse", fields, dialect).get("logit_bias")


@pytest.mark.parametrize("fields", PROJECTIONS)
def test_capabilities_in_every_projection(fields: str) -> None:
    """`tool_capabilities` is shown once, wherever the reading wants it."""
    names = list(write_item("dense", fields, taking("tool_capabilities", "every_projection")))
    assert 1 == names.count("tool_capabilities")
    assert ("tool_capabilities" in wire.shown(fields)) == (fields == "full")

"""Rows written by fragments are the rows written one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.schema import wire
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS, DOCUMENTED, Dialect
from contracts.schema.properties import PROJECTIONS
from fixtures import extracts, make_world
from fixtures.formats import fragments, groups
from fixtures.formats.fragments import Fragments
from fixtures.formats.json_text import item_style
from fixtures.formats.styles import to_json
from fixtures.formats.table import FORMATS
from fixtures.generated import GeneratedOrganization
from fixtures.jobs import Job
from fixtures.organizations import ListedOrganization, Organization
from fixtures.recipes.picking import Maybe, pick
from fixtures.rows import FIELDS, Row, encode
from tests.test_fixtures.formats.made import SCENARIOS

SINGLE = [
    DOCUMENTED.replace("single", **{row.name: reading.name})
    for row in AMBIGUITIES.values()
    for reading in row.readings
    if reading.spelling is not None and reading.spelling.part == "item"
]
SPELLED = [*DIALECTS.values(), *SINGLE]


def main_of(scenario: str) -> GeneratedOrganization:
    """Return the main organization of a scenario's world."""
    found = make_world(scenario=scenario, anew=True).named("main")
    assert isinstance(found, GeneratedOrganization)
    return found


def written(organization: Organization, indices: Any, **style: Any) -> bytes:
    """Return rows as lines, by fragments."""
    return b"".join(
        Fragments(organization, item_style(**{"shown": "full", **style})).write(np.asarray(indices, np.int64))
    )


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("listed", [False, True])
def test_lines_are_the_encoded_rows(scenario: str, listed: bool) -> None:
    """Whatever the values, made or listed, the bytes are those of the plain encoder."""
    organization: Organization = main_of(scenario)
    rows = organization.rows()
    if listed:
        organization = ListedOrganization(organization.id, organization.name, tuple(rows))
    assert b"".join(encode(row) + b"\n" for row in rows) == written(organization, range(len(rows)))


@given(
    indices=st.lists(st.integers(0, 9_999), max_size=300),
    fields=st.lists(st.sampled_from(FIELDS), min_size=1, unique=True),
)
@settings(deadline=None, max_examples=40)
def test_any_rows_and_fields_in_any_order(indices: list[int], fields: list[str]) -> None:
    """Fragments kept from other rows, groups of other fields: nothing shows in the bytes."""
    organization = main_of("large")
    expected = b"".join(encode(row) + b"\n" for row in organization.rows(indices, fields))
    kept = Fragments(organization, item_style(fields))
    assert expected == b"".join(kept.write(np.array(indices, np.int64)))
    assert expected == b"".join(kept.write(np.array(indices, np.int64)))


def spelled(row: Row, shown: str, dialect: Dialect) -> bytes:
    """Return a row as the wire writes it, without the level that depends on who asks."""
    names = [name for name in wire.shown(shown, dialect) if name in FIELDS]
    return to_json(wire.spell("item", {name: row[name] for name in names}, dialect, shown)) + b"\n"


@pytest.mark.parametrize("dialect", SPELLED, ids=lambda dialect: "-".join(dialect.differences.values()) or "documented")
@pytest.mark.parametrize("shown", PROJECTIONS)
def test_every_dialect_is_written_as_the_wire_writes_it(dialect: Dialect, shown: str) -> None:
    """Renamed, rewritten and left out members, and their commas."""
    for scenario in ("default", "extremes", "sparse"):
        organization = main_of(scenario)
        expected = b"".join(spelled(row, shown, dialect) for row in organization.rows(range(40)))
        assert expected == written(organization, range(40), shown=shown, dialect=dialect)


@given(readings=st.lists(st.sampled_from(SINGLE), max_size=8))
@settings(deadline=None, max_examples=15)
def test_readings_go_together(readings: list[Dialect]) -> None:
    """Several differences at once are written as the wire writes them."""
    differences = {row: reading for each in readings for row, reading in each.differences.items()}
    dialect = Dialect("mixed", differences)
    organization = main_of("default")
    expected = b"".join(spelled(row, "full", dialect) for row in organization.rows(range(60)))
    assert expected == written(organization, range(60), dialect=dialect)


@pytest.mark.parametrize("dialect", [each for each in SINGLE if "absent" in each.differences.values()])
def test_fields_that_may_all_be_left_out(dialect: Dialect) -> None:
    """Without one field that is always there, commas still stand between members only."""
    fields = ("deleted_at", "description", "rule_ids", "icon_id")
    organization = main_of("default")
    expected = b"".join(
        to_json(wire.spell("item", row, dialect, "full")) + b"\n" for row in organization.rows(None, fields)
    )
    assert expected == written(organization, range(200), shown=fields, dialect=dialect)


def test_a_field_that_is_added_moves_no_other_byte() -> None:
    """A new field, with its recipe, is written among the others; cut out again, the bytes are the old ones."""
    organization = main_of("large")
    grown = replace(organization, recipes={"mood": Maybe(pick("sunny", "grey"), 20), **organization.recipes})
    middle = len(FIELDS) // 2
    lines = written(grown, range(3_000), shown=(*FIELDS[:middle], "mood", *FIELDS[middle:]))
    moods = [b',"mood":' + value for value in (b'"sunny"', b'"grey"', b"null")]
    assert all(mood in lines for mood in moods)
    for mood in moods:
        lines = lines.replace(mood, b"")
    assert written(organization, range(3_000)) == lines


@pytest.mark.parametrize("kept", [0, 100, groups.KEPT])
@pytest.mark.parametrize("scenario", ["empty", "default", "edges"])
@pytest.mark.parametrize("kind", ["ndjson", "json", "csv", "typescript"])
def test_the_size_of_a_chunk_is_known_before_its_bytes(
    monkeypatch: pytest.MonkeyPatch, kind: str, scenario: str, kept: int
) -> None:
    """Several processes rely on it to write at the same time: first, last and only chunks, frames and all."""
    monkeypatch.setattr(groups, "KEPT", kept)
    monkeypatch.setattr(extracts, "CHUNK", 70)
    job = Job(format=kind, scenario=scenario)
    document = FORMATS[kind].document(job, job.open())
    assert document.sized is not None
    for number in range(document.chunks):
        size, pieces = document.sized(number)
        whole = b"".join(pieces)
        assert (size, whole) == (len(whole), b"".join(document.chunk(number)))


def test_pools_too_large_to_keep_are_written_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of a long file are pools of their own: nothing of them is kept."""
    monkeypatch.setattr(groups, "KEPT", 10)
    monkeypatch.setattr(fragments, "JOINED", 7)
    organization = main_of("default")
    expected = b"".join(encode(row) + b"\n" for row in organization.rows())
    assert expected == written(organization, range(200))

"""Dialects: the table of ambiguities, declared dialects, TOML there and back, refusals."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contracts.schema.ambiguities import AMBIGUITIES, Ambiguity
from contracts.schema.dialect import DIALECTS, DOCUMENTED, EXAMPLE, LEGACY, SDK, Dialect, DialectError, from_toml, named
from tests.test_contracts.dialects import DIFFERING, READINGS, reading_maps, taking

ROOT = Path(__file__).parent.parent.parent
OWNERS = [
    *sorted((ROOT / "contracts" / "schema").glob("*.py")),
    *sorted((ROOT / "mock_server").rglob("*.py")),
]

# --- the table


@pytest.mark.parametrize("row", AMBIGUITIES.values(), ids=AMBIGUITIES)
def test_a_row_asks_one_question_of_a_document(row: Ambiguity) -> None:
    """A row has a question, a source, and two readings or more, each with a name of its own and a meaning."""
    assert row.question.endswith("?")
    assert re.search(r"\b(LIST|OBJECT), |^no document; ", row.source), row.source
    assert 2 <= len(row.readings)
    assert len(row.readings) == len({reading.name for reading in row.readings})
    assert all(reading.means for reading in row.readings)
    assert re.fullmatch("[a-z_]+", row.name)
    assert all(re.fullmatch("[a-z0-9_]+", reading.name) for reading in row.readings)


def test_rows_have_names_of_their_own() -> None:
    """No row hides another of the same name."""
    source = (ROOT / "contracts" / "schema" / "ambiguities.py").read_text("utf-8")
    assert source.count("    _row(\n") == len(AMBIGUITIES)


@pytest.mark.parametrize("row", AMBIGUITIES.values(), ids=AMBIGUITIES)
def test_a_row_makes_a_difference_somewhere(row: Ambiguity) -> None:
    """Some reading is spelled, or a module that owns the behaviour looks the row up."""
    spelled = any(reading.spelling for reading in row.readings)
    asked = [
        owner for owner in OWNERS if owner.name != "ambiguities.py" and f'"{row.name}"' in owner.read_text("utf-8")
    ]
    assert spelled or asked


# --- declared dialects


def test_the_documented_dialect_takes_every_default() -> None:
    """The first reading of each row is the default, and `DOCUMENTED` differs nowhere."""
    assert {} == dict(DOCUMENTED.differences)
    assert {row: each.readings[0].name for row, each in AMBIGUITIES.items()} == {
        row: DOCUMENTED[row] for row in AMBIGUITIES
    }


def test_four_dialects_are_declared_by_difference() -> None:
    """Each is known by its name, and differs from the documented one in what it names only."""
    assert {"documented": DOCUMENTED, "example": EXAMPLE, "sdk": SDK, "legacy": LEGACY} == dict(DIALECTS)
    assert {name: dialect.name for name, dialect in DIALECTS.items()} == {name: name for name in DIALECTS}
    assert {"access_rules": "by_mode"} == dict(LEGACY.differences)
    assert {"summary_properties", "timestamps", "envelope", "default_limit"} == set(EXAMPLE.differences)


@pytest.mark.parametrize("name", DIALECTS)
def test_a_declared_dialect_is_found_by_name(name: str) -> None:
    """`named` returns it."""
    assert DIALECTS[name] is named(name)


def test_an_unknown_dialect_is_refused() -> None:
    """The message lists those that are declared."""
    with pytest.raises(DialectError, match=r"unknown dialect 'loose'; known: documented, example, legacy, sdk"):
        named("loose")


@pytest.mark.parametrize(("row", "reading"), READINGS)
def test_a_reading_taken_is_the_reading_found(row: str, reading: str) -> None:
    """A dialect answers with the reading that it was given, and with the default of every other row."""
    dialect = taking(row, reading)
    assert reading == dialect[row]
    assert [(name, DOCUMENTED[name]) for name in AMBIGUITIES if name != row] == [
        (name, dialect[name]) for name in AMBIGUITIES if name != row
    ]
    assert ((row, reading) in DIFFERING) == bool(dialect.differences)


def test_a_default_given_is_no_difference() -> None:
    """To replace by the default is to take a difference back."""
    there = DOCUMENTED.replace("there", timestamps="iso_8601")
    assert {} == dict(there.replace("back", timestamps="unix_seconds").differences)


def test_equal_dialects_have_equal_hashes() -> None:
    """The order in which readings were given does not count."""
    one = Dialect("a", {"timestamps": "iso_8601", "envelope": "example"})
    other = Dialect("a", {"envelope": "example", "timestamps": "iso_8601"})
    assert one == other
    assert hash(one) == hash(other)
    assert one != DOCUMENTED


def test_a_row_that_is_not_in_the_table_is_a_bug() -> None:
    """To look up an unknown row fails loudly."""
    with pytest.raises(KeyError):
        DOCUMENTED["time_stamps"]


# --- TOML


@example(readings={}, name="💬 \x7f\u2028\\'\"\n\0")
@given(readings=reading_maps(), name=st.text(st.characters(exclude_categories=["Cs"])))
def test_a_dialect_reads_back(readings: dict[str, str], name: str) -> None:
    """Any dialect, of any name, written as TOML and read, is the same dialect."""
    dialect = Dialect(name, readings)
    assert dialect == from_toml(dialect.to_toml())


@pytest.mark.parametrize(("row", "reading"), DIFFERING)
def test_a_dialect_is_written_with_its_question(row: str, reading: str) -> None:
    """Each difference stands under its question and the meaning of the reading."""
    text = taking(row, reading).to_toml()
    assert f"# {AMBIGUITIES[row].question} {AMBIGUITIES[row].reading(reading).means}\n{row} = " in text
    assert taking(row, reading) == from_toml(text)


@pytest.mark.parametrize("name", DIALECTS)
def test_a_declared_dialect_may_be_a_base(name: str) -> None:
    """A text may start from a declared dialect, and differ from it, even back to a default."""
    assert Dialect("custom", DIALECTS[name].differences) == from_toml(f'base = "{name}"')
    varied = from_toml(f'name = "mine"\nbase = "{name}"\n[readings]\ntimestamps = "unix_seconds"\ntie_order = "stored"')
    assert DIALECTS[name].replace("mine", timestamps="unix_seconds", tie_order="stored") == varied


def test_an_empty_text_is_the_documented_dialect() -> None:
    """Nothing said, nothing different."""
    assert Dialect("custom") == from_toml("")


ALL_ROWS = ", ".join(sorted(AMBIGUITIES))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("timestamps", "not a TOML text: "),
        ("name = 'a'\nname = 'b'", "not a TOML text: "),
        (f"name = {'9' * 5000}", "not a TOML text: "),
        (f"name = {'[' * 5000}", "not a TOML text: "),
        ("timestamps = 'iso_8601'", "unknown key 'timestamps'; known: base, name, readings"),
        ("[reading]", "unknown key 'reading'; known: base, name, readings"),
        ("base = 'loose'", "unknown dialect 'loose'; known: documented, example, legacy, sdk"),
        ("base = 1", "base: 1 is not a text; write it in quotes"),
        ("base = ['sdk']", "base: ['sdk'] is not a text; write it in quotes"),
        ("name = 5", "name: 5 is not a text; write it in quotes"),
        ("name = {}", "name: {} is not a text; write it in quotes"),
        ("readings = 1", "readings: 1 is not a table; write [readings] and one line a row"),
        ("readings = ['a']", "readings: ['a'] is not a table; write [readings] and one line a row"),
        ("[[readings]]", "readings: [{}] is not a table; write [readings] and one line a row"),
        ("[readings]\ntime = 'iso_8601'", f"unknown row 'time'; known: {ALL_ROWS}"),
        ("[readings]\nname = 'a'", f"unknown row 'name'; known: {ALL_ROWS}"),
        ("[readings]\nself = 'a'", f"unknown row 'self'; known: {ALL_ROWS}"),
        ("[readings]\n'' = 'a'", f"unknown row ''; known: {ALL_ROWS}"),
        ("[readings]\ntimestamps = 'iso'", "unknown reading of timestamps 'iso'; known: iso_8601, unix_seconds"),
        ("[readings]\ntimestamps = ''", "unknown reading of timestamps ''; known: iso_8601, unix_seconds"),
        ("[readings]\ntimestamps = 1", "unknown reading of timestamps 1; known: iso_8601, unix_seconds"),
        ("[readings]\ntimestamps = true", "unknown reading of timestamps True; known: iso_8601, unix_seconds"),
        ("[readings]\ntimestamps = []", "unknown reading of timestamps []; known: iso_8601, unix_seconds"),
        ("[readings]\ntimestamps.a = 'b'", "unknown reading of timestamps {'a': 'b'}; known: iso_8601, unix_seconds"),
        ("[readings]\nvalidation_status = 422", "unknown reading of validation_status 422; known: 400, 422"),
    ],
)
def test_a_wrong_text_is_refused(text: str, message: str) -> None:
    """What is unknown or no TOML ends with a message that names it and lists what is known."""
    with pytest.raises(DialectError) as refused:
        from_toml(text)
    assert str(refused.value).startswith(message)


_SCALARS = st.one_of(
    st.text(st.sampled_from("ab'\"\n[]={}0."), max_size=6).map(lambda text: f"'''{text}'''"),
    st.sampled_from(
        ["1", "1.5", "true", "[]", "[1, 'a']", "{}", "{a = 1}", "1979-05-27", "'sdk'", "'iso_8601'", "nan"]
    ),
)
_KEYS = st.sampled_from(["name", "base", "readings", "readings.timestamps", "readings.name", "readings.self", "'é'"])


@given(st.one_of(st.text(), st.lists(st.builds("{} = {}".format, _KEYS, _SCALARS)).map("\n".join)))
def test_no_text_fails_otherwise(text: str) -> None:
    """Any text is a dialect or ends in a `DialectError`; nothing else is raised."""
    with contextlib.suppress(DialectError):
        assert isinstance(from_toml(text), Dialect)

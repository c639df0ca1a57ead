"""What is written is read by tools that are not ours, and equals the rows."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pyarrow import parquet

from fixtures.formats.kinds import KINDS
from fixtures.jobs import Job
from fixtures.rows import FIELDS, Row
from fixtures.scenarios import SCENARIOS as ALL
from tests import needs
from tests.test_fixtures.formats.made import SCENARIOS, bytes_of, rows_of
from tests.test_fixtures.formats.postgres import query_rows

EVERY = pytest.mark.parametrize("scenario", SCENARIOS)
NAMELESS = tuple(name for name in FIELDS if name != "name")
"""What SQL can hold of `unicode`: a text of PostgreSQL has no NUL, and one of those names has."""


SHORT = {name: min(70, scenario.size) for name, scenario in ALL.items()}
"""As many assistants as the compiler takes in a moment."""


def parsed(field: str, value: Any) -> Any:
    """Return a value of a table as the row has it: lists and objects were JSON."""
    return json.loads(value) if value is not None and KINDS[field] in ("json", "texts") else value


def table_rows(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> list[Row]:
    """Return rows of a table as the rows that they were."""
    return [{name: parsed(name, value) for name, value in zip(names, row, strict=True)} for row in rows]


def saved(tmp_path: Path, **given: Any) -> Path:
    """Write a job's document into a file."""
    path = tmp_path / f"assistants.{given['format']}"
    path.write_bytes(bytes_of(Job(**given)))
    return path


@EVERY
def test_duckdb_reads_ndjson_and_json(tmp_path: Path, scenario: str) -> None:
    """Each line, and each member of the array, is one JSON value."""
    rows = rows_of(scenario=scenario)
    for kind, form in (("ndjson", "newline_delimited"), ("json", "array")):
        path = saved(tmp_path, format=kind, scenario=scenario)
        found = duckdb.sql(
            f"select json from read_json('{path}', format='{form}', records=false, columns={{json: 'JSON'}}, "
            "maximum_object_size=100000000)"
        ).fetchall()
        assert rows == [json.loads(text) for (text,) in found]


@EVERY
def test_duckdb_reads_csv(tmp_path: Path, scenario: str) -> None:
    """Types, nulls and empty texts come back; DuckDB's reader alone decides where a cell ends."""
    rows = rows_of(scenario=scenario)
    path = saved(tmp_path, format="csv", scenario=scenario)
    types = {"text": "VARCHAR", "texts": "VARCHAR", "json": "VARCHAR"}
    types |= {"integer": "BIGINT", "number": "DOUBLE", "flag": "BOOLEAN"}
    columns = {name: types[KINDS[name]] for name in FIELDS}
    found = duckdb.sql(
        f"select * from read_csv('{path}', header=true, columns={columns}, quote='\"', escape='\"', delim=',', "
        "auto_detect=false, nullstr='', allow_quoted_nulls=false, strict_mode=true, max_line_size=10000000, "
        "parallel=false, new_line='\\n')"
    ).fetchall()
    assert rows == table_rows(FIELDS, found)


@EVERY
def test_the_standard_library_reads_csv(scenario: str) -> None:
    """Its texts are the rows' texts; it does not tell nothing from an empty text."""
    text = bytes_of(Job(format="csv", scenario=scenario)).decode()
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in found] == [row["name"] for row in rows_of(scenario=scenario)]
    assert list(FIELDS) == text.partition("\n")[0].split(",")


@EVERY
def test_duckdb_and_pyarrow_read_parquet(tmp_path: Path, scenario: str) -> None:
    """Lists are lists, times are integers, what nests deeper is JSON."""
    rows = rows_of(scenario=scenario)
    path = saved(tmp_path, format="parquet", scenario=scenario)
    found = duckdb.sql(f"select * from '{path}'").fetchall()
    names = [name for name in FIELDS if KINDS[name] == "texts"]
    expected = [{name: row[name] for name in names} for row in rows]
    assert expected == [{name: row[FIELDS.index(name)] for name in names} for row in found]
    read = parquet.read_table(path)
    assert rows == [
        {name: json.loads(v) if v is not None and KINDS[name] == "json" else v for name, v in row.items()}
        for row in read.to_pylist()
    ]
    assert read.schema.field("metadata").metadata[b"freddy"] == b"json"


@EVERY
def test_sqlite_loads_sql(scenario: str) -> None:
    """The script makes the table and fills it."""
    fields = FIELDS if scenario != "unicode" else NAMELESS
    with sqlite3.connect(":memory:") as database:
        database.executescript(bytes_of(Job(format="sql", scenario=scenario, fields=fields)).decode())
        found = database.execute("select * from assistants order by rowid").fetchall()
    flags = [name for name in fields if KINDS[name] == "flag"]
    read = [row | {name: bool(row[name]) for name in flags} for row in table_rows(fields, found)]
    assert [{name: row[name] for name in fields} for row in rows_of(scenario=scenario)] == read


def test_postgresql_loads_sql(tmp_path: Path) -> None:
    """A real server runs the scripts of every scenario, one database each."""
    scripts = {
        name: bytes_of(Job(format="sql", scenario=name, fields=FIELDS if name != "unicode" else NAMELESS))
        for name in SCENARIOS
    }
    for name, found in query_rows(tmp_path, scripts).items():
        fields = FIELDS if name != "unicode" else NAMELESS
        expected = sorted(rows_of(scenario=name), key=lambda row: str(row["id"]))
        assert [{field: row[field] for field in fields} for row in expected] == found, name


@pytest.mark.parametrize(
    ("dialect", "names"),
    [
        (None, ["default", "empty", "unicode", "extremes", "dense"]),
        ({"tool_keys": "snake_case", "unset_optionals": "absent"}, ["sparse"]),
    ],
    ids=["documented", "other"],
)
def test_the_typescript_compiler_accepts_typescript(
    tmp_path: Path, dialect: dict[str, str] | None, names: list[str]
) -> None:
    """`tsc --strict` finds the constants of their type, and what it makes of them are the items."""
    tsc, node = needs.program("tsc"), needs.program("node")
    for name in names:
        text = bytes_of(Job(format="typescript", scenario=name, dialect=dialect, stop=SHORT[name]))
        (tmp_path / f"{name}.ts").write_bytes(text)
    strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--target", "es2022"]
    command = [tsc, *strict, "--module", "commonjs", "--lib", "es2022", *(f"{name}.ts" for name in names)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    for name in names:
        program = f"process.stdout.write(JSON.stringify(require('./{name}.js').assistants))"
        printed = subprocess.run([node, "-e", program], cwd=tmp_path, capture_output=True, check=True).stdout
        assert json.loads(bytes_of(Job(format="json", scenario=name, dialect=dialect, stop=SHORT[name]))) == json.loads(
            printed
        )


def test_the_typescript_compiler_refuses_another_type(tmp_path: Path) -> None:
    """The type is no `any`: a mode that the contract does not know is an error."""
    tsc = needs.program("tsc")
    text = bytes_of(Job(format="typescript", count=1, set=("access_mode=public",)))
    (tmp_path / "wrong.ts").write_bytes(text.replace(b'"access_mode":"public"', b'"access_mode":"secret"'))
    command = [tsc, "--strict", "--noEmit", "--lib", "es2022", "wrong.ts"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Type '\"secret\"' is not assignable" in done.stdout

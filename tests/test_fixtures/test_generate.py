"""The command `generate` writes what it is asked for, where it is asked to, and answers a mistake with one line."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.schema.dialect import EXAMPLE
from contracts.schema.properties import SUMMARY
from fixtures import progress
from fixtures.cli import main
from fixtures.formats.table import FORMATS, of_name
from fixtures.jobs import Job
from fixtures.progress import Progress
from tests.test_fixtures.formats.made import bytes_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.ndjson", "ndjson"), ("a.jsonl", "ndjson"), ("a.JSON", "json"), ("b.ts", "typescript"), ("c.har", "har")],
)
def test_the_files_name_tells_the_format(tmp_path: Path, name: str, kind: str) -> None:
    """By its end, in any case."""
    assert main(["generate", "--scenario", "one", "-o", str(tmp_path / name)]) == 0
    assert bytes_of(Job(format=kind, scenario="one")) == (tmp_path / name).read_bytes()


def test_the_option_tells_more_than_the_name(tmp_path: Path) -> None:
    """`--format` is what counts; folders on the way are made."""
    path = tmp_path / "new" / "data.txt"
    assert main(["generate", "--scenario", "one", "-o", str(path), "--format", "csv.gz"]) == 0
    assert bytes_of(Job(format="csv", scenario="one")) == gzip.decompress(path.read_bytes())


@pytest.mark.parametrize("kind", [name for name, each in FORMATS.items() if not each.is_folder])
def test_standard_output_takes_every_format(capsysbinary: pytest.CaptureFixture[bytes], kind: str) -> None:
    """Also as `-o -`."""
    assert main(["generate", "--scenario", "sparse", "--format", kind, "-o", "-"]) == 0
    captured = capsysbinary.readouterr()
    assert (bytes_of(Job(format=kind, scenario="sparse")), b"") == (captured.out, captured.err)


def test_fields_and_dialect_shape_the_items(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """A projection or names, in a named dialect or one from a file."""
    file = tmp_path / "mine.toml"
    file.write_text('base = "example"\n')
    outputs = []
    for dialect in ("example", str(file)):
        assert main(["generate", "--fields", "summary", "--dialect", dialect, "--count", "3"]) == 0
        outputs.append(capsysbinary.readouterr().out)
    assert outputs == [bytes_of(Job(fields=("summary",), dialect=EXAMPLE.differences, count=3))] * 2
    assert "T" in json.loads(outputs[0].splitlines()[0])["created_at"]
    assert main(["generate", "--fields", "summary", "--count", "1"]) == 0
    assert [name for name in SUMMARY if name != "user_access_level"] == list(json.loads(capsysbinary.readouterr().out))
    assert main(["generate", "--fields", "name,id", "--count", "1"]) == 0
    assert list(json.loads(capsysbinary.readouterr().out)) == ["name", "id"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "a.txt"], "--output a.txt: the name tells no format; end it with one of .ndjson, .jsonl, "),
        (["--format", "csv.zip"], "--format: 'csv.zip' is unknown; compress with one of gz, bz2, xz"),
        (
            ["--format", "csv", "--dialect", "sdk"],
            "--dialect: csv holds assistants as they are stored; use one of ndjson, ",
        ),
        (
            ["--dialect", "klingon"],
            "--dialect: 'klingon' is neither one of documented, example, sdk, legacy nor a file",
        ),
        (["--format", "pages"], "--format pages: makes many files; give --output FOLDER/"),
        (["--format", "pages", "-o", "x.json"], "--format pages: makes many files; give a folder, --output x.json/"),
        (["--format", "pages", "--shard", "1/2"], "--format pages: answers have no --shard and no --fields"),
        (["--format", "har", "--caller", "x"], "--caller: 'x' is unknown; use one of owner, editor"),
        (["--shard", "3"], "--shard 3: write part/parts, such as 3/16"),
        (["--shard", "0/3"], "--shard 0/3: give 1 <= number <= parts"),
        (["--processes", "0"], "--processes 0: give 1 or more"),
        (
            ["--processes", "2", "--format", "parquet"],
            "--processes: parquet is made by one; make it in parts, with --shard",
        ),
        (["--locale", "tlh"], "--locale: 'tlh' is unknown; use one of en_US, de_DE"),
        (["--fields", "nme"], "--fields: 'nme' is no field; use summary, standard, full, or id, "),
        (["--where", "name"], "--where: 'name' has no '='; write FIELD=VALUE"),
        (
            ["--format", "sql", "--scenario", "unicode"],
            "name: 'NUL\\x00 and other contr' holds the character NUL, which",
        ),
    ],
)
def test_a_mistake_gets_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    message: str,
) -> None:
    """Exit code 2, no file, and a line that names the cure."""
    monkeypatch.chdir(tmp_path)
    assert main(["generate", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"freddy-fixtures: {message}")
    assert (captured.err.count("\n"), list(tmp_path.iterdir())) == (1, [])


def test_a_dialect_file_with_a_mistake_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its name."""
    file = tmp_path / "mine.toml"
    file.write_text('[readings]\ncolour = "red"\n')
    assert main(["generate", "--dialect", str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"freddy-fixtures: --dialect {file}: unknown row 'colour'; known: ")


def test_help_loads_nothing_heavy() -> None:
    """Help of every command is there before numpy, pydantic, Faker, pyarrow or Dask could be loaded."""
    program = "import sys; from fixtures.cli import _parser; _parser(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert not {"numpy", "pydantic", "faker", "pyarrow", "distributed", "contracts.schema", "fixtures.jobs"} & set(
        loaded.split()
    )


@pytest.mark.parametrize("way", [("0", "C"), ("4242", "C.UTF-8")])
def test_processes_agree_on_every_format(tmp_path: Path, way: tuple[str, str]) -> None:
    """Another hash seed, another locale of the machine, another process: the same bytes."""
    environment = {**os.environ, "PYTHONHASHSEED": way[0], "LC_ALL": way[1], "TZ": f"UTC{len(way[0])}"}
    names = [f"a.{kind}" for kind in ("csv", "ts", "har", "parquet")]
    program = "import sys; from fixtures.cli import main\nfor name in sys.argv[2:]: main([*sys.argv[1].split(), name])"
    command = [sys.executable, "-c", program, "generate --scenario dense -o", *(str(tmp_path / name) for name in names)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    for name in names:
        assert bytes_of(Job(format=of_name(name)[0], scenario="dense")) == (tmp_path / name).read_bytes()


@pytest.mark.parametrize("terminal", [True, False])
def test_long_work_tells_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    """After a moment, in one line that changes on a terminal, or a line now and then in a log."""
    now = iter((0.0, 1.0, 100.0, 100.1, 200.0))
    monkeypatch.setattr(progress, "monotonic", lambda: next(now))
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal, raising=False)
    told = Progress(1000)
    for _ in range(4):
        told.add(200)
    told.end()
    said = capsys.readouterr().err
    assert said.count("assistants") == 2
    assert "400 of 1,000 assistants (40%), 4/s, 150 s left" in said
    assert said.endswith("\r\x1b[K" if terminal else "50 s left\n")

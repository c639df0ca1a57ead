"""The command `freddy-contracts`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.cli import main
from contracts.schema import openapi
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import EXAMPLE, from_toml


def test_openapi_prints_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    """The printed document is the one that the contract builds."""
    assert 0 == main(["openapi", "--dialect", "example"])
    assert openapi.build(EXAMPLE) == json.loads(capsys.readouterr().out)


def test_openapi_prints_the_document_of_every_reading(capsys: pytest.CaptureFixture[str]) -> None:
    """`any` is the document that allows every reading."""
    assert 0 == main(["openapi", "--dialect", "any"])
    assert openapi.build(None) == json.loads(capsys.readouterr().out)


def test_ambiguities_lists_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    """Every row appears with its question and each reading, the default marked."""
    assert 0 == main(["ambiguities"])
    printed = capsys.readouterr().out
    for row in AMBIGUITIES.values():
        assert f"{row.name}: {row.question}" in printed
        assert f"    * {row.default.name}: {row.default.means}" in printed


def test_dialect_prints_a_file_that_reads_back(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What `dialect` prints can be given back to it as a file."""
    assert 0 == main(["dialect", "example"])
    printed = capsys.readouterr().out
    assert EXAMPLE == from_toml(printed)
    (tmp_path / "mine.toml").write_text(printed, "utf-8")
    assert 0 == main(["dialect", str(tmp_path / "mine.toml")])
    assert printed == capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'[readings]\ntimestamps = "maybe"\n', "unknown reading of timestamps 'maybe'; known: iso_8601, unix_seconds"),
        (b"[readings\n", "not a TOML text"),
        (b"\xff", "utf-8"),
        (None, "No such file or directory"),
    ],
)
def test_a_bad_dialect_file_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes | None, message: str
) -> None:
    """A mistake in a file ends with exit code 2 and a line that names the file and the mistake."""
    file = tmp_path / "mine.toml"
    if content is not None:
        file.write_bytes(content)
    assert 2 == main(["dialect", str(file)])
    error = capsys.readouterr().err
    assert error.startswith(f"freddy-contracts: {file}: ")
    assert message in error
    assert 1 == error.count("\n")


def test_an_unknown_dialect_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong name ends with exit code 2 and the list of names."""
    assert 2 == main(["openapi", "--dialect", "klingon"])
    expected = "freddy-contracts: unknown dialect 'klingon'; known: documented, example, legacy, sdk\n"
    assert expected == capsys.readouterr().err


def test_a_reader_that_stops_early_is_no_error() -> None:
    """Piping into a program that reads one line leaves neither traceback nor error."""
    command = f"{sys.executable} -m contracts openapi | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert ("{\n", "") == (done.stdout, done.stderr)


def test_help_loads_nothing_heavy() -> None:
    """`freddy-contracts --help` imports no library that only the commands need."""
    code = (
        "import sys\nfrom contracts.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'flask', 'numpy', 'faker', 'pydantic', 'schemathesis', 'pytest', 'urllib3', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.splitlines()[-1]

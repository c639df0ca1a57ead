"""A folder keeps its manifest's promises, or every difference is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.cli import main
from fixtures.verifying import first_difference


def generated(folder: Path, *arguments: str) -> Path:
    """Write fixtures into a folder."""
    assert main(["generate", *arguments, "-o", f"{folder}/"]) == 0
    return folder


def verified(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """Return exit code and output of `verify`."""
    capsys.readouterr()
    code = main(["verify", str(folder), *options])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


@pytest.mark.parametrize(
    "kind", ["ndjson", "json", "csv", "parquet", "sql", "typescript", "pages", "har", "csv.gz", "ndjson.xz", "json.bz2"]
)
def test_what_was_written_is_as_promised_and_current(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    """Every format and compression; this version makes the same again."""
    folder = generated(tmp_path, "--format", kind, "--scenario", "dense")
    code, said = verified(folder, capsys, "--current")
    assert (code, said.endswith("of 60 assistants, as promised\n")) == (0, True)


def test_the_manifest_says_what_the_files_were_made_by(tmp_path: Path) -> None:
    """Version, seed, stream, contract, words, content."""
    folder = generated(tmp_path, "--seed", "7", "--where", "is_active=true")
    known = json.loads((folder / "_manifest.json").read_bytes())
    assert {"freddy-kit", "faker", "stream_version", "contract_sha256"} == set(known["made_by"])
    assert (known["job"]["seed"], known["job"]["where"]) == (7, ["is_active=true"])
    content = known["files"]["assistants.ndjson"]
    assert content["bytes"] == (folder / "assistants.ndjson").stat().st_size
    assert len(content["sha256"]) == 64


def test_each_difference_is_shown_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line, the byte, what stands there and what should."""
    path = generated(tmp_path) / "assistants.ndjson"
    lines = path.read_bytes().split(b"\n")
    lines[17] = lines[17].replace(b'"is_active":', b'"is_active": ')
    path.write_bytes(b"\n".join(lines))
    code, said = verified(tmp_path, capsys)
    assert code == 1
    assert said.startswith("assistants.ndjson: line 18, byte ")
    assert '"is_active": ' in said
    assert "should be" in said


def test_missing_and_shortened_files_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A compressed file that was cut cannot be read; a plain one ends too early."""
    for number, kind in enumerate(("ndjson.gz", "csv", "parquet")):
        generated(tmp_path / str(number), "--format", kind)
    cut = tmp_path / "0" / "assistants.ndjson.gz"
    cut.write_bytes(cut.read_bytes()[:-100])
    short = tmp_path / "1" / "assistants.csv"
    short.write_bytes(short.read_bytes()[:2000])
    (tmp_path / "2" / "assistants.parquet").unlink()
    code, said = verified(tmp_path / "0", capsys)
    assert (code, said.startswith("assistants.ndjson.gz: cannot be read: ")) == (1, True)
    assert (1, "assistants.csv: ends too early, in line 3\n") == verified(tmp_path / "1", capsys)
    assert (1, "assistants.parquet: is missing\n") == verified(tmp_path / "2", capsys)


def test_shards_that_are_missing_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Made one by one, on many machines, and gathered in one folder."""
    for number in (1, 3):
        generated(tmp_path, "--shard", f"{number}/3")
    assert (1, "shard 2 of 3: not there; make it with --shard 2/3\n") == verified(tmp_path, capsys)
    generated(tmp_path, "--shard", "2/3")
    assert verified(tmp_path, capsys) == (0, f"{tmp_path}: 3 files of 200 assistants, as promised\n")


def test_files_of_another_version_are_outdated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are still what their manifest promises, but not what this version makes."""
    folder = generated(tmp_path)
    path, manifest = folder / "assistants.ndjson", folder / "_manifest.json"
    known = json.loads(manifest.read_bytes())
    known["made_by"]["stream_version"] = 0
    manifest.write_text(json.dumps(known))
    assert verified(folder, capsys, "--current")[0] == 0
    path.write_bytes(path.read_bytes() + b" ")
    code, said = verified(folder, capsys)
    assert (code, said) == (
        1,
        "assistants.ndjson: is not as promised, and this version cannot tell where: stream_version was 0, is 1\n",
    )
    generated(folder, "--seed", "1")
    known["files"]["assistants.ndjson"] = json.loads(manifest.read_bytes())["files"]["assistants.ndjson"]
    manifest.write_text(json.dumps(known))
    code, said = verified(folder, capsys, "--current")
    assert (code, said) == (1, "assistants.ndjson: this version makes other bytes; stream_version was 0, is 1\n")


@pytest.mark.parametrize("text", ["{", "[]", '{"job": {"colour": 1}, "files": {}}'])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """One line, exit code 2."""
    (tmp_path / "_manifest.json").write_text(text)
    code, said = verified(tmp_path, capsys)
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith("freddy-fixtures: _manifest.json: is no manifest that this version can read: ")


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message says how to get one."""
    code, said = verified(tmp_path, capsys)
    assert (code, "has no _manifest.json; write it anew with" in said) == (2, True)


PARTS = st.lists(st.binary(max_size=6), max_size=5)


@given(ours=PARTS, theirs=PARTS)
def test_the_first_difference_is_found_wherever_parts_end(ours: list[bytes], theirs: list[bytes]) -> None:
    """Equal texts have none, other texts have one, in whatever parts they come."""
    found = first_difference(iter(ours), iter(theirs))
    assert (b"".join(ours) == b"".join(theirs)) == (found == "is as it should be, and the manifest is not")
    if found.startswith("line"):
        line = int(found.split()[1].rstrip(","))
        alike = next(n for n, (a, b) in enumerate(zip(b"".join(ours), b"".join(theirs), strict=False)) if a != b)
        assert line == 1 + b"".join(ours)[:alike].count(b"\n")

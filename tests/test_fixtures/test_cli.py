"""The command writes assistants, and answers a mistake with one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures import SCENARIOS, make_world
from fixtures.cli import main
from fixtures.rows import encode

ROOT = Path(__file__).parents[2]


def written(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> bytes:
    """Run the command, and return what it writes."""
    assert main(arguments) == 0
    captured = capsysbinary.readouterr()
    assert captured.err == b""
    return captured.out


def test_lines_are_the_rows_of_the_world(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """One row a line, each ended."""
    rows = make_world(seed=3, scenario="ties").named("main").rows()
    assert written(capsysbinary, "generate", "--seed", "3", "--scenario", "ties") == b"".join(
        encode(row) + b"\n" for row in rows
    )


def test_a_slice_is_cut_from_the_whole(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Batches leave no seam, wherever a slice begins."""
    whole = written(capsysbinary, "generate", "--scenario", "large", "--stop", "2100").splitlines(keepends=True)
    cut = written(capsysbinary, "generate", "--scenario", "large", "--start", "950", "--stop", "2100")
    assert b"".join(whole[950:]) == cut


@pytest.mark.parametrize("organization", ["small", "org_32b53d320e2be971957bd1bf77f2df3b", "bare", "abc123"])
def test_json_is_one_array(capsysbinary: pytest.CaptureFixture[bytes], organization: str) -> None:
    """By short name or by id, also when it is empty."""
    world = make_world()
    expected = world.organization(world.short_names.get(organization, organization))
    assert expected is not None
    output = written(capsysbinary, "generate", "--organization", organization, "--format", "json")
    assert expected.rows() == json.loads(output)


def test_an_empty_organization_writes_no_line(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """NDJSON of nothing is nothing."""
    assert written(capsysbinary, "generate", "--scenario", "empty") == b""


def test_scenarios_are_listed_with_their_stories(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """One line each: name, size, story."""
    lines = written(capsysbinary, "scenarios").decode().splitlines()
    assert [line.split()[0] for line in lines] == list(SCENARIOS)
    assert all(line.endswith(scenario.story) for line, scenario in zip(lines, SCENARIOS.values(), strict=True))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: COMMAND; see freddy-fixtures --help"),
        (["generate", "--scenario", "big"], "--scenario: 'big' is unknown; use one of default, empty, "),
        (["generate", "--organization", "x"], "--organization: 'x' is unknown; use one of abc123, xyz789, main, "),
        (["generate", "--stop", "201"], "--start 0 --stop 201: Lumen Works has 200 assistants; give 0 <= start"),
        (["generate", "--start", "-1"], "--start -1 --stop 200: Lumen Works has 200 assistants; give 0 <= start"),
        (["generate", "--start", "9", "--stop", "8"], "--start 9 --stop 8: Lumen Works has 200 assistants"),
        (["generate", "--seed", "x"], "argument --seed: invalid int value: 'x'; see freddy-fixtures generate --help"),
        (["generate", "--set", "temperature=3"], "--set: temperature=3: input should be less than or equal to 2"),
        (
            ["generate", "--set", "name=3", "--set", "is_active=maybe"],
            "--set: is_active=maybe: input should be a valid",
        ),
        (["cover", "--nope"], "unrecognized arguments: --nope; see freddy-fixtures cover --help"),
        (["verify", "README.md"], "README.md: is a file; name the folder that it is in"),
        (["verify", "no/such"], "no/such: is not there"),
        (["generate", "--format", "xml"], "--format: 'xml' is unknown; use one of ndjson, "),
    ],
)
def test_a_mistake_gets_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    """Exit code 2, nothing on standard output, and a line that names the cure."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"freddy-fixtures: {message}")
    assert captured.err.count("\n") == 1


def test_a_reader_that_leaves_early_is_no_error() -> None:
    """`freddy-fixtures generate --scenario huge | head` ends at once and quietly."""
    command = [sys.executable, "-m", "fixtures", "generate", "--scenario", "huge"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(100)
        process.stdout.close()
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == b""

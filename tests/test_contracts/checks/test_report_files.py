"""Report files and the baseline."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from contracts.checks.asking.errors import UsageError
from contracts.checks.relation import RELATIONS
from contracts.checks.report import baseline, files
from tests.test_contracts.checks.told import BROKEN, IDLE, broken, known


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """After writing there is one file, with the new text."""
    file = tmp_path / "report.json"
    file.write_text("old", "utf-8")
    files.demand_writable("--report", str(file))
    assert "old" == file.read_text("utf-8")
    files.write("--report", str(file), "new \ud800")
    assert "new \\ud800" == file.read_text("utf-8")
    assert [file] == list(tmp_path.iterdir())


def test_a_link_is_followed_and_a_device_stays_one(tmp_path: Path) -> None:
    """The file that a link names is written, and a pipe is written to, not replaced."""
    (tmp_path / "link").symlink_to(tmp_path / "file")
    files.write("--report", str(tmp_path / "link"), "text")
    assert (tmp_path / "link").is_symlink()
    assert "text" == (tmp_path / "file").read_text("utf-8")
    files.demand_writable("--report", os.devnull)
    files.write("--report", os.devnull, "text")
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "is a directory; name a file in it"),
        ("no/such/file", "does not exist; make it first"),
        ("x" * 300, "cannot be written"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_the_run(tmp_path: Path, name: str, message: str) -> None:
    """The message names the option, the place and the cure."""
    with pytest.raises(UsageError, match=message):
        files.demand_writable("--report", str(tmp_path / name))


def test_the_baseline_reads_what_it_wrote(tmp_path: Path) -> None:
    """What is broken now is known afterwards; what the run could not tell stays known; what holds is dropped."""
    told = known(broken(), IDLE, "both-totals-agree")
    file = tmp_path / "known.json"
    file.write_text(baseline.updated(told), "utf-8")
    assert {BROKEN, IDLE} == baseline.read(str(file), RELATIONS)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file or directory; write it with --baseline-update"),
        ("{", "not JSON"),
        ("[]", 'has no object "broken"'),
        (json.dumps({"broken": {"no-such-relation": ""}}), "unknown relation 'no-such-relation'"),
    ],
)
def test_a_bad_baseline_is_refused(tmp_path: Path, content: str | None, message: str) -> None:
    """A missing file, and one that is no baseline, are told with the cure."""
    file = tmp_path / "known.json"
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=message):
        baseline.read(str(file), RELATIONS)

"""A cluster makes the rows of a single run, whatever becomes of its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyarrow import parquet

from fixtures import cluster
from fixtures.cli import main
from fixtures.jobs import Job
from tests.test_fixtures.formats.made import bytes_of

ROOT = Path(__file__).parents[2]
SHARDS = 10
JOB = Job(scenario="large", stop=30_000)


def start(folder: Path) -> subprocess.Popen[str]:
    """Start a cluster of two workers on this machine."""
    command = [
        sys.executable,
        "-m",
        "fixtures",
        "cluster",
        "--scenario",
        "large",
        "--stop",
        "30000",
        "--format",
        "ndjson",
    ]
    command += ["--shards", str(SHARDS), "--workers", "2", "-o", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def made(folder: Path) -> list[Path]:
    """Return the shards that are there, in order."""
    return sorted(folder.glob("assistants-*"))


def workers(process: int) -> list[int]:
    """Return the processes of a cluster's workers: those that a process of its own watches over."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"spawn_main" in path.read_bytes():
                found.append(
                    (int((path.parent / "stat").read_text().rpartition(")")[2].split()[1]), int(path.parent.name))
                )
        except OSError:
            continue
    return [child for parent, child in found if parent == process]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc to find a worker in")
def test_a_lost_worker_and_a_lost_cluster_are_made_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One worker is killed: the run goes on. All are killed: the next run makes what is missing, and equals one run."""
    with start(tmp_path) as first:
        while first.poll() is None and len(made(tmp_path)) < 2:
            time.sleep(0.05)
        os.kill(workers(first.pid)[0], signal.SIGKILL)
        before = len(made(tmp_path))
        while first.poll() is None and len(made(tmp_path)) < before + 3:
            time.sleep(0.05)
        assert first.poll() is None or first.returncode == 0
        first.kill()
    arguments = ["--scenario", "large", "--stop", "30000", "--format", "ndjson", "--shards", str(SHARDS)]
    assert main(["cluster", *arguments, "--workers", "1", "-o", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{tmp_path}: 30,000 assistants in {SHARDS} files, ")
    assert 0 < int(said.split()[-6])
    assert bytes_of(JOB) == b"".join(path.read_bytes() for path in made(tmp_path))
    assert {*(path.name for path in made(tmp_path)), "_manifest.json"} == {path.name for path in tmp_path.iterdir()}
    assert main(["verify", str(tmp_path), "--current"]) == 0


def test_shards_of_parquet_are_one_data_set(tmp_path: Path) -> None:
    """Read as a folder, they are the rows of one file; what is there is not made again, what is missing is."""
    job = Job(format="parquet", scenario="large", stop=3_000)
    for number in range(1, 4):
        cluster.make_shard(job.part(number, 3), tmp_path)
    stamps = [path.stat().st_mtime_ns for path in made(tmp_path)]
    made(tmp_path)[1].unlink()
    for number in range(1, 4):
        cluster.make_shard(job.part(number, 3), tmp_path)
    assert [True, False, True] == [p.stat().st_mtime_ns == old for p, old in zip(made(tmp_path), stamps, strict=True)]
    (tmp_path / "whole").mkdir()
    whole = tmp_path / "whole" / "a.parquet"
    whole.write_bytes(bytes_of(job))
    parts = [parquet.read_table(path) for path in made(tmp_path)]
    assert parquet.read_table(whole).to_pylist() == [row for part in parts for row in part.to_pylist()]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--shards", "0"], "--shards 0: give 1 or more"),
        (["--shard", "1/2"], "--shard: a cluster makes all shards; say how many with --shards N"),
        (["--format", "pages"], "--format pages: is no data set; use generate"),
        (["--format", "parquet.gz"], "--format parquet.gz: parquet cannot be compressed as a whole; use parquet"),
    ],
)
def test_a_mistake_gets_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    """Exit code 2, and nothing made."""
    assert main(["cluster", "-o", str(tmp_path), *arguments]) == 2
    assert capsys.readouterr().err == f"freddy-fixtures: {message}\n"
    assert [] == list(tmp_path.iterdir())


def test_without_dask_nothing_is_begun(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says what to install, and no plan is left behind."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["cluster", "-o", str(tmp_path)]) == 2
    assert "pip install 'freddy-kit[cluster]'" in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())


def test_a_folder_of_another_data_set_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Shards of two would be mixed."""
    assert main(["generate", "-o", f"{tmp_path}/"]) == 0
    assert main(["cluster", "-o", str(tmp_path)]) == 2
    assert "holds another data set; choose another folder, or empty this one" in capsys.readouterr().err

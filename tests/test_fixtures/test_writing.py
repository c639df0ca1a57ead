"""A file is there whole or not at all: full disks, lost workers, killed runs, two runs at once."""

from __future__ import annotations

import gzip
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures import atomic, processes
from fixtures.cli import main
from fixtures.jobs import Job
from tests.test_fixtures.formats.made import bytes_of

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "fixtures", "generate"]
SOME = "17000"
"""Assistants in three chunks."""
LARGE = bytes_of(Job(scenario="large", stop=int(SOME)))
NARROW = Job(scenario="large", stop=int(SOME), fields=("id", "name"))
"""As many, quickly compressed."""


def run(*arguments: str, check: bool = True, **options: object) -> subprocess.CompletedProcess[str]:
    """Run `freddy-fixtures generate` as a process."""
    return subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, check=check, **options)  # type: ignore[call-overload,no-any-return]


def files(folder: Path) -> list[str]:
    """Return the names of a folder's files, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def finishes(path: Path) -> None:
    """Check that another run finishes in spite of what the last one left."""
    run("-o", str(path))
    assert path.read_bytes() == bytes_of(Job())


@pytest.mark.parametrize(("workers", "end"), [(1, "sql"), (2, "ndjson"), (3, "json")])
def test_any_number_of_processes_makes_the_same_file(tmp_path: Path, workers: int, end: str) -> None:
    """Chunks are written by whoever made them, at the place where they belong."""
    path = tmp_path / f"a.{end}"
    assert main(["generate", "--scenario", "large", "--stop", SOME, "-o", str(path), "--processes", str(workers)]) == 0
    assert path.read_bytes() == bytes_of(Job(format=end, scenario="large", stop=int(SOME)))
    assert [path.name] == files(tmp_path)


def test_several_processes_compress_the_same_file(tmp_path: Path) -> None:
    """Nobody knows before how long a chunk will be; other tools read all of them as one file."""
    made = []
    for workers in ("1", "2"):
        path = tmp_path / f"{workers}.ndjson.gz"
        arguments = ["--scenario", "large", "--stop", SOME, "--fields", "id,name", "--processes", workers]
        assert main(["generate", *arguments, "-o", str(path)]) == 0
        made.append(path.read_bytes())
    assert made[0] == made[1]
    unpacked = subprocess.run(["gzip", "-dc", str(path)], capture_output=True, check=True).stdout
    assert bytes_of(NARROW) == unpacked


def test_several_processes_write_to_a_pipe_in_order() -> None:
    """Each waits for its turn."""
    done = subprocess.run(
        [*COMMAND, "--scenario", "large", "--stop", SOME, "--processes", "2"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert done.stdout == LARGE


def test_a_chunk_too_large_to_hold_is_written_in_its_turn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Memory stays bounded however much is compressed; the bytes are the same."""
    monkeypatch.setattr(processes, "HELD", 1000)
    path = tmp_path / "a"
    path.touch()
    place, pipes = _alone()
    processes._work(replace(NARROW, compression="gz"), place, path)
    pipes.close()
    assert gzip.decompress(path.read_bytes()) == bytes_of(NARROW)


def _alone() -> tuple[processes._Place, object]:
    from multiprocessing import Pipe

    take, give = Pipe(duplex=False)
    hears, tells = Pipe(duplex=False)
    give.send(0)
    return processes._Place(0, 1, take, give, tells, os.getppid()), hears


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path, workers: str) -> None:
    """One line with the cause; no file, whole or half. A limit on a file's size stands for the disk."""
    path = tmp_path / "a.ndjson"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))

    done = run("--scenario", "large", "-o", str(path), "--processes", workers, check=False, preexec_fn=limit)
    assert done.returncode == 2
    assert done.stderr == (
        f"freddy-fixtures: {path}: File too large; no file was left half written, run again to finish\n"
    )
    assert [] == files(tmp_path)
    finishes(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_full_device_on_standard_output_is_told(workers: str) -> None:
    """The write fails, not only the end of the process."""
    with open("/dev/full", "wb") as full:
        command = [*COMMAND, "--scenario", "large", "--stop", SOME, "--processes", workers]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("freddy-fixtures: standard output: No space left on device")
    assert done.stderr.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where a folder should be."""
    (tmp_path / "file").touch()
    done = run("-o", str(tmp_path / "file" / "a.ndjson"), check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.fixture
def long_run(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Yield a run of two workers that is busy writing, and its file."""
    path = tmp_path / "a.ndjson"
    command = [*COMMAND, "--scenario", "huge", "-o", str(path), "--processes", "2"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        hidden = atomic.hidden_name(path)
        while process.poll() is None and not (hidden.exists() and hidden.stat().st_size > 1_000_000):
            time.sleep(0.01)
        try:
            yield process, path
        finally:
            process.kill()


def children(process: int) -> list[int]:
    """Return the workers of a process."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
            line = (path.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(text.rpartition(")")[2].split()[1]) == process and b"spawn_main" in line:
            found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc to find a worker in")
def test_a_lost_worker_leaves_nothing_and_the_next_run_finishes(
    long_run: tuple[subprocess.Popen[str], Path],
) -> None:
    """The message says which worker, and how it ended."""
    process, path = long_run
    os.kill(children(process.pid)[0], signal.SIGKILL)
    assert process.stderr is not None
    told = process.stderr.read()
    assert process.wait(20) == 2
    assert told.startswith("freddy-fixtures: worker ")
    assert told.endswith("was lost, ended by signal 9; nothing was left under its name, run again to finish\n")
    assert [] == files(path.parent)
    finishes(path)


def test_a_killed_run_leaves_no_file_under_its_name(long_run: tuple[subprocess.Popen[str], Path]) -> None:
    """What is left is hidden, and the next run writes over it; the workers end by themselves."""
    process, path = long_run
    workers = children(process.pid)
    process.kill()
    process.wait(20)
    assert files(path.parent) in ([], [f".{path.name}.partial"])
    for worker in workers:
        for _ in range(1000):
            if not Path(f"/proc/{worker}").exists() or "Z" in Path(f"/proc/{worker}/stat").read_text().split()[2]:
                break
            time.sleep(0.02)
    finishes(path)
    assert [path.name] == files(path.parent)


def test_an_interrupted_run_leaves_nothing(long_run: tuple[subprocess.Popen[str], Path]) -> None:
    """Ctrl-C gets one line."""
    process, path = long_run
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    assert process.stderr.read() == "freddy-fixtures: interrupted\n"
    assert process.wait(20) == 130
    assert [] == files(path.parent)


def test_two_runs_do_not_write_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second is told to wait; the first one's file is whole."""
    path = tmp_path / "a.ndjson"
    with atomic.replacing(path) as descriptor:
        assert main(["generate", "-o", str(path)]) == 2
        assert f"{path} is being written by another run; wait for it" in capsys.readouterr().err
        os.write(descriptor, b"first")
    assert path.read_bytes() == b"first"


def _failing() -> Iterator[bytes]:
    yield b"half"
    raise OSError("no more")


def test_an_old_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """Whoever reads meanwhile sees the old bytes."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="no more"):
        atomic.write(path, _failing())
    assert (path.read_bytes(), files(tmp_path)) == (b"old", ["a"])

"""Measure how fast `freddy-fixtures generate` writes full assistants as NDJSON, against the floor of the same machine.

`python benchmarks/generation.py` prints a Markdown table. The floor is what any program has to do: prebuilt lines
written to a file, one `write` a line, in CPU seconds of one process. Floor and generator take turns, so that both meet
the machine in the same moods; each line is the median of the rounds. A process counts from its start, imports included.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter

FLOOR = """
import sys
from pathlib import Path
from time import process_time

lines = Path(sys.argv[1]).read_bytes().splitlines(keepends=True)
began = process_time()
with open(sys.argv[2], "wb") as file:
    for _ in range(int(sys.argv[3])):
        for line in lines:
            file.write(line)
print(process_time() - began)
"""
SAMPLE = 100_000
"""Lines that the floor holds in memory; it writes them over and over."""


def generate(*arguments: str) -> list[str]:
    """Return the command that generates."""
    return [sys.executable, "-m", "fixtures", "generate", "--scenario", "huge", *arguments]


def floor(sample: Path, path: Path, count: int) -> float:
    """Return the CPU seconds in which prebuilt lines are written."""
    command = [sys.executable, "-c", FLOOR, str(sample), str(path), str(count // SAMPLE)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603


def cost(command: Sequence[str]) -> tuple[float, float]:
    """Return the CPU seconds and the seconds that a command takes."""
    before, began = getrusage(RUSAGE_CHILDREN), perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    took, after = perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took


def alone(*arguments: str) -> float:
    """Return the most memory, in MB, of a run in a process of its own."""
    program = (
        "import sys, resource; from fixtures.cli import main; main(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, *generate(*arguments)[3:]]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return float(done.stderr.split()[-1])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="assistants of a run (default: 1000000)")
    parser.add_argument("--memory", type=int, default=10_000_000, help="assistants of the run whose memory is told")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    lowest, one, two = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample, path = folder / "sample", folder / "out.ndjson"
        subprocess.run(generate("--count", str(SAMPLE), "-o", str(sample), "--format", "ndjson"), check=True)  # noqa: S603
        size = sample.stat().st_size / SAMPLE
        command = generate("--count", str(given.count), "-o", str(path))
        for _ in range(given.rounds):
            # Each writes a new file: writing over an old one is cheaper.
            lowest.append(floor(sample, path, given.count))
            path.unlink()
            one.append(cost(command))
            path.unlink()
            two.append(cost([*command, "--processes", "2"]))
            path.unlink()
    written = median(lowest)
    cpu, took = (median(each) for each in zip(*one, strict=True))
    cpu_of_two, took_by_two = (median(each) for each in zip(*two, strict=True))
    print(f"{given.count:,} full assistants of {size:,.0f} bytes, {os.cpu_count()} cores, medians of {given.rounds}\n")
    print("| | |\n| --- | ---: |")
    print(f"| the floor, prebuilt lines written | {given.count / written:,.0f} assistants a CPU second |")
    print(f"| `generate`, from its start | {given.count / cpu:,.0f} assistants a CPU second |")
    print(f"| share of the floor | {written / cpu:.0%} |")
    print(f"| CPU seconds of one process, of two | {cpu:.1f}, {cpu_of_two:.1f} |")
    print(f"| seconds of one process, of two | {took:.1f}, {took_by_two:.1f} |")
    print(f"| memory of a run of {given.memory:,} | {alone('--count', str(given.memory)):,.0f} MB |")


if __name__ == "__main__":
    main()

"""Measure how fast `freddy-fixtures generate` writes full assistants as NDJSON, against the floor of the same machine.

`python benchmarks/generation.py` prints a Markdown table. The floor is what any program has to do: prebuilt lines
written to a new file, one `write` a line. Floor and generator take turns, so that both meet the machine in the same
moods; a ratio is the median of the rounds' ratios. What is compared is CPU seconds, which other work on the machine
disturbs least; a run of the generator counts from its start, imports included, and the difference to a run of a tenth
tells what it costs once started. Whether two processes take half the time is told by the clock, too; the floor by two
processes says how much of two cores the machine can give.

Files go to memory (`/dev/shm`) where there is such a folder, so that no disk is measured; `--folder` names another.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter

FLOOR = """
import sys
from pathlib import Path
from time import perf_counter, process_time

lines = Path(sys.argv[1]).read_bytes().splitlines(keepends=True)
print("ready", flush=True)
sys.stdin.readline()
began, cpu = perf_counter(), process_time()
with open(sys.argv[2], "wb") as file:
    for _ in range(int(sys.argv[3])):
        for line in lines:
            file.write(line)
print(process_time() - cpu, began, perf_counter())
"""
SAMPLE = 50_000
"""Lines that the floor holds in memory; it writes them over and over."""
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run takes: seconds of the processor, of all its processes together, and of the clock."""

    cpu: float
    clock: float


def generate(*arguments: str) -> list[str]:
    """Return the command that generates."""
    return [sys.executable, "-m", "fixtures", "generate", "--scenario", "huge", *arguments]


def cost(command: Sequence[str]) -> Cost:
    """Return what a command takes from its start."""
    before, began = getrusage(RUSAGE_CHILDREN), perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    clock, after = perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock)


def floor(sample: Path, count: int, processes: int) -> Cost:
    """Return what it takes to write prebuilt lines, by one process or by several to a file each.

    What is written is a half, and counted twice: the second half costs what the first one does.
    """
    targets = [sample.with_name(f"floor-{number}") for number in range(processes)]
    times = str(count // 2 // SAMPLE // processes)
    commands = [[sys.executable, "-c", FLOOR, str(sample), str(target), times] for target in targets]
    writing = [subprocess.Popen(each, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for each in commands]  # noqa: S603
    for each in writing:
        if each.stdout is None or each.stdout.readline() != "ready\n":
            raise RuntimeError("the floor could not read its lines")
    told = [list(map(float, each.communicate("go\n")[0].split())) for each in writing]
    for target in targets:
        target.unlink()
    cpu, began, ended = zip(*told, strict=True)
    return Cost(2 * sum(cpu), 2 * (max(ended) - min(began)))


def memory(count: int) -> float:
    """Return the most memory, in MB, of a run in a process of its own."""
    program = (
        "import sys, resource; from fixtures.cli import main; main(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, *generate("--count", str(count))[3:]]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return float(done.stderr.split()[-1])


@dataclass(frozen=True, slots=True)
class Round:
    """Every run once, one after the other."""

    floor: Cost
    floor_by_two: Cost
    tenth: Cost
    one: Cost
    tenth_by_two: Cost
    two: Cost

    @property
    def later(self) -> float:
        """CPU seconds of one process after the first tenth: what the start costs is paid by then."""
        return self.one.cpu - self.tenth.cpu

    @property
    def later_by_two(self) -> float:
        """The same of two processes."""
        return self.two.cpu - self.tenth_by_two.cpu


def rounds(number: int, count: int, sample: Path) -> Iterator[Round]:
    """Yield so many rounds; each run writes a new file, as writing over an old one is cheaper."""
    target = sample.with_name("out.ndjson")

    def generated(count: int, processes: int) -> Cost:
        found = cost(generate("--count", str(count), "-o", str(target), "--processes", str(processes)))
        target.unlink()
        return found

    for _ in range(number):
        yield Round(
            floor(sample, count, 1),
            floor(sample, count, 2),
            generated(count // 10, 1),
            generated(count, 1),
            generated(count // 10, 2),
            generated(count, 2),
        )


def table(found: Sequence[Round], count: int) -> Iterator[str]:
    """Yield the lines of the table."""
    further = count - count // 10

    def each(written: int, cpu: float) -> str:
        return f"{written / cpu:,.0f} assistants a CPU second"

    yield "| | |\n| --- | ---: |"
    yield f"| the floor, prebuilt lines written | {each(count, median(of.floor.cpu for of in found))} |"
    yield f"| `generate`, from its start | {each(count, median(of.one.cpu for of in found))} |"
    yield f"| share of the floor | {median(of.floor.cpu / of.one.cpu for of in found):.0%} |"
    yield f"| `generate`, after the first {count // 10:,} | {each(further, median(of.later for of in found))} |"
    yield f"| share of the floor | {median(of.floor.cpu * further / count / of.later for of in found):.0%} |"
    dearer = median(of.floor_by_two.cpu / of.floor.cpu for of in found)
    yield f"| CPU seconds of two processes, to those of one, for the floor | {dearer:.2f} |"
    yield f"| for `generate` | {median(of.two.cpu / of.one.cpu for of in found):.2f} |"
    dearer = median(of.later_by_two / of.later for of in found)
    yield f"| for `generate`, after the first {count // 10:,} | {dearer:.2f} |"
    gained = median(of.floor.clock / of.floor_by_two.clock for of in found)
    yield f"| by the clock, two processes write the floor | {gained:.2f} times as fast as one |"
    gained = median(of.one.clock / of.two.clock for of in found)
    yield f"| by the clock, two processes generate | {gained:.2f} times as fast as one |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="assistants of a run (default: 1000000)")
    parser.add_argument("--memory", type=int, default=1_000_000, help="assistants of the run whose memory is told")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None)
    given = parser.parse_args()
    if given.count < 1 or given.count % (4 * SAMPLE):
        parser.error(f"--count {given.count}: give a multiple of {4 * SAMPLE}")
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        sample = Path(folder) / "sample"
        subprocess.run(generate("--count", str(SAMPLE), "-o", str(sample), "--format", "ndjson"), check=True)  # noqa: S603
        size = sample.stat().st_size / SAMPLE
        found = list(rounds(given.rounds, given.count, sample))
    print(f"{given.count:,} full assistants of {size:,.0f} bytes, medians of {given.rounds}\n")
    print("\n".join(table(found, given.count)))
    print(f"| memory of a run of {given.memory:,} | {memory(given.memory):,.0f} MB |")


if __name__ == "__main__":
    main()

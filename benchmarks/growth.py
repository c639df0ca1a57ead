"""Measure how the cost of a question grows with the number of assistants, from 100 to 1,000,000, as a table and a plot.

`python benchmarks/growth.py` asks one running mock of each size over the wire, on one connection, from another core:
questions asked before, fresh ones (offsets, filters and sorts mixed), and fresh searches. The largest world is also
held against what is asked of it.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from measuring import markdown, plot
from measuring.machine import heading, prepare
from measuring.material import HEADERS, OURS, PAGE
from measuring.publishing import add_options, progress, publish
from measuring.questions import documented, questions, terms
from measuring.running import HOST, FailedError, Launch, Running, Target, running

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
SERVE = """
import sys
from fixtures import scenarios
from mock_server.cli import main
scenarios.SCENARIOS["grown"] = scenarios.Scenario("as many as asked for", int(sys.argv.pop(1)))
sys.exit(main(["--scenario", "grown", *sys.argv[1:]]))
"""
"""The mock's own command, with a scenario of any size beside those that it has."""

REPEATED, FRESH = "asked before", ("fresh page", "fresh search")
KINDS = (REPEATED, *FRESH)


@dataclass(frozen=True, slots=True)
class Grown:
    """What was measured of one size: seconds to the first answer, MB, milliseconds of each question by kind."""

    size: int
    start: float
    memory: float
    milliseconds: dict[str, list[float]]


def world(size: int, folder: Path) -> Launch:
    """Return how the mock of a size is started."""
    command = (sys.executable, "-c", SERVE, str(size), "--log-format", "none")
    return Launch(lambda port: (*command, "--port", str(port)), folder, OURS)


@contextmanager
def asking(server: Running) -> Iterator[Callable[[str], tuple[float, bytes]]]:
    """Yield what asks for a path, on one connection, and returns milliseconds and body.

    A bare socket: a client library would cost as much as the answer.
    """
    head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": HOST, **HEADERS}.items())
    with socket.create_connection((HOST, server.port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def ask(path: str) -> tuple[float, bytes]:
            request = f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()
            began = perf_counter()
            connection.sendall(request)
            answer = whole(connection)
            took = perf_counter() - began
            status, _, body = answer.partition(b"\r\n\r\n")
            if not status.startswith(b"HTTP/1.1 200"):
                raise FailedError(f"{path} is answered with {status.splitlines()[0]!r}")
            return 1000 * took, body

        yield ask


def whole(connection: socket.socket) -> bytes:
    """Return the next answer, whose length its head tells."""
    answer, expected = b"", None
    while expected is None or len(answer) < expected:
        received = connection.recv(1 << 16)
        if not received:
            raise FailedError("the connection was closed within an answer")
        answer += received
        if expected is None and b"\r\n\r\n" in answer:
            expected = whole_length(answer)
    return answer


def whole_length(answer: bytes) -> int:
    """Return how long an answer is, from its head."""
    head, _, _ = answer.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    return len(head) + 4 + int(fields[b"content-length"])


def measure(size: int, count: int, folder: Path) -> Grown:
    """Measure the mock of a size, with so many fresh questions and fresh searches, and each of them again."""
    with running(world(size, folder), Target(PAGE, HEADERS)) as server, asking(server) as ask:
        listed = json.loads(ask(PAGE)[1])
        searches = terms([item["name"] for item in listed["assistants"]])
        pages = questions(count, offsets=listed["total"], searches=searches, searching=0)
        searched = questions(count, offsets=listed["total"], searches=searches, searching=1)
        milliseconds: dict[str, list[float]] = {kind: [] for kind in KINDS}
        # Kinds take turns, so that neither has the first, slow questions to itself.
        for pair in zip(pages, searched, strict=True):
            for kind, question in zip(FRESH, pair, strict=True):
                path = f"{PAGE}&{documented(question)}"
                milliseconds[kind].append(ask(path)[0])
                milliseconds[REPEATED].append(ask(path)[0])
        return Grown(size, server.seconds, server.megabytes(), milliseconds)


def late(values: Sequence[float]) -> float:
    """Return the value that one of a hundred is above."""
    return quantiles(values, n=100, method="inclusive")[-1]


def grown_table(sizes: Sequence[Grown]) -> str:
    """Return a row for each size: medians and p99 of each kind, start and memory."""
    headings = ["assistants", *(f"{kind}: p50, p99" for kind in KINDS), "start", "memory"]
    rows = [
        [
            f"{each.size:,}",
            *(f"{median(each.milliseconds[kind]):.2f}, {late(each.milliseconds[kind]):.2f} ms" for kind in KINDS),
            f"{each.start:.2f} s",
            f"{each.memory:,.0f} MB",
        ]
        for each in sizes
    ]
    return markdown.table(headings, rows)


def bounds_table(largest: Grown) -> str:
    """Return how the largest world keeps what is asked of it."""
    never_asked = [took for kind in FRESH for took in largest.milliseconds[kind]]
    measured = {
        "any fresh question, p50": (median(never_asked), 10, "ms"),
        "any fresh question, p99": (late(never_asked), 150, "ms"),
        "memory": (largest.memory, 1500, "MB"),
        "ready": (largest.start, 3, "s"),
    }
    rows = [
        [what, f"{value:,.1f} {unit}", f"under {bound:,} {unit}", markdown.verdict(value < bound)]
        for what, (value, bound, unit) in measured.items()
    ]
    return markdown.table([f"{largest.size:,} assistants", "", "asked for", ""], rows)


def main() -> None:
    """Print the tables, and write them and the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=300, help="of each fresh kind, for each size (default: 300)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    add_options(parser)
    given = parser.parse_args()
    prepare()
    sizes = []
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        for size in given.sizes:
            progress(f"{size:,} assistants")
            sizes.append(measure(size, given.questions, Path(folder)))
    text = "\n".join((f"{heading(sys.argv)}\n", grown_table(sizes), bounds_table(sizes[-1])))
    title = "Milliseconds from question to answer, medians (both scales logarithmic)"
    series = {kind: [(each.size, median(each.milliseconds[kind])) for each in sizes] for kind in KINDS}
    publish("growth", text, plot.lines(title, "assistants", series), given)


if __name__ == "__main__":
    main()

"""Measure how long the mock takes to list `large` (100,000 assistants) and `huge` (1,000,000), as a Markdown table.

`python benchmarks/selection.py` prints it. Each scenario runs in a process of its own, because the first answer is
counted from the start of the process, imports included; every other line is the median of a few different questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter, time
from typing import Any
from urllib.parse import urlencode

SCENARIOS = ("default", "large", "huge")
LINES = (
    "first answer, from the start of the process",
    "page of 50 that nobody asked for yet, at any depth",
    "the same page again",
    "another order, the first time",
    "another filter, in an order used before",
    "fresh three-letter search, the first one",
    "fresh three-letter search",
    "the same search again",
    "the same search in another order",
    "page of 50 whole assistants",
)
TERMS = ("ing", "ant", "bot", "ers", "ßen", "zzz", "100", "and")


@dataclass(frozen=True, slots=True)
class Measured:
    """What one process measured: milliseconds of every line, and the most memory that it took."""

    milliseconds: list[float]
    megabytes: float


def measure(scenario: str, started: float) -> Measured:
    """Measure a scenario in this process, which was started at a time of the clock."""
    from fixtures import make_world
    from mock_server.answers import Answers

    world = make_world(scenario=scenario)
    answers = Answers(world, clock=lambda: datetime.now(UTC))
    main, key = world.named("main"), world.api_key("member", "main")

    def ask(**parameters: object) -> float:
        query_string = urlencode({"organization_id": main.id, **parameters}).encode()
        asked = perf_counter()
        answer = answers.answer(query_string, key, None)
        took = perf_counter() - asked
        if answer.status != 200:
            raise RuntimeError(f"{query_string!r} was refused: {answer.body!r}")
        return 1000 * took

    def middle(questions: Iterable[dict[str, Any]]) -> float:
        return median([ask(**each) for each in questions])

    ask()
    first = 1000 * (time() - started)
    depths = [{"offset": len(main) * share // 20} for share in range(1, 12)]
    orders = [{"sort_by": by, "sort_order": "desc"} for by in ("name", "created_at", "updated_at")]
    searches = [{"search": term} for term in TERMS]
    milliseconds = [
        first,
        middle(depths),
        middle(depths),
        middle(orders),
        middle({**each, "include_inactive": "true"} for each in orders),
        ask(search="ong"),
        middle(searches),
        middle(searches),
        middle({**each, "sort_by": "created_at", "sort_order": "desc"} for each in searches),
        middle({**each, "fields": "full"} for each in depths),
    ]
    return Measured(milliseconds, getrusage(RUSAGE_SELF).ru_maxrss / 1000)


def run(scenario: str) -> Measured:
    """Measure a scenario in a fresh process."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(measure, scenario, time()).result()


def main() -> None:
    """Print the table."""
    # Imported here: the processes that are measured load this file, too.
    from measuring.machine import compile_ours

    compile_ours()  # as pip does: no user's first answer waits for a compiler
    runs = [run(scenario) for scenario in SCENARIOS]
    print("| |", " | ".join(f"`{scenario}`" for scenario in SCENARIOS), "|")
    print("| --- |", " | ".join("---:" for _ in SCENARIOS), "|")
    for line, *times in zip(LINES, *(each.milliseconds for each in runs), strict=True):
        print(f"| {line} |", " | ".join(f"{each:,.2f} ms" for each in times), "|")
    print("| memory |", " | ".join(f"{each.megabytes:,.0f} MB" for each in runs), "|")


if __name__ == "__main__":
    main()

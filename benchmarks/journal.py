"""Measure what the journal costs where an answer costs least: questions asked before.

`python benchmarks/journal.py` starts the mock twice, once with a journal that keeps nothing, loads both in turns with
`wrk`, and prints the ratio of what a CPU second of each answers.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from measuring import load, markdown
from measuring.machine import heading, prepare
from measuring.material import HEADERS, OURS, PAGE
from measuring.publishing import add_options, progress, publish
from measuring.running import Launch, Target, running

WITHOUT = """
import sys
from mock_server.cli import main
from mock_server.journal.journal import Journal
Journal.add = lambda *_: None
sys.exit(main(sys.argv[1:]))
"""
WITH = WITHOUT.replace("Journal.add = lambda *_: None\n", "")
MOST = 1.1
"""What the journal may cost at most, as a ratio."""


def launch(script: str, folder: Path) -> Launch:
    """Return how a mock is started."""
    command = (sys.executable, "-c", script, "--log-format", "none")
    return Launch(lambda port: (*command, "--port", str(port)), folder, OURS)


def ratios(rounds: int, seconds: int, folder: Path) -> list[tuple[float, float]]:
    """Return what a CPU second answers with the journal and without, in each round."""
    target, scratch = Target(PAGE, HEADERS), folder / "paths"
    with running(launch(WITH, folder), target) as kept, running(launch(WITHOUT, folder), target) as lost:
        found = []
        for number in range(rounds):
            progress(f"round {number + 1} of {rounds}")
            with_journal, without = (load.apply(each, target, seconds, (), scratch) for each in (kept, lost))
            found.append((with_journal.per_cpu_second, without.per_cpu_second))
        return found


def main() -> int:
    """Print a table; 1 when the journal costs more than a tenth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2, help="of each load")
    add_options(parser)
    given = parser.parse_args()
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        found = ratios(given.rounds, given.seconds, Path(folder))
    cost = median(without / kept for kept, without in found)
    rows = [
        ["with the journal", f"{median(kept for kept, _ in found):,.0f}"],
        ["without it", f"{median(without for _, without in found):,.0f}"],
        ["ratio, median of the rounds", f"{cost:.2f}, at most {MOST}: {markdown.verdict(cost <= MOST)}"],
    ]
    text = f"{heading(sys.argv)}\n\n{markdown.table(['questions asked before', 'answers a CPU second'], rows)}\n"
    publish("journal", text, "", given)
    return 0 if cost <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

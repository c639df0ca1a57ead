"""`freddy-contracts learn`: find the dialect that a deployment speaks, and write it for `freddy-mock --dialect`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from contracts.checks import census
from contracts.checks.learning.learn import learn as learn_dialect
from contracts.checks.learning.learner import Learned
from contracts.checks.report import files
from contracts.checks.report.clean import washer
from contracts.checks.report.text import printable, shorten
from contracts.checks.run import Run
from contracts.commands.asking import Asking, progress
from contracts.commands.connection import Connection, connect


def run(options: argparse.Namespace) -> int:
    """Learn, print what was found of each row, and write the dialect if a file was named."""
    if options.output:
        files.demand_writable("--output", options.output)
    connection = connect(options, os.environ)
    learned, items = learn(connection)
    wash = washer(connection.deployment.secrets)
    told = sys.stderr if options.output == files.STANDARD_OUTPUT else sys.stdout
    for line in table(learned):
        print(wash(line), file=told)
    print(f"\n{_conclusion(learned, items, connection.deployment.requests)}", file=told)
    if options.output:
        files.write("--output", options.output, learned.dialect.to_toml())
        if options.output != files.STANDARD_OUTPUT:
            print(f"written: {options.output}; serve it with freddy-mock --dialect {options.output}")
    return 0 if items else 2


def learn(connection: Connection) -> tuple[Learned, int]:
    """Return the dialect of a deployment, and the number of assistants it was learned from."""
    with connection.deployment as deployment, progress() as show:
        asking = Asking(deployment, lambda: datetime.now(UTC), show)
        asked = Run(asking, connection.scope())
        known = census.walk(asked.ask, connection.organization_id)
        return learn_dialect(asked.ask, known, connection.foreign_organization_id), len(known.items)


def table(learned: Learned) -> Iterator[str]:
    """Yield a line for every row: its reading, how it was found, and why."""
    found = list(learned.findings.values())
    rows = [("ROW", "READING", "OUTCOME", "WHY")]
    rows += [
        (
            each.row,
            each.reading,
            each.outcome,
            shorten(printable(each.note), 120),
        )
        for each in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        yield "  ".join([*(f"{cell:{width}}" for cell, width in zip(row[:3], widths, strict=True)), row[3]])


def _conclusion(learned: Learned, items: int, requests: int) -> str:
    if not items:
        return f"nothing to learn from: the list is empty ({requests} requests); ask about another organization"
    differences = learned.dialect.differences
    told = ", ".join(f"{row} = {reading}" for row, reading in differences.items()) or "none"
    return f"deviations from the documents: {told} ({requests} requests, {items} assistants)"

"""`freddy-contracts compare`: two deployments under the same questions; their verdicts and dialects, not their data."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from contracts.checks.report.result import Result
from contracts.checks.report.text import printable, shorten
from contracts.commands.check import Effort, judge, left_out
from contracts.commands.connection import Connection, connect
from contracts.commands.dialects import load
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import Dialect


def run(options: argparse.Namespace) -> int:
    """Judge both; return 0 where they agree, 1 where they differ, 2 where one of them shows nothing."""
    connections = connect(options, os.environ), connect(options, os.environ, "_2")
    dialect = None if options.dialect == "auto" else load(options.dialect)
    skip = left_out(options.only, options.skip)
    first, second = (_judged(each, dialect, skip) for each in connections)
    told = list(differences(first, second))
    print(f"{'the two differ' if told else 'the two agree'}:")
    for each in (first, second):
        print(f"  {printable(each.headline)}")
    for line in told:
        print(line)
    if {"too little exercised", "not judged"} & {first.summary, second.summary}:
        return 2
    return 1 if told else 0


def _judged(connection: Connection, dialect: Dialect | None, skip: frozenset[str]) -> Result:
    return judge(connection, connection.scope(skip=skip), dialect, Effort())


def differences(first: Result, second: Result) -> Iterator[str]:
    """Yield a line for every relation that ended otherwise, and for every row that is read otherwise.

    Relations that one deployment's data did not exercise, and rows that it did not decide, tell nothing of it.
    """
    for name, judged in first.verdict.judged.items():
        other = second.verdict.judged[name]
        one, two = first.outcome(judged), second.outcome(other)
        if one != two and "broken" in (one, two):
            yield f"\n{name}: {one} | {two}"
            for found in (judged, other):
                for violation in found.violations[:1]:
                    yield f"  {shorten(printable(violation.message), 300)}"
                    yield from (f"    {printable(each.curl)}" for each in violation.witness)
    for row in AMBIGUITIES:
        here, there = first.verdict.learned.findings[row], second.verdict.learned.findings[row]
        is_told = here.outcome != "not exercised" and there.outcome != "not exercised"
        if is_told and (here.reading, here.outcome) != (there.reading, there.outcome):
            means = " | ".join(each.reading if each.outcome == "learned" else each.outcome for each in (here, there))
            yield f"\n{row}: {means}\n  {AMBIGUITIES[row].question}"

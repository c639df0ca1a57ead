"""`freddy-contracts check`: judge a deployment, and tell the verdict in every form asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from typing import TextIO

from contracts.checks.asking.errors import AskingError, BudgetSpent, OutOfReach, UsageError
from contracts.checks.generating import engine
from contracts.checks.relation import RELATIONS, by_topic
from contracts.checks.report import baseline, console, files, github, har, html_page, json_text, junit, sarif
from contracts.checks.report.clean import clean, washer
from contracts.checks.report.result import Result, Summary
from contracts.checks.run import NOT_ASKED_AGAIN, Run, Scope
from contracts.checks.verdict import LEAST_ITEMS, Verdict
from contracts.commands.asking import Asking, progress
from contracts.commands.connection import Connection, connect, option_of
from contracts.commands.dialects import load
from contracts.commands.output import unless_closed
from contracts.commands.without_verdict import without_verdict
from contracts.schema.dialect import DOCUMENTED, Dialect, DialectError

KINDS: Mapping[str, Callable[[Result], str | Iterable[str]]] = {
    "json": json_text.document,
    "junit": junit.document,
    "html": html_page.document,
    "sarif": sarif.document,
    "github": github.document,
    "har": har.document,
}
"""Kinds of report that --report takes."""

EXIT_CODES: Mapping[Summary, int] = {"conforms": 0, "broken": 1, "too little exercised": 2, "not judged": 2}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report to write: its kind, and the file or `-`."""

    kind: str
    file: str


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is asked besides the plan: questions that Schemathesis generates, none for 0."""

    examples: int = 0
    seed: int = 1
    seconds: float = 60


def run(options: argparse.Namespace) -> int:
    """Check, and return the exit code."""
    wanted = _reports(options.report)
    asked: list[Asking] = []
    try:
        result = _judged(options, asked.append)
    except (AskingError, DialectError) as error:
        _write(without_verdict(error, options, next(iter(asked), None), _version()), wanted)
        raise
    _tell(result, wanted)
    return EXIT_CODES[result.summary]


def _judged(options: argparse.Namespace, watch: Callable[[Asking], None]) -> Result:
    connection = connect(options, os.environ)
    dialect = None if options.dialect == "auto" else load(options.dialect)
    skip = left_out(options.only, options.skip)
    known = _baseline(options)
    scope = connection.scope(strict=options.strict, skip=skip)
    if scope.foreign_organization_id == scope.organization_id:
        raise UsageError("--foreign-organization-id: is the organization asked about; name one the key does not open")
    effort = Effort(options.examples, options.seed, connection.deployment.limits.total_seconds)
    result = judge(connection, scope, dialect, effort, watch)
    result = replace(result, baseline=known, baseline_name=options.baseline or "")
    if options.baseline_update and result.unjudged is None:
        files.write("--baseline", options.baseline, baseline.updated(result))
        result = replace(result, baseline=frozenset(each.relation.name for each in result.verdict.broken))
    return result


def judge(
    connection: Connection,
    scope: Scope,
    dialect: Dialect | None,
    effort: Effort,
    watch: Callable[[Asking], None] = lambda _: None,
) -> Result:
    """Ask a deployment and return what was found, without secrets; `watch` is given what will ask."""
    deployment = connection.deployment
    blind = cut = None
    with deployment, progress() as show:
        asking = Asking(deployment, lambda: datetime.now(UTC), show)
        watch(asking)
        run = Run(asking, scope, dialect)
        verdict = run.judge()
        ended: AskingError | None = run.lost
        for label, option in (("second", "--second-api-key"), ("bearer", "--bearer")):
            if any(each.question.credentials == label and each.status == 401 for each in verdict.exchanges):
                raise UsageError(f"{option}: the deployment does not accept it; give one that it does, or leave it out")
        if effort.examples:
            verdict = engine.expecting(verdict, scope)
        if effort.examples and verdict.items >= LEAST_ITEMS and asking.spent is None and ended is None:
            generated = engine.generate(
                deployment, scope, verdict, seed=effort.seed, examples=effort.examples, seconds=effort.seconds
            )
            verdict, blind, ended = engine.merged(verdict, generated), generated.blindness, generated.ended
            cut = _CUT if generated.is_cut else None
    spent = ended if isinstance(ended, BudgetSpent) else asking.spent
    unjudged = str(ended) if isinstance(ended, OutOfReach) else _in_doubt(verdict)
    wash = washer(deployment.secrets)
    return Result(
        verdict=clean(verdict, wash),
        expected=dialect or DOCUMENTED,
        blind=blind,
        spent=wash(f"{spent}{option_of(spent)}") if spent else cut,
        unjudged=unjudged and wash(unjudged),
        started=tuple(asking.started),
        sent=deployment.sent_headers,
        version=_version(),
    )


EVERY = frozenset({*RELATIONS, *engine.AS_RELATIONS})
"""Names that --only and --skip take, besides topics."""


def _in_doubt(verdict: Verdict) -> str | None:
    """Return why a verdict is none, where what was contradicted could not be asked again."""
    doubted = [name for name, each in verdict.judged.items() if each.note == NOT_ASKED_AGAIN]
    return f"nothing more could be asked, and these were contradicted once: {', '.join(doubted)}" if doubted else None


_CUT = (
    "generated questions were stopped to leave requests and time for asking again; "
    "allow more (--max-requests, --max-time)"
)


def left_out(only: Iterable[str], skip: Iterable[str]) -> frozenset[str]:
    """Return the names of what is not judged, from names of relations, of Schemathesis' checks, and of topics."""
    chosen = _named("--only", only) if only else EVERY
    left = chosen - _named("--skip", skip)
    if not left:
        raise UsageError("--skip: leaves no relation to judge; skip less")
    return EVERY - left


def _named(option: str, names: Iterable[str]) -> frozenset[str]:
    topics = {topic: [each.name for each in relations] for topic, relations in by_topic().items()}
    topics[engine.TOPIC] = list(engine.AS_RELATIONS)
    found: set[str] = set()
    for name in names:
        if name not in EVERY and name not in topics:
            near = get_close_matches(name, [*sorted(EVERY), *topics], n=3)
            cure = f"did you mean {', '.join(near)}?" if near else "see freddy-contracts rules"
            raise UsageError(f"{option}: unknown relation {name[:80]!r}; {cure}")
        found.update(topics.get(name, [name]))
    return frozenset(found)


def _reports(given: Iterable[str]) -> list[Wanted]:
    """Return the reports to write, after trying each place."""
    wanted: list[Wanted] = []
    for text in given:
        kind, equals, file = text.partition("=")
        if kind not in KINDS:
            raise UsageError(f"--report: unknown kind {kind[:40]!r}; known: {', '.join(KINDS)}")
        if not equals or not file:
            raise UsageError(f"--report: {kind} names no file; write {kind}=FILE, or {kind}=- for standard output")
        if any(each.file == file for each in wanted):
            raise UsageError(f"--report: {file} is named twice; give every report its own file")
        files.demand_writable("--report", file)
        wanted.append(Wanted(kind, file))
    return wanted


def _baseline(options: argparse.Namespace) -> frozenset[str]:
    if not options.baseline:
        if options.baseline_update:
            raise UsageError("--baseline-update: needs to know which file; give --baseline FILE")
        return frozenset()
    if options.baseline_update:
        files.demand_writable("--baseline", options.baseline)
        if not os.path.exists(options.baseline):
            return frozenset()
    return baseline.read(options.baseline, EVERY)


def _tell(result: Result, wanted: Sequence[Wanted]) -> None:
    """Write every report, and the console's: to standard error where a document takes standard output.

    Annotations on standard output say the same to the same reader, so the console says nothing beside them.
    """
    printed = [each for each in wanted if each.file == files.STANDARD_OUTPUT]
    # Files first: whoever reads the output may close it before its end, as `head` does.
    _write(result, (each for each in wanted if each not in printed))
    with unless_closed():
        if not any(each.kind == "github" for each in printed):
            _print(console.lines(result), sys.stderr if printed else sys.stdout)
        _write(result, printed)


def _write(result: Result, wanted: Iterable[Wanted]) -> None:
    for each in wanted:
        files.write("--report", each.file, KINDS[each.kind](result))


def _print(lines: Iterable[console.Line], stream: TextIO) -> None:
    if not stream.isatty():
        for line in lines:
            print(line.text, file=stream)
        return
    from rich.console import Console
    from rich.text import Text

    terminal = Console(file=stream, highlight=False)
    for line in lines:
        terminal.print(Text(line.text, line.style), soft_wrap=True)


def _version() -> str:
    try:
        return version("freddy-kit")
    except PackageNotFoundError:
        return "unknown"

"""How much the kit sees: every defect of the mock, switched on alone, and the relation that catches it first.

The mock is started as a process and met over the wire, like any deployment.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.limits import Limits
from contracts.checks.identities import identities
from contracts.checks.run import Run, Scope
from contracts.checks.verdict import Judged, Verdict

SCHEMATHESIS = (sys.executable, "-m", "schemathesis.cli", "run")
MOCK = (sys.executable, "-m", "mock_server")
CALLER, SECOND = "editor", "member"
"""Who asks, of the mock's callers: somebody who owns, edits and views, and a colleague."""


@dataclass(frozen=True, slots=True)
class Mock:
    """A mock that runs: its address, its organizations by the end of their keys, its callers' keys."""

    base_url: str
    organizations: dict[str, str]
    keys: dict[str, str]


@dataclass(frozen=True, slots=True)
class Defect:
    """A named fault of the mock."""

    name: str
    topic: str
    story: str


@dataclass(frozen=True, slots=True)
class Caught:
    """How a defect ended: the relations that it breaks, the first of them, and how many requests that took."""

    defect: Defect
    relations: tuple[str, ...]
    first: str | None
    first_request: int
    requests: int
    stock: str | None = None
    """What Schemathesis says by itself: the code of its first failure, empty for none; None where it was not asked."""


def defects() -> list[Defect]:
    """Return every defect that the mock has."""
    done = subprocess.run([*MOCK, "--list-defects"], capture_output=True, text=True, check=True)  # noqa: S603
    rows = (re.split(r"\s{2,}", line.strip(), maxsplit=2) for line in done.stdout.splitlines() if line.strip())
    return [Defect(*row) for row in rows]


@contextmanager
def mock(*options: str) -> Iterator[Mock]:
    """Start a mock on a free port and read its banner; it is stopped when the context ends."""
    command = [*MOCK, "--port", "0", "--log-format", "none", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield _read_banner(process)
        finally:
            process.terminate()


def _read_banner(process: subprocess.Popen[str]) -> Mock:
    assert process.stdout is not None  # noqa: S101 - it was piped
    text = ""
    for line in process.stdout:
        text += line
        if "X-API-Key" in line:
            break
    address = re.search(r"http://[^\s/]+", text)
    if address is None:
        raise RuntimeError("the mock did not start; run freddy-mock to see why")
    return Mock(
        address.group(),
        dict(re.findall(r"^\s+_(\w+)\s+(org_\w+)", text, re.MULTILINE)),
        {name: key for name, key in re.findall(r"^\s+(\w+)\s+(ak_mock_\w+)", text, re.MULTILINE)},  # noqa: C416 - typed
    )


def check(running: Mock) -> Verdict:
    """Judge a mock with everything that the kit can be given: two keys, and a foreign organization."""
    known = identities(running.keys[CALLER], None, running.keys[SECOND])
    scope = Scope(
        running.organizations["main"],
        foreign_organization_id=running.organizations["abc123"],
        base_url=running.base_url,
        secrets=known["first"].secrets,
        has_second=True,
    )
    with Deployment(running.base_url, known, Limits(per_second=None)) as deployment:
        return Run(deployment.ask, scope).judge()


def ask_stock(running: Mock) -> str:
    """Run Schemathesis on a mock as anybody would, without this kit; return its first failure's code, or nothing."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [*SCHEMATHESIS, f"{running.base_url}/openapi.json", "-H", f"X-API-Key: {running.keys[CALLER]}"]
        options = ["--generation-database", "none", "--report", "json", "--report-json-path", str(report)]
        subprocess.run([*command, *options], capture_output=True, cwd=folder, check=False)  # noqa: S603
        if not report.is_file():
            return ""
        failures = json.loads(report.read_text("utf-8"))["failures"]
    return next((f"{each['code']} {each['title']}" for each in failures), "")


def try_defect(defect: Defect, *, stock: bool = False) -> Caught:
    """Start a mock with one defect and judge it; `stock` has Schemathesis alone judge it as well."""
    with mock("--defect", defect.name) as running:
        verdict = check(running)
        told = ask_stock(running) if stock else None
    first: Judged | None = min(verdict.broken, key=lambda judged: judged.first_request, default=None)
    return Caught(
        defect,
        tuple(judged.relation.name for judged in verdict.broken),
        first.relation.name if first else None,
        first.first_request if first else 0,
        verdict.requests,
        told,
    )


def measure(chosen: Sequence[Defect], *, workers: int = 2, stock: bool = False) -> Iterator[Caught]:
    """Try defects, some at a time, and yield how each ended, in their order."""
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(partial(try_defect, stock=stock), chosen)


def matrix(results: Sequence[Caught]) -> str:
    """Return the results as a Markdown table, and a last line that counts them."""
    stock = any(each.stock is not None for each in results)
    lines = [
        f"| defect | topic | caught by | at request | relations |{' stock Schemathesis |' if stock else ''}",
        f"| --- | --- | --- | ---: | ---: |{' --- |' if stock else ''}",
    ]
    for each in results:
        caught, place = (each.first, str(each.first_request)) if each.first else ("**nothing**", "")
        row = f"| `{each.defect.name}` | {each.defect.topic} | {caught} | {place} | {len(each.relations)} |"
        lines.append(f"{row} {each.stock} |" if each.stock is not None else row)
    found = [each for each in results if each.first]
    early = sum(each.first_request <= EARLY for each in found)
    lines += ["", f"{len(found)} of {len(results)} defects caught, {early} within the first {EARLY} requests."]
    if stock:
        lines.append(f"Stock Schemathesis: {sum(bool(each.stock) for each in results)} of {len(results)}.")
    return "\n".join(lines)


EARLY = 30
"""Requests within which most defects should show."""

"""The baseline: relations that are known to be broken, and do not fail a run until they are mended."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from contracts.checks.asking.errors import UsageError
from contracts.checks.report.result import Result
from contracts.checks.report.text import dump


def read(name: str, known: Collection[str]) -> frozenset[str]:
    """Return the relations that a baseline file names; raise `UsageError` for a file that is none."""
    path = Path(name)
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        cure = "write it with --baseline-update"
        raise UsageError(f"--baseline: {name}: {error.strerror}; {cure}") from error
    except ValueError as error:
        raise UsageError(f"--baseline: {name}: not JSON ({error}); write it anew with --baseline-update") from error
    broken = content.get("broken") if isinstance(content, dict) else None
    if not isinstance(broken, dict):
        raise UsageError(f'--baseline: {name}: has no object "broken"; write it anew with --baseline-update')
    for each in broken:
        if each not in known:
            raise UsageError(
                f"--baseline: {name}: unknown relation {each!r}; take it out, or see freddy-contracts rules"
            )
    return frozenset(broken)


def updated(result: Result) -> str:
    """Write the baseline that knows what is broken now; what this run could not tell stays known."""
    verdict = result.verdict
    broken = {name: each.violations[0].message for name, each in verdict.judged.items() if each.outcome == "broken"}
    untold = {
        name: "not told by the last run"
        for name in sorted(result.baseline - set(broken))
        if name not in verdict.judged or verdict.judged[name].outcome != "conforms"
    }
    return dump({"broken": broken | untold})

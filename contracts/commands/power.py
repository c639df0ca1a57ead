"""`freddy-contracts power`: how many of the mock's defects the kit catches, and with what."""

from __future__ import annotations

import argparse
import sys

from contracts.checks import power
from contracts.checks.asking.errors import UsageError


def run(options: argparse.Namespace) -> int:
    """Try defects and print the matrix; return 1 when one of them is not caught."""
    known = {defect.name: defect for defect in power.defects()}
    unknown = [name for name in options.defects if name not in known]
    if unknown:
        raise UsageError(f"unknown defect {', '.join(unknown)}; see freddy-mock --list-defects")
    chosen = [known[name] for name in options.defects] or list(known.values())
    results = []
    for number, caught in enumerate(power.measure(chosen, stock=options.stock), 1):
        results.append(caught)
        if sys.stderr.isatty():
            print(f"\r{number} of {len(chosen)}", end="", file=sys.stderr, flush=True)
    print(power.matrix(results))
    return 0 if all(each.first for each in results) else 1

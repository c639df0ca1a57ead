"""A process that has loaded all that `freddy-contracts` needs; each command is split off from it as one of its own.

To load it takes as long as most of the commands that are tried. The peak of memory is that of the command alone.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.test_contracts.checks import serving

_READY = """
import json, os, signal, sys
from contracts import cli
from contracts.checks import schemathesis_hooks
from contracts.checks.generating import engine
from contracts.commands import check
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if not child:
        signal.alarm(asked["seconds"])
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        for stream, name in enumerate(asked["streams"]):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), stream)
        sys.exit(cli.main(asked["arguments"]))
    _, status, used = os.wait4(child, 0)
    print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss]), flush=True)
"""
_MOST_SECONDS = 300
_UNIT = 2**20 if sys.platform == "darwin" else 2**10
"""Of the peak, in parts of a megabyte."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str
    megabytes: int


@lru_cache
def _ready() -> subprocess.Popen[str]:
    """Start it, untraced, which is twice as fast: other tests go the same ways in process."""
    kept = {name: value for name, value in serving.environment().items() if not name.startswith("COVERAGE_")}
    started = subprocess.Popen(
        [sys.executable, "-c", _READY], env=kept, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(started.communicate)
    return started


def run(arguments: Sequence[str], here: Path, streams: Path, environment: Mapping[str, str]) -> Ended:
    """Run the command in the folder `here`; what it prints is kept in the folder `streams`."""
    out, err = streams / "out", streams / "err"
    asked = {
        "arguments": arguments,
        "environment": dict(environment),
        "folder": str(here),
        "streams": [os.devnull, str(out), str(err)],
        "seconds": _MOST_SECONDS,
    }
    ready = _ready()
    assert ready.stdin is not None
    assert ready.stdout is not None
    print(json.dumps(asked), file=ready.stdin, flush=True)
    code, peak = json.loads(ready.stdout.readline())
    return Ended(code, out.read_text("utf-8"), err.read_text("utf-8"), peak // _UNIT)

"""What a measurement is made on: the machine and the versions, for whoever compares."""

from __future__ import annotations

import os
import platform
import re
import shlex
import signal
import sys
from collections.abc import Mapping, Sequence
from compileall import compile_dir
from datetime import date
from pathlib import Path

from measuring import ROOT
from measuring.installing import UnavailableError, find, told_version
from measuring.running import CLIENT_CORE

PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "wrk": ("wrk", "-v"),
    "Node": ("node", "--version"),
    "Java": ("java", "-version"),
}


def processor() -> str:
    """Return the name of the processor."""
    found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1] if found else platform.machine()


def versions() -> list[str]:
    """Return the versions of everything that servers run on."""
    told = [f"Linux {platform.release()}", f"Python {platform.python_version()}"]
    for name, (program, *options) in PROGRAMS.items():
        try:
            told.append(f"{name} {told_version([find(program), *options])}")
        except UnavailableError:
            told.append(f"no {name}")
    return told


def heading(arguments: Sequence[str]) -> str:
    """Return the command, as `sys.argv` has it, the day and the machine, in a sentence."""
    command = shlex.join(("python", str(Path(arguments[0]).resolve().relative_to(ROOT)), *arguments[1:]))
    cores = f"{os.cpu_count()} cores of {processor()}"
    return f"`{command}`, {date.today()}, {cores}; {', '.join(versions())}."


def compile_ours() -> None:
    """Write the bytecode of our packages, whatever `PYTHONDONTWRITEBYTECODE` says."""
    for package in ("contracts", "fixtures", "mock_server"):
        compile_dir(ROOT / package, quiet=1)


def prepare() -> None:
    """Keep this process off the servers' core, and let it end its servers when it is told to end.

    SystemExit with the reason where there is one core only.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    if not hasattr(os, "sched_setaffinity") or CLIENT_CORE not in os.sched_getaffinity(0):
        sys.exit("two cores of a Linux machine are needed: one for the server, one for who asks")
    os.sched_setaffinity(0, {CLIENT_CORE})

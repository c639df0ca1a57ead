"""Servers as processes: started on a core of their own, their first answer waited for, counted, and ended again.

A server is all processes of a session: whatever it starts has the id of the process that was started here.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter, sleep

HOST = "127.0.0.1"
SERVER_CORE, CLIENT_CORE = 0, 1
TICK = os.sysconf("SC_CLK_TCK")
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
LONGEST_START = 60.0
LONGEST_STOP = 5.0


class FailedError(Exception):
    """A server did not do what it was started for; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a server is asked for."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Launch:
    """How a server is started, given a port; `environment` adds to ours."""

    command: Callable[[int], Sequence[str]]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers, and the seconds from its start to its first answer."""

    session: int
    port: int
    seconds: float

    @property
    def origin(self) -> str:
        """Where it is."""
        return f"http://{HOST}:{self.port}"

    def cpu_seconds(self) -> float:
        """Return the CPU seconds used so far, those of processes that ended included."""
        return sum(each.ticks for each in processes(self.session)) / TICK

    def megabytes(self) -> float:
        """Return the memory that is resident now."""
        return sum(each.pages for each in processes(self.session)) * PAGE_SIZE / 1e6


@dataclass(frozen=True, slots=True)
class Process:
    """A line of /proc/PID/stat: ticks of the CPU, those of children that ended included, and resident pages."""

    session: int
    ticks: int
    pages: int


def read_stat(line: str) -> Process:
    """Read a line of /proc/PID/stat; the name in it may hold spaces and parentheses."""
    _, _, rest = line.rpartition(")")
    values = rest.split()  # from the third field on: state, parent, group, session, ...
    return Process(session=int(values[3]), ticks=sum(map(int, values[11:15])), pages=int(values[21]))


def processes(session: int) -> Iterator[Process]:
    """Yield the processes of a session."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            process = read_stat(path.read_text())
            if process.session == session:
                yield process


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        port: int = asked.getsockname()[1]
        return port


def get(port: int, target: Target, timeout: float = 10.0) -> tuple[int, bytes]:
    """Ask once, on a connection of its own; return status and body."""
    connection = HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request("GET", target.path, headers=dict(target.headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def running(launch: Launch, target: Target) -> Iterator[Running]:
    """Start a server, yield it when it has answered, and end it; FailedError when it does not answer."""
    port = free_port()
    complaints = launch.folder / f"stderr-{port}"
    command = ["taskset", "-c", str(SERVER_CORE), *launch.command(port)]
    with complaints.open("wb") as errors:
        began = perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the table's own commands
            command,
            cwd=launch.folder,
            env={**_as_installed(os.environ), **launch.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        try:
            yield Running(process.pid, port, _first_answer(process, port, target, began, complaints))
        finally:
            _end(process)


def _as_installed(environment: Mapping[str, str]) -> dict[str, str]:
    """Return our environment for servers: what pip installs has its bytecode, and the mock may write its own once."""
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _first_answer(process: subprocess.Popen[bytes], port: int, target: Target, began: float, complaints: Path) -> float:
    seen = "no connection"
    while (seconds := perf_counter() - began) < LONGEST_START:
        if process.poll() is not None:
            raise FailedError(f"ended with code {process.returncode}: {_complaint(complaints)}")
        try:
            status, _ = get(port, target)
        except (OSError, HTTPException) as error:
            seen = str(error)
        else:
            if status == 200:
                return perf_counter() - began
            seen = f"status {status}"
        sleep(0.002)
    raise FailedError(f"no answer within {seconds:.0f} s: {seen}")


def _complaint(complaints: Path) -> str:
    lines = [line.strip() for line in complaints.read_text(errors="replace").split("\n") if line.strip()]
    # Node ends with its version, Java with a trace: the error stands above.
    telling = [line for line in lines if "error" in line.lower()]
    return (telling or lines or ["it said nothing"])[-1]


def _end(process: subprocess.Popen[bytes]) -> None:
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal_number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(LONGEST_STOP)

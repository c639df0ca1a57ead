"""Several processes that answer at one port, and a small one above them that starts and ends them.

The sockets belong to the parent. On Linux each worker has one of its own, so that the system spreads connections
evenly; and as it stays open when its worker dies, who connects meanwhile waits for the next worker instead of being
refused. Elsewhere all share one.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from mock_server import logs
from mock_server.serving.server import BACKLOG, STOP_SECONDS, listen
from mock_server.settings import UsageError

YOUNG_SECONDS = 1.0
"""Who replaces a worker that died younger than this waits for as long first."""
_AWAITED = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}) if hasattr(signal, "SIGCHLD") else frozenset()

Work = Callable[[int, int], int]
"""What a worker does, given its number and a pipe that ends with the parent; returns its exit code."""


def listen_each(host: str, port: int, count: int) -> list[socket.socket]:
    """Return a listening socket for each worker; raises `UsageError` with the cure."""
    if not hasattr(os, "fork"):
        raise UsageError("--workers: this system has no fork; start several replicas with --state instead")
    only = listen(host, port)  # alone first: sockets that share a port would not notice that it is taken
    if sys.platform != "linux":
        return [only] * count
    address = only.getsockname()
    only.close()
    return [_sharing(only.family, address) for _ in range(count)]


def _sharing(family: int, address: tuple[object, ...]) -> socket.socket:
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.bind(address)
    listening.listen(BACKLOG)
    return listening


class Parent:
    """Starts workers, puts another in the place of one that died, and ends them all."""

    def __init__(self, work: Work, count: int) -> None:
        """Start nothing yet."""
        self._work = work
        self._count = count
        self._workers: dict[int, tuple[int, float]] = {}  # process id -> number, and when it began
        self._reading, self._writing = os.pipe()

    def run(self, begun: Callable[[], None]) -> int:
        """Work until a signal ends it; `begun` is called when all are there. Returns an exit code, as a worker too."""
        signal.signal(signal.SIGCHLD, lambda *_: None)  # some systems forget a signal that nobody handles
        # Waited for, not handled: a handler could come between a worker's start and its being noted.
        signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
        for number in range(self._count):
            if self._start(number):
                return self._as_worker(number)
        begun()
        while signal.sigwait(_AWAITED) == signal.SIGCHLD:
            for number, pause in self._dead():
                if self._start(number):
                    return self._as_worker(number, pause)
        self._end()
        return 0

    def _start(self, number: int) -> bool:
        """Start a worker; True in the worker itself."""
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if process == 0:
            return True
        self._workers[process] = (number, time.monotonic())
        return False

    def _as_worker(self, number: int, pause: float = 0.0) -> int:
        os.close(self._writing)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _AWAITED)
        time.sleep(pause)  # here: the parent must heed signals
        return self._work(number, self._reading)

    def _dead(self) -> list[tuple[int, float]]:
        """Return the numbers of workers that died, and for how long who replaces them waits."""
        found = []
        for process in list(self._workers):
            if os.waitpid(process, os.WNOHANG)[0]:
                number, began = self._workers.pop(process)
                logs.tell(f"worker {number + 1} (process {process}) died; another takes its place", wrong=True)
                found.append((number, YOUNG_SECONDS if time.monotonic() - began < YOUNG_SECONDS else 0.0))
        return found

    def _end(self) -> None:
        for process in self._workers:
            os.kill(process, signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS + 2
        while self._workers and time.monotonic() < until:
            for process in list(self._workers):
                if os.waitpid(process, os.WNOHANG)[0]:
                    del self._workers[process]
            time.sleep(0.01)
        for process in self._workers:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)

"""A real Redis, and replicas of a mock that share their state in it."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import pytest

from fixtures.world import make_world
from mock_server.mock import Mock
from mock_server.sharing import members, redis_log
from mock_server.sharing.joining import shared
from mock_server.state import State
from tests.needs import program

STATE = State(make_world())
DATABASES = 200


class Redis:
    """A Redis server that can be stopped, held and started again; it keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        """Start it on a free port."""
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        self._program, self._folder = program("redis-server"), folder
        self._databases = count()
        self.begin()

    def begin(self) -> None:
        """Start it, empty."""
        options = ["--port", str(self.port), "--save", "", "--databases", str(DATABASES), "--daemonize", "no"]
        self._process = subprocess.Popen([self._program, *options], cwd=self._folder, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.01)
            else:
                return
        raise TimeoutError("redis-server does not listen")

    def end(self) -> None:
        """Kill it; all that it held is lost."""
        self._process.kill()
        self._process.wait(timeout=10)

    def hold(self) -> None:
        """Let it answer nobody."""
        self._process.send_signal(signal.SIGSTOP)

    def release(self) -> None:
        """Let it answer again."""
        self._process.send_signal(signal.SIGCONT)

    def url(self) -> str:
        """Return the URL of a database that nobody has used."""
        return f"redis://127.0.0.1:{self.port}/{next(self._databases)}"


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """Return a Redis that is always there."""
    server = Redis(tmp_path_factory.mktemp("redis"))
    yield server
    server.end()


@pytest.fixture
def frail_redis(tmp_path: Path) -> Iterator[Redis]:
    """Return a Redis that a test may hold and stop."""
    server = Redis(tmp_path)
    yield server
    server.release()
    server.end()


@pytest.fixture
def short_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let replicas in process answer unheard for half the time, so that tests wait for less."""
    for module in (members, redis_log):
        monkeypatch.setattr(module, "LEASE", 1.0)


Replicate = Callable[..., Mock]


@pytest.fixture
def replicate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replicate]:
    """Return a function that starts a replica in a database; all end with the test, sooner than in life."""
    monkeypatch.setattr(redis_log, "BEAT", 0.1)
    with ExitStack() as stack:

        def begin(url: str, state: State = STATE) -> Mock:
            mock, follow = stack.enter_context(shared(url, state))
            follow()
            return mock

        yield begin


def eventually(is_so: Callable[[], bool], seconds: float = 10) -> bool:
    """Return whether something becomes so."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True

"""The mock in process and as a command: a world, a client for its application, and servers on real sockets."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from fixtures.world import World, make_world
from mock_server.app import create_app

ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 11, 11, 10, 30, tzinfo=UTC)
KEY = "ak_mock_owner_main"
MAIN = "org_72e0224eca9c0d0340df3880d0d353b3"
HEADERS = {"X-API-Key": KEY}
PAGE = f"/v1/assistants?organization_id={MAIN}"


@pytest.fixture(scope="session")
def world() -> World:
    """Make the default world."""
    return make_world()


@pytest.fixture(scope="session")
def client(world: World) -> FlaskClient:
    """Return a client of the mock in process; its clock stands still."""
    return create_app(world, clock=lambda: NOW).test_client()


@dataclass
class Running:
    """A mock that was started as a command."""

    process: subprocess.Popen[str]
    banner: str

    @property
    def port(self) -> int:
        """The port that its banner names."""
        found = re.search(r"https?://[^/\s]*:([0-9]+)", self.banner)
        assert found is not None
        return int(found[1])

    def send(self, data: bytes, *, timeout: float = 10) -> bytes:
        """Send bytes as they are and return everything that comes back until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def ask(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> tuple[HTTPResponse, bytes]:
        """Ask on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers=HEADERS | (headers or {}))
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send it a signal; return its exit code and everything it wrote to stderr."""
        self.process.send_signal(number)
        _, told = self.process.communicate(timeout=10)
        return self.process.returncode, told


Start = Callable[..., Running]


def clean_environment(**variables: str) -> dict[str, str]:
    """Return this process's environment without the mock's own variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FREDDY_")}
    return kept | {"PYTHONPATH": str(ROOT)} | variables


def _read_banner(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "X-API-Key:" in line:
            break
    return "".join(lines)


@pytest.fixture(scope="session")
def start() -> Iterator[Start]:
    """Return a function that starts `python -m mock_server`; what it started ends with the tests."""
    started: list[subprocess.Popen[str]] = []

    def begin(*options: str) -> Running:
        process = subprocess.Popen(
            [sys.executable, "-m", "mock_server", "--port", "0", *options],
            cwd=ROOT,
            env=clean_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return Running(process, _read_banner(process))

    yield begin
    for process in started:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture(scope="session")
def server(start: Start) -> Running:
    """Return one running mock that all tests may ask."""
    return start("--log-format", "none")

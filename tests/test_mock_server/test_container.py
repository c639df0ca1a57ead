"""As the only process of a container: told by the environment, heard at once, gone when asked to go."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_mock_server.conftest import KEY, MAIN, ROOT

UNSHARE = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child")
VARIABLES = {"HOST": "0.0.0.0", "PORT": "0", "LOG_FORMAT": "json", "SCENARIO": "one-over"}  # noqa: S104 - as there


@pytest.fixture
def first_of_its_own() -> tuple[str, ...]:
    """Return the command that makes a process the first one, as it is in a container; it gets no signal by default."""
    try:
        subprocess.run([*UNSHARE, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"this machine lets nobody number processes anew: {error}")
    return UNSHARE


def asked(head: str) -> bytes:
    """Return a request for the main organization."""
    url = f"/v1/assistants?organization_id={MAIN}"
    return f"GET {url} HTTP/1.1\r\nHost: h\r\nX-API-Key: {KEY}\r\n{head}\r\n".encode()


def test_first_process_ends_when_asked_to(first_of_its_own: tuple[str, ...], tmp_path: Path) -> None:
    """With exit code 0, although clients are connected and one waits; its lines come while it runs, not at the end."""
    environment = {f"FREDDY_MOCK_{name}": value for name, value in VARIABLES.items()}
    started = subprocess.Popen(
        [*first_of_its_own, sys.executable, "-m", "mock_server"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), **environment},  # no PATH, HOME or TERM either
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stderr is not None
    banner = "".join(iter(started.stdout.readline, '  -H "X-API-Key: $FREDDY_API_KEY"\n'))
    found = re.search(r"http://127\.0\.0\.1:([0-9]+)", banner)
    assert found is not None
    assert "scenario one-over" in banner
    address = ("127.0.0.1", int(found[1]))
    with socket.create_connection(address, timeout=10) as idle, socket.create_connection(address, timeout=10) as stuck:
        idle.sendall(asked(""))
        assert idle.recv(12) == b"HTTP/1.1 200"
        stuck.sendall(asked("Prefer: fault=timeout\r\n"))
        told = [json.loads(started.stderr.readline()) for _ in range(2)]
        children = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text(encoding="ascii")
        os.kill(int(children), signal.SIGTERM)
        _, rest = started.communicate(timeout=10)
    assert [each["path"].partition("?")[0] for each in told] == ["/v1/assistants"] * 2
    assert (started.returncode, rest) == (0, "")

"""Servers are charged with all that they start, timed, and ended."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from measuring.running import FailedError, Launch, Process, Target, processes, read_stat, running


def test_a_line_of_proc_is_read() -> None:
    """A name with spaces and parentheses moves no field; children that ended count."""
    fields = "S 1 77 78 0 -1 4194560 5 6 0 0 30 12 4 1 20 0 3 0 999 123456 640 18446744073709551615 1 1"
    assert read_stat(f"79 (node (a) b) {fields}\n") == Process(session=78, ticks=47, pages=640)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells of processes in /proc")
def test_a_server_is_timed_and_ended(tmp_path: Path) -> None:
    """Its first answer ends the start; nothing of its session is left behind."""
    launch = Launch(lambda port: (sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"), tmp_path)
    with running(launch, Target("/")) as server:
        assert server.seconds > 0
        assert server.megabytes() > 1
        assert server.cpu_seconds() > 0
    assert list(processes(server.session)) == []
    assert os.getsid(0) != server.session


def test_a_server_may_write_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else ours would be compiled at every start, and what pip installed would not."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    script = "import sys; raise SystemExit(f'error: {sys.dont_write_bytecode}')"
    with pytest.raises(FailedError, match="error: False"), running(_ending(script, tmp_path), Target("/")):
        pass


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells of processes in /proc")
def test_a_server_that_ends_says_why(tmp_path: Path) -> None:
    """The last line of its errors is the reason."""
    launch = _ending("raise SystemExit('error: no such option')", tmp_path)
    with pytest.raises(FailedError, match="ended with code 1: error: no such option"), running(launch, Target("/")):
        pass


def _ending(script: str, folder: Path) -> Launch:
    return Launch(lambda _: (sys.executable, "-c", script), folder)

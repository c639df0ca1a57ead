"""What is installed, and what is said of it when it is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from measuring import installing
from measuring.installing import Installed, Npm, UnavailableError, told_version


def test_a_version_is_read_off_what_a_program_prints() -> None:
    """The first number with points in it, on either stream."""
    assert told_version([sys.executable, "-c", "import sys; print('wrk 2 v4.1.0', file=sys.stderr)"]) == "4.1.0"
    assert told_version([sys.executable, "-c", ""]) == "unknown"


@pytest.mark.parametrize("package", [Npm("json-server", "1"), Installed(("node", "--version"))])
def test_a_missing_program_is_named_with_its_cure(
    package: Npm | Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason that the table shows."""
    monkeypatch.setattr(installing, "PATH", str(tmp_path))
    with pytest.raises(UnavailableError, match="node is not on the PATH: apt-get install nodejs npm"):
        package.install(tmp_path)


def test_a_peer_that_is_there_is_not_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No registry is asked: npm itself cannot even be run here."""
    for program in ("node", "npm"):
        (tmp_path / program).write_text("#!/bin/false")
        (tmp_path / program).chmod(0o700)
    monkeypatch.setattr(installing, "PATH", str(tmp_path))
    package = Npm("@a/b", "1.2")
    (package.home(tmp_path) / "node_modules" / "@a/b").mkdir(parents=True)
    assert package.install(tmp_path) == "1.2"

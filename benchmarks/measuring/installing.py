"""Peers from their registries, each in a version of its own, in a folder outside the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measuring import ROOT

LONGEST = 300
PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
"""Debian has nginx where only root's PATH looks."""

CURES: Mapping[str, str] = {
    "wrk": "apt-get install wrk, brew install wrk, or github.com/wg/wrk",
    "nginx": "apt-get install nginx-light, or brew install nginx",
    "node": "apt-get install nodejs npm, or nodejs.org",
    "npm": "apt-get install nodejs npm, or nodejs.org",
    "java": "apt-get install default-jre-headless",
}
"""What installs a program."""


class UnavailableError(Exception):
    """A peer cannot be had here; the text is the reason, with the cure where there is one."""


@dataclass(frozen=True, slots=True)
class Npm:
    """A package of the npm registry, and the programs that run it."""

    name: str
    version: str
    needs: tuple[str, ...] = ("node", "npm")

    def install(self, folder: Path) -> str:
        """Install it unless it is there, and return the version."""
        for program in self.needs:
            find(program)
        home = self.home(folder)
        if not (home / "node_modules" / self.name).is_dir():
            # Scripts of packages are not run: none of the peers needs them.
            options = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
            _run([find("npm"), "install", *options, "--prefix", str(home), f"{self.name}@{self.version}"])
        return self.version

    def home(self, folder: Path) -> Path:
        """Return where it is installed."""
        return folder / f"{self.name.replace('/', '-')}-{self.version}"


@dataclass(frozen=True, slots=True)
class Pip:
    """Packages of PyPI, as `name==version`, in an environment of their own."""

    packages: tuple[str, ...]

    def install(self, folder: Path) -> str:
        """Install them unless they are there, and return their versions."""
        home = self.home(folder)
        done = home / "installed"
        if not done.exists():
            _run([sys.executable, "-m", "venv", "--clear", str(home)])
            _run([str(home / "bin" / "pip"), "install", "--quiet", *self.packages])
            done.touch()
        return ", ".join(each.partition("==")[2] for each in self.packages)

    def home(self, folder: Path) -> Path:
        """Return where they are installed."""
        return folder / re.sub(r"[^\w.]+", "-", "-".join(self.packages))


@dataclass(frozen=True, slots=True)
class Installed:
    """A program that the machine has, as the command that tells its version."""

    tells_version: tuple[str, ...]

    def install(self, folder: Path) -> str:
        """Return the version of the program."""
        program, *options = self.tells_version
        return told_version([find(program), *options])


def find(program: str) -> str:
    """Return the path of a program; UnavailableError, with the cure, when there is none."""
    path = shutil.which(program, path=PATH)
    if path is None:
        raise UnavailableError(f"{program} is not on the PATH: {CURES.get(program, 'install it')}")
    return path


def told_version(command: Sequence[str]) -> str:
    """Return the first number with points in it that a command prints, or `unknown`."""
    # wrk tells its version and exits with 1.
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST, cwd=ROOT)  # noqa: S603
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else "unknown"


def _run(command: Sequence[str]) -> None:
    try:
        subprocess.run(command, capture_output=True, text=True, check=True, timeout=LONGEST)  # noqa: S603
    except subprocess.CalledProcessError as error:
        lines = [line for line in error.stderr.split("\n") if line.strip()]
        raise UnavailableError(lines[-1] if lines else f"{command[0]} ended with code {error.returncode}") from error
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(f"not installed within {LONGEST} s; try again") from error

"""The console's files and the document: what is the same for every mock."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mock_server.control_api.call import Call, Told
from mock_server.control_api.failure import Failure, shown

CONSOLE = Path(__file__).parents[1] / "console"
INDEX = "index.html"

KINDS: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""Ending of a file of the console -> its content type; no other is given."""


@cache
def files() -> Mapping[str, bytes]:
    """Return the console's files by name: what a call asks for is looked up here, and is never a path."""
    found = sorted(CONSOLE.glob("*")) if CONSOLE.is_dir() else []
    return {each.name: each.read_bytes() for each in found if each.suffix in KINDS}


def _file(name: str) -> Told:
    if name not in files():
        raise Failure(404, f"{shown(name)}: is no file of the console; it has {', '.join(files()) or 'none'}")
    return Told(200, files()[name], KINDS[Path(name).suffix])


# --- operations


def get_console(_: Call) -> Told:
    """Show the console."""
    return _file(INDEX)


def get_console_file(call: Call) -> Told:
    """Give a file of the console."""
    return _file(call.places["name"])

"""Report files: tried before the run starts, and written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from contracts.checks.asking.errors import UsageError

STANDARD_OUTPUT = "-"


def demand_writable(option: str, name: str) -> None:
    """Raise `UsageError` where a file could not be written; nothing is left behind."""
    if name == STANDARD_OUTPUT:
        return
    path = Path(name)
    try:
        if path.is_dir():
            raise UsageError(f"{option}: {name} is a directory; name a file in it")
        if not path.parent.is_dir():
            raise UsageError(f"{option}: the directory {path.parent} does not exist; make it first")
        _try(path)
    except OSError as error:
        raise _unwritable(option, name, error) from error


def _try(path: Path) -> None:
    if _is_special(path):
        path.open("ab").close()
    else:
        beside = _beside(path)
        beside.open("xb").close()
        beside.unlink()


def write(option: str, name: str, text: str | Iterable[str]) -> None:
    """Write a text, or its pieces, as UTF-8: beside the file first, then in its place; `-` is standard output."""
    data = (piece.encode("utf-8", "backslashreplace") for piece in ([text] if isinstance(text, str) else text))
    if name == STANDARD_OUTPUT:
        sys.stdout.writelines(piece.decode() for piece in data)
        return
    path = Path(name)
    try:
        if _is_special(path):
            _fill(path, data)
            return
        beside = _beside(path)
        try:
            _fill(beside, data)
            beside.replace(path.resolve())
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(option, name, error) from error


def _fill(path: Path, data: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(data)


def _unwritable(option: str, name: str, error: OSError) -> UsageError:
    return UsageError(f"{option}: {name} cannot be written ({error.strerror}); name another place")


def _is_special(path: Path) -> bool:
    """Whether a path is a pipe or a device, such as /dev/null, that must not be replaced."""
    return path.exists() and not path.is_file()


def _beside(path: Path) -> Path:
    resolved = path.resolve()
    return resolved.with_name(f".{resolved.name}.{os.getpid()}.part")

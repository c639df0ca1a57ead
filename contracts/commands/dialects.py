"""Dialects by name or file."""

from __future__ import annotations

from pathlib import Path

from contracts.schema import dialect
from contracts.schema.dialect import Dialect


def load(name_or_file: str) -> Dialect:
    """Return a declared dialect by name, or the one in a TOML file; raise `DialectError` for any other."""
    path = Path(name_or_file)
    if path.suffix != ".toml":
        return dialect.named(name_or_file)
    try:
        return dialect.from_toml(path.read_text("utf-8"))
    except OSError as error:
        raise dialect.DialectError(f"{path}: {error.strerror}; name a file that can be read") from error
    except ValueError as error:
        raise dialect.DialectError(f"{path}: {error}") from error

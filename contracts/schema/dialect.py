"""A dialect: one reading for every ambiguity of the documents.

`DOCUMENTED` takes every default; other dialects are declared by difference. A dialect reads and writes as a small
TOML text. Nothing asks for a dialect by name; each step of an answer looks up the rows that it owns.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.schema.ambiguities import AMBIGUITIES


class DialectError(ValueError):
    """A dialect that names an unknown row, reading or base, or that is not TOML."""


def _quoted(text: str) -> str:
    """Write a TOML string: as JSON does, but with whole characters, and DEL escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _unknown(what: str, name: object, known: Iterable[str]) -> DialectError:
    return DialectError(f"unknown {what} {name!r}; known: {', '.join(sorted(known))}")


@dataclass(frozen=True)
class Dialect:
    """One way to read the documents; `dialect["timestamps"]` is the name of its reading of that row.

    Raises `DialectError` for an unknown row or reading.
    """

    name: str
    differences: Mapping[str, str] = field(default_factory=dict)
    """Row -> reading, where it is not the default."""
    _readings: Mapping[str, str] = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for row, reading in self.differences.items():
            if row not in AMBIGUITIES:
                raise _unknown("row", row, AMBIGUITIES)
            known = [each.name for each in AMBIGUITIES[row].readings]
            if reading not in known:
                raise _unknown(f"reading of {row}", reading, known)
        ordered = {
            row: self.differences[row]
            for row in AMBIGUITIES
            if self.differences.get(row, AMBIGUITIES[row].default.name) != AMBIGUITIES[row].default.name
        }
        object.__setattr__(self, "differences", ordered)
        # Looked up many times for each answer.
        defaults = {name: row.default.name for name, row in AMBIGUITIES.items()}
        object.__setattr__(self, "_readings", defaults | ordered)
        object.__setattr__(self, "_hash", hash(tuple(ordered.items())))

    def __getitem__(self, row: str) -> str:
        return self._readings[row]

    def __hash__(self) -> int:
        return self._hash

    def replace(self, name: str, **readings: str) -> Dialect:
        """Return a dialect that differs from this one in some readings."""
        return Dialect(name, {**self.differences, **readings})

    def to_toml(self) -> str:
        """Write the dialect as TOML, each difference with its question; `from_toml` reads it back."""
        lines = [f"name = {_quoted(self.name)}", "", "[readings]"]
        for row, reading in self.differences.items():
            ambiguity = AMBIGUITIES[row]
            lines += [
                f"# {ambiguity.question} {ambiguity.reading(reading).means}",
                f"{row} = {_quoted(reading)}",
            ]
        return "\n".join(lines) + "\n"


DOCUMENTED = Dialect("documented")
"""Every default: the prose of the two documents."""

EXAMPLE = DOCUMENTED.replace(
    "example",
    summary_properties="example",
    timestamps="iso_8601",
    envelope="example",
    default_limit="twenty",
)
"""The list page's example as it stands."""

SDK = DOCUMENTED.replace(
    "sdk",
    summary_properties="with_icon",
    reasoning_words="sdk",
    output_mode_words="sdk",
    tool_keys="snake_case",
    stop_sequences_key="snake_case",
    extra_properties="some",
    access_mode_filter="any",
)
"""The official client's spelling."""

LEGACY = DOCUMENTED.replace("legacy", access_rules="by_mode")
"""Access by mode, as the object page calls legacy."""

DIALECTS: Mapping[str, Dialect] = {dialect.name: dialect for dialect in (DOCUMENTED, EXAMPLE, SDK, LEGACY)}
"""Every declared dialect by name."""


def named(name: str) -> Dialect:
    """Return a declared dialect; raise `DialectError` with the list of them for another name."""
    if name not in DIALECTS:
        raise _unknown("dialect", name, DIALECTS)
    return DIALECTS[name]


_KEYS = ("name", "base", "readings")


def from_toml(text: str) -> Dialect:
    """Read a dialect: optional `name` and `base` (a declared dialect), and a table `readings`.

    Raises `DialectError` for text that is not TOML, and for unknown keys, rows and readings.
    """
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of 5,000 digits, or a list in 5,000 lists
        raise DialectError(f"not a TOML text: {error}") from error
    return from_values(content)


def from_values(content: Mapping[str, Any]) -> Dialect:
    """Read a dialect from what its TOML text holds; raise `DialectError` for unknown keys, rows and readings."""
    for key in content:
        if key not in _KEYS:
            raise _unknown("key", key, _KEYS)
    for key in ("name", "base"):
        if not isinstance(content.get(key, ""), str):
            raise DialectError(f"{key}: {content[key]!r} is not a text; write it in quotes")
    readings = content.get("readings", {})
    if not isinstance(readings, dict):
        raise DialectError(f"readings: {readings!r} is not a table; write [readings] and one line a row")
    base = named(content.get("base", DOCUMENTED.name))
    return Dialect(content.get("name", "custom"), {**base.differences, **readings})

"""The header `Prefer` as RFC 7240 writes it: what it says, before any of it is understood.

A line is a list of preferences with commas between them; each is a name, perhaps `=` and a value, perhaps parameters
after semicolons.

Values are read more kindly than written there: `fault=error=503@0.1` needs no quotes, though `=` and `@` ask for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mock_server.faults.numerals import SHOWN

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_PART = re.compile(rf'(?:[^",;]|{_QUOTED})*', re.DOTALL)
_WHOLE_QUOTED = re.compile(_QUOTED, re.DOTALL)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True, slots=True)
class Preference:
    """One preference: its name in lower case, its value without quotes, and the names of its parameters."""

    name: str
    value: str
    parameters: tuple[str, ...] = ()


class UnclosedQuoteError(ValueError):
    """A quote that is never closed."""


def read_lines(lines: Sequence[str]) -> list[Preference]:
    """Return the preferences of all lines, in the order sent; raise `UnclosedQuoteError`."""
    return [_preference(parts) for line in lines for parts in _elements(line) if any(parts)]


def _elements(line: str) -> Iterator[list[str]]:
    """Cut a line at its commas, and each element at its semicolons; what is quoted stays whole."""
    parts, position = [], 0
    while True:
        found = _PART.match(line, position)
        end = found.end() if found else position
        parts.append(line[position:end].strip())
        separator = line[end : end + 1]
        if separator == '"':
            raise UnclosedQuoteError('a quote is never closed; write another " at its end')
        if separator != ";":
            yield parts
            parts = []
        if not separator:
            return
        position = end + 1


def _preference(parts: Sequence[str]) -> Preference:
    (name, value), *parameters = (_pair(part) for part in parts)
    return Preference(name, value, tuple(each for each, _ in parameters if each))


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip().lower()[:SHOWN], _unquoted(value.strip())


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL) if _WHOLE_QUOTED.fullmatch(text) else text


def write(name: str, value: str) -> str:
    """Write a preference, its value in quotes where it is no token."""
    if _TOKEN.fullmatch(value):
        return f"{name}={value}"
    escaped = re.sub(r'(["\\])', r"\\\1", value)
    return f'{name}="{escaped}"'

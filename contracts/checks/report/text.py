"""Texts of a deployment made fit to be shown: a name may hold what steers a terminal, or what XML forbids."""

from __future__ import annotations

import json
from typing import Any


def printable(text: str, keep: str = "") -> str:
    """Return a text whose every character can be seen; others are written as Python writes them."""
    return "".join(each if each.isprintable() or each in keep else ascii(each)[1:-1] for each in text)


def shorten(text: str, most: int) -> str:
    """Return a text of at most so many characters, the cut marked."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def counted(count: int, noun: str) -> str:
    """Say how many there are of something."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def brief(value: Any, most: int = 60) -> str:
    """Write a JSON value on one short line."""
    return shorten(printable(json.dumps(value, ensure_ascii=False)), most)


def excerpt(body: bytes, most: int = 600) -> str:
    """Return the beginning of a body as text."""
    return shorten(printable(body[: 4 * most].decode("utf-8", "replace"), keep="\n"), most)


def dump(document: Any) -> str:
    """Write a JSON document; half surrogates, which no file can hold, become escapes."""
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()

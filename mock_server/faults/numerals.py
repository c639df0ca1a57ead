"""Decimal numbers as people write them: digits, perhaps a point, no sign and no exponent."""

from __future__ import annotations

import re

_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile("-?[0-9]{1,20}")
_NEGATIVE = re.compile(r"-(?=.*[1-9])[0-9]+(\.[0-9]+)?")

SHOWN = 60
"""Characters of a wrong text that a message repeats."""


def read_decimal(text: str, *, least: float, most: float, cure: str) -> float:
    """Return the number that a text is; ValueError repeats the text and gives the cure for all others."""
    if not _DECIMAL.fullmatch(text):
        if _NEGATIVE.fullmatch(text):
            raise ValueError(f"{text[:SHOWN]} is below {write(least)}; {cure}")
        raise ValueError(f"{text[:SHOWN]!r} is no number; {cure}")
    number = float(text)
    if not least <= number <= most:
        raise ValueError(f"{text[:SHOWN]} is not from {write(least)} to {write(most)}; {cure}")
    return number


def read_whole(text: str, *, least: int, most: int, cure: str) -> int:
    """Return the whole number that a text is, likewise."""
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{text[:SHOWN]!r} is no whole number; {cure}")
    return int(read_decimal(text, least=least, most=most, cure=cure))


def write(number: float) -> str:
    """Write a number so that `read_decimal` returns it exactly: `200`, `0.05`."""
    from decimal import Decimal

    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

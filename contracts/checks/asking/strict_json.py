"""Read a body as strictly as JSON can be meant, within bounds.

RFC 8259, section 4: names should be unique; section 8.1: UTF-8. Without bounds, a few megabytes of brackets become a
gigabyte of lists.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from typing import Any, NoReturn

_MOST_PARTS = 250_000
"""Brackets, commas and colons in a body. Each can become a hundred bytes of Python, and a page has at most a hundred
assistants."""
_MOST_TEXT = 16 * 2**20
"""Bytes of a decoded text: one emoji quadruples it."""
_PART = 100
"""Bytes of memory for each of them."""
_BEYOND_16_BITS = re.compile(rb"[\xf0-\xf7]")
_HALF_A_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")


class _MeaningError(ValueError):
    """JSON by its grammar, but of no certain meaning."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _MeaningError(f"the name {twice[:80]!r} stands twice in one object")
    return made


def _refuse(constant: str) -> NoReturn:
    raise _MeaningError(f"{constant} is no JSON number")


def _number(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _MeaningError(f"{text[:80]} is larger than any double")
    return number


def read_json(body: bytes) -> tuple[Any, str | None]:
    """Return the parsed body, or None and the reason why it cannot be read."""
    if not body:
        return None, "empty"
    if _parts(body) > _MOST_PARTS:
        return None, f"body of more than {_MOST_PARTS} brackets, commas and colons"
    try:
        return _parse(body), None
    except UnicodeDecodeError as error:
        return None, f"not UTF-8: byte 0x{body[error.start]:02x} at {error.start}"
    except json.JSONDecodeError as error:
        return None, f"not JSON: {error.msg} at character {error.pos}; the body begins {body[:20]!r}"
    except _MeaningError as error:
        return None, f"not JSON: {error}"
    except RecursionError:
        return None, "not JSON: nested too deeply"
    except ValueError:
        return None, "not JSON: an integer of thousands of digits"


def weight(body: bytes) -> int:
    """Return the bytes that a body and its value may take in memory, roughly and rather too many."""
    width = 1 if body.isascii() else 4 if _BEYOND_16_BITS.search(body) else 2
    return len(body) * (1 + width) + _parts(body) * _PART


def _parts(body: bytes) -> int:
    return sum(map(body.count, (b"{", b"[", b",", b":")))


def _parse(body: bytes) -> Any:
    text = body.decode()
    if sys.getsizeof(text) > _MOST_TEXT:
        raise _MeaningError(f"text of more than {_MOST_TEXT >> 20} MB when decoded")
    value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_number)
    if _HALF_A_PAIR.search(body):
        _demand_whole_pairs(value)
    return value


def _demand_whole_pairs(value: Any) -> None:
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            _demand_whole(each)
        elif isinstance(each, list):
            left.extend(reversed(each))
        elif isinstance(each, dict):
            left.extend(each.values())
            left.extend(each)


def _demand_whole(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _MeaningError(f"half a surrogate pair, {ascii(text[error.start])[1:-1]}, in a string") from error

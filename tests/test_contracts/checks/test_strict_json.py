"""Bodies that are JSON without doubt, and those that are not."""

from __future__ import annotations

import pytest

from contracts.checks.asking.strict_json import read_json


def test_null_is_json() -> None:
    """A body of `null` is readable; there is no reason why not."""
    assert read_json(b"null") == (None, None)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b'{"a": "\xff"}', "not UTF-8: byte 0xff at 7"),
        (b'{"a": 1', "not JSON: Expecting ',' delimiter at character 7; the body begins "),
        (b"{} {}", "not JSON: Extra data at character 3"),
        (b'{"a": 1, "b": 2, "a": 3}', "not JSON: the name 'a' stands twice in one object"),
        (b'{"a": NaN}', "not JSON: NaN is no JSON number"),
        (b"-Infinity", "not JSON: -Infinity is no JSON number"),
        (b"[-1e999]", "not JSON: -1e999 is larger than any double"),
        (b"9" * 5000, "not JSON: an integer of thousands of digits"),
        (b"[" * 100_000, "not JSON: nested too deeply"),
        (rb'["\ud800"]', r"not JSON: half a surrogate pair, \ud800, in a string"),
        (rb'{"\udc00\ud800": 1}', r"not JSON: half a surrogate pair, \udc00, in a string"),
        (b"[" + b"1," * 250_001 + b"1]", "body of more than 250000 brackets, commas and colons"),
    ],
)
def test_what_is_not_json_says_why(body: bytes, reason: str) -> None:
    """A body that two parsers could read differently is not read at all, and the reason is told."""
    value, why_not = read_json(body)
    assert value is None
    assert why_not is not None
    assert why_not.startswith(reason)


def test_a_whole_pair_is_an_emoji() -> None:
    """Escaped surrogates that belong together are text."""
    assert read_json(rb'"\ud83d\ude00"') == ("\N{GRINNING FACE}", None)

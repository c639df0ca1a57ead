"""JSON that the standard library lets pass is refused with the reason."""

import pytest

from fixtures.json_reader import parse


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1 column 2: Expecting property name"),
        ('{"a": 1, "a": 2}', "a: is given twice in one object; keep one"),
        ('{"a": {"b": 1, "b": 1}}', "b: is given twice"),
        ("[NaN]", "NaN is no JSON number"),
        ("[-Infinity]", "-Infinity is no JSON number"),
        ("[9223372036854775808]", "9223372036854775808 does not fit 64 bits"),
        ("[-9223372036854775809]", "-9223372036854775809 does not fit 64 bits"),
        (f"[{'9' * 5000}]", r"99999999999999999999\.\.\. does not fit 64 bits"),
        ("[1e999]", "1e999 does not fit a number of 64 bits"),
        (r'["\ud800"]', "half of a surrogate pair is no character"),
        (r'{"\udc00": 1}', "half of a surrogate pair is no character"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_bad_json_is_refused(text: str, message: str) -> None:
    """The message names the value or the place."""
    with pytest.raises(ValueError, match=message):
        parse(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[9223372036854775807, -9223372036854775808]", [2**63 - 1, -(2**63)]),
        (r'"\ud83d\ude00"', "\U0001f600"),
        ("-0", 0),
        ("[1.5, 1e3]", [1.5, 1000.0]),
    ],
)
def test_good_json_is_read(text: str, value: object) -> None:
    """The greatest integers and escaped pairs are fine."""
    assert parse(text) == value

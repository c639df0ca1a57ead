"""The bytes of every format are those that people keep."""

from __future__ import annotations

import json

import pytest

from tests.test_fixtures.formats.golden import FILE, REFUSED, hashed, names

GOLDEN = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", names())
def test_the_bytes_are_the_golden_ones(name: str) -> None:
    """Format, scenario, locale."""
    assert hashed(name) == GOLDEN[name]


def test_no_hash_is_left_over_and_two_scenarios_only_are_refused() -> None:
    """SQL alone cannot hold the NUL that the texts of `unicode` and `edges` have."""
    assert names() == list(GOLDEN)
    assert [name for name, digest in GOLDEN.items() if digest == REFUSED] == [
        "sql unicode en_US",
        "sql edges en_US",
    ]

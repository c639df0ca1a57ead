"""Moments compare as they happened, however they are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.checks.moments import moment


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2025-01-01T10:30:00Z", "2025-01-01T10:30:00.500000Z"),
        ("2025-01-01T10:30:00.25Z", "2025-01-01T10:30:00.3Z"),
        ("2025-01-01T12:30:00+02:00", "2025-01-01T11:30:00Z"),
        ("2025-01-01T10:30:00", "2025-01-01T10:30:01Z"),
        (5, 12),
    ],
)
def test_the_earlier_is_less(earlier: object, later: object) -> None:
    """Neither a fraction, nor an offset, nor a missing one turns the order round."""
    assert moment(earlier) < moment(later)


@pytest.mark.parametrize("text", ["", "yesterday", "2025-13-01T00:00:00Z"])
def test_what_is_no_moment_stays(text: str) -> None:
    """A text that is no ISO 8601 time is left for the schema to judge."""
    assert text == moment(text)


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7))])))
def test_two_spellings_are_one_moment(when: datetime) -> None:
    """The same time in two zones compares equal."""
    assert moment(when.isoformat()) == moment(when.astimezone(timezone(timedelta(hours=3))).isoformat())

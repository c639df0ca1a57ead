"""Delays: fixed, uniform and lognormal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.faults.waiting import LONGEST, Fixed, Lognormal, Uniform, Waiting
from tests.test_mock_server.faults import strategies

shares = st.floats(0, 1, exclude_min=True, exclude_max=True)


@given(strategies.waiting, shares, shares)
def test_a_larger_share_waits_longer(waiting: Waiting, one: float, other: float) -> None:
    """Delays follow the share, and none is longer than ten minutes."""
    shorter, longer = waiting.at(min(one, other)), waiting.at(max(one, other))
    assert 0 <= shorter <= longer <= LONGEST


def test_a_fixed_delay_is_always_the_same() -> None:
    """Whatever was drawn."""
    assert [200, 200] == [Fixed(200).at(share) for share in (0.001, 0.999)]


def test_a_uniform_delay_is_in_its_range() -> None:
    """A share of the answers waits that share of the range."""
    assert [50, 150, 250] == [Uniform(50, 250).at(share) for share in (0, 0.5, 1)]


def test_a_lognormal_delay_has_its_median_and_a_long_tail() -> None:
    """One sigma above the median is e times as long where sigma is 1, two sigmas e times that."""
    spread = Lognormal(200, 1)
    e = 2.718281828
    assert [200, 200 * e, 200 * e * e, 200 / e] == [
        pytest.approx(spread.at(share)) for share in (0.5, 0.841344746, 0.977249868, 0.158655254)
    ]

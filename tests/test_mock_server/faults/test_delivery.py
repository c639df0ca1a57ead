"""What remains of several deliveries at once, and how much of a body is sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.faults.delivery import AS_IS, Delivery, combined

LATE, LATER = Delivery(wait=1, applied=("late",)), Delivery(wait=2, applied=("later",))
SLOW, SLOWER = Delivery(bytes_per_second=9, applied=("slow",)), Delivery(bytes_per_second=5, applied=("slower",))
CUT, SHORTER = Delivery(cut_at=0.5, applied=("cut",)), Delivery(cut_at=0.0, applied=("shorter",))
DROP, HANG = Delivery(drop=True, applied=("drop",)), Delivery(hang=True, applied=("hang",))
ERROR, GATEWAY = Delivery(status=500, applied=("error",)), Delivery(status=502, applied=("gateway",))
MALFORMED = Delivery(malformed=True, applied=("malformed",))
EVERY = (LATE, LATER, SLOW, SLOWER, CUT, SHORTER, DROP, HANG, ERROR, GATEWAY, MALFORMED)


def test_nothing_combined_leaves_the_answer_as_it_is() -> None:
    """Neither no part nor an empty one does anything."""
    assert AS_IS == combined([]) == combined([AS_IS, AS_IS])


@pytest.mark.parametrize("part", EVERY, ids=lambda part: part.applied[0])
def test_one_part_is_itself(part: Delivery) -> None:
    """Combining adds nothing of its own."""
    assert part == combined([part]) == combined([part, AS_IS])


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([LATE, LATER], Delivery(wait=3, applied=("late", "later"))),
        ([SLOW, SLOWER], SLOWER),
        ([CUT, SHORTER], SHORTER),
        ([ERROR, GATEWAY], ERROR),
        ([MALFORMED, ERROR], Delivery(malformed=True, status=500, applied=("malformed", "error"))),
        ([MALFORMED, GATEWAY], GATEWAY),
        ([LATE, CUT, ERROR, DROP], Delivery(wait=1, drop=True, applied=("late", "drop"))),
        ([LATE, DROP, HANG], HANG),
        (
            [SLOW, CUT, GATEWAY, LATE],
            Delivery(wait=1, bytes_per_second=9, cut_at=0.5, status=502, applied=("slow", "cut", "gateway", "late")),
        ),
    ],
)
def test_what_cannot_be_seen_is_not_told(parts: list[Delivery], whole: Delivery) -> None:
    """Delays add up; one status, the slowest body and the shortest cut count; nothing of an answer never sent."""
    assert whole == combined(parts)


@given(st.lists(st.sampled_from(EVERY), max_size=6))
def test_every_effect_is_told_and_nothing_else(parts: list[Delivery]) -> None:
    """Of the parts that are told as applied alone, the same comes out."""
    whole = combined(parts)
    told = [part for part in parts if part.applied[0] in whole.applied]
    assert whole == combined(told)
    assert (whole == AS_IS) == (not parts)


@given(st.integers(0, 10**7), st.floats(0, 1, exclude_max=True))
def test_a_cut_body_lacks_something(length: int, cut_at: float) -> None:
    """At least one byte is missing, however close to the end, and never a negative number is left."""
    assert 0 <= Delivery(cut_at=cut_at).kept_of(length) <= max(0, length - 1)
    assert length == AS_IS.kept_of(length)


def test_a_body_is_cut_at_its_fraction() -> None:
    """In the middle, or before it begins."""
    assert (50, 0) == (Delivery(cut_at=0.5).kept_of(100), Delivery(cut_at=0.0).kept_of(100))

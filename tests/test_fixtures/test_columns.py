"""Columns of every kind behave as the list of their values."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.columns import AnyColumn, Column, Hexes, Numbers, flags, smallest_dtype
from fixtures.pools import Composed

TEXTS = ["b", "a", None, "B", "ß", "a", "z", "\U0001f600", "￿", ""]
ROWS = st.lists(st.integers(0, len(TEXTS) - 1), max_size=30)


def pooled(codes: list[int]) -> Column:
    """Return a column over a pool with a null, and one text twice."""
    return Column(np.array(codes, np.uint8), TEXTS)


def numbers(codes: list[int]) -> Numbers:
    """Return integers with nulls."""
    array = np.array(codes, np.int64)
    return Numbers(np.where(array == 3, 0, array), array == 3)


def plain_numbers(codes: list[int]) -> Numbers:
    """Return integers without nulls."""
    return Numbers(np.array(codes, np.int64))


def hexes(codes: list[int]) -> Hexes:
    """Return ids whose halves both matter for their order."""
    array = np.array(codes, np.uint64)
    return Hexes("asst_", array // np.uint64(3), np.uint64(2**64 - 1) - array)


KINDS = [pooled, numbers, plain_numbers, hexes]


@pytest.mark.parametrize("make", KINDS)
@given(codes=ROWS)
def test_sort_keys_order_as_the_values_do(make: Callable[[list[int]], AnyColumn], codes: list[int]) -> None:
    """Sorting by the keys is sorting by the values, null first, equal ones in their given order."""
    column = make(codes)
    values = column.to_list()
    expected = sorted(range(len(codes)), key=lambda at: (values[at] is not None, values[at] or type(values[at])()))
    if None in values:
        expected = sorted(range(len(codes)), key=lambda at: (values[at] is not None, _or_least(values[at])))
    assert expected == np.lexsort(column.sort_keys()).tolist()


def _or_least(value: Any) -> Any:
    # Nulls are compared among themselves only: their tuple begins with False.
    return 0 if value is None else value


@pytest.mark.parametrize("make", KINDS)
@given(codes=ROWS, data=st.data())
def test_take_picks_in_the_order_asked(
    make: Callable[[list[int]], AnyColumn], codes: list[int], data: st.DataObject
) -> None:
    """Positions may repeat and come in any order."""
    column = make(codes)
    asked = data.draw(st.lists(st.sampled_from(range(len(codes))))) if codes else []
    values = column.to_list()
    assert [values[at] for at in asked] == column.take(np.array(asked, np.int64)).to_list()
    assert len(codes) == len(column)


@given(ROWS)
def test_compact_keeps_the_values_and_drops_the_rest_of_the_pool(codes: list[int]) -> None:
    """A compact column has the same values over a pool in which each is used."""
    column = pooled(codes)
    small = column.compact()
    assert column.to_list() == small.to_list()
    assert sorted(set(small.codes.tolist())) == list(range(len(small.values)))


@given(ROWS, st.sampled_from([*TEXTS, "absent"]))
def test_equals_marks_the_value_wherever_it_stands(codes: list[int], value: str | None) -> None:
    """A value that is in the pool twice is found under both codes."""
    column = pooled(codes)
    assert [found == value for found in column.to_list()] == column.equals(value).tolist()


def test_compact_composes_only_what_is_used() -> None:
    """A pool of millions is not made for three values."""
    made = []
    pool = Composed(3_000_000, lambda j: made.append(j) or str(j))  # type: ignore[func-returns-value]
    column = Column(np.array([2_999_999, 5, 5]), pool)
    assert column.compact().to_list() == ["2999999", "5", "5"]
    assert made == [5, 2_999_999]


def test_ids_are_spelled_with_all_their_digits() -> None:
    """Small halves are padded with zeros."""
    column = Hexes("asst_", np.array([0, 2**64 - 1], np.uint64), np.array([1, 0xAB], np.uint64))
    assert column.to_list() == ["asst_" + "0" * 31 + "1", "asst_" + "f" * 16 + "00000000000000ab"]


def test_flags_are_a_mask() -> None:
    """The codes of a column of flags are the mask itself."""
    column = flags(np.array([True, False]))
    assert column.to_list() == [True, False]
    assert column.codes.tolist() == [1, 0]


@pytest.mark.parametrize(("size", "expected"), [(0, "uint8"), (256, "uint8"), (257, "uint16"), (65_537, "uint32")])
def test_codes_take_the_least_room(size: int, expected: str) -> None:
    """A type holds the last code, and no smaller one does."""
    assert expected == str(smallest_dtype(size))

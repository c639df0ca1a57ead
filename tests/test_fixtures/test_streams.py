"""Streams give the same numbers whatever is asked for, and those of the published splitmix64."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.mixing import below, bits, steps
from fixtures.streams import identifier, key, scramble

KEYS = st.integers(0, 2**64 - 1)
INDICES = st.lists(st.integers(0, 2**40), max_size=50)


def drawn(stream: int, indices: list[int]) -> list[int]:
    """Return the numbers of a stream as Python integers."""
    numbers: list[int] = bits(stream, steps(np.array(indices, np.int64))).tolist()
    return numbers


def test_numbers_are_those_of_splitmix64() -> None:
    """The first outputs for seed 1234567 are the ones that Rosetta Code lists for the algorithm."""
    published = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    assert published == drawn(1234567, [1, 2, 3, 4, 5])


@given(KEYS, INDICES)
def test_a_number_depends_on_its_index_alone(stream: int, indices: list[int]) -> None:
    """Whatever else is asked for, and in whatever order, an index has the same number."""
    assert [scramble(stream, index) for index in indices] == drawn(stream, indices)


def test_long_streams_are_mixed_in_blocks_without_a_seam() -> None:
    """Asking for more than one block gives the same numbers as asking for each alone."""
    whole = drawn(7, list(range(40_000)))
    edges = [0, 16_383, 16_384, 16_385, 32_767, 32_768, 39_999]
    assert [scramble(7, index) for index in edges] == [whole[index] for index in edges]


@pytest.mark.parametrize("bound", [1, 2, 3, 255, 65_536, 2**32])
def test_integers_stay_below_the_bound(bound: int) -> None:
    """The least and the greatest of many draws are within 0 to `bound` - 1, and near both ends."""
    numbers = below(key("bound"), steps(np.arange(200_000)), bound)
    assert int(numbers.max()) < bound
    assert int(numbers.min()) <= bound // 1000
    assert int(numbers.max()) >= bound - 1 - bound // 1000


def test_keys_tell_their_parts_apart() -> None:
    """Parts that join to the same text are different streams."""
    assert len({key("a", "bc"), key("ab", "c"), key("abc"), key("abc", ""), key("", "abc")}) == 5


def test_identifiers_never_change() -> None:
    """An id is quoted in documents, so it is a literal here."""
    assert identifier("usr", "owner") == "usr_1e18974f49c6a799e481faaab4fefdf1"

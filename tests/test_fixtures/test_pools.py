"""Pools make a value when it is asked for, once."""

import pytest

from fixtures.pools import Composed, digits, each, unset_first


def test_composed_makes_each_value_once() -> None:
    """Asking twice composes once."""
    made: list[int] = []

    def compose(j: int) -> int:
        made.append(j)
        return j * j

    pool = Composed(10, compose)
    assert [pool[3], pool[3], pool[0]] == [9, 9, 0]
    assert made == [3, 0]


def test_composed_is_a_sequence() -> None:
    """It has a length, slices, and an end."""
    pool = Composed(4, lambda j: j * 2)
    assert list(pool) == [0, 2, 4, 6]
    assert pool[1:3] == [2, 4]
    with pytest.raises(IndexError):
        pool[4]


@pytest.mark.parametrize("pool", [("a", "b"), Composed(2, "ab".__getitem__)])
def test_unset_comes_first(pool: tuple[str, ...]) -> None:
    """The other values move up by one."""
    assert list(unset_first(None, pool)) == [None, "a", "b"]


def test_each_changes_every_value() -> None:
    """The pool of changed values has the same length."""
    assert list(each(("a", "b"), str.upper)) == ["A", "B"]


def test_digits_are_independent_choices() -> None:
    """Every combination of digits occurs once in as many numbers as there are combinations."""
    assert len({tuple(digits(number, 3, 4, 5)) for number in range(60)}) == 60

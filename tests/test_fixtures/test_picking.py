"""The shared ways to pick keep their proportions and hit every value."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from fixtures.columns import Column
from fixtures.drafts import Draft, Recipe
from fixtures.recipes.picking import Maybe, constant, cycle, derive, numbers, pick, weigh
from fixtures.stock import Stock
from fixtures.words import Words

MANY = 40_000


def made(recipe: Recipe, *, count: int = MANY, **others: Recipe) -> list[Any]:
    """Return what a recipe makes for the first indices."""
    stock = Stock("org_test", ["usr_1"], Words(0))
    return Draft(0, stock, {"field": recipe, **others}, np.arange(count)).column("field").to_list()


def share(values: list[Any], value: Any) -> float:
    """Return how much of a list is one value, in hundredths."""
    return 100 * Counter(values)[value] / len(values)


def test_constants_are_constant() -> None:
    """One value, whatever it is."""
    assert made(constant(None), count=3) == [None, None, None]


def test_picks_are_even() -> None:
    """Each of four values takes about a quarter."""
    values = made(pick(*"abcd"))
    assert all(share(values, value) == pytest.approx(25, abs=1) for value in "abcd")


def test_weights_are_kept() -> None:
    """A value of weight 8 of 10 takes about eighty of a hundred."""
    values = made(weigh(("a", 8), ("b", 2), ("c", 0)))
    assert share(values, "a") == pytest.approx(80, abs=1)
    assert share(values, "c") == 0


def test_cycles_begin_with_every_value() -> None:
    """The first indices take the values in turn, the others any."""
    values = made(cycle(*"abcde"))
    assert values[:5] == list("abcde")
    assert values[5:10] != list("abcde")
    assert all(share(values, value) == pytest.approx(20, abs=1) for value in "abcde")


def test_maybe_leaves_its_share_unset() -> None:
    """Thirty of a hundred are unset; those that are set are as without."""
    inner = pick(*"ab")
    values = made(Maybe(inner, unset_of_100=30, unset="unset"))
    assert share(values, "unset") == pytest.approx(30, abs=1)
    assert [value for value in zip(values, made(inner), strict=True) if value[0] not in ("unset", value[1])] == []


@pytest.mark.parametrize(("unset_of_100", "expected"), [(0, {"a"}), (100, {None})])
def test_maybe_can_be_always_or_never(unset_of_100: int, expected: set[str | None]) -> None:
    """At both ends there is no exception."""
    assert set(made(Maybe(constant("a"), unset_of_100))) == expected


def test_maybe_sets_what_must_be_set() -> None:
    """Where `always` holds, the value is never unset; elsewhere the share is as told."""
    values = made(Maybe(constant("a"), 90, always=lambda draws: draws.indices % 2 == 0))
    assert set(values[::2]) == {"a"}
    assert share(values[1::2], None) == pytest.approx(90, abs=1)


def test_maybe_makes_room_for_one_more_code() -> None:
    """A full pool of 256 values and "unset" need two bytes a code."""
    values = made(Maybe(pick(*range(256)), 1))
    assert {*range(256), None} == set(values)


def test_derived_values_follow() -> None:
    """Each value is made from the other field's value at the same index."""
    values = made(derive("other", str.upper), other=pick("a", "b"))
    assert [value.lower() for value in values] == made(derive("other", str), other=pick("a", "b"))


def test_numbers_are_a_column_of_integers() -> None:
    """Moments picked from a few are integers, not pool values."""
    assert {1, 2} == set(made(numbers(1, 2)))


def test_a_recipe_is_made_once_for_a_draft() -> None:
    """Recipes that need another field share its column."""
    calls = []

    def counted(draws: Any) -> Column:
        calls.append(draws.field)
        return constant("x")(draws)

    recipes = {"other": counted, "one": derive("other", str.upper), "two": derive("other", str.lower)}
    draft = Draft(0, Stock("org_test", ["usr_1"], Words(0)), recipes, np.arange(2))
    assert [*draft.column("one").to_list(), *draft.column("two").to_list()] == ["X", "X", "x", "x"]
    assert calls == ["other"]

"""Words depend on the seed and on the name of their pool, on nothing else."""

from fixtures.words import POOL, Words


def test_pools_do_not_depend_on_the_order_of_asking() -> None:
    """Another pool asked for before changes no word."""
    alone = Words(1).pool("last_name", "el_GR")
    words = Words(1)
    words.pool("first_name", "el_GR")
    words.pool("company")
    assert alone == words.pool("last_name", "el_GR")
    assert len(alone) == POOL


def test_seeds_speak_differently() -> None:
    """Another seed gives other words."""
    assert Words(1).pool("company") != Words(2).pool("company")

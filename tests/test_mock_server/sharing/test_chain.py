"""Chains: which changes follow which, and how two logs stand to each other."""

from __future__ import annotations

import pytest

from mock_server.sharing.chain import START, Chain, Link, Standing, Tail

FIRST = Link(1, "a", START, b"1")
SECOND = Link(2, "b", "a", b"2")
RESET = Link(7, "r", "q", b"0", anew=True)


def chain(*links: Link) -> Chain:
    """Return a chain of changes that were made."""
    made = Chain()
    for link in links:
        made.take(link)
    return made


@pytest.mark.parametrize(
    ("tail", "standing"),
    [
        (None, Standing.AHEAD),
        (Tail(0, START), Standing.AHEAD),
        (Tail(1, "a"), Standing.AHEAD),
        (Tail(2, "b"), Standing.CURRENT),
        (Tail(2, "c"), Standing.PARTED),
        (Tail(3, "c"), Standing.BEHIND),
    ],
)
def test_standing_is_told_by_version_and_name(tail: Tail | None, standing: Standing) -> None:
    """The same version does not make the same log."""
    assert standing == chain(FIRST, SECOND).tail.standing(tail)


@pytest.mark.parametrize(
    ("links", "link", "continues"),
    [
        ((), FIRST, True),
        ((), SECOND, False),
        ((FIRST,), SECOND, True),
        ((FIRST,), Link(2, "b", "other", b""), False),
        ((FIRST,), Link(3, "c", "a", b""), False),
        ((FIRST,), RESET, True),
        ((RESET,), Link(8, "s", "r", b""), True),
    ],
)
def test_only_the_next_change_follows(links: tuple[Link, ...], link: Link, continues: bool) -> None:
    """One that begins anew follows whatever was before."""
    assert continues is chain(*links).continues(link)


def test_changes_before_one_that_begins_anew_are_forgotten() -> None:
    """Nobody needs them to get to the state after it."""
    assert [RESET] == chain(FIRST, SECOND, RESET).links


def test_tail_is_read_as_written() -> None:
    """The start has an empty name."""
    assert [Tail(0, START), Tail(12, "ab")] == [Tail.read(str(each)) for each in (Tail(0, START), Tail(12, "ab"))]

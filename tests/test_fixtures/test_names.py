"""Texts are composed by number: each a pure function of the words and its number."""

from collections.abc import Callable, Sequence

import pytest

from fixtures import names
from fixtures.words import Words

KINDS = pytest.mark.parametrize("kind", [names.names, names.descriptions, names.instructions])


@KINDS
def test_a_text_does_not_depend_on_those_before(kind: Callable[[Words], Sequence[str]]) -> None:
    """Composing backwards gives the same texts as composing forwards."""
    forwards, backwards = kind(Words(3)), kind(Words(3))
    assert [forwards[j] for j in range(200)] == [backwards[j] for j in reversed(range(200))][::-1]
    assert len(forwards) == names.SIZE


@KINDS
def test_texts_are_clean(kind: Callable[[Words], Sequence[str]]) -> None:
    """No text is empty, begins or ends with a space, or holds two in a row."""
    texts = kind(Words(0))
    for j in range(0, names.SIZE, 16):
        assert texts[j]
        assert texts[j] == texts[j].strip()
        assert "  " not in texts[j]


def test_some_names_differ_in_case_alone() -> None:
    """Folding case makes ties that comparing code points does not."""
    pool = names.names(Words(0))
    found = {pool[j] for j in range(5_000)}
    assert len({name.casefold() for name in found}) < len(found)

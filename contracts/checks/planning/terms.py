"""Search terms that the data answers in a telling way: few, at which many wrong searches find something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import ne

from contracts.checks.planning.wrong_searches import RARE, WRONG, Finds, Texts, right
from contracts.checks.prediction import is_settled
from contracts.schema.dialect import Dialect

MOST_SAMPLES = 36
"""Assistants at which a wrong search is compared with a right one."""
MOST_VARIOUS = 16
"""Assistants among whose texts terms are looked for."""
LONGEST_TEXT = 2_000
"""Characters of a text that terms are looked for in."""
ONE_PAGE = 100
"""Assistants that a page shows at most."""

_WORD = re.compile(r"[^\W_]{3,}")


@dataclass(frozen=True, slots=True)
class Term:
    """A term to ask for, and what it is about."""

    text: str
    include_inactive: bool
    """Whether inactive assistants are to be searched as well."""
    about: frozenset[str]
    """Names of wrong searches that find something else."""
    found: int
    """Assistants that a right search finds."""


# --- candidates


def _pieces(text: str) -> Iterator[str]:
    """Yield parts of a text as people type them, and as they do not."""
    for word in _WORD.findall(text)[:2]:
        yield from (word, word.swapcase(), f"{word}s", word.removesuffix("s"))
        yield word[1:4] if len(word) > 5 else word
        yield "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))
    for found in list(re.finditer(r"\w+ \w+", text))[:2]:
        one, other = found.group().split(" ")
        yield from (found.group(), found.group().upper(), f"{other} {one}", f"{one} {other[:-1]}")
        yield from (f"{one}{sign}{other}" for sign in ("  ", "", "-", "+"))
    for found in list(re.finditer(r"[^\w\s]|[^\x00-\x7f]", text))[:3]:
        yield text[max(0, found.start() - 4) : found.end() + 4]
        yield found.group()
    yield text[:24]
    yield f"{text[:56]}zzz"
    yield text[-30:]


def _between(item: Texts) -> Iterator[str]:
    """Yield the end of a name and the beginning of its description, as one text would have them."""
    if len(item.searched) > 1:
        yield " ".join((item.searched[0][-6:], item.searched[1][:6]))


def _elsewhere(item: Texts) -> Iterator[str]:
    """Yield what stands in other properties."""
    for other in item.others:
        found = other[:LONGEST_TEXT]
        yield from _WORD.findall(found)[:2]
        yield from (found[at : at + size] for size in (2, 3) for at in range(0, min(len(found), 20), 5))


_SIGNS = (
    *"%_.*?\\'\"&<+-(ae",
    *(f"{one}{other}" for one in "%_.*?\\" for other in "%_.*?'-" if one != other),
    *(f'"{sign}"' for sign in "%_.-'&"),
    *("a.*", "a%e", "_a", "e_", "a.", "[a-z]", "😀"),
)
"""Signs that mean something to databases, patterns and URLs, and single letters."""


def _around(word: str) -> Iterator[str]:
    """Yield a word as it is not written, which finds nothing unless somebody is clever."""
    half = len(word) // 2
    for sign in ("\\", "%", "_", "*", "'", ".*", ".", "?"):
        yield f"{word[:half]}{sign}{word[half:]}"
        yield f"{word[:half]}{sign}{word[half + 1 :]}"
    yield from (f'"{word}"', f"{word} zzz", f"zzz {word}", f"{word}%20", f"{word}, zzz", f"{word}&zzz", f"{word}'zzz")
    yield f"%{ord(word[0]):02X}{word[1:]}" if word.isascii() else word
    yield f"{word[:-1]}{'x' if word[-1:] != 'x' else 'y'}"


_KINDS = (
    r"[^\x00-\uffff]",
    r"[^\W\d_a-zA-Z]",
    *(re.escape(sign) for sign in "'%_-&.\",<#("),
    r"\d",
    r"s\b",
)
"""What a text may hold that some search stumbles over."""


def _various(items: Sequence[Texts]) -> list[Texts]:
    """Return few assistants with all that texts may hold, and the first ones."""
    chosen = list(items[:4])
    for kind in _KINDS:
        for place in (0, -1):
            found = (item for item in items if re.search(kind, item.searched[place][:LONGEST_TEXT]))
            chosen += [item for item in islice(found, 1) if item not in chosen]
    return chosen[:MOST_VARIOUS]


def _usual(text: str) -> bool:
    return bool(text) and text == text.strip() and text.isprintable() and len(text) <= 100


INACTIVE_TOO = "the inactive too"
"""A wrong search that no text tells: it forgets that only the active were asked for."""


class Terms:
    """Chooses terms for what a census met."""

    def __init__(self, texts: Sequence[Texts], dialect: Dialect) -> None:
        """Look at the data once."""
        self.dialect = dialect
        self.texts = texts
        spread = texts[:: max(1, len(texts) // MOST_SAMPLES)]
        self.samples = [*_various(self.texts), *spread][:MOST_SAMPLES]

    def candidates(self) -> list[str]:
        """Return terms worth looking at, in the order met."""
        found = list(_SIGNS)
        for item in _various(self.texts):
            found += (piece.strip() for text in item.searched for piece in _pieces(text[:LONGEST_TEXT]))
            found += (*_between(item), *_elsewhere(item))
        words = (word for item in self.texts for word in _WORD.findall(item.searched[0]) if len(word) > 3)
        for word in islice(dict.fromkeys(words), 2):
            found += _around(word)
        return [text for text in dict.fromkeys(found) if _usual(text)]

    def telling(self, text: str, wrong: Iterable[str], *, include_inactive: bool) -> Term | None:
        """Return a term with those wrong searches that it tells from a right one; None where that is not settled."""
        if not is_settled(text, (item.searched for item in self.texts), self.dialect):
            return None
        finds = right(text) if self.dialect["search_case"] == "insensitive" else WRONG["case counts"](text)
        assert finds is not None  # noqa: S101 - both take every term
        found = sum(finds(item) for item in self.texts if include_inactive or item.is_active)
        include_inactive = include_inactive or not found  # What no active assistant has, an inactive one may have.
        differs = _differs if found <= ONE_PAGE else _differs_one_way
        searched = [item for item in self.samples if include_inactive or item.is_active]
        right_ones = [finds(item) for item in searched]
        about = {name for name in wrong if name in WRONG and differs(WRONG[name](text), searched, right_ones)}
        if not include_inactive and any(finds(item) for item in self.texts if not item.is_active):
            about.add(INACTIVE_TOO)
        return Term(text, include_inactive, frozenset(about), found)

    def chosen(self, most: int) -> list[Term]:
        """Return few terms that tell of every wrong search that any candidate tells of, the best first.

        Some candidates are tried on all wrong searches; the others only on those that are left.
        """
        candidates = list(enumerate(self.candidates()))
        terms: list[Term] = []
        left = frozenset((*WRONG, INACTIVE_TOO))
        for tried in (candidates[::TRIED], candidates):
            known = self._known(tried, left)
            while known and len(terms) < most:
                best = max(known, key=lambda term: (_weight(term.about & left), -term.found))
                if not best.about & left:
                    break
                terms.append(best)
                left -= best.about
        return terms

    def _known(self, candidates: Iterable[tuple[int, str]], wrong: frozenset[str]) -> list[Term]:
        every_other = ((text, place // TRIED % 2 == 0) for place, text in candidates)
        known = (self.telling(text, wrong, include_inactive=inactive) for text, inactive in every_other)
        return [term for term in known if term is not None]


def _weight(about: Iterable[str]) -> float:
    return sum(0.3 if name in RARE else 1 for name in about)


TRIED = 4
"""Every which candidate is tried on all wrong searches."""


def _differs(finds: Finds | None, searched: Sequence[Texts], found: Sequence[bool]) -> bool:
    return finds is not None and any(map(ne, map(finds, searched), found))


def _differs_one_way(finds: Finds | None, searched: Sequence[Texts], found: Sequence[bool]) -> bool:
    """Tell whether a search finds more, or fewer, so that the total shows it though a page has no room for all."""
    return (
        finds is not None
        and len({one for one, other in zip(found, map(finds, searched), strict=True) if one != other}) == 1
    )


@lru_cache(maxsize=8)
def chosen(texts: tuple[Texts, ...], dialect: Dialect, most: int) -> tuple[Term, ...]:
    """Return the terms to ask for, as `Terms` chooses them; the same again where the same is asked about."""
    return tuple(Terms(texts, dialect).chosen(most))

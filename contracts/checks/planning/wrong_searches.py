"""Searches as servers do them that get `search` wrong, each a function of a term and of what an assistant says.

No server is asked here. The plan looks for terms at which these and a right search differ on the data that it met, so
that few questions show many mistakes.
"""

from __future__ import annotations

import html
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from urllib.parse import unquote, unquote_plus

Finds = Callable[["Texts"], bool]
Search = Callable[[str], Finds | None]
"""Takes a term and returns what finds it; None where that is a right search for this term."""
Rewrite = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Texts:
    """What a search may look at in one assistant."""

    searched: tuple[str, ...]
    """The name, and the description where there is one."""
    folded: tuple[str, ...]
    """The same, without regard to case."""
    whole: str
    """The searched texts as one, with `BETWEEN` where no term may reach across."""
    whole_folded: str
    others: tuple[str, ...]
    """The properties of `OTHERS` as texts, without regard to case; empty where there is none."""
    is_active: bool


BETWEEN = "\0"
"""What no term holds."""


OTHERS = ("id", "instructions", "default_model_key", "access_mode", "metadata", "created_by", "vector_store_ids")
"""Properties that a search might look at by mistake."""


def texts(item: Mapping[str, Any]) -> Texts:
    """Return what a search may look at in an item that is shown in full."""
    name, description = item.get("name"), item.get("description")
    searched = (name if isinstance(name, str) else "", *([description] if isinstance(description, str) else []))
    return Texts(
        searched,
        tuple(text.casefold() for text in searched),
        BETWEEN.join(searched),
        BETWEEN.join(searched).casefold(),
        tuple(str(item[each]).casefold() if item.get(each) else "" for each in OTHERS),
        item.get("is_active") is not False,
    )


def right(term: str) -> Finds:
    """Search as the documents say, without regard to case."""
    sought = term.casefold()
    return lambda item: sought in item.whole_folded


def _by(test: Callable[[str, Texts], bool]) -> Search:
    """Search by a test of the term, without regard to case, and an assistant."""
    return lambda term: partial(test, term.casefold())


# --- other texts


def _also(name: str) -> Search:
    place = OTHERS.index(name)
    return _by(lambda term, item: term in item.whole_folded or term in item.others[place])


def _first(size: int) -> Search:
    return _by(lambda term, item: any(term in text[:size] for text in item.folded))


def _in(term: str, searched: Iterable[str]) -> bool:
    return any(term in text for text in searched)


_OTHER_TEXTS: Mapping[str, Search] = {
    "name only": _by(lambda term, item: term in item.folded[0]),
    "description only": _by(lambda term, item: _in(term, item.folded[1:])),
    "only with a description": _by(lambda term, item: len(item.folded) > 1 and term in item.whole_folded),
    "description where there is one": _by(lambda term, item: term in item.folded[-1]),
    "across both": _by(lambda term, item: term in " ".join(item.folded)),
    "beginning of a text": _by(lambda term, item: any(text.startswith(term) for text in item.folded)),
    "beginning of the name": _by(lambda term, item: item.folded[0].startswith(term) or _in(term, item.folded[1:])),
    "end of a text": _by(lambda term, item: any(text.endswith(term) for text in item.folded)),
    "whole text": _by(lambda term, item: term in item.folded),
    "first 40 characters": _first(40),
    "first 100 characters": _first(100),
    "first 255 characters": _first(255),
    "the inactive by name only": _by(lambda term, item: _in(term, item.folded if item.is_active else item.folded[:1])),
} | {f"{name} too": _also(name) for name in OTHERS}

# --- words


def _by_words(how: Callable[[Iterable[bool]], bool]) -> Search:
    """Search for words instead of the whole term."""

    def search(term: str) -> Finds:
        words = re.findall(r"\w+", term.casefold())
        return lambda item: bool(words) and any(how(word in text for word in words) for text in item.folded)

    return search


def _in_any_field(term: str) -> Finds:
    words = re.findall(r"\w+", term.casefold())
    return lambda item: bool(words) and all(_in(word, item.folded) for word in words)


def _like(make: Callable[[str], str]) -> Search:
    """Search for a pattern; one that is none finds nothing."""

    def search(term: str) -> Finds:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # Signs that patterns may come to use one day.
                pattern = re.compile(make(term), re.IGNORECASE | re.DOTALL)
        except re.error:
            return lambda _: False
        return lambda item: any(pattern.search(text) for text in item.searched)

    return search


_STOP_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})

_BY_WORDS: Mapping[str, Search] = {
    "whole words": _like(lambda term: rf"(?<!\w){re.escape(term)}(?!\w)"),
    "beginnings of words": _like(lambda term: rf"(?<!\w){re.escape(term)}"),
    "every word anywhere": _by_words(all),
    "any word": _by_words(any),
    "words of both fields": _in_any_field,
}

# --- case


def _ascii_lower(text: str) -> str:
    return text.translate(_ASCII_LOWER)


_ASCII_LOWER = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _exactly(term: str) -> Finds:
    return lambda item: term in item.whole


def _exactly_in_names(term: str) -> Finds:
    return lambda item: term in item.searched[0] or _in(term.casefold(), item.folded[1:])


def _exactly_in_descriptions(term: str) -> Finds:
    return lambda item: term.casefold() in item.folded[0] or _in(term, item.searched[1:])


_BY_CASE: Mapping[str, Search] = {
    "case counts": _exactly,
    "case counts in names": _exactly_in_names,
    "case counts in descriptions": _exactly_in_descriptions,
    "lowers the term only": lambda term: _exactly(term.lower()),
}

# --- other terms


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _rewritten(how: Rewrite) -> Search:
    """Search for another term than the one asked for."""
    return lambda term: right(how(term)) if how(term) != term else None


def _both(how: Rewrite) -> Search:
    """Search for another term in other texts."""
    rewrite = lru_cache(maxsize=2**10)(how)

    def search(term: str) -> Finds:
        sought = how(term.casefold())
        return lambda item: any(sought in rewrite(text) for text in item.folded)

    return search


def _without_stop_words(term: str) -> str:
    return " ".join(word for word in term.split(" ") if word.casefold() not in _STOP_WORDS)


_REWRITES: Mapping[str, Rewrite] = {
    "digits dropped": lambda term: re.sub(r"\d", "", term),
    "punctuation dropped": lambda term: re.sub(r"[^\w\s]", "", term),
    "punctuation as spaces": lambda term: re.sub(r"[^\w\s]", " ", term),
    "hyphens as spaces": lambda term: term.replace("-", " "),
    "underscores as spaces": lambda term: term.replace("_", " "),
    "other letters than ASCII dropped": lambda term: term.encode("ascii", "ignore").decode(),
    "emoji dropped": lambda term: "".join(letter for letter in term if ord(letter) < 2**16),
    "accents dropped": _plain,
    "first word": lambda term: term.split(" ")[0],
    "last word": lambda term: term.split(" ")[-1],
    "spaces dropped": lambda term: term.replace(" ", ""),
    "spaces collapsed": lambda term: re.sub(" +", " ", term),
    "stop words dropped": _without_stop_words,
    "plural dropped": lambda term: term.removesuffix("s"),
    "ending dropped": lambda term: re.sub(r"(ing|ed|er|s)$", "", term),
    "cut to 10": lambda term: term[:10],
    "cut to 20": lambda term: term[:20],
    "cut to 32": lambda term: term[:32],
    "cut to 50": lambda term: term[:50],
    "last letter dropped": lambda term: term[:-1] if len(term) > 3 else term,
    "backslash dropped": lambda term: term.replace("\\", ""),
    "quotes dropped": lambda term: re.sub("[\"']", "", term),
    "marks of phrases dropped": lambda term: term.strip('"'),
    "quotes doubled": lambda term: term.replace("'", "''"),
    "escaped for HTML": html.escape,
    "decoded twice": unquote,
    "plus as a space": unquote_plus,
    "up to the comma": lambda term: term.split(",")[0],
    "up to the ampersand": lambda term: term.split("&")[0],
    "up to the quote": lambda term: term.split("'")[0],
}

_IN_BOTH: Mapping[str, Rewrite] = {
    "accents ignored": _plain,
    "spaces ignored": lambda text: re.sub(r"\s", "", text),
    "punctuation ignored": lambda text: re.sub(r"[^\w\s]", "", text),
    "hyphens are spaces": lambda text: text.replace("-", " "),
    "underscores are spaces": lambda text: text.replace("_", " "),
    "other letters than ASCII ignored": lambda text: text.encode("ascii", "ignore").decode(),
    "digits ignored": lambda text: re.sub(r"\d", "", text),
    "stop words ignored": _without_stop_words,
}

# --- patterns


def _wildcards(**meanings: str) -> Search:
    known = {"percent": "%", "underscore": "_", "star": "*", "question": "?", "dot": "."}
    table = {known[name]: meaning for name, meaning in meanings.items()}
    search = _like(lambda term: "".join(table.get(letter) or re.escape(letter) for letter in term))
    return lambda term: search(term) if set(term) & set(table) else None


_PATTERNS: Mapping[str, Search] = {
    "percent is a wildcard": _wildcards(percent=".*"),
    "underscore is a wildcard": _wildcards(underscore="."),
    "star is a wildcard": _wildcards(star=".*"),
    "question is a wildcard": _wildcards(question="."),
    "dot is a wildcard": _wildcards(dot="."),
    "regular expression": _like(str),
}

# --- terms that are not searched for

_IGNORED: Mapping[str, Callable[[str], bool]] = {
    "one letter": lambda term: len(term) < 2,
    "two letters": lambda term: len(term) < 3,
    "three letters": lambda term: len(term) < 4,
    "no letters": lambda term: not re.search(r"\w", term),
    "no ASCII": lambda term: not term.isascii(),
    "emoji": lambda term: any(ord(letter) >= 2**16 for letter in term),
    "digits": lambda term: bool(re.search(r"\d", term)),
    "several words": lambda term: " " in term,
    "a quote": lambda term: "'" in term,
    "punctuation": lambda term: bool(re.search(r"[^\w\s]", term)),
}


def _instead(ignored: Callable[[str], bool], *, everything: bool) -> Search:
    return lambda term: (lambda _: everything) if ignored(term) else None


WRONG: Mapping[str, Search] = {
    **_OTHER_TEXTS,
    **_BY_WORDS,
    **_BY_CASE,
    **{name: _rewritten(how) for name, how in _REWRITES.items()},
    **{name: _both(how) for name, how in _IN_BOTH.items()},
    **_PATTERNS,
    **{f"{name} finds nothing": _instead(ignored, everything=False) for name, ignored in _IGNORED.items()},
    **{f"{name} finds everything": _instead(ignored, everything=True) for name, ignored in _IGNORED.items()},
}
"""What a server may do instead of searching -> that search."""

RARE = frozenset(
    (
        "last letter dropped",
        "plus as a space",
        "up to the comma",
        "up to the ampersand",
        "up to the quote",
        "question is a wildcard",
        "star is a wildcard",
        "underscores are spaces",
        "underscores as spaces",
        "created_by too",
        "digits ignored",
        "stop words ignored",
        "punctuation as spaces",
    )
)
"""Mistakes that few servers make, looked for last."""

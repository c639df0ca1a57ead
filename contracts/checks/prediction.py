"""What must a query answer, if the census is right? The census, put through the reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contracts.checks.census import Census
from contracts.checks.page import Item
from contracts.schema import reference, wire
from contracts.schema.dialect import Dialect
from contracts.schema.query import ListQuery
from contracts.schema.tool_spelling import snake_case


@dataclass(frozen=True, slots=True)
class Prediction:
    """The whole selection of a query, in order, and its page."""

    selection: tuple[Item, ...]
    page: tuple[Item, ...]

    @property
    def total(self) -> int:
        """Assistants on all pages."""
        return len(self.selection)


@lru_cache(maxsize=2**14)
def _without_case(text: str) -> tuple[str, ...]:
    """Ignore case in every usual way: they differ at `ß`, `İ` and the final `ς`, and the documents prefer none."""
    return text.casefold(), text.lower(), "".join(letter.lower() for letter in text)


@lru_cache(maxsize=2**14)
def _is_odd(text: object) -> bool:
    """Tell whether the ways of ignoring case differ at a text."""
    return isinstance(text, str) and not text.isascii() and len(set(_without_case(text))) > 1


def _finds(term: str, searched: Iterable[object]) -> set[bool]:
    """Tell whether a term is in one of some texts, in each way of ignoring case; one answer where they agree."""
    texts = [_without_case(text) for text in searched if isinstance(text, str)]
    return {any(sought in text[way] for text in texts) for way, sought in enumerate(_without_case(term))}


def may_find(term: str, item: Item, dialect: Dialect) -> bool:
    """Tell whether an item may be found by a term, in one way of ignoring case or another."""
    if dialect["search_case"] == "sensitive":
        return reference.finds(term, {"name": item.get("name"), "description": item.get("description")}, dialect)
    return True in _finds(term, (item.get("name"), item.get("description")))


def is_settled(term: str | None, searched: Iterable[Sequence[object]], dialect: Dialect) -> bool:
    """Tell whether every way of ignoring case finds a term in the same assistants, so that a search can be predicted.

    `searched` are the name and the description of each assistant.
    """
    if term is None or dialect["search_case"] == "sensitive":
        return True
    doubtful = searched if _is_odd(term) else (texts for texts in searched if any(map(_is_odd, texts)))
    return all(len(_finds(term, texts)) == 1 for texts in doubtful)


def predict(census: Census, asked: ListQuery, dialect: Dialect) -> Prediction:
    """Return what a query lists: the census's rows through the reference's filters and order."""
    kept = [row for row in census.rows if reference.matches(row, asked, dialect)]
    ordered = tuple(reference.in_order(kept, asked, dialect))
    return Prediction(ordered, ordered[asked.offset : asked.offset + asked.limit])


def shown(item: Item, fields: str, dialect: Dialect) -> dict[str, Any]:
    """Return the members of a full item that another projection shows, under the names it uses."""
    names = wire.shown(fields, dialect)
    renamed = {"default_model_key": "model"} if dialect["summary_properties"] == "example" and fields != "full" else {}
    found = {}
    for name in names:
        spelled = name if name in item else snake_case(name)
        if spelled in item:
            found[renamed.get(name, spelled)] = item[spelled]
    return found

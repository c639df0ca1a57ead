"""What must a query answer, if the census is right? The census, put through the reference."""

from __future__ import annotations

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


def _finds(term: str, row: Item) -> set[bool]:
    """Tell whether a row has a term in each way of ignoring case; one answer where they agree."""
    texts = [_without_case(text) for name in ("name", "description") if isinstance(text := row.get(name), str)]
    return {any(sought in text[way] for text in texts) for way, sought in enumerate(_without_case(term))}


def may_find(term: str, item: Item, dialect: Dialect) -> bool:
    """Tell whether an item may be found by a term, in one way of ignoring case or another."""
    if dialect["search_case"] == "sensitive":
        return reference.finds(term, {"name": item.get("name"), "description": item.get("description")}, dialect)
    return True in _finds(term, item)


def is_settled(census: Census, asked: ListQuery, dialect: Dialect) -> bool:
    """Tell whether every way of ignoring case finds the same assistants, so that a search can be predicted."""
    if asked.search is None or dialect["search_case"] == "sensitive":
        return True
    return all(len(_finds(asked.search, item)) == 1 for item in census.items)


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

"""What must a query answer, if the census is right? The census, put through the reference."""

from __future__ import annotations

from dataclasses import dataclass
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


def _letter_by_letter(text: str) -> str:
    return "".join(letter.lower() for letter in text)


_IGNORING_CASE = (str.casefold, str.lower, _letter_by_letter)
"""Ways to ignore case, which differ at `ß`, `İ` and the final `ς`; the documents prefer none."""


def _finds(term: str, row: Item) -> set[bool]:
    texts = [text for name in ("name", "description") if isinstance(text := row.get(name), str)]
    return {any(fold(term) in fold(text) for text in texts) for fold in _IGNORING_CASE}


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

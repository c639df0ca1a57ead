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

"""JSON schemas of answers in a dialect: made of the models, then rewritten as the answers are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from contracts.schema import json_schema
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.json_schema import Schema
from contracts.schema.models.assistant import Assistant
from contracts.schema.models.errors import StandardError, without_occasional
from contracts.schema.models.listing import AssistantList, EveryFilterApplied, UserContext
from contracts.schema.spelling import Part
from contracts.schema.tool_spelling import snake_schema
from contracts.schema.wire import shown

_UNITE: Mapping[Part, Callable[[Sequence[Schema]], Schema]] = {
    "item": json_schema.either,
    "filters_applied": json_schema.either,
    "user_context": json_schema.either,
    "envelope": json_schema.one_of_these,
    "error": json_schema.one_of_these,
}
"""How the readings of a part stand side by side: mixed property by property, or each as a whole."""


def _part_schema(
    part: Part, documented: Schema, dialect: Dialect | None, fields: str = "", *, tolerant: bool = False
) -> Schema:
    schema = documented
    for row in AMBIGUITIES.values():
        every = dialect is None or (tolerant and row.mixes)
        readings = row.readings if every else (row.reading(dialect[row.name]),)  # type: ignore[index]
        spelled = [each.spelling for each in readings if each.spelling is not None and each.spelling.part == part]
        if spelled:
            kept = [schema] if len(spelled) < len(readings) else []
            schema = _UNITE[part]([*kept, *(spelling.schema(schema, fields) for spelling in spelled)])
    return schema


def _every_dialect() -> list[Dialect]:
    """Return `DOCUMENTED` and all dialects that differ from it in one reading."""
    single = (DOCUMENTED.replace("", **{row.name: each.name}) for row in AMBIGUITIES.values() for each in row.readings)
    return list(dict.fromkeys((DOCUMENTED, *single)))


def item_schema(fields: str, dialect: Dialect | None = DOCUMENTED, *, tolerant: bool = False) -> Schema:
    """Return the schema of an item under `fields` in a dialect; None allows every reading of every row.

    A `tolerant` schema judges a deployment, of which only single answers are seen: it lets the readings of rows that
    mix stand side by side, and further properties anywhere.
    """
    shapes = [shown(fields, each) for each in (_every_dialect() if dialect is None else (dialect,))]
    names = tuple(dict.fromkeys(name for shape in shapes for name in shape))
    whole = json_schema.only(json_schema.of(Assistant), names)
    required = [name for name in names if all(name in shape for shape in shapes)]
    schema = _part_schema("item", whole | {"required": required}, dialect, fields, tolerant=tolerant)
    return _tolerant_item(schema) if tolerant else schema


def _tolerant_item(schema: Schema) -> Schema:
    # The keys of `tool_capabilities` are camel case like the tools they stand for, and may follow them into snake case.
    either_case = json_schema.change(schema, ("tool_capabilities",), lambda kind: {"anyOf": [kind, snake_schema(kind)]})
    in_seconds = json_schema.change(either_case, ("created_at", "updated_at", "deleted_at"), _in_seconds)
    opened: Schema = json_schema.open_everywhere(in_seconds)
    return opened


_YEAR_10000 = 253_402_300_800
"""Unix seconds that no calendar reaches; as milliseconds they are 1978."""


def _in_seconds(kind: Schema) -> Schema:
    """Bound Unix times, so that milliseconds are none; a schema's bound of a number says nothing of texts."""
    return {"allOf": [kind, {"maximum": _YEAR_10000}]}


def listing_schema(items: Schema, dialect: Dialect | None = DOCUMENTED, *, tolerant: bool = False) -> Schema:
    """Return the schema of a whole answer, given that of its items; tolerant as `item_schema` is."""
    schema = json_schema.of(AssistantList)
    filters = json_schema.of(EveryFilterApplied)
    parts = {
        "assistants": {"type": "array", "items": items},
        "filters_applied": _part_schema("filters_applied", filters, dialect, tolerant=tolerant),
        "user_context": _part_schema("user_context", json_schema.of(UserContext), dialect),
    }
    listing = _part_schema("envelope", schema | {"properties": schema["properties"] | parts}, dialect)
    return json_schema.open_everywhere(listing) if tolerant else listing


def error_schema(dialect: Dialect | None = DOCUMENTED, *, tolerant: bool = False) -> Schema:
    """Return the schema of an error's body; a `tolerant` one takes what only some of the API's samples show as such."""
    schema = _part_schema("error", json_schema.of(StandardError), dialect)
    return without_occasional(schema) if tolerant else schema

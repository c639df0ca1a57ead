"""Items that show too much, too little, or something else under another `fields`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.schema.access import AccessLevel, Row
from contracts.schema.spelling import Value
from mock_server.answers import Admitted
from mock_server.defects.declare import defect
from mock_server.defects.steps import Rows, Steps, vary
from mock_server.defects.ways import without

Item = Callable[[Steps, Row, AccessLevel, Admitted], Value]

# --- another projection


def _shown_as(asked_for: str, shown: str) -> Item:
    def item(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
        return steps.item(row, level, vary(asked, fields=shown) if asked.query.fields == asked_for else asked)

    return item


for _asked_for, _shown in (
    ("summary", "standard"),
    ("summary", "full"),
    ("standard", "summary"),
    ("standard", "full"),
    ("full", "standard"),
):
    defect(
        "projection",
        step="item",
        name=f"{_asked_for}_is_{_shown}",
        story=f"fields={_asked_for} shows what fields={_shown} does.",
    )(_shown_as(_asked_for, _shown))


@defect("projection", step="item")
def fields_ignored(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
    """Every answer shows the summary."""
    return steps.item(row, level, vary(asked, fields="summary"))


@defect("projection", step="item")
def full_only_up_to_10(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
    """With a limit above 10, fields=full shows the summary."""
    large = asked.query.fields == "full" and asked.query.limit > 10
    return steps.item(row, level, vary(asked, fields="summary") if large else asked)


# --- properties missing


def _lacking(fields: str, *names: str) -> Item:
    def item(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
        shown = steps.item(row, level, asked)
        for name in names if asked.query.fields == fields else ():
            shown = without(shown, name)
        return shown

    return item


for _fields, _names in (
    ("summary", ("description",)),
    ("summary", ("updated_at",)),
    ("summary", ("access_mode",)),
    ("summary", ("is_active",)),
    ("standard", ("default_model_key", "model")),
    ("standard", ("context_strategy",)),
    ("full", ("tool_configurations",)),
    ("full", ("instructions",)),
    # Not `vector_store_ids` or any other optional property: a list that nobody uses may be absent, so nobody can tell.
):
    defect(
        "projection",
        step="item",
        name=f"{_fields}_lacks_{_names[0]}",
        story=f"fields={_fields} does not show `{_names[0]}`.",
    )(_lacking(_fields, *_names))


@defect("projection", step="item")
def null_left_out_of_summary(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
    """In the summary an assistant without a description has no such property, others have it."""
    lacks = asked.query.fields == "summary" and row["description"] is None
    shown = steps.item(row, level, asked)
    return without(shown, "description") if lacks else shown


@defect("projection", step="item")
def summary_shows_instructions(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
    """The summary shows the instructions too."""
    shown = steps.item(row, level, asked)
    return shown | {"instructions": row["instructions"]} if asked.query.fields == "summary" else shown


# --- other rows


@defect("projection", step="include_inactive")
def full_hides_inactive(steps: Steps, row: Row, query: Any) -> bool:
    """With fields=full inactive assistants are left out, even when they are asked for."""
    return bool(row["is_active"]) if query.fields == "full" else steps.filters["include_inactive"](row, query)


@defect("projection", step="order")
def full_sorts_by_id(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """With fields=full the list is sorted by id."""
    ordered = steps.order(rows, asked)
    return sorted(ordered, key=lambda row: str(row["id"])) if asked.query.fields == "full" else ordered


@defect("projection", step="cut")
def full_lists_20_at_most(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """With fields=full a page holds 20 assistants at most."""
    page = steps.cut(rows, asked)
    return page[:20] if asked.query.fields == "full" else page


@defect("projection", step="order")
def full_loses_those_without_store(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """With fields=full assistants without vector stores are lost, as the tables are joined inside."""
    ordered = steps.order(rows, asked)
    return [row for row in ordered if row["vector_store_ids"]] if asked.query.fields == "full" else ordered


# --- other values


def _value(fields: str, name: str, how: Callable[[Row], Any]) -> Item:
    def item(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
        return steps.item({**row, name: how(row)} if asked.query.fields == fields else row, level, asked)

    return item


_VALUES: tuple[tuple[str, str, str, str, Callable[[Row], Any]], ...] = (
    (
        "temperature_rounded_in_summary",
        "The summary rounds the temperature to a whole number.",
        "summary",
        "temperature",
        lambda row: float(round(row["temperature"])),
    ),
    (
        "name_cut_in_summary",
        "The summary cuts names after 20 characters.",
        "summary",
        "name",
        lambda row: row["name"][:20],
    ),
    (
        "description_cut_in_summary",
        "The summary cuts descriptions after 50 characters.",
        "summary",
        "description",
        lambda row: row["description"] and row["description"][:50],
    ),
    (
        "description_null_in_standard",
        "fields=standard shows every description as null.",
        "standard",
        "description",
        lambda _: None,
    ),
    (
        "updated_at_is_created_at_in_summary",
        "The summary shows the time of creation as that of modification.",
        "summary",
        "updated_at",
        lambda row: row["created_at"],
    ),
    (
        "is_active_always_true_in_summary",
        "The summary shows inactive assistants as active.",
        "summary",
        "is_active",
        lambda _: True,
    ),
    (
        "global_shown_as_public_in_summary",
        "The summary shows global assistants as public.",
        "summary",
        "access_mode",
        lambda row: "public" if row["access_mode"] == "global" else row["access_mode"],
    ),
    (
        "model_is_default_in_standard",
        "fields=standard shows the same model for every assistant.",
        "standard",
        "default_model_key",
        lambda _: "ftg-3.0",
    ),
    (
        "name_escaped_in_summary",
        "The summary escapes names for HTML.",
        "summary",
        "name",
        lambda row: row["name"].replace("&", "&amp;").replace('"', "&quot;").replace("'", "&#39;"),
    ),
    (
        "is_default_never_in_summary",
        "The summary shows no assistant as the default.",
        "summary",
        "is_default",
        lambda _: False,
    ),
)
for _name, _story, _fields, _property, _how in _VALUES:
    defect("projection", step="item", name=_name, story=_story)(_value(_fields, _property, _how))

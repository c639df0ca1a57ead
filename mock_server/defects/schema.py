"""Answers whose types, words or bytes are not those of the documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from contracts.schema.access import AccessLevel, Row
from contracts.schema.spelling import Value
from mock_server.answers import Admitted, Answer
from mock_server.defects.declare import defect
from mock_server.defects.steps import Listing, Request, Rows, Steps
from mock_server.defects.ways import change, is_listed, nth, without

Item = Callable[[Steps, Row, AccessLevel, Admitted], Value]

# --- items


def _written(name: str, how: Callable[[Row], Any], every: int = 1) -> Item:
    """Show another value, where the item shows that property and the row is one of every so many."""

    def item(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
        shown = steps.item(row, level, asked)
        return change(shown, name, lambda _: how(row)) if nth(row, every) else shown

    return item


def _day(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%d.%m.%Y %H:%M}"


def _both_times(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
    shown = steps.item(row, level, asked)
    return shown | {name: row[name] * 1000 for name in ("created_at", "updated_at") if name in shown}


_ITEMS: tuple[tuple[str, str, Item], ...] = (
    ("times_in_milliseconds", "Both times are in milliseconds.", _both_times),
    (
        "created_at_in_milliseconds",
        "`created_at` is in milliseconds.",
        _written("created_at", lambda row: row["created_at"] * 1000),
    ),
    (
        "updated_at_with_fractions",
        "`updated_at` has fractions of a second, as a number.",
        _written("updated_at", lambda row: row["updated_at"] + 0.25),
    ),
    (
        "updated_at_in_words",
        "On some assistants `updated_at` is a day as people write it.",
        _written("updated_at", lambda row: _day(row["updated_at"]), 5),
    ),
    (
        "created_at_null",
        "On some assistants `created_at` is null.",
        _written("created_at", lambda _: None, 7),
    ),
    (
        "temperature_as_text",
        "`temperature` is a text.",
        _written("temperature", lambda row: str(row["temperature"])),
    ),
    (
        "temperature_out_of_range",
        "`temperature` is a percentage: 70 for 0.7.",
        _written("temperature", lambda row: row["temperature"] * 100),
    ),
    (
        "is_active_as_number",
        "`is_active` is 0 or 1.",
        _written("is_active", lambda row: int(row["is_active"])),
    ),
    (
        "api_enabled_as_text",
        "`api_enabled` is a text, and so always true.",
        _written("api_enabled", lambda row: str(row["api_enabled"]).lower()),
    ),
    ("name_null", "On some assistants the name is null.", _written("name", lambda _: None, 11)),
    ("name_as_number", "On some assistants the name is a number.", _written("name", lambda _: 404, 17)),
    (
        "id_without_prefix",
        "Ids lack their prefix `asst_`.",
        _written("id", lambda row: row["id"].removeprefix("asst_")),
    ),
    (
        "id_as_number",
        "On some assistants the id is a number.",
        _written("id", lambda row: sum(row["id"].encode()), 9),
    ),
    (
        "access_mode_unknown",
        "Some assistants have an access mode that is not documented.",
        _written("access_mode", lambda _: "team", 9),
    ),
    (
        "access_mode_in_capitals",
        "Some access modes are in capital letters.",
        _written("access_mode", lambda row: row["access_mode"].upper(), 6),
    ),
    (
        "level_unknown",
        "Some assistants have an access level that is not documented.",
        _written("user_access_level", lambda _: "admin", 6),
    ),
    (
        "is_default_null",
        "`is_default` is null instead of false.",
        _written("is_default", lambda row: row["is_default"] or None),
    ),
    (
        "two_defaults",
        "Several assistants are the default.",
        _written("is_default", lambda row: row["is_default"] or nth(row, 20)),
    ),
    (
        "modified_before_created",
        "Some assistants were modified before they were created.",
        _written("updated_at", lambda row: row["created_at"] - 3600, 8),
    ),
    (
        "instructions_null",
        "On some assistants the instructions are null.",
        _written("instructions", lambda _: None, 6),
    ),
    (
        "vector_stores_as_text",
        "`vector_store_ids` is one text, with commas.",
        _written("vector_store_ids", lambda row: ",".join(row["vector_store_ids"])),
    ),
    (
        "metadata_as_text",
        "`metadata` is a JSON text inside the JSON.",
        _written("metadata", lambda row: row["metadata"] and json.dumps(row["metadata"])),
    ),
    (
        "tools_as_list",
        "`tool_configurations` is a list of names.",
        _written("tool_configurations", lambda _: ["file_search"]),
    ),
    (
        "deleted_and_active",
        "Some active assistants were deleted.",
        _written("deleted_at", lambda row: row["updated_at"] if row["is_active"] else None, 8),
    ),
)
for _name, _story, _item in _ITEMS:
    defect("schema", step="item", name=_name, story=_story)(_item)


@defect("schema", step="item")
def level_missing(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
    """Assistants that can only be viewed have no `user_access_level`."""
    shown = steps.item(row, level, asked)
    return without(shown, "user_access_level") if level == AccessLevel.VIEW else shown


@defect("schema", step="item")
def items_wrapped(steps: Steps, row: Row, level: AccessLevel, asked: Admitted) -> Value:
    """Each item is inside a member `assistant`."""
    return {"assistant": steps.item(row, level, asked)}


@defect("schema", step="rows")
def ids_twice(steps: Steps, asked: Admitted) -> Rows:
    """Some assistants have the id of another one."""
    rows = steps.rows(asked)
    return [row if at % 10 or not at else {**row, "id": rows[at - 1]["id"]} for at, row in enumerate(rows)]


# --- envelope


def _member(path: str, how: Callable[[Any], Any]) -> Callable[[Steps, Listing, Admitted], Value]:
    return lambda steps, listing, asked: change(steps.envelope(listing, asked), path, how)


for _name, _story, _path, _how in (
    ("total_as_text", "`total` is a text.", "total", str),
    ("total_null", "`total` is null.", "total", lambda _: None),
    ("has_more_as_text", "`has_more` is a text.", "pagination.has_more", lambda more: str(more).lower()),
    ("empty_list_is_null", "A list without assistants is null.", "assistants", lambda items: items or None),
    (
        "assistants_by_id",
        "The assistants are an object by id instead of an array.",
        "assistants",
        lambda items: {item["id"]: item for item in items},
    ),
):
    defect("schema", step="envelope", name=_name, story=_story)(_member(_path, _how))


# --- bytes


def _bytes(how: Callable[[bytes], bytes]) -> Callable[[Steps, Value], bytes]:
    return lambda steps, value: how(steps.write(value))


for _name, _story, _change in (
    ("trailing_text", "After the JSON there is more text.", lambda body: body + b"\n<!-- 0.013 s -->"),
    ("answered_twice", "The JSON is sent twice, one after the other.", lambda body: body + body),
    ("last_bracket_missing", "The last bracket of the JSON is missing.", lambda body: body[:-1]),
    ("byte_order_mark", "The JSON begins with a byte order mark.", lambda body: b"\xef\xbb\xbf" + body),
    (
        "nan_for_zero",
        "A temperature of 0 is NaN.",
        lambda body: body.replace(b'"temperature":0.0', b'"temperature":NaN'),
    ),
    (
        "latin_1_for_utf_8",
        "The bytes are Latin-1 instead of UTF-8.",
        lambda body: body.decode().encode("latin-1", "replace"),
    ),
    (
        "utf_8_twice",
        "Texts were encoded twice: `Ã¼` for `ü`.",
        lambda body: body.decode("latin-1").encode(),
    ),
    ("single_quotes", "The JSON is written with single quotes.", lambda body: body.replace(b'"', b"'")),
):
    defect("schema", step="write", name=_name, story=_story)(_bytes(_change))


# --- status and headers


def _headed(kind: str) -> Callable[[Steps, Answer, Request], Answer]:
    def finish(steps: Steps, answer: Answer, request: Request) -> Answer:
        found = steps.finish(answer, request)
        return replace(found, headers=(("Content-Type", kind),)) if is_listed(found) else found

    return finish


for _name, _kind in (("content_type_html", "text/html; charset=utf-8"), ("content_type_text", "text/plain")):
    defect("schema", step="finish", name=_name, story=f"The JSON is sent as {_kind.split(';')[0]}.")(_headed(_kind))


@defect("schema", step="finish")
def empty_list_is_204(steps: Steps, answer: Answer, request: Request) -> Answer:
    """A list without assistants has no content: 204."""
    found = steps.finish(answer, request)
    return Answer(204, b"", ()) if is_listed(found) and b'"assistants":[]' in found.body else found

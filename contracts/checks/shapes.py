"""Which shape a part of an answer must have, and where it has not; by jsonschema-rs, as answers are large and many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from contracts.schema import wire_schema
from contracts.schema.dialect import Dialect
from contracts.schema.json_schema import Schema

LONGEST_MESSAGE = 200
"""Characters of what a fault is told in; it may repeat the value."""


@lru_cache(maxsize=16)
def item_schema(fields: str, dialect: Dialect) -> Schema:
    """Return what an item may be under `fields`; it is shared, so leave it as it is."""
    return wire_schema.item_schema(fields, dialect, tolerant=True)


@lru_cache(maxsize=16)
def item(fields: str, dialect: Dialect) -> Draft202012Validator:
    """Return the judge of items under `fields`."""
    return Draft202012Validator(item_schema(fields, dialect))


@lru_cache(maxsize=16)
def envelope(dialect: Dialect) -> Draft202012Validator:
    """Return the judge of a whole list answer, whatever its items are."""
    return Draft202012Validator(wire_schema.listing_schema({}, dialect, tolerant=True))


@lru_cache(maxsize=16)
def error(dialect: Dialect) -> Draft202012Validator:
    """Return the judge of an error's body."""
    return Draft202012Validator(wire_schema.error_schema(dialect, tolerant=True))


def faults(judge: Draft202012Validator, value: Any) -> Iterator[str]:
    """Yield what is wrong with a value, each with its place: `$.pagination.total: "7" is not of type "integer"`."""
    for found in judge.iter_errors(value):
        yield f"{_place(found.instance_path)}: {found.message[:LONGEST_MESSAGE]}"


def _place(path: Iterable[str | int]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)

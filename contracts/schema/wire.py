"""An answer as it goes over the wire in a dialect: items, the envelope, errors.

Every part is made as documented first, then rewritten by the spellings of the dialect's readings, in the order of the
table of ambiguities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from contracts.schema import error_spelling
from contracts.schema.access import AccessLevel, Caller, Row
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.listing_spelling import FILTERS
from contracts.schema.problems import METHOD_NOT_ALLOWED, ROUTE_NOT_FOUND, Refusal
from contracts.schema.properties import PROJECTIONS
from contracts.schema.query import ListQuery
from contracts.schema.spelling import Part, Spelling, Value


@lru_cache(maxsize=1024)
def spellings(part: Part, dialect: Dialect) -> tuple[Spelling, ...]:
    """Return how a dialect rewrites a part of an answer, first step first."""
    readings = (row.reading(dialect[row.name]) for row in AMBIGUITIES.values())
    return tuple(each.spelling for each in readings if each.spelling is not None and each.spelling.part == part)


def spell(part: Part, value: Value, dialect: Dialect, fields: str = "") -> Value:
    """Rewrite a part of an answer, made as documented, in a dialect."""
    for spelling in spellings(part, dialect):
        value = spelling.write(value, fields)
    return value


@lru_cache(maxsize=1024)
def shown(fields: str, dialect: Dialect = DOCUMENTED) -> tuple[str, ...]:
    """Return the stored properties that items show under `fields`, in their order."""
    names = PROJECTIONS[fields]
    for spelling in spellings("item", dialect):
        names = spelling.shows(names, fields)
    return names


def item(row: Row, level: AccessLevel, fields: str, dialect: Dialect = DOCUMENTED) -> Value:
    """Return one assistant as a list shows it; the row need only hold the properties that `shown` names."""
    known = {**row, "user_access_level": level.value}
    return spell("item", {name: known[name] for name in shown(fields, dialect)}, dialect, fields)


_USER_IDS: Mapping[str, Callable[[Caller], str]] = {
    "creator": lambda caller: caller.user_id,
    "key": lambda caller: caller.key_id or caller.user_id,
}


def listing(
    items: Sequence[Value], *, total: int, query: ListQuery, caller: Caller, dialect: Dialect = DOCUMENTED
) -> Value:
    """Return the whole answer around a page of items; `total` counts the matches on all pages."""
    pagination = {
        "total": total,
        "limit": query.limit,
        "offset": query.offset,
        "has_more": query.offset + len(items) < total,
    }
    filters = {name: getattr(query, name) for name in FILTERS}
    context = {
        "user_id": _USER_IDS[dialect["key_user"]](caller),
        "organization_count": len(caller.memberships),
    }
    envelope = {
        "assistants": list(items),
        "total": total,
        "organization_id": query.organization_id,
        "pagination": pagination,
        "filters_applied": spell("filters_applied", filters, dialect),
        "user_context": spell("user_context", context, dialect),
    }
    return spell("envelope", envelope, dialect)


# --- refusals

_UNMATCHED = (ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED)


def error(refusal: Refusal, *, trace_id: str, timestamp: str, dialect: Dialect = DOCUMENTED) -> Value:
    """Return the body of a refusal; `timestamp` in ISO 8601."""
    if refusal.problem in _UNMATCHED and dialect["unmatched_body"] == "framework":
        return {"detail": refusal.problem.message, "reason": refusal.reason}
    return spell("error", error_spelling.standard_body(refusal, trace_id=trace_id, timestamp=timestamp), dialect)

"""The documented behaviour of `GET /v1/assistants` as plain functions: no index, no cache, obviously right.

The mock is proven equal to it and the kit predicts with it. `admit` decides whether a question is answered at all;
`list_assistants` answers it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from contracts.schema import problems, query, wire
from contracts.schema.access import Caller, Credential, Row, level
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.problems import Invalid, Problem, Refusal
from contracts.schema.query import ListQuery
from contracts.schema.spelling import Value

FOLDS: Mapping[str, Callable[[str], str]] = {"insensitive": str.casefold, "sensitive": str}
"""Reading of `search_case` -> the form in which term and text are compared."""

NAME_KEYS: Mapping[str, Callable[[str], str]] = {
    "casefold": str.casefold,
    "code_point": str,
    "lower": str.lower,
}
"""Reading of `name_order` -> the form in which names are compared."""


def finds(term: str, row: Row, dialect: Dialect) -> bool:
    """Tell whether a search term is part of the name or of the description; every character stands for itself.

    List page, `search`: "Search assistants by name or description".
    """
    fold = FOLDS[dialect["search_case"]]
    return any(fold(term) in fold(text) for text in (row["name"], row["description"]) if text is not None)


def matches(row: Row, asked: ListQuery, dialect: Dialect) -> bool:
    """Tell whether a row passes every filter of a query; filters are joined by "and"."""
    return (
        row["organization_id"] == asked.organization_id
        and (row["deleted_at"] is None or dialect["soft_deleted"] == "with_inactive")
        and (row["is_active"] or asked.include_inactive)
        and (asked.access_mode is None or query.is_of_mode(row["access_mode"], asked.access_mode, dialect))
        and (asked.vector_store_id is None or asked.vector_store_id in row["vector_store_ids"])
        and (asked.search is None or finds(asked.search, row, dialect))
    )


def in_order(rows: Iterable[Row], asked: ListQuery, dialect: Dialect) -> list[Row]:
    """Sort rows by the query's field and direction, and ties by the dialect's `tie_order`."""
    descending = asked.sort_order == "desc"
    ties: Mapping[str, Callable[[list[Row]], list[Row]]] = {
        "id": lambda tied: sorted(tied, key=lambda row: row["id"]),
        "id_directed": lambda tied: sorted(tied, key=lambda row: row["id"], reverse=descending),
        "stored": lambda tied: tied,
    }
    fold = NAME_KEYS[dialect["name_order"]]

    def key(row: Row) -> Any:
        return fold(row["name"]) if asked.sort_by == "name" else row[asked.sort_by]

    return sorted(ties[dialect["tie_order"]](list(rows)), key=key, reverse=descending)


def list_assistants(
    assistants: Iterable[Row], asked: ListQuery, caller: Caller, dialect: Dialect = DOCUMENTED
) -> Value:
    """Answer a query: the rows that the caller may see and the filters keep, in order, one page of them.

    `total` counts them on all pages: after access and filters, before limit and offset.
    """
    matching = [row for row in assistants if matches(row, asked, dialect)]
    visible = [row for row in matching if level(row, caller, dialect) is not None]
    page = in_order(visible, asked, dialect)[asked.offset : asked.offset + asked.limit]
    items = [wire.item(row, found, asked.fields, dialect) for row in page if (found := level(row, caller, dialect))]
    return wire.listing(items, total=len(visible), query=asked, caller=caller, dialect=dialect)


# --- who may ask what

STATES: Mapping[tuple[str, str], Problem] = {
    ("api_key", "expired"): problems.API_KEY_EXPIRED,
    ("api_key", "deactivated"): problems.API_KEY_DEACTIVATED,
    ("api_key", "paused"): problems.API_KEY_PAUSED,
    ("bearer", "expired"): problems.TOKEN_EXPIRED,
    ("bearer", "deactivated"): problems.TOKEN_INVALID,
    ("bearer", "paused"): problems.TOKEN_INVALID,
}
"""Kind and state of a credential that is not active -> the refusal."""

_SCHEME = "Bearer "


def _unauthenticated(problem: Problem, reason: str, dialect: Dialect) -> Refusal:
    general = dialect["credential_codes"] == "general"
    return Refusal(problems.AUTHENTICATION_REQUIRED if general else problem, reason)


def authenticate(
    api_key: str | None,
    authorization: str | None,
    credentials: Mapping[str, Credential],
    dialect: Dialect = DOCUMENTED,
) -> Caller | Refusal:
    """Return who asks, given the request's `X-API-Key` and `Authorization`; the key counts when both are sent.

    List page, curl; object page, `api_enabled`: API keys and bearer tokens are the two ways.
    """
    if api_key:
        return _caller("api_key", api_key, credentials, dialect)
    if authorization and authorization.startswith(_SCHEME):
        return _caller("bearer", authorization.removeprefix(_SCHEME), credentials, dialect)
    cure = "send an API key as X-API-Key, or a token as Authorization: Bearer"
    return Refusal(problems.AUTHENTICATION_REQUIRED, f"no credentials; {cure}")


_UNKNOWN = {
    "api_key": (problems.INVALID_API_KEY, "X-API-Key: this key is not known; send one that is"),
    "bearer": (problems.TOKEN_INVALID, "Authorization: this token is not known; send one that is"),
}


def _caller(kind: str, secret: str, credentials: Mapping[str, Credential], dialect: Dialect) -> Caller | Refusal:
    found = credentials.get(secret)
    if found is None or found.kind != kind:
        return _unauthenticated(*_UNKNOWN[kind], dialect)
    if found.state != "active":
        return _unauthenticated(STATES[kind, found.state], f"the credentials are {found.state}; send others", dialect)
    return found.caller


VALIDATION: Mapping[str, Problem] = {
    "validation_error": problems.VALIDATION_ERROR,
    "invalid_field_value": problems.INVALID_FIELD_VALUE,
}
"""Reading of `validation_code` -> what a wrong parameter is called; `validation_status` gives its status."""

NOT_A_MEMBER: Mapping[str, Problem | None] = {
    "access_denied": problems.ORGANIZATION_ACCESS_DENIED,
    "insufficient_permissions": problems.INSUFFICIENT_PERMISSIONS,
    "not_found": problems.RESOURCE_NOT_FOUND,
    "empty": None,
}
"""Reading of `foreign_organization` and `unknown_organization` -> the refusal, or none."""

_OTHERS = "organization_id: ask for an organization that you are a member of"
_OTHER_KEY = (
    "organization_id: this API key belongs to {} and opens no other organization; "
    "send a key of the organization that you ask for, or a bearer token"
)
"""Why a member is refused: whose key it is, with the cure."""


def _refuse_organization(
    organization_id: str, caller: Caller, organizations: Iterable[str], dialect: Dialect
) -> Refusal | None:
    if caller.membership(organization_id) is not None:
        return None
    row = "foreign_organization" if organization_id in organizations else "unknown_organization"
    problem = NOT_A_MEMBER[dialect[row]]
    if problem is None:
        return None
    is_member = any(each.organization_id == organization_id for each in caller.memberships)
    return Refusal(problem, _OTHER_KEY.format(caller.key_organization_id) if is_member else _OTHERS)


def wrong_parameter(code: str, status: str) -> Problem:
    """Return the problem of a wrong parameter, given the readings of `validation_code` and `validation_status`."""
    return replace(VALIDATION[code], status=int(status))


def _refuse_parameters(invalid: tuple[Invalid, ...], dialect: Dialect) -> Refusal:
    problem = wrong_parameter(dialect["validation_code"], dialect["validation_status"])
    return Refusal(problem, "; ".join(each.message for each in invalid), invalid)


def admit(
    pairs: Iterable[tuple[str, str]], caller: Caller, organizations: Iterable[str], dialect: Dialect = DOCUMENTED
) -> ListQuery | Refusal:
    """Return the query that a caller asks with these decoded pairs, or why it is refused.

    `organizations` are the ids of all that exist. Parameters are checked before membership, or after it.
    """
    sent = list(pairs)
    asked = query.read(sent, dialect)
    if isinstance(asked, ListQuery) and caller.membership(asked.organization_id) is not None:
        return asked  # as nearly all are
    right = asked if isinstance(asked, ListQuery) else None
    organization_id = right.organization_id if right else query.read_organization(sent, dialect)
    denied = _refuse_organization(organization_id, caller, organizations, dialect) if organization_id else None
    wrong = None if isinstance(asked, ListQuery) else _refuse_parameters(asked, dialect)
    first, second = {"parameters": (wrong, denied), "membership": (denied, wrong)}[dialect["check_order"]]
    return first or second or asked  # type: ignore[return-value]  # no refusal means that the query was read

"""One table of everything that can be wrong with a request, and the bodies in which deployments say so.

The list page documents no error. Codes and messages are those of the API's general error pages; the four bodies are
the forms that its pages and observations record, of which the newest is the default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from contracts.schema import json_schema
from contracts.schema.spelling import Spelling, Value


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of refusal: its HTTP status, documented code and message, and when it is given."""

    status: int
    code: str
    message: str
    when: str
    kind: str = "validation_error"
    """The error type in the finer of the two vocabularies; the other knows `client_error` and `server_error` only."""


_UNAUTHENTICATED, _FORBIDDEN = "authentication_error", "authorization_error"

AUTHENTICATION_REQUIRED = Problem(
    401, "AUTHENTICATION_REQUIRED", "Please sign in to continue", "no credentials", _UNAUTHENTICATED
)
INVALID_API_KEY = Problem(401, "INVALID_API_KEY", "Your API key is invalid", "unknown API key", _UNAUTHENTICATED)
API_KEY_EXPIRED = Problem(401, "API_KEY_EXPIRED", "Your API key has expired", "expired API key", _UNAUTHENTICATED)
API_KEY_DEACTIVATED = Problem(
    401, "API_KEY_DEACTIVATED", "Your API key has been deactivated", "deactivated API key", _UNAUTHENTICATED
)
API_KEY_PAUSED = Problem(401, "API_KEY_PAUSED", "Your API key is paused", "paused API key", _UNAUTHENTICATED)
TOKEN_INVALID = Problem(401, "TOKEN_INVALID", "Your session is invalid", "unknown bearer token", _UNAUTHENTICATED)
TOKEN_EXPIRED = Problem(401, "TOKEN_EXPIRED", "Your session has expired", "expired bearer token", _UNAUTHENTICATED)
VALIDATION_ERROR = Problem(422, "VALIDATION_ERROR", "The request parameters are invalid", "a parameter is wrong")
INVALID_FIELD_VALUE = Problem(
    422, "INVALID_FIELD_VALUE", "The request parameters are invalid", "a parameter is wrong, in an observed code"
)
ORGANIZATION_ACCESS_DENIED = Problem(
    403,
    "ORGANIZATION_ACCESS_DENIED",
    "You don't have access to this organization",
    "the caller is no member of the organization",
    _FORBIDDEN,
)
INSUFFICIENT_PERMISSIONS = Problem(
    403,
    "INSUFFICIENT_PERMISSIONS",
    "You don't have permission to perform this action",
    "the caller is no member of the organization, in the words of sibling endpoints",
    _FORBIDDEN,
)
RESOURCE_NOT_FOUND = Problem(
    404, "RESOURCE_NOT_FOUND", "The requested resource could not be found.", "unknown organization", "not_found_error"
)
ROUTE_NOT_FOUND = Problem(404, "NOT_FOUND", "Not Found", "a path that is not served", "not_found_error")
METHOD_NOT_ALLOWED = Problem(
    405, "METHOD_NOT_ALLOWED", "Method Not Allowed", "a method that is not served", "method_error"
)
REQUEST_TOO_LARGE = Problem(
    414, "REQUEST_TOO_LARGE", "The request line is too long", "a request line above the server's limit"
)
RATE_LIMIT_EXCEEDED = Problem(
    429,
    "RATE_LIMIT_EXCEEDED",
    "Too many requests. Please try again later.",
    "more requests than the plan allows",
    "rate_limit_error",
)
INTERNAL_ERROR = Problem(
    500, "INTERNAL_ERROR", "Something went wrong. Please try again later.", "a fault of the server", "server_error"
)

PROBLEMS = tuple(problem for problem in globals().values() if isinstance(problem, Problem))
"""Every kind of refusal."""


@dataclass(frozen=True, slots=True)
class Invalid:
    """One wrong parameter: its name, the text sent (None if none was), what is wrong with its cure, and in a word."""

    field: str
    value: str | None
    message: str
    kind: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request refused: the problem, a sentence for developers, and the wrong parameters if there are any."""

    problem: Problem
    reason: str
    invalid: tuple[Invalid, ...] = field(default=())
    retry_after: int | None = None
    """Seconds after which it may be sent again."""


# --- bodies


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, use_attribute_docstrings=True)


class ErrorDetails(_Body):
    """The current error object."""

    code: Annotated[str, Field(pattern="^[A-Z][A-Z0-9_]*$")]
    """What happened, in upper snake case."""
    message: str
    """For people."""
    system_message: str
    """For developers."""
    type: Literal["client_error", "server_error"]
    """Whose fault it is."""
    status: int
    """The HTTP status."""
    details: dict[str, Any]
    """For a wrong parameter: `field` and `value` of the first, and `fields`, all of them."""
    trace_id: str
    """Identifies this answer."""
    timestamp: str
    """When, in ISO 8601."""


class StandardError(_Body):
    """The current error body."""

    success: Literal[False]
    """Always false."""
    error: ErrorDetails
    """What happened."""


class LowercaseErrorDetails(_Body):
    """The error object of older pages."""

    code: str
    """What happened, in lower snake case."""
    message: str
    """For people."""
    trace_id: str
    """Identifies this answer."""


class LowercaseError(_Body):
    """The error body of older pages."""

    error: LowercaseErrorDetails
    """What happened."""


class DetailMeta(_Body):
    """Where an older error came from."""

    timestamp: str
    """When, in ISO 8601."""
    request_id: str
    """Identifies this answer."""


class FieldError(_Body):
    """One wrong parameter, in the older form."""

    field: str
    """Its name."""
    message: str
    """What is wrong."""
    code: str
    """In a word."""


class DetailError(_Body):
    """The error body of the older error handling page."""

    detail: str
    """For people."""
    status_code: int
    """The HTTP status."""
    error_type: str
    """What happened, as a class name."""
    meta: DetailMeta
    """Where it came from."""
    errors: list[FieldError]
    """Wrong parameters."""


class FrameworkErrorItem(_Body):
    """One wrong parameter, in the framework's form."""

    loc: list[str | int]
    """`query` and its name."""
    msg: str
    """What is wrong."""
    type: str
    """In a word."""


class FrameworkError(_Body):
    """The web framework's own error body."""

    detail: str | list[FrameworkErrorItem]
    """For people, or the wrong parameters."""


def standard_body(refusal: Refusal, *, trace_id: str, timestamp: str) -> Value:
    """Write a refusal in the current form, from which the older forms are rewritten."""
    problem = refusal.problem
    details: Value = {}
    if refusal.invalid:
        first = refusal.invalid[0]
        fields = [{"field": one.field, "message": one.message, "type": one.kind} for one in refusal.invalid]
        details = {"field": first.field, "value": first.value, "fields": fields}
    # The official client tells of both places; no schema here demands either.
    again: Value = {} if refusal.retry_after is None else {"retry_after": refusal.retry_after}
    return {
        "success": False,
        "error": {
            "code": problem.code,
            "message": problem.message,
            "system_message": refusal.reason,
            "type": "server_error" if problem.status >= 500 else "client_error",
            "status": problem.status,
            "details": details | again,
            "trace_id": trace_id,
            "timestamp": timestamp,
            **again,
        },
    }


_KINDS = {problem.code: problem.kind for problem in PROBLEMS}


def _by_kind(body: Value, _: str) -> Value:
    error = body["error"]
    return body | {"error": error | {"type": _KINDS[error["code"]]}}


def _lowercase(body: Value, _: str) -> Value:
    error = body["error"]
    return {"error": {"code": error["code"].lower(), "message": error["system_message"], "trace_id": error["trace_id"]}}


def _detail(body: Value, _: str) -> Value:
    error = body["error"]
    fields = error["details"].get("fields", [])
    return {
        "detail": error["message"],
        "status_code": error["status"],
        "error_type": _KINDS[error["code"]].title().replace("_", ""),
        "meta": {"timestamp": error["timestamp"], "request_id": error["trace_id"]},
        "errors": [{"field": one["field"], "message": one["message"], "code": one["type"]} for one in fields],
    }


def _framework(body: Value, _: str) -> Value:
    error = body["error"]
    items = [
        {"loc": ["query", one["field"]], "msg": one["message"], "type": one["type"]}
        for one in error["details"].get("fields", [])
    ]
    return {"detail": items or error["message"]}


def _type_as_word(schema: json_schema.Schema) -> json_schema.Schema:
    return json_schema.change(schema, ("type",), lambda _: {"type": "string"})


TYPE_BY_KIND = Spelling(
    "error",
    write=_by_kind,
    schema=lambda schema, _: json_schema.change(schema, ("error",), _type_as_word),
)
LOWERCASE_BODY = Spelling("error", write=_lowercase, schema=lambda *_: json_schema.of(LowercaseError))
DETAIL_BODY = Spelling("error", write=_detail, schema=lambda *_: json_schema.of(DetailError))
FRAMEWORK_BODY = Spelling("error", write=_framework, schema=lambda *_: json_schema.of(FrameworkError))


_OCCASIONAL = frozenset({"system_message", "details", "meta", "errors"})
"""Members of the bodies above that only some of the API's own samples show."""


def without_occasional(schema: Any) -> Any:
    """Let an error's schema do without the members that only some of the API's samples show."""
    if isinstance(schema, list):
        return [without_occasional(member) for member in schema]
    if not isinstance(schema, dict):
        return schema
    walked = {key: without_occasional(member) for key, member in schema.items()}
    if "properties" in walked:
        walked = json_schema.change(walked, _OCCASIONAL, json_schema.nullable)
        walked["required"] = [name for name in walked.get("required", ()) if name not in _OCCASIONAL]
    return walked

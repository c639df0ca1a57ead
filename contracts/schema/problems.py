"""One table of everything that can be wrong with a request, and the bodies in which deployments say so.

The list page documents no error. Codes and messages are those of the API's general error pages; the four bodies are
the forms that its pages and observations record, of which the newest is the default.
"""

from __future__ import annotations

from dataclasses import dataclass, field


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

"""Errors: one table, four bodies, two vocabularies."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from contracts.schema import problems, wire
from contracts.schema.dialect import DOCUMENTED
from contracts.schema.models import errors
from contracts.schema.problems import PROBLEMS, Invalid, Problem, Refusal
from tests.test_contracts.dialects import taking

TRACE = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
WHEN = "2025-01-15T10:30:00Z"
DENIED = Refusal(problems.ORGANIZATION_ACCESS_DENIED, "organization_id: ask for an organization of yours")
WRONG = Refusal(
    problems.VALIDATION_ERROR,
    "limit: 0 is below 1; fields: 'all' is unknown",
    (
        Invalid("limit", "0", "limit: 0 is below 1", "greater_than_equal"),
        Invalid("fields", "all", "fields: 'all' is unknown", "enum"),
    ),
)


def _body(refusal: Refusal, row: str = "error_body", reading: str = "standard") -> Any:
    return wire.error(refusal, trace_id=TRACE, timestamp=WHEN, dialect=taking(row, reading))


@pytest.mark.parametrize("problem", PROBLEMS, ids=[problem.code for problem in PROBLEMS])
def test_a_problem_is_complete(problem: Problem) -> None:
    """Each has a status of refusal, a code in upper snake case, a message and an occasion."""
    assert 400 <= problem.status < 600
    assert problem.code == problem.code.upper().replace(" ", "_")
    assert problem.message
    assert problem.when
    assert problem.kind.endswith("_error")


def test_problems_are_told_apart_by_code() -> None:
    """No code is given twice."""
    assert 17 == len(PROBLEMS) == len({problem.code for problem in PROBLEMS})


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (401, "AUTHENTICATION_REQUIRED", "Please sign in to continue"),
        (401, "INVALID_API_KEY", "Your API key is invalid"),
        (401, "API_KEY_EXPIRED", "Your API key has expired"),
        (401, "API_KEY_DEACTIVATED", "Your API key has been deactivated"),
        (401, "API_KEY_PAUSED", "Your API key is paused"),
        (401, "TOKEN_INVALID", "Your session is invalid"),
        (401, "TOKEN_EXPIRED", "Your session has expired"),
        (403, "ORGANIZATION_ACCESS_DENIED", "You don't have access to this organization"),
        (403, "INSUFFICIENT_PERMISSIONS", "You don't have permission to perform this action"),
        (404, "RESOURCE_NOT_FOUND", "The requested resource could not be found."),
        (500, "INTERNAL_ERROR", "Something went wrong. Please try again later."),
    ],
)
def test_the_codes_of_the_api(status: int, code: str, message: str) -> None:
    """Codes and messages are those of the API's own error pages."""
    assert (status, message) in [(each.status, each.message) for each in PROBLEMS if each.code == code]


@pytest.mark.parametrize(("code", "status"), [("VALIDATION_ERROR", 422), ("RATE_LIMIT_EXCEEDED", 429)])
def test_codes_whose_message_is_our_own(code: str, status: int) -> None:
    """Where no page gives a message, status and code are the API's."""
    assert [status] == [each.status for each in PROBLEMS if each.code == code]


def test_the_standard_body() -> None:
    """The current form: for people, for developers, whose fault; no details where no parameter is wrong."""
    assert {
        "success": False,
        "error": {
            "code": "ORGANIZATION_ACCESS_DENIED",
            "message": "You don't have access to this organization",
            "system_message": "organization_id: ask for an organization of yours",
            "type": "client_error",
            "status": 403,
            "details": {},
            "trace_id": TRACE,
            "timestamp": WHEN,
        },
    } == _body(DENIED)


def test_the_details_of_wrong_parameters() -> None:
    """The first of them by itself, then all of them."""
    assert {
        "field": "limit",
        "value": "0",
        "fields": [
            {"field": "limit", "message": "limit: 0 is below 1", "type": "greater_than_equal"},
            {"field": "fields", "message": "fields: 'all' is unknown", "type": "enum"},
        ],
    } == _body(WRONG)["error"]["details"]


def test_when_to_ask_again() -> None:
    """The seconds stand in both places that the official client tells of; a body without them has neither."""
    error = _body(Refusal(problems.RATE_LIMIT_EXCEEDED, "too many", retry_after=7))["error"]
    assert ({"retry_after": 7}, 7) == (error["details"], error["retry_after"])
    assert "retry_after" not in _body(Refusal(problems.RATE_LIMIT_EXCEEDED, "too many"))["error"]


def test_the_lowercase_body() -> None:
    """The older pages' form."""
    error = {
        "code": "organization_access_denied",
        "message": "organization_id: ask for an organization of yours",
        "trace_id": TRACE,
    }
    assert {"error": error} == _body(DENIED, reading="lowercase")


def test_the_detail_body() -> None:
    """The older error page's form, with and without wrong parameters."""
    body = {
        "detail": "You don't have access to this organization",
        "status_code": 403,
        "error_type": "AuthorizationError",
        "meta": {"timestamp": WHEN, "request_id": TRACE},
        "errors": [],
    }
    assert body == _body(DENIED, reading="detail")
    assert [
        {"field": "limit", "message": "limit: 0 is below 1", "code": "greater_than_equal"},
        {"field": "fields", "message": "fields: 'all' is unknown", "code": "enum"},
    ] == _body(WRONG, reading="detail")["errors"]


def test_the_framework_body() -> None:
    """The web framework's own: a sentence, or the wrong parameters."""
    assert {"detail": "You don't have access to this organization"} == _body(DENIED, reading="framework")
    assert {
        "detail": [
            {"loc": ["query", "limit"], "msg": "limit: 0 is below 1", "type": "greater_than_equal"},
            {"loc": ["query", "fields"], "msg": "fields: 'all' is unknown", "type": "enum"},
        ]
    } == _body(WRONG, reading="framework")


@pytest.mark.parametrize(
    ("problem", "side", "kind"),
    [
        (problems.TOKEN_INVALID, "client_error", "authentication_error"),
        (problems.INSUFFICIENT_PERMISSIONS, "client_error", "authorization_error"),
        (problems.VALIDATION_ERROR, "client_error", "validation_error"),
        (problems.RESOURCE_NOT_FOUND, "client_error", "not_found_error"),
        (problems.INTERNAL_ERROR, "server_error", "server_error"),
    ],
)
def test_the_two_vocabularies_of_type(problem: Problem, side: str, kind: str) -> None:
    """Whose fault it is, or what kind of fault."""
    refusal = Refusal(problem, "reason")
    assert side == _body(refusal)["error"]["type"]
    assert kind == _body(refusal, "error_type", "kind")["error"]["type"]


def test_type_and_body_are_read_together() -> None:
    """A vocabulary without its member in another body does no harm."""
    for body in ("lowercase", "detail", "framework"):
        dialect = DOCUMENTED.replace("both", error_type="kind", error_body=body)
        assert _body(DENIED, reading=body) == wire.error(DENIED, trace_id=TRACE, timestamp=WHEN, dialect=dialect)


@pytest.mark.parametrize("problem", [problems.ROUTE_NOT_FOUND, problems.METHOD_NOT_ALLOWED])
def test_a_path_that_is_not_served(problem: Problem) -> None:
    """The web framework answers, or the API as it does everywhere."""
    refusal = Refusal(problem, "reason")
    assert {"detail": refusal.problem.message, "reason": "reason"} == _body(refusal, "unmatched_body", "framework")
    assert problem.code == _body(refusal, "unmatched_body", "error_body")["error"]["code"]


@pytest.mark.parametrize(
    ("reading", "model"),
    [
        ("standard", errors.StandardError),
        ("lowercase", errors.LowercaseError),
        ("detail", errors.DetailError),
        ("framework", errors.FrameworkError),
    ],
)
def test_bodies_have_the_members_of_their_models(reading: str, model: type[BaseModel]) -> None:
    """Each body is its model's, no member more."""
    for refusal in (DENIED, WRONG):
        body = _body(refusal, reading=reading)
        assert body == model.model_validate(body).model_dump()

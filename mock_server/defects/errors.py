"""Errors that are not as documented."""

from __future__ import annotations

import json
from dataclasses import replace

from contracts.schema.problems import Refusal
from mock_server.answers import Answer
from mock_server.defects.declare import defect
from mock_server.defects.steps import Request, Steps
from mock_server.items import to_json


def _is_about(refusal: Refusal, parameter: str) -> bool:
    return parameter in {each.field for each in refusal.invalid}


def _body(answer: Answer, value: object) -> Answer:
    return replace(answer, body=to_json(value))


def _text(answer: Answer, kind: str, text: str) -> Answer:
    return replace(answer, body=text.encode(), headers=(("Content-Type", f"{kind}; charset=utf-8"),))


@defect("validation", step="refuse")
def errors_as_html(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """Errors are HTML pages."""
    page = f"<!doctype html><title>{refusal.problem.status}</title><h1>{refusal.problem.message}</h1>"
    return _text(steps.refuse(refusal, request), "text/html", page)


@defect("validation", step="refuse")
def errors_as_plain_text(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """Errors are plain text."""
    return _text(steps.refuse(refusal, request), "text/plain", refusal.problem.message)


@defect("validation", step="refuse")
def errors_empty(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """Errors have no body."""
    return replace(steps.refuse(refusal, request), body=b"")


@defect("validation", step="refuse")
def wrong_parameter_answered_200(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """A wrong parameter is answered with status 200 and an error in the body."""
    answer = steps.refuse(refusal, request)
    return replace(answer, status=200) if refusal.invalid else answer


@defect("validation", step="refuse")
def wrong_parameter_lists_nothing(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """A wrong parameter is answered with status 200 and an empty list."""
    answer = steps.refuse(refusal, request)
    return replace(_body(answer, {"assistants": [], "total": 0}), status=200) if refusal.invalid else answer


@defect("validation", step="refuse")
def error_shows_stack_trace(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """The error about a wrong parameter shows the server's stack trace."""
    trace = 'Traceback (most recent call last):\n  File "/srv/app/assistants.py", line 88, in list_assistants\n'
    shown = replace(refusal, reason=f"{trace}ValueError: {refusal.reason}")
    answer = steps.refuse(refusal, request)
    if not refusal.invalid:
        return answer
    value = json.loads(steps.refuse(shown, request).body)
    return _body(answer, value if trace[:9] in json.dumps(value) else value | {"detail": shown.reason})


@defect("validation", step="refuse")
def error_shows_statement(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """The error about a wrong sort_by shows the database's statement."""
    if not _is_about(refusal, "sort_by"):
        return steps.refuse(refusal, request)
    statement = "SELECT assistants.id FROM assistants ORDER BY"
    answer = steps.refuse(replace(refusal, reason=f"{statement}: {refusal.reason}"), request)
    value = json.loads(answer.body)
    return answer if statement.encode() in answer.body else _body(answer, value | {"detail": statement})


@defect("validation", step="refuse")
def error_repeats_key(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """The error about a wrong parameter repeats the caller's key."""
    if not refusal.invalid:
        return steps.refuse(refusal, request)
    secret = request.api_key or request.authorization
    answer = steps.refuse(refusal, request)
    return _body(answer, json.loads(answer.body) | {"request": {"headers": {"X-API-Key": secret}}})


def _in_another_shape(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    answer = steps.refuse(refusal, request)
    if steps.dialect["error_body"] == "framework":
        return _body(answer, {"error": {"code": refusal.problem.code.lower(), "message": refusal.problem.message}})
    items = [{"loc": ["query", each.field], "msg": each.message, "type": each.kind} for each in refusal.invalid]
    return _body(answer, {"detail": items})


for _parameter in ("limit", "sort_by", "fields", "organization_id"):
    defect(
        "validation",
        step="refuse",
        name=f"wrong_{_parameter}_in_another_shape",
        story=f"The error about a wrong {_parameter} has another shape than every other.",
    )(
        lambda steps, refusal, request, parameter=_parameter: (
            _in_another_shape(steps, refusal, request)
            if _is_about(refusal, parameter)
            else steps.refuse(refusal, request)
        )
    )


@defect("validation", step="refuse")
def error_member_missing(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """Errors lack a member that tells what happened: the code, or its like."""
    answer = steps.refuse(refusal, request)
    value = json.loads(answer.body)
    if isinstance(value.get("error"), dict):
        value["error"].pop("code")
    else:
        value.pop("error_type", None) or value.pop("detail")
    return _body(answer, value)

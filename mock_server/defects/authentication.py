"""Strangers who are let in, and refusals of them that are wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from contracts.schema import problems, query
from contracts.schema.access import Caller, Credential
from contracts.schema.problems import Problem, Refusal
from mock_server.answers import Answer
from mock_server.defects.declare import defect
from mock_server.defects.steps import Request, Steps, answer
from mock_server.defects.ways import validation
from mock_server.params import pairs


def _known(steps: Steps) -> list[Credential]:
    return [each for each in steps.world.credentials.values() if each.state == "active" and each.caller.memberships]


def _somebody(steps: Steps, request: Request) -> Caller | None:
    """Return a member of the organization asked about."""
    wanted = dict(pairs(request.query_string)).get("organization_id", "")
    found = (each.caller for each in _known(steps))
    return next((caller for caller in found if caller.membership(wanted) is not None), None)


@defect("authentication", step="authenticate")
def parameters_checked_before_credentials(steps: Steps, request: Request) -> Caller | Refusal:
    """Who has no valid credentials is told first what is wrong with the parameters."""
    found = steps.authenticate(request)
    asked = query.read(pairs(request.query_string), steps.dialect)
    if isinstance(found, Caller) or isinstance(asked, query.ListQuery):
        return found
    return Refusal(validation(steps), "; ".join(each.message for each in asked), asked)


def _unless(steps: Steps, request: Request, let_in: Callable[[Request], Caller | None]) -> Caller | Refusal:
    """Authenticate; let others in who would be refused."""
    found = steps.authenticate(request)
    return (let_in(request) or found) if isinstance(found, Refusal) else found


def _by_key(steps: Steps, alike: Callable[[str], bool]) -> Caller | None:
    found = (each.caller for each in _known(steps) if each.kind == "api_key" and alike(each.secret))
    return next(found, None)


# --- let in


@defect("authentication", step="authenticate")
def no_key_accepted(steps: Steps, request: Request) -> Caller | Refusal:
    """Who sends no key and no token is let in as a member."""
    nothing = request.api_key is None and request.authorization is None
    return _unless(steps, request, lambda sent: _somebody(steps, sent) if nothing else None)


@defect("authentication", step="authenticate")
def empty_key_accepted(steps: Steps, request: Request) -> Caller | Refusal:
    """Who sends an empty key is let in as a member."""
    return _unless(steps, request, lambda sent: _somebody(steps, sent) if sent.api_key == "" else None)


@defect("authentication", step="authenticate")
def any_key_accepted(steps: Steps, request: Request) -> Caller | Refusal:
    """Any key opens the organization asked about."""
    return _unless(steps, request, lambda sent: _somebody(steps, sent) if sent.api_key else None)


@defect("authentication", step="authenticate")
def key_cut_short_accepted(steps: Steps, request: Request) -> Caller | Refusal:
    """The beginning of a key is accepted as that key."""
    sent = request.api_key or ""
    return _unless(steps, request, lambda _: _by_key(steps, lambda key: len(sent) > 8 and key.startswith(sent)))


@defect("authentication", step="authenticate")
def key_with_more_accepted(steps: Steps, request: Request) -> Caller | Refusal:
    """A key with more characters after it is accepted as that key."""
    return _unless(steps, request, lambda sent: _by_key(steps, (sent.api_key or "").startswith))


@defect("authentication", step="authenticate")
def any_token_accepted(steps: Steps, request: Request) -> Caller | Refusal:
    """Any bearer token is accepted, as its signature is not checked."""
    bearer = (request.authorization or "").startswith("Bearer ")
    return _unless(steps, request, lambda sent: _somebody(steps, sent) if bearer and not sent.api_key else None)


@defect("authentication", step="authenticate")
def any_scheme_accepted(steps: Steps, request: Request) -> Caller | Refusal:
    """Authorization: Basic, or of any other scheme, is accepted."""
    scheme, _, _ = (request.authorization or "").partition(" ")
    other = scheme not in ("", "Bearer")
    return _unless(steps, request, lambda sent: _somebody(steps, sent) if other and not sent.api_key else None)


# --- refused in a wrong way


def _refusing(problem: Problem) -> Callable[[Steps, Request], Caller | Refusal]:
    def authenticate(steps: Steps, request: Request) -> Caller | Refusal:
        found = steps.authenticate(request)
        return Refusal(problem, found.reason) if isinstance(found, Refusal) else found

    return authenticate


for _name, _story, _problem in (
    ("strangers_get_403", "Who has no valid credentials gets 403 instead of 401.", problems.INSUFFICIENT_PERMISSIONS),
    ("strangers_get_404", "Who has no valid credentials gets 404 instead of 401.", problems.RESOURCE_NOT_FOUND),
    (
        "strangers_get_400",
        "Who has no valid credentials gets 400 instead of 401.",
        replace(problems.VALIDATION_ERROR, status=400),
    ),
    ("strangers_break_the_server", "Who has no valid credentials breaks the server: 500.", problems.INTERNAL_ERROR),
):
    defect("authentication", step="authenticate", name=_name, story=_story)(_refusing(_problem))


@defect("authentication", step="refuse")
def strangers_sent_to_login(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """Who has no valid credentials is sent to a login page: 302."""
    refused = steps.refuse(refusal, request)
    return Answer(302, b"", (("Location", "/login"),)) if refused.status == 401 else refused


@defect("authentication", step="refuse")
def strangers_get_an_empty_list(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """Who has no valid credentials gets an empty list with status 200."""
    refused = steps.refuse(refusal, request)
    return Answer(200, b'{"assistants":[],"total":0}') if refused.status == 401 else refused


@defect("authentication", step="refuse")
def refusal_holds_the_list(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """The status is 401, and the body has the list all the same."""
    refused, somebody = steps.refuse(refusal, request), _somebody(steps, request)
    if refused.status != 401 or somebody is None:
        return refused
    listed = answer(replace(steps, authenticate=lambda _: somebody), request)
    body = json.loads(refused.body) | {"data": json.loads(listed.body)}
    return replace(refused, body=steps.write(body))


@defect("authentication", step="refuse")
def refusal_is_plain_text(steps: Steps, refusal: Refusal, request: Request) -> Answer:
    """Who has no valid credentials gets plain text, as a proxy in front of the server writes it."""
    refused = steps.refuse(refusal, request)
    return Answer(401, b"Unauthorized", (("Content-Type", "text/plain"),)) if refused.status == 401 else refused

"""What refusals show of a dialect: their form and codes, and what is refused first."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.checks.asking.question import Question
from contracts.checks.learning import votes
from contracts.checks.learning.learner import Decided, Learner, Step, unknown_organization
from contracts.schema import reference


def _credentials(learner: Learner) -> Iterable[Decided]:
    nobody = learner.ask(learner.base.with_(credentials="none"))
    stranger = learner.ask(learner.base.with_(credentials="wrong key"))
    yield "error_body", nobody, votes.error_body(nobody.json)
    yield "error_type", nobody, votes.error_type(nobody.json)
    codes = votes.error_words(nobody.json), votes.error_words(stranger.json)
    if all(codes):
        name = "general" if codes[0] == codes[1] else "specific"
        yield "credential_codes", stranger, (name, f"without key {codes[0]}, with a wrong key {codes[1]}")


def _validation(learner: Learner) -> Iterable[Decided]:
    exchange = learner.ask(learner.base.vary(limit="101"))
    status = str(exchange.status)
    yield "validation_status", exchange, (status if status in ("422", "400") else None, f"limit=101 is {status}")
    code = votes.error_code(exchange.json)
    if code is not None:
        known = {reading: problem.code for reading, problem in reference.VALIDATION.items()}
        name = next((reading for reading, each in known.items() if each == code.upper()), None)
        yield "validation_code", exchange, (name, f"code is {code}")


def _organizations(learner: Learner) -> Iterable[Decided]:
    asked = {
        "unknown_organization": unknown_organization(learner.census.organization_id),
        "foreign_organization": learner.foreign,
    }
    for row, organization_id in asked.items():
        if organization_id is not None:
            exchange = learner.ask(Question.of(organization_id=organization_id))
            yield row, exchange, votes.closed(exchange)


def _order(learner: Learner) -> Iterable[Decided]:
    others = (learner.foreign, unknown_organization(learner.census.organization_id))
    asked = [Question.of(organization_id=each) for each in others if each is not None]
    closed = next((each for each in asked if learner.ask(each).status in (403, 404)), None)
    if closed is not None:
        exchange = learner.ask(closed.vary(limit="101"))
        name = {422: "parameters", 400: "parameters", 403: "membership", 404: "membership"}.get(exchange.status)
        yield "check_order", exchange, (name, f"both wrong is {exchange.status}")


def _paths(learner: Learner) -> Iterable[Decided]:
    exchange = learner.ask(learner.base.with_(path="/v1/assistants/"))
    name = {404: "not_found"}.get(exchange.status, "redirect" if 300 <= exchange.status < 400 else None)
    yield "trailing_slash", exchange, (name, f"answered {exchange.status}")
    exchange = learner.ask(Question(path="/v1/no-such-path"))
    if learner.dialect["error_body"] != "framework":
        body = votes.error_body(exchange.json)
        reading = None if body is None or body[0] is None else body[0]
        name = {"framework": "framework", learner.dialect["error_body"]: "error_body"}.get(reading or "")
        yield "unmatched_body", exchange, (name, f"status {exchange.status}")


STEPS: tuple[Step, ...] = (_credentials, _validation, _organizations)

ELSEWHERE: tuple[Step, ...] = (_order, _paths)
"""Steps that ask what no relation judges: a mock needs to know."""

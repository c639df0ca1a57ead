"""What the documents leave to a deployment is never held against it, in whatever mixture it comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contracts.checks.asked import Asked
from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.relation import RELATIONS
from contracts.checks.run import Run, Send
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.tool_spelling import snake_case
from fixtures.world import make_world
from mock_server.app import create_app
from tests.test_contracts.checks.deployments import scope, sender
from tests.test_contracts.checks.test_run import alarms
from tests.test_contracts.dialects import taking

Body = dict[str, Any]
Habit = Callable[[Body, Question], Body]


def _items(how: Callable[[Body, Question], Body]) -> Habit:
    def changed(body: Body, question: Question) -> Body:
        return body | {"assistants": [how(item, question) for item in body["assistants"]]} if "total" in body else body

    return changed


def _without(names: tuple[str, ...]) -> Habit:
    """Leave out what is unset, of some properties only."""
    return _items(lambda item, _: {name: value for name, value in item.items() if value or name not in names})


def _some_absent_in_some(item: Body, _: Question) -> Body:
    """Leave out what is unset in every other assistant, as a store of documents does."""
    if int(item["id"][-1], 16) % 2:
        return item
    kept = ("id", "user_access_level")
    return {name: value for name, value in item.items() if value not in (None, []) or name in kept}


def _further(body: Body, question: Question) -> Body:
    """Say more everywhere, and something else each time."""
    if "total" not in body:
        return body
    pagination = body["pagination"] | {"page": 1}
    return body | {"took_ms": len(question.query_string) % 7, "object": "list", "pagination": pagination}


def _further_tools(item: Body, _: Question) -> Body:
    tools = item.get("tool_configurations")
    return item | {"tool_configurations": tools | {"toolChoice": "auto"}, "etag": "x"} if tools else item


def _with_fractions(item: Body, _: Question) -> Body:
    """Write a fraction of a second where there is one, as Python does."""
    times = {name: item[name] for name in ("created_at", "updated_at")}
    return item | {name: text.replace("Z", ".250000Z") for name, text in times.items() if int(text[-2]) % 2}


def _brief(body: Body, _: Question) -> Body:
    """Leave out of errors what only some samples show."""
    error = body.get("error")
    if not error:
        return body
    return body | {"error": {name: error[name] for name in error if name not in ("details", "system_message")}}


def _snake_capabilities(item: Body, _: Question) -> Body:
    found = item.get("tool_capabilities")
    return item | {"tool_capabilities": {snake_case(name): value for name, value in found.items()}} if found else item


HABITS: dict[str, tuple[Dialect, Habit]] = {
    "some unset properties absent": (DOCUMENTED, _without(("seed", "metadata", "preset_prompts", "rule_ids"))),
    "absent in some assistants": (DOCUMENTED, _items(_some_absent_in_some)),
    "further members of the envelope": (DOCUMENTED, _further),
    "further members of tools": (DOCUMENTED, _items(_further_tools)),
    "times with a fraction or without": (taking("timestamps", "iso_8601"), _items(_with_fractions)),
    "brief errors": (DOCUMENTED, _brief),
    "capabilities in snake case": (DOCUMENTED, _items(_snake_capabilities)),
    "organization in a summary": (
        DOCUMENTED,
        _items(lambda item, question: {"organization_id": question.get("organization_id"), **item}),
    ),
}


def with_habit(send: Send, habit: Habit) -> Send:
    """Return a deployment with a habit."""

    def ask(question: Question) -> Exchange:
        exchange = send(question)
        if not isinstance(exchange.json, dict):
            return exchange
        return replace(exchange, body=json.dumps(habit(exchange.json, question)).encode())

    return ask


@pytest.mark.parametrize("name", HABITS)
def test_a_healthy_habit_is_no_alarm(name: str) -> None:
    """A deployment that has it conforms."""
    dialect, habit = HABITS[name]
    world = make_world()
    send = with_habit(sender(create_app(world, dialect), world), habit)
    assert [] == alarms(Run(send, scope(world)).judge())


OPEN = [
    {"vector_store_id": ""},
    {"include_inactive": ""},
    {"include_inactive": "YES"},
    {"limit": "+5"},
    {"limit": " 10 "},
    {"limit": "010"},
    {"limit": "10.0"},
    {"offset": "1_0"},
    {"offset": str(2**63)},
]


@pytest.mark.parametrize("parameters", OPEN, ids=str)
@pytest.mark.parametrize("status", [200, 422])
def test_a_text_that_servers_read_in_two_ways_may_be_taken_or_refused(parameters: dict[str, str], status: int) -> None:
    """Neither an answer nor a refusal is held against a deployment."""
    body = json.dumps({"assistants": [], "total": 0} if status == 200 else {"detail": "no"}).encode()
    question = Question.of(organization_id="org_1", **parameters)
    exchange = Exchange(question, "http://a", status, {"content-type": "application/json"}, body, 0.0, "curl")
    asked = Asked(exchange, taking("error_body", "framework"))
    names = [name for name, each in RELATIONS.items() if each.topic == "validation" and each.when(asked)]
    assert [] == [name for name in names if list(RELATIONS[name].check(asked))]

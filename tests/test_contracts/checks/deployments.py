"""Deployments without a socket: the mock, asked in process through the kit's own values."""

from __future__ import annotations

from flask import Flask

from contracts.checks.asking.exchange import Exchange, curl_line
from contracts.checks.asking.question import Question
from contracts.checks.identities import identities
from contracts.checks.run import Run, Scope, Send
from contracts.checks.verdict import Verdict
from contracts.schema.dialect import DOCUMENTED, Dialect
from fixtures.world import World, make_world
from mock_server.app import create_app

BASE_URL = "http://mock.test"
FIRST, SECOND = "editor", "member"
"""Callers of the mock: one who owns, edits and views, and a colleague."""


def sender(app: Flask, world: World, first: str = FIRST) -> Send:
    """Return what asks an application in process, as callers of its world."""
    known = identities(world.api_key(first, "main"), None, world.api_key(SECOND, "main"))
    client = app.test_client()

    def send(question: Question) -> Exchange:
        who = known[question.credentials]
        answer = client.open(
            question.path, method=question.method, query_string=question.query_string, headers=list(who.headers)
        )
        headers = {name.lower(): value for name, value in answer.headers.items()}
        url = question.url(BASE_URL)
        return Exchange(question, url, answer.status_code, headers, answer.data, 0.0, curl_line(question, url, who))

    return send


def scope(world: World, first: str = FIRST, foreign: str | None = "abc123") -> Scope:
    """Return what to ask about: the main organization, with everything that the kit can be given."""
    return Scope(
        world.named("main").id,
        world.named(foreign).id if foreign else None,
        base_url=BASE_URL,
        secrets=(world.api_key(first, "main"),),
        has_second=True,
    )


def judge(
    *, world: World | None = None, dialect: Dialect = DOCUMENTED, defects: tuple[str, ...] = (), first: str = FIRST
) -> Verdict:
    """Judge a mock."""
    world = world or make_world()
    app = create_app(world, dialect, defects=defects)
    return Run(sender(app, world, first), scope(world, first)).judge()

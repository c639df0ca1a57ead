"""The garbage collector has nothing to do while answers are given."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest

from fixtures.world import World
from mock_server.asked import Asked, Headers
from mock_server.mock import Mock
from mock_server.serving import Server, listen, serve
from mock_server.state import State
from mock_server.wsgi import ROUTE, Front
from tests.test_mock_server.conftest import MAIN


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_answers_leave_nothing_to_collect(world: World) -> None:
    """No object of an answer refers to itself, so that each goes when it is forgotten."""
    front = Front(Mock(State(world)), None)  # type: ignore[arg-type]
    sent = Headers({"HTTP_X_API_KEY": world.api_key("owner", "main")})

    def ask(limit: int) -> None:
        asked = Asked("GET", ROUTE, ROUTE, f"organization_id={MAIN}&limit={limit}".encode(), sent, "-:0")
        front.outcome(asked, dict)

    ask(1)
    gc.collect()
    for limit in range(102):  # the first and the last are refused
        ask(limit)

    assert gc.collect() == 0


def test_a_server_collects_seldom(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of answers alone begins no collection."""
    front = Front(Mock(State(world)), None)  # type: ignore[arg-type]
    seen = []
    monkeypatch.setattr(asyncio, "run", lambda running: seen.append(gc.get_threshold()[0]) or running.close())
    with listen("127.0.0.1", 0) as listening:
        serve(Server(front, listening, refuse=front.mock.refuse, front=front))

    assert seen == [10_000]

"""Whatever a deployment answers, a run ends with a verdict: values of any type may stand anywhere."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.run import Run, Send
from fixtures.world import make_world
from mock_server.app import create_app
from tests.test_contracts.checks.deployments import scope, sender

ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    1.5,
    10**30,
    "",
    "x",
    "2025-01-01T00:00:00Z",
    [],
    [None],
    [[1]],
    {},
    {"a": {}},
    "\x00",
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value in a document."""
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from _places(member, (*path, name))


def _changed(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    if not path:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _changed(value[path[0]], path[1:], other)
    return copy


def spoilt(send: Send, seed: int, share: float) -> Send:
    """Return a deployment in whose answers some values are odd ones, or in which one member always is."""
    chance = random.Random(seed)  # noqa: S311 - any number will do, the same every time
    always = chance.random() < 0.7
    member, odd = "", chance.choice(ODD)

    def ask(question: Question) -> Exchange:
        nonlocal member
        exchange = send(question)
        if not exchange.is_json or (not always and chance.random() > share):
            return exchange
        paths = list(_places(exchange.json))
        member = member or str(chance.choice([path[-1] for path in paths if path]))
        chosen = [path for path in paths if path and str(path[-1]) == member] if always else [chance.choice(paths)]
        body = exchange.json
        for path in sorted(chosen, key=len, reverse=True):
            body = _changed(body, path, odd if always else chance.choice(ODD))
        return replace(exchange, body=json.dumps(body).encode())

    return ask


@pytest.mark.parametrize("seed", range(16))
def test_a_run_survives_any_answer(seed: int) -> None:
    """No value of an answer, wherever it stands and whatever its type, ends a run without a verdict."""
    world = make_world(seed=seed, scenario="dense" if seed % 3 else "default")
    send = spoilt(sender(create_app(world), world), seed, share=0.2)
    assert Run(send, scope(world)).judge().summary in ("broken", "conforms", "too little exercised")

"""No false alarm: clients that do right, in every scenario, in every dialect, and in a broken mock."""

from __future__ import annotations

import pytest

from contracts.schema.dialect import DIALECTS, DOCUMENTED
from fixtures.scenarios import SCENARIOS
from mock_server.defects.catalogue import by_topic
from mock_server.grading.grade import grade
from mock_server.grading.mistake import MISTAKES
from tests.test_mock_server.grading.bench import Bench
from tests.test_mock_server.grading.good_clients import GOOD, UNCLEAR, Client

WALKABLE = [name for name, scenario in SCENARIOS.items() if scenario.size <= 1000]
"""`large` and `huge` are the default world but longer; walking them takes minutes."""


Found = list[tuple[str, str, str]]


def found(client: Client, bench: Bench) -> Found:
    """Return what grading says of a client, with its first evidence."""
    client(bench)
    return [(each.name, each.certainty, each.signs[0].evidence) for each in grade(bench.entries)]


def blamed(scenario: str = "one-over", dialect: str = "documented") -> dict[str, Found]:
    """Return the good clients in which something is found, as a failing test should show them."""
    all_found = {client.__name__: found(client, Bench(scenario, dialect)) for client in GOOD}
    return {name: each for name, each in all_found.items() if each}


@pytest.mark.parametrize("scenario", WALKABLE)
def test_nothing_is_found_in_good_clients(scenario: str) -> None:
    """Not even a hint."""
    assert {} == blamed(scenario)


@pytest.mark.parametrize("dialect", [name for name in DIALECTS if name != DOCUMENTED.name])
def test_nothing_is_found_in_another_dialect(dialect: str) -> None:
    """Other envelopes, other default limits, other errors."""
    assert {} == blamed(dialect=dialect)


@pytest.mark.parametrize("client", UNCLEAR, ids=lambda client: client.__name__)
def test_an_unclear_client_gives_a_hint_at_most(client: Client) -> None:
    """Of no other mistake than the one it looks like; and does give it somewhere, else it would be a good one."""
    everywhere = {each[:2] for scenario in WALKABLE for each in found(client, Bench(scenario))}

    assert {(UNCLEAR[client], "hint")} == everywhere
    assert UNCLEAR[client] in MISTAKES


def obeys(bench: Bench) -> None:
    """Read a list as its answers say, and stop when one is empty, or no list."""
    offset, more = 0, True
    while more and offset < 200:
        body = bench.ask(limit=20, offset=offset).json
        more = isinstance(body, dict) and bool(body.get("assistants") and body.get("pagination", {}).get("has_more"))
        offset += 20


@pytest.mark.parametrize("topic", ["pagination", "envelope", "repeatability"])
def test_a_good_client_is_not_blamed_for_lies_of_the_mock(topic: str) -> None:
    """Grading goes by what the answers told."""
    all_found = {each.name: found(obeys, Bench("sparse", defects=(each.name,))) for each in by_topic()[topic]}

    assert {} == {name: each for name, each in all_found.items() if each}

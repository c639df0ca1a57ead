"""No false alarm: clients that do right, in every scenario, in every dialect, and in a broken mock."""

from __future__ import annotations

import pytest

from contracts.schema.dialect import DIALECTS
from fixtures.scenarios import SCENARIOS
from mock_server.grading.grade import grade
from mock_server.grading.mistake import MISTAKES
from tests.test_mock_server.grading.bench import Bench
from tests.test_mock_server.grading.good_clients import GOOD, UNCLEAR, Client

WALKABLE = [name for name, scenario in SCENARIOS.items() if scenario.size <= 1000]
"""`large` and `huge` are the default world but longer; walking them takes minutes."""


def found(bench: Bench) -> list[tuple[str, str, str]]:
    """Return what grading says of a bench, with its first evidence, as a failing test should show it."""
    return [(each.name, each.certainty, each.signs[0].evidence) for each in grade(bench.entries)]


@pytest.mark.parametrize("scenario", WALKABLE)
@pytest.mark.parametrize("client", GOOD, ids=lambda client: client.__name__)
def test_nothing_is_found_in_a_good_client(client: Client, scenario: str) -> None:
    """Not even a hint."""
    bench = Bench(scenario)

    client(bench)

    assert [] == found(bench)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("client", GOOD, ids=lambda client: client.__name__)
def test_nothing_is_found_in_another_dialect(client: Client, dialect: str) -> None:
    """Other envelopes, other default limits, other errors."""
    bench = Bench(dialect=dialect)

    client(bench)

    assert [] == found(bench)


@pytest.mark.parametrize("scenario", WALKABLE)
@pytest.mark.parametrize("client", UNCLEAR, ids=lambda client: client.__name__)
def test_an_unclear_client_gives_a_hint_at_most(client: Client, scenario: str) -> None:
    """And of no other mistake than the one it looks like."""
    bench = Bench(scenario)

    client(bench)

    assert {(name, certainty) for name, certainty, _ in found(bench)} <= {(UNCLEAR[client], "hint")}


@pytest.mark.parametrize("client", UNCLEAR, ids=lambda client: client.__name__)
def test_every_unclear_client_gives_its_hint_somewhere(client: Client) -> None:
    """Else it would be a good one."""
    bench = Bench("default")

    client(bench)

    assert [UNCLEAR[client]] == [name for name, _, _ in found(bench)]
    assert UNCLEAR[client] in MISTAKES

"""Starts: what makes two processes replicas of one mock."""

from __future__ import annotations

import pytest

from contracts.schema.dialect import named
from fixtures.rows import complete
from fixtures.world import make_world, world_of_rows
from mock_server.faults.decide import from_dict
from mock_server.sharing.start import different, start_of
from mock_server.state import State

PLAIN = State(make_world())
ROW = complete({"id": "asst_1", "organization_id": "org_a", "name": "x"})
OTHERS = {
    "seed": State(make_world(seed=1)),
    "scenario": State(make_world(scenario="ties")),
    "dialect": State(make_world(), named("sdk")),
    "defects": State(make_world(), defects=("offset_ignored",)),
    "faults": State(make_world(), faults=from_dict({"faults": ["drop@0.1"]})),
    "data": State(world_of_rows([ROW])),
}


def test_the_same_options_make_the_same_start() -> None:
    """Whichever process works it out."""
    assert start_of(PLAIN) == start_of(State(make_world()))


@pytest.mark.parametrize("name", OTHERS)
def test_another_option_makes_another_start(name: str) -> None:
    """The refusal names it."""
    assert f"{name} " in different(start_of(PLAIN), start_of(OTHERS[name]), "there")


def test_other_data_make_another_start() -> None:
    """Assistants of one's own are told apart by what they are."""
    assert start_of(OTHERS["data"]) != start_of(State(world_of_rows([ROW | {"name": "y"}])))

"""What the mock serves, told and switched."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS
from contracts.schema.query import READERS
from fixtures.scenarios import SCENARIOS
from mock_server.defects.catalogue import DEFECTS
from mock_server.faults.fault import KINDS
from tests.test_mock_server.control_api.calling import MAIN, NEW, Caller


def test_the_state_is_told(caller: Caller) -> None:
    """Everything that an answer depends on, and the keys to ask with."""
    told = caller.get("state")
    organizations = told.pop("organizations")
    assert {
        "version": 0,
        "scenario": "default",
        "seed": 0,
        "dialect": {"name": "documented", "differences": {}},
        "defects": [],
        "faults": {"faults": [], "seed": 0},
        "clock": {"frozen": None, "ahead": 0.0, "now": "2025-11-11T10:30:00Z"},
    } == told
    main = next(each for each in organizations if each["id"] == MAIN)
    assert ("Lumen Works", 200) == (main["name"], main["assistants"])
    assert {"caller": "member", "key": "ak_mock_member_main"} in main["keys"]


def test_every_key_that_is_told_opens_its_organization(caller: Caller) -> None:
    """And no other is."""
    for organization in caller.get("state")["organizations"]:
        for each in organization["keys"]:
            asked = f"/v1/assistants?organization_id={organization['id']}"
            assert caller.client.get(asked, headers={"X-API-Key": each["key"]}).status_code == 200


SWITCHED: list[tuple[dict[str, Any], str, Any]] = [
    ({"scenario": "ties"}, "scenario", "ties"),
    ({"seed": 7}, "seed", 7),
    ({"dialect": "sdk"}, "dialect", {"name": "sdk", "differences": dict(DIALECTS["sdk"].differences)}),
    (
        {"dialect": {"base": "legacy", "readings": {"envelope": "example"}}},
        "dialect",
        {"name": "custom", "differences": {"envelope": "example", "access_rules": "by_mode"}},
    ),
    ({"defects": ["offset_ignored", "bare_array"]}, "defects", ["offset_ignored", "bare_array"]),
    (
        {"faults": {"faults": ["drop@0.1", "latency=50..400"], "seed": 3}},
        "faults",
        {"faults": ["drop@0.1", "latency=50..400"], "seed": 3},
    ),
    (
        {"clock": {"frozen": "2030-01-01T12:00:00+02:00"}},
        "clock",
        {"frozen": "2030-01-01T12:00:00+02:00", "ahead": 0.0, "now": "2030-01-01T10:00:00Z"},
    ),
    ({"clock": {"ahead": 90}}, "clock", {"frozen": None, "ahead": 90.0, "now": "2025-11-11T10:31:30Z"}),
]


@pytest.mark.parametrize(("change", "member", "expected"), SWITCHED)
def test_what_is_switched_is_told_and_back_after_reset(
    caller: Caller, change: dict[str, Any], member: str, expected: Any
) -> None:
    """The answer to a change is the state after it; nothing else moves."""
    before = caller.get("state")
    after = caller.call("PATCH", "state", change).get_json()
    assert expected == after[member]
    assert (1, after) == (after["version"], caller.get("state"))
    same = {"organizations", "version", member}
    assert {name: before[name] for name in before if name not in same} == {
        name: after[name] for name in after if name not in same
    }
    again = caller.call("POST", "reset").get_json()
    assert before | {"version": 2} == again


def test_what_is_switched_is_served(caller: Caller) -> None:
    """The next page is of another world, in another dialect, with a fault."""
    caller.call("PATCH", "state", {"scenario": "one-over", "dialect": "example", "faults": {"faults": ["error=503"]}})
    assert caller.page().status_code == 503
    caller.call("PATCH", "state", {"faults": {}})
    assert (101, 20) == (caller.page().get_json()["total"], caller.page().get_json()["limit"])


def test_reset_leaves_the_journal(caller: Caller) -> None:
    """What was asked before is still there, and what was added is gone."""
    caller.page()
    caller.call("POST", "assistants", NEW)
    caller.call("POST", "reset", {})
    assert (1, 0) == (len(caller.get("journal")["entries"]), caller.page(search="Brand New").get_json()["total"])


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"scenarios": "ties"}, "scenarios", "did you mean scenario?"),
        ({"scenario": "tie"}, "scenario", "'tie' is unknown; use one of default"),
        ({"scenario": 5}, "scenario", "5: input should be a valid string"),
        ({"seed": -1}, "seed", "-1 is below 0; send a whole number from 0"),
        ({"seed": 1.5}, "seed", "1.5: input should be a valid integer"),
        ({"dialect": "documentd"}, "dialect", "unknown dialect 'documentd'; known: documented"),
        ({"dialect": {"readings": {"envelop": "example"}}}, "dialect", "unknown row 'envelop'; known: access_mode"),
        ({"dialect": {"bases": "sdk"}}, "dialect", "unknown key 'bases'; known: base, name, readings"),
        ({"defects": ["offset_ignord"]}, "defects", "'offset_ignord' is unknown; did you mean offset_ignored"),
        ({"defects": ["q"]}, "defects", "'q' is unknown; known are "),
        ({"faults": ["drop"]}, "faults", """send such as {"faults": ["drop@0.1"], "seed": 7}"""),
        ({"faults": {"faults": "drop"}}, "faults.faults", """send such as ["drop@0.1"]"""),
        ({"clock": "tomorrow"}, "clock", """send such as {"frozen": "2030-01-01T00:00:00Z"} or {"ahead": 3600}"""),
        ({"clock": {"frozen": "tomorrow"}}, "clock.frozen", """send such as "2030-01-01T00:00:00Z\""""),
        ({"clock": {"ahead": "1h"}}, "clock.ahead", "send seconds such as 3600"),
        ({"seed": "x"}, "seed", "send a whole number from 0"),
        ({"defects": "offset_ignored"}, "defects", "input should be a valid array"),
        ({"faults": {"faults": ["dropp"]}}, "faults", "'dropp' is no fault; did you mean drop?"),
        ({"faults": {"fault": ["drop"]}}, "faults.fault", "did you mean faults?"),
        ({"faults": {"seed": -1}}, "faults.seed", "-1 is below 0"),
        ({"clock": {"frozn": None}}, "clock.frozn", "did you mean frozen?"),
        ({"clock": {"frozen": "2025-01-01T00:00:00"}}, "clock.frozen", "timezone"),
        ({"clock": {"frozen": "0001-01-01T00:00:00+14:00"}}, "clock.frozen", "1970"),
        ({"clock": {"ahead": 1e12}}, "clock.ahead", "is above"),
        ({"do": "set"}, "do", "known are scenario, seed"),
    ],
)
def test_a_wrong_switch_is_named_with_its_cure(caller: Caller, change: dict[str, Any], field: str, said: str) -> None:
    """And nothing of the call is done."""
    message, found = caller.refused(422, "PATCH", "state", {"defects": [], **change})
    assert field == found
    assert message.startswith(f"{field}: ")
    assert said in message
    assert caller.mock.live.version == 0


def test_the_catalogue_is_complete(caller: Caller) -> None:
    """Whatever can be chosen is in it."""
    told = caller.get("catalogue")
    assert {name: each.size for name, each in SCENARIOS.items()} == {
        each["name"]: each["assistants"] for each in told["scenarios"]
    }
    assert list(DIALECTS) == [each["name"] for each in told["dialects"]]
    assert {row: [reading.name for reading in each.readings] for row, each in AMBIGUITIES.items()} == {
        each["row"]: [reading["name"] for reading in each["readings"]] for each in told["ambiguities"]
    }
    assert list(DEFECTS) == [each["name"] for each in told["defects"]]
    assert list(KINDS) == [each["kind"] for each in told["faults"]]
    assert list(READERS) == [each["name"] for each in told["parameters"]]


def test_the_catalogues_parameters_are_those_of_the_dialect(caller: Caller) -> None:
    """Their defaults and words follow it."""
    caller.call("PATCH", "state", {"dialect": "example"})
    limit = next(each for each in caller.get("catalogue")["parameters"] if each["name"] == "limit")
    assert 20 == limit["schema"]["default"]

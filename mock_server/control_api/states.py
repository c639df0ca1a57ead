"""What the mock is at the moment, told and changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fixtures.world import World
from mock_server.commands import Command, Reset, Set, Switches
from mock_server.control_api import body
from mock_server.control_api.call import Call, Told, told
from mock_server.control_api.failure import refusing
from mock_server.mock import Live, Mock
from mock_server.state import State

_SEED = "send a whole number from 0"
CURES: Mapping[str, str] = {
    "seed": _SEED,
    "defects": 'send such as ["offset_ignored"]',
    "faults": 'send such as {"faults": ["drop@0.1"], "seed": 7}',
    "faults.faults": 'send such as ["drop@0.1"]',
    "faults.seed": _SEED,
    "clock": 'send such as {"frozen": "2030-01-01T00:00:00Z"} or {"ahead": 3600}',
    "clock.frozen": 'send such as "2030-01-01T00:00:00Z"',
    "clock.ahead": "send seconds such as 3600",
}
"""Place of a switch -> what is to be sent there instead of something that has no sense."""


@dataclass(frozen=True, slots=True)
class ToldDialect:
    """A dialect: its name, and its readings where they are not the default."""

    name: str
    differences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ToldFaults:
    """What goes wrong on purpose, as written, and the seed of what is left to chance."""

    faults: tuple[str, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class ToldClock:
    """The mock's time: when it stands still, how many seconds it is ahead, and what it is now."""

    frozen: datetime | None
    ahead: float
    now: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """An API key, and whose it is."""

    caller: str
    key: str


@dataclass(frozen=True, slots=True)
class ToldOrganization:
    """An organization, how many assistants it has, soft-deleted ones included, and the keys that open it."""

    id: str
    name: str
    assistants: int
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class ToldState:
    """Everything that an answer depends on besides the request; `version` counts the changes since the start."""

    version: int
    scenario: str
    seed: int
    dialect: ToldDialect
    defects: tuple[str, ...]
    faults: ToldFaults
    clock: ToldClock
    organizations: tuple[ToldOrganization, ...]


def described(live: Live) -> ToldState:
    """Return what a moment of the mock is."""
    state, world = live.state, live.state.world
    return ToldState(
        version=live.version,
        scenario=world.scenario,
        seed=world.seed,
        dialect=ToldDialect(state.dialect.name, state.dialect.differences),
        defects=state.defects,
        faults=ToldFaults(tuple(map(str, state.faults.faults)), state.faults.seed),
        clock=_clock(state, live.clock()),
        organizations=tuple(_organizations(world)),
    )


def _clock(state: State, real: datetime) -> ToldClock:
    clock = state.clock
    return ToldClock(clock.frozen, clock.ahead.total_seconds(), clock.read(real).astimezone(UTC))


def _organizations(world: World) -> Iterator[ToldOrganization]:
    keys = _keys(world)
    for each in world.organizations:
        yield ToldOrganization(each.id, each.name, len(each), tuple(keys.get(each.id, ())))


def _keys(world: World) -> Mapping[str, list[Key]]:
    """Return the active keys of every organization, by its id."""
    names = {caller.user_id: name for name, caller in world.callers.items()}
    found: dict[str, list[Key]] = {}
    for each in world.credentials.values():
        opens = each.caller.key_organization_id
        if opens is not None and each.state == "active":
            found.setdefault(opens, []).append(Key(names[each.caller.user_id], each.secret))
    return found


def changed(mock: Mock, command: Command) -> Live:
    """Put the state after a command in place; raise `Failure` for what is wrong with it."""
    with refusing():
        return mock.do(command)


# --- operations


def get_state(call: Call) -> Told:
    """Tell what the mock serves, and how."""
    return told(described(call.mock.live))


def change_state(call: Call) -> Told:
    """Switch scenario, seed, dialect, defects, faults and clock; what is left out stays as it is."""
    switches = body.modelled(call.body, Switches, CURES)
    return told(described(changed(call.mock, Set(**dict(switches)))))


def reset_state(call: Call) -> Told:
    """Go back to what the mock was started with, of a data file to what was loaded last; the journal stays."""
    return told(described(changed(call.mock, Reset())))

"""What can be done to a mock while it answers, each a value that can be written down and done again.

Every change of a mock is one of these, whoever wants it: so several processes that do the same commands in the same
order are in the same state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, singledispatch
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from contracts.schema import dialect
from fixtures.datafile import whole_rows
from fixtures.world import World, make_world, world_of_rows
from mock_server import edits
from mock_server.faults import decide
from mock_server.state import Clock, State

MOST_SECONDS = 10**10
"""How far a clock may be moved, some 300 years."""
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""When it may stand still: a time that has a date everywhere on earth, and a number."""


class _Command(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", use_attribute_docstrings=True)


Moment = Annotated[int | None, Field(ge=0)]
"""When something was done by the mock's clock, in Unix seconds; the mock fills it in, see `whole`."""


class Add(_Command):
    """Add an assistant."""

    do: Literal["add"] = "add"
    assistant: dict[str, Any]
    """Its properties; `id`, `organization_id` and `name` are enough."""
    at: Moment = None


class Edit(_Command):
    """Change properties of an assistant."""

    do: Literal["edit"] = "edit"
    organization_id: str
    assistant_id: str
    changes: dict[str, Any]
    """The properties to change, with their new values."""
    at: Moment = None


class Remove(_Command):
    """Remove an assistant without a trace."""

    do: Literal["remove"] = "remove"
    organization_id: str
    assistant_id: str


class Replace(_Command):
    """Put other assistants in place of all that there are, organizations and keys with them."""

    do: Literal["replace"] = "replace"
    assistants: list[dict[str, Any]]
    """Their properties; `id`, `organization_id` and `name` of each are enough."""


class Load(_Command):
    """Put the assistants of a data file in place of all that there are, for a reset to go back to as well."""

    do: Literal["load"] = "load"
    assistants: list[dict[str, Any]]
    """Their properties; `id`, `organization_id` and `name` of each are enough."""

    @cached_property
    def world(self) -> World:
        """The world of these assistants, made once: a file may hold very many, and every reset goes back to them."""
        return world_of_rows(whole_rows(self.assistants))


class ClockSetting(_Command):
    """How the mock's time differs from the real one; without either it is the real one."""

    frozen: Annotated[AwareDatetime | None, Field(strict=False, ge=EARLIEST, le=LATEST)] = None
    """The moment at which it stands still."""
    ahead: Annotated[float, Field(strict=False, ge=-MOST_SECONDS, le=MOST_SECONDS)] = 0.0
    """Seconds that it is ahead."""


class FaultSetting(_Command):
    """What goes wrong on purpose, and the seed of what is left to chance."""

    faults: list[str] = []
    """As on the command line, such as `drop@0.1`."""
    seed: Annotated[int, Field(ge=0, le=decide.MOST_SEED)] = 0


class Switches(_Command):
    """What the mock serves and how; what is left out stays as it is."""

    scenario: str | None = None
    """The world of this name, as generated: added and edited assistants are gone."""
    seed: Annotated[int | None, Field(ge=0, le=2**63 - 1)] = None
    """The world of this seed, as generated: added and edited assistants are gone."""
    dialect: str | dict[str, Any] | None = None
    """A name, or `{"name": …, "base": …, "readings": {…}}`."""
    defects: list[str] | None = None
    """Names of defects, the last outermost; an empty list switches all off."""
    faults: FaultSetting | None = None
    clock: ClockSetting | None = None


class Set(Switches):
    """Switch what the mock serves and how."""

    do: Literal["set"] = "set"


class Reset(_Command):
    """Go back to what the mock was started with; of a data file, to what was loaded last."""

    do: Literal["reset"] = "reset"
    loaded: Load | None = None
    """The data file as it was last loaded, where it was loaded again since the start; the mock fills it in, so that
    who knows of nothing before a reset goes back to the same."""


Command = Annotated[Add | Edit | Remove | Replace | Load | Set | Reset, Field(discriminator="do")]
ANY: TypeAdapter[Any] = TypeAdapter(Command)
"""Reads and writes any command."""


def whole(command: Command, seconds: float, loaded: Load | None) -> Command:
    """Return a command with all that it depends on besides the state, so that it does the same in each process.

    `seconds` is the time by the mock's clock, `loaded` what a reset goes back to.
    """
    if isinstance(command, Reset):
        return command.model_copy(update={"loaded": loaded})
    if isinstance(command, Add | Edit) and command.at is None:
        return command.model_copy(update={"at": max(0, int(seconds))})
    return command


def known(command: Command, loaded: Load | None) -> Command:
    """Return a command of another process, with the file of here in place of the same one, which is made already."""
    if isinstance(command, Reset) and command.loaded == loaded:
        return command.model_copy(update={"loaded": loaded})
    return command


def loaded_after(command: Command, before: Load | None) -> Load | None:
    """Return the data file that a reset goes back to after a command, given that of before."""
    if isinstance(command, Reset):
        return command.loaded
    return command if isinstance(command, Load) else before


@singledispatch
def done(command: BaseModel, state: State, initial: State) -> State:
    """Return the state after a command; `initial` is what the mock was started with.

    Raises KeyError for what is not there, ValueError (pydantic's too) for what is wrong; both name the cure.
    """
    raise TypeError(f"{type(command).__name__}: no command")


@done.register
def _(command: Add, state: State, _: State) -> State:
    return replace(state, world=edits.added(state.world, command.assistant, command.at))


@done.register
def _(command: Edit, state: State, _: State) -> State:
    where = command.organization_id, command.assistant_id
    return replace(state, world=edits.edited(state.world, *where, command.changes, command.at))


@done.register
def _(command: Remove, state: State, _: State) -> State:
    return replace(state, world=edits.removed(state.world, command.organization_id, command.assistant_id))


@done.register
def _(command: Replace, state: State, _: State) -> State:
    return replace(state, world=world_of_rows(whole_rows(command.assistants), seed=state.world.seed))


@done.register
def _(command: Load, state: State, _: State) -> State:
    return replace(state, world=replace(command.world, seed=state.world.seed))


@done.register
def _(command: Reset, _: State, initial: State) -> State:
    return initial if command.loaded is None else done(command.loaded, initial, initial)


@done.register
def _(command: Set, state: State, initial: State) -> State:
    if command.scenario == initial.world.scenario == "data":
        raise ValueError("scenario: 'data' is no world to generate; reset the mock to go back to its data file")
    for name, change in _SETTINGS.items():
        if getattr(command, name) is not None:
            state = _placed(name, change, state, command)
    return state


def _placed(name: str, change: Callable[[State, Set], State], state: State, command: Set) -> State:
    """Do one change, and have its member named by what is wrong with it."""
    try:
        return change(state, command)
    except ValueError as error:
        said = str(error)
        raise ValueError(said if said.startswith(f"{name}: ") else f"{name}: {said}") from error


def _world(state: State, command: Set) -> State:
    seed = state.world.seed if command.seed is None else command.seed
    scenario = command.scenario or state.world.scenario
    if command.scenario is None and scenario == "data":
        raise ValueError("seed: has no meaning for assistants from a file; choose a scenario with it")
    if (scenario, seed) == (state.world.scenario, state.world.seed) and command.scenario is None:
        return state
    return replace(state, world=make_world(seed=seed, scenario=scenario))


def _dialect(state: State, command: Set) -> State:
    given = command.dialect
    found = dialect.named(given) if isinstance(given, str) else dialect.from_values(given or {})
    return replace(state, dialect=found)


def _defects(state: State, command: Set) -> State:
    # Imported here: a right mock starts without the catalogue.
    from mock_server.defects.catalogue import named

    return replace(state, defects=tuple(named(name).name for name in command.defects or ()))


def _faults(state: State, command: Set) -> State:
    return replace(state, faults=decide.from_dict(command.faults.model_dump() if command.faults else {}))


def _clock(state: State, command: Set) -> State:
    setting = command.clock or ClockSetting()
    return replace(state, clock=Clock(setting.frozen, timedelta(seconds=setting.ahead)))


_SETTINGS: Mapping[str, Callable[[State, Set], State]] = {
    "scenario": _world,
    "seed": _world,
    "dialect": _dialect,
    "defects": _defects,
    "faults": _faults,
    "clock": _clock,
}
"""Member of `Switches` -> the state with it."""

"""The mock as a test has it: asked in process or over a port, changed, and questioned about what it was asked.

The fixture `freddy_mock` of `pytest_plugin` gives one of these to each test; nothing here knows pytest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from pydantic import ValidationError

from fixtures.datafile import saying
from fixtures.world import make_world
from mock_server.background import Background
from mock_server.commands import ClockSetting, FaultSetting, Replace, Reset, Set, done
from mock_server.control import Control
from mock_server.grading.grade import Finding, grade
from mock_server.grading.report import text
from mock_server.journal import reading, verifying
from mock_server.journal.record import Entry
from mock_server.mock import Mock
from mock_server.state import State
from mock_server.wsgi import Front, Later

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from werkzeug.test import Client

MOST_LINES = 20
"""Requests told of a test that failed."""
_LONGEST = 160
"""Characters of a request in a line."""


class Switched(TypedDict, total=False):
    """What can be switched; what is left out stays as it is."""

    scenario: str
    seed: int
    """Of the world, and of what faults leave to chance."""
    dialect: str | Mapping[str, Any]
    defects: str | Iterable[str]
    faults: str | Iterable[str] | Mapping[str, Any]
    """As on the command line, such as `["drop@0.1"]`."""
    clock: datetime | str | timedelta | Mapping[str, Any]
    """A moment at which it stands still, or how far it is ahead."""


def setting(**given: Unpack[Switched]) -> Set:
    """Return the command that switches what is given; ValueError tells what is wrong with it."""
    for name in given:
        if name not in Switched.__annotations__:
            raise ValueError(f"{name}: is nothing to switch; use {', '.join(Switched.__annotations__)}")
    try:
        return Set(**{name: _READERS.get(name, _as_is)(value, given) for name, value in given.items()})
    except ValidationError as error:
        raise ValueError("; ".join(map(saying, error.errors()))) from error


def _as_is(value: Any, _: Switched) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _several(names: str | Iterable[str], _: Switched) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _faults(value: Any, given: Switched) -> FaultSetting:
    if isinstance(value, Mapping):
        return FaultSetting(**value)
    return FaultSetting(faults=_several(value, given), seed=given.get("seed", 0))


def _clock(value: Any, _: Switched) -> ClockSetting:
    if isinstance(value, Mapping):
        return ClockSetting(**value)
    return ClockSetting(ahead=value.total_seconds()) if isinstance(value, timedelta) else ClockSetting(frozen=value)


_READERS: Mapping[str, Callable[[Any, Switched], Any]] = {"defects": _several, "faults": _faults, "clock": _clock}
"""Switch -> how what people write is made what `Set` takes."""


@lru_cache(maxsize=8)
def _state_after(written: str) -> State:
    # Remembered with all that its world has made so far: most tests begin with the same.
    start = State(make_world())
    return done(Set.model_validate_json(written), start, start)


def state_of(**switches: Unpack[Switched]) -> State:
    """Return the state of the default world with switches; ValueError tells what is wrong with them."""
    return _state_after(setting(**switches).model_dump_json())


class FreddyMock(Control):
    """A mock of one test. What is changed is gone with the test; threads may share it."""

    def __init__(self, state: State, background: Background) -> None:
        """Begin at a state; `background` serves it once its URL is asked for."""
        self.mock = Mock(state)
        self._front = Front(self.mock, Later(self._behind))
        self._background = background

    def _behind(self) -> WSGIApplication:
        from mock_server.app import behind

        return behind(self.mock)

    # --- where to ask

    @cached_property
    def url(self) -> str:
        """The address on a port of this machine, without a slash at its end."""
        return self._background.show(self._front)

    @cached_property
    def client(self) -> Client:
        """A client that asks in process: `client.get("/v1/assistants?...", headers={...}).json`."""
        from werkzeug.test import Client

        return Client(self._front)

    def api_key(self, caller: str = "owner", organization: str = "main") -> str:
        """Return a caller's key for an organization, both by short name; KeyError names the known ones."""
        try:
            return self.world.api_key(caller, organization)
        except KeyError:
            known = f"callers: {', '.join(self.world.callers)}; organizations: {', '.join(self.world.short_names)}"
        raise KeyError(f"{caller} has no key for {organization}; {known}")

    # --- what it does

    def switch(self, **switches: Unpack[Switched]) -> None:
        """Switch scenario, seed, dialect, defects, faults or clock; ValueError tells what is wrong, nothing changes."""
        self.mock.do(setting(**switches))

    def replace(self, assistants: Iterable[Mapping[str, Any]]) -> None:
        """Put other assistants in place of all; `id`, `organization_id` and `name` of each are enough."""
        self.mock.do(Replace(assistants=[dict(each) for each in assistants]))

    def reset(self) -> None:
        """Go back to what the test began with; the requests stay."""
        self.mock.do(Reset())

    # --- what it was asked

    @property
    def requests(self) -> list[Entry]:
        """The requests to the API so far with their answers, oldest first."""
        return self.mock.journal.entries()

    def verify(
        self, *, times: int | None = None, at_least: int | None = None, at_most: int | None = None, **matcher: Any
    ) -> None:
        """Demand so many requests of a kind, one at least without a number: `verify(query={"limit": 20}, times=1)`.

        A matcher may say `method`, `path`, `query`, `present`, `absent`, `headers`, `status`, `user_id`, `applied`.
        AssertionError tells what came nearest, and why it is none that was meant.
        """
        __tracebackhide__ = True
        wanted = reading.read(matcher)
        verified = verifying.verify(self.requests, wanted, times=times, at_least=at_least, at_most=at_most)
        if not verified.held:
            raise AssertionError(verified.message)

    def grade(self) -> list[Finding]:
        """Return the mistakes that the requests so far show of their clients, certain ones first."""
        return grade(self.requests)

    def assert_no_mistakes(self, *, hints: bool = False) -> None:
        """Demand clients without a mistake; with `hints` also without what a client that does right may ask, too."""
        __tracebackhide__ = True
        found = [each for each in self.grade() if hints or each.certainty == "certain"]
        if found:
            raise AssertionError(text(found, len(self.requests)).rstrip())

    def told(self) -> str:
        """Return the newest requests, a line for each."""
        entries = self.requests
        earlier = len(entries) - MOST_LINES
        lines = [f"{earlier} earlier"] * (earlier > 0) + [_line(each) for each in entries[-MOST_LINES:]]
        return "\n".join(lines or ["nothing was asked"])


def _line(entry: Entry) -> str:
    record = entry.record
    asked = f"{record.method} {record.target}"
    shown = asked if len(asked) <= _LONGEST else f"{asked[:_LONGEST]}..."
    answered = f"{record.status}  {len(record.body)} B  {1000 * entry.seconds:.1f} ms  {record.user_id or '-'}"
    return "  ".join([f"#{entry.number} {shown}", answered, *record.applied])

"""The live mock: what it is at the moment, and the answers of that, without a framework.

`Live` is one moment of it, whole: a request is answered by the one that it met. A change makes another and puts it in
place in one step, so that no request sees half of a change.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from threading import Condition
from typing import TYPE_CHECKING

from contracts.schema import dialect, problems
from contracts.schema.access import Caller
from contracts.schema.problems import Refusal
from fixtures.world import make_world
from mock_server import logs, wishes
from mock_server.answers import Answer, Answers
from mock_server.asked import Asked
from mock_server.drafts import Draft
from mock_server.faults.altered import limited, with_headers
from mock_server.faults.delivery import AS_IS, Delivery
from mock_server.faults.preferences import NOTHING, Preferences
from mock_server.faults.rate_limit import Limiter, Standing, caller_of
from mock_server.journal.journal import Journal
from mock_server.representation import Reply, represent
from mock_server.sharing.log import ALONE, Log, Unavailable
from mock_server.state import State

if TYPE_CHECKING:
    from mock_server.commands import Command, Load
    from mock_server.journal.record import Record

Clock = Callable[[], datetime]

QUICK = 2_000
"""Assistants of an organization whose list is found in less time than it takes to hand the question to a thread."""
CATCHING_UP_SECONDS = 0.05
"""Between two attempts to change what another process has changed in between, unless it is known here sooner."""
MOST_STATES = 32
"""Earlier states remembered, so that answers of before a change can be explained."""
MOST_VARIANTS = 16
"""Other states that single requests prefer, remembered."""


def utc_now() -> datetime:
    """Return the time of the errors' `timestamp`."""
    return datetime.now(UTC)


def answers_of(state: State, clock: Clock) -> Answers:
    """Return the answers of a state; `clock` returns the real time."""

    def now() -> datetime:
        return state.clock.read(clock())

    if not state.defects:
        return Answers(state.world, state.dialect, clock=now)
    # Imported here: a right mock starts without the catalogue.
    from mock_server.defects.faulty import FaultyAnswers

    return FaultyAnswers(state.world, state.dialect, clock=now, defects=state.defects)


@dataclass(frozen=True, eq=False)
class Live:
    """What the mock is between two changes."""

    version: int
    """Changes so far."""
    state: State
    clock: Clock
    answers: Answers
    limiter: Limiter | None
    loaded: Load | None = None
    """What a reset goes back to in place of the assistants that the mock was started with."""
    numbers: Iterator[int] = field(default_factory=count)
    """Of the requests since the faults were set, so that what is left to chance can be repeated."""
    _variants: dict[Hashable, Answers] = field(default_factory=dict)

    @cached_property
    def quick(self) -> bool:
        """Whether every answer is made at once, so that no other request waits for it."""
        counted = self.limiter is None or self.limiter.quick
        return counted and not self.state.defects and all(len(each) <= QUICK for each in self.state.world.organizations)

    @cached_property
    def repeats(self) -> bool:
        """Whether a request that is repeated has the same answer."""
        return not self.state.faults.faults

    def now(self) -> float:
        """Return the mock's time, in seconds since the epoch."""
        return self.state.clock.read(self.clock()).timestamp()

    def standing(self, asked: Asked, caller: Caller | Refusal) -> Standing | None:
        """Count a request; None where nothing is counted, as where nobody known asks (401 comes before 429)."""
        if self.limiter is None or isinstance(caller, Refusal):
            return None
        client = asked.client.rpartition(":")[0]
        return self.limiter.take(caller_of(asked.headers.api_key, asked.headers.authorization, client))

    def preferring(self, wanted: Preferences) -> Answers:
        """Return the answers that a request prefers; those of the same preferences are the same each time."""
        key = (wanted.scenario, wanted.dialect, wanted.defects)
        if not any(key):
            return self.answers
        found = self._variants.get(key)
        if found is None:
            found = answers_of(_preferred(self.state, wanted), self.clock)
            while len(self._variants) >= MOST_VARIANTS:
                self._variants.pop(next(iter(self._variants)), None)
            found = self._variants.setdefault(key, found)
        return found


def _preferred(state: State, wanted: Preferences) -> State:
    world = state.world
    if wanted.scenario:
        world = make_world(seed=world.seed, scenario=wanted.scenario)
    spoken = dialect.named(wanted.dialect) if wanted.dialect else state.dialect
    return replace(state, world=world, dialect=spoken, defects=(*state.defects, *wanted.defects))


@dataclass(slots=True)
class Outcome:
    """A reply, and all that has to be known besides."""

    reply: Reply
    record: Draft
    delivery: Delivery = AS_IS
    live: Live | None = None
    """What the reply is a function of, with the request's head; None when it depends on more than these."""


class Mock:
    """A mock whose world and habits can be changed while it answers. Threads may share it."""

    def __init__(
        self, state: State, *, clock: Clock = utc_now, journal: Journal | None = None, log: Log = ALONE
    ) -> None:
        """Begin at a state; nothing of it is made before it is asked for. `clock` returns the real time, aware."""
        self.initial = state
        self.journal = Journal() if journal is None else journal
        self.log = log
        self._clock = clock
        self.changing = Condition()
        """Held by whoever changes the mock."""
        self._earlier: OrderedDict[int, State] = OrderedDict()
        self.live = self._made(0, state, None)

    # --- changes

    def do(self, command: Command) -> Live:
        """Put the state after a command in place; what is wrong with it is raised, see `commands.done`.

        Returns when nobody is answered from before it any more, whichever process is asked; raises `Unavailable`.
        """
        with self.changing:
            made, whole = self._next(command)
            while not self.log.append(made.version, whole):
                self.changing.wait(CATCHING_UP_SECONDS)  # for `follow`
                made, whole = self._next(command)
            self._put(made)
        self.log.settle(made.version)
        return made

    def _next(self, command: Command) -> tuple[Live, Command]:
        """Return what the mock is after a command, and the command with all that doing it again needs."""
        # Imported here: a mock answers sooner without the models of what can be done to it.
        from mock_server import commands

        live = self.live
        whole = commands.whole(command, live.now(), live.loaded)
        return self._after(whole, live.version + 1), whole

    def follow(self, version: int, command: Command) -> None:
        """Put the state after a command in place that another process did; it has a version then."""
        from mock_server import commands

        with self.changing:
            self._put(self._after(commands.known(command, self.live.loaded), version))
            self.changing.notify_all()

    def _put(self, made: Live) -> None:
        self._earlier[self.live.version] = self.live.state
        if len(self._earlier) > MOST_STATES:
            self._earlier.popitem(last=False)
        self.live = made

    def _after(self, command: Command, version: int) -> Live:
        from mock_server import commands

        live = self.live
        state = commands.done(command, live.state, self.initial)
        # After a reset all is counted anew: a process that begins with one knows of no count before it.
        made = self._made(version, state, live, anew=isinstance(command, commands.Reset))
        return replace(made, loaded=commands.loaded_after(command, live.loaded))

    def answers_to(self, record: Record) -> Answers | None:
        """Return right answers in the state that a record's request met and preferred; None when it is forgotten."""
        live = self.live
        state = live.state if record.version == live.version else self._earlier.get(record.version)
        if state is None:
            return None
        applied = dict(each.partition("=")[::2] for each in record.applied)
        wanted = Preferences(scenario=applied.get("scenario"), dialect=applied.get("dialect"))
        if state is live.state and not state.defects:
            return live.preferring(wanted)
        return answers_of(replace(_preferred(state, wanted), defects=()), self._clock)

    def _made(self, version: int, state: State, before: Live | None, *, anew: bool = False) -> Live:
        rate = state.faults.rate
        # By the clock of the moment: a limiter outlives changes of the clock.
        limiter = self.log.limiter(rate, lambda: self.live.now(), version) if rate else None
        made = Live(version, state, self._clock, answers_of(state, self._clock), limiter)
        if before is None:
            return made
        if replace(state, faults=before.state.faults) == before.state:
            made = replace(made, answers=before.answers)  # which keep all that they remember
        if state.faults == before.state.faults and not anew:
            made = replace(made, limiter=before.limiter, numbers=before.numbers)
        return made

    # --- answers

    def handle(self, asked: Asked) -> Outcome:
        """Answer `GET /v1/assistants`."""
        live = self.live
        wanted = wishes.wanted(asked)
        if isinstance(wanted, Refusal):
            return _outcome(asked, live, live.answers.refuse(wanted, asked.line()))
        answers = live.preferring(wanted)
        caller = answers.who(asked.headers.api_key, asked.headers.authorization)
        standing = live.standing(asked, caller)
        if standing is not None and standing.refusal is not None:
            answer = limited(answers.refuse(standing.refusal, asked.line()), standing)
            return _outcome(asked, live, answer, caller, (f"rate_limit={live.state.faults.rate}",))
        number = next(live.numbers)
        as_is = wanted is NOTHING and live.repeats
        delivery = AS_IS if as_is else wanted.deliver(live.state.faults, number)
        answer = answers.answer(asked.query, asked.headers.api_key, asked.headers.authorization)
        pure = answers.pure and answer.status == 200 and live.repeats and delivery is AS_IS
        if delivery is not AS_IS:
            answer = wishes.delivered(answer, delivery, answers, asked, live.now())
        if standing is not None:
            answer = limited(answer, standing)
        if wanted is not NOTHING:
            answer = with_headers(answer, wanted.headers(delivery))
        applied = wishes.applied(live.state, wanted, delivery)
        return _outcome(asked, live, answer, caller, applied, delivery, pure=pure)

    def refuse(self, refusal: Refusal, line: bytes) -> Answer:
        """Refuse a request that cannot even be read; `line` is what there is of it."""
        return self.live.answers.refuse(refusal, line)

    def unavailable(self, asked: Asked, error: Unavailable) -> Outcome:
        """Answer 503 while what is shared with other processes is out of reach."""
        live = self.live
        answer = live.answers.refuse(error.refusal, asked.line())
        return _outcome(asked, live, with_headers(answer, (("Retry-After", str(error.refusal.retry_after)),)))

    def fault(self, asked: Asked, error: Exception) -> Outcome:
        """Answer a fault of the mock with the documented 500, and log what happened."""
        secrets = asked.headers.secrets
        line = f"{asked.method} {asked.path}?{asked.query.decode('latin-1')}"
        logs.tell_fault(error, logs.masked(line, secrets), secrets)
        live = self.live
        refusal = Refusal(problems.INTERNAL_ERROR, "a fault of the mock; its log has the traceback")
        return _outcome(asked, live, live.answers.refuse(refusal, asked.line()))


def _outcome(
    asked: Asked,
    live: Live,
    answer: Answer,
    caller: Caller | Refusal | None = None,
    applied: tuple[str, ...] = (),
    delivery: Delivery = AS_IS,
    *,
    pure: bool = False,
) -> Outcome:
    reply = represent(answer, asked)
    who = caller if isinstance(caller, Caller) else None
    record = Draft(asked, reply, answer.body, live.version, who, applied)
    return Outcome(reply, record, delivery, live if pure else None)

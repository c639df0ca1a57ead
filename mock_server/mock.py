"""The live mock: what it is at the moment, and the answers of that, without a framework.

`Live` is one moment of it, whole: a request is answered by the one that it met. A change makes another and puts it in
place in one step, so that no request sees half of a change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import RLock

from contracts.schema import problems, reference
from contracts.schema.access import Caller
from contracts.schema.dialect import Dialect
from contracts.schema.problems import Refusal
from fixtures.world import World
from mock_server import logs
from mock_server.answers import Answers
from mock_server.asked import Asked
from mock_server.faults.delivery import Delivery
from mock_server.journal.journal import Journal
from mock_server.journal.record import Record
from mock_server.representation import Reply, represent
from mock_server.state import State

QUICK = 2_000
"""Assistants of an organization whose list is found in less time than it takes to hand the question to a thread."""


def utc_now() -> datetime:
    """Return the time of the errors' `timestamp`."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """What the mock is between two changes."""

    version: int
    """Changes so far."""
    state: State
    answers: Answers
    quick: bool
    """Whether every answer is made at once, so that no other request waits for it."""

    def user_id(self, api_key: str | None, authorization: str | None) -> str | None:
        """Return who asks, or None for nobody that is known."""
        answers = self.answers
        caller = reference.authenticate(api_key, authorization, answers.world.credentials, answers.dialect)
        return caller.user_id if isinstance(caller, Caller) else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reply, and all that has to be known besides."""

    reply: Reply
    record: Record
    delivery: Delivery = field(default_factory=Delivery)
    live: Live | None = None
    """What the reply is a function of, with the request's head; None when it depends on more than these."""


class Mock:
    """A mock whose world and habits can be changed while it answers. Threads may share it."""

    def __init__(
        self, state: State, *, clock: Callable[[], datetime] = utc_now, journal: Journal | None = None
    ) -> None:
        """Begin at a state; nothing of it is made before it is asked for. `clock` returns the real time, aware."""
        self.initial = state
        self.journal = Journal() if journal is None else journal
        self._clock = clock
        self._changing = RLock()
        self.live = self._made(0, state)

    # --- changes

    def change(self, how: Callable[[State], State]) -> Live:
        """Put another state in place; what `how` raises changes nothing."""
        with self._changing:
            self.live = self._made(self.live.version + 1, how(self.live.state))
            return self.live

    def _made(self, version: int, state: State) -> Live:
        answers = self._answers(state.world, state.dialect, state.defects, lambda: state.clock.read(self._clock()))
        quick = not state.defects and all(len(each) <= QUICK for each in state.world.organizations)
        return Live(version, state, answers, quick)

    def _answers(
        self, world: World, dialect: Dialect, defects: Sequence[str], clock: Callable[[], datetime]
    ) -> Answers:
        if not defects:
            return Answers(world, dialect, clock=clock)
        # Imported here: a right mock starts without the catalogue.
        from mock_server.defects.faulty import FaultyAnswers

        return FaultyAnswers(world, dialect, clock=clock, defects=defects)

    # --- answers

    def handle(self, asked: Asked) -> Outcome:
        """Answer `GET /v1/assistants`."""
        live = self.live
        api_key, authorization = asked.header("X-API-Key"), asked.header("Authorization")
        answer = live.answers.answer(asked.query, api_key, authorization)
        reply = represent(answer, asked)
        record = recorded(asked, reply, answer.body, version=live.version, user_id=live.user_id(api_key, authorization))
        pure = answer.status == 200 and live.answers.pure
        return Outcome(reply, record, live=live if pure else None)

    def fault(self, asked: Asked, error: Exception) -> Outcome:
        """Answer a fault of the mock with the documented 500, and log what happened."""
        secrets = secrets_of(asked)
        line = f"{asked.method} {asked.path}?{asked.query.decode('latin-1')}"
        logs.tell_fault(error, logs.masked(line, secrets), secrets)
        refusal = Refusal(problems.INTERNAL_ERROR, "a fault of the mock; its log has the traceback")
        answer = self.live.answers.refuse(refusal, asked.line())
        reply = represent(answer, asked)
        return Outcome(reply, recorded(asked, reply, answer.body, version=self.live.version))


def secrets_of(asked: Asked) -> tuple[str, ...]:
    """Return the keys that a request carries in its headers."""
    return tuple(text for name in logs.SECRET_HEADERS if (text := asked.header(name)))


def recorded(asked: Asked, reply: Reply, body: bytes, *, version: int, user_id: str | None = None) -> Record:
    """Return what the journal keeps of a request and its answer, without the keys."""
    secrets = secrets_of(asked)
    sent = asked.query.decode("latin-1")
    path, query = logs.masked(asked.sent_path, secrets), logs.masked_query(sent, secrets)
    return Record(
        method=asked.method,
        path=path,
        query=query.encode("latin-1", "replace"),
        headers=tuple((name, logs.masked_header(name, value, secrets)) for name, value in asked.headers()),
        status=reply.status,
        answer_headers=reply.headers,
        body=body if reply.body else b"",
        user_id=user_id,
        version=version,
        key_in_url=query != sent,
    )

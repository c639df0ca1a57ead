"""What one request prefers, and what is done to its answer on purpose."""

from __future__ import annotations

from contracts.schema.problems import Refusal
from fixtures.scenarios import SCENARIOS
from mock_server.answers import Answer, Answers
from mock_server.asked import Asked
from mock_server.faults.altered import altered
from mock_server.faults.delivery import AS_IS, Delivery
from mock_server.faults.preferences import NOTHING, Preferences
from mock_server.state import State


def wanted(asked: Asked) -> Preferences | Refusal:
    """Return what a request prefers, or why it cannot be had."""
    if asked.headers.prefer is None:
        return NOTHING
    # Imported here: few requests prefer anything.
    from mock_server.defects.catalogue import DEFECTS
    from mock_server.faults import prefer

    return prefer.parse([asked.headers.prefer], prefer.Known(tuple(SCENARIOS), tuple(DEFECTS)))


def delivered(answer: Answer, delivery: Delivery, answers: Answers, asked: Asked, now: float) -> Answer:
    """Return an answer as it is delivered; `now` is the mock's time."""

    def refuse(refusal: Refusal) -> Answer:
        return answers.refuse(refusal, asked.line())

    return altered(answer, delivery, refuse, dialect=answers.dialect, now=now)


def applied(state: State, wanted: Preferences, delivery: Delivery) -> tuple[str, ...]:
    """Return what was done on purpose, as the journal tells it."""
    if not state.defects and wanted is NOTHING and delivery is AS_IS:
        return ()
    chosen = {"scenario": wanted.scenario, "dialect": wanted.dialect}
    told = [f"{name}={value}" for name, value in chosen.items() if value]
    told += [f"defect={name}" for name in (*state.defects, *wanted.defects)]
    return (*told, *delivery.applied)

"""One test for each relation and for each phase of generated questions; a test of its own says if too little was seen.

Run it with `pytest --pyargs contracts.checks.suite`, or import its tests into a module of your own.
"""

from __future__ import annotations

import pytest

from contracts.checks import relations as _relations  # noqa: F401 - declares every relation
from contracts.checks.generating.engine import PHASES
from contracts.checks.relation import RELATIONS
from contracts.checks.suite.outcomes import ENOUGH, Outcomes, tell


@pytest.mark.parametrize("relation", list(RELATIONS))
def test_relation(relation: str, freddy_outcomes: Outcomes) -> None:
    """The relation holds for every planned question."""
    tell(freddy_outcomes, relation)


@pytest.mark.parametrize("phase", PHASES)
def test_generated_questions(phase: str, freddy_outcomes: Outcomes) -> None:
    """Every relation holds for the questions of this phase of Schemathesis."""
    tell(freddy_outcomes, phase)


def test_enough_was_seen(freddy_outcomes: Outcomes) -> None:
    """The answers held enough data to call the deployment good."""
    tell(freddy_outcomes, ENOUGH)

"""Learn every row of a deployment's dialect."""

from __future__ import annotations

from contracts.checks.census import Ask, Census
from contracts.checks.learning import lists, queries, refusals
from contracts.checks.learning.learner import Learned, Learner, Step

STEPS: tuple[Step, ...] = (*lists.STEPS, *queries.STEPS, *refusals.STEPS)
"""Steps that find what relations judge by."""


def learn(ask: Ask, census: Census, foreign: str | None = None) -> Learned:
    """Decide every row, those too that no relation judges by."""
    learner = Learner(ask, census, foreign)
    learner.take((*STEPS, *refusals.ELSEWHERE))
    return learner.learned()

"""In which order to ask: first what tells most wrong deployments from a right one."""

from __future__ import annotations

from itertools import zip_longest

from contracts.checks import census as censuses
from contracts.checks.asking.question import Question
from contracts.checks.census import Census
from contracts.checks.planning.topics import TOPICS, Planner
from contracts.schema.dialect import Dialect

FIRST: tuple[str, ...] = (
    "filters at once 1",
    "latest",
    "second asks for public",
    "latest past any end",
    "term 2",
    "limit=1.5e1",
    "sort_by=id",
    "foreign",
    "equals asc",
    "latest in summary",
    "truncated key",
    "all that is odd",
    "term 8",
    "fields=FULL",
    "latest of a store",
    "names falling",
    "organization_id=",
    "between equals",
    "latest of the active",
    "latest of the private",
    "limit=-1",
    "include_inactive=nonsense",
    "sort_order=DESC",
    "term 11",
    "term 5",
    "term 4",
    "extended key",
    "limit=0",
)
"""Names of the questions that come first. Measured on wrong servers, the mock's defects among them: each of these shows
the most of those that the ones before it do not show."""


def questions(
    census: Census, dialect: Dialect, foreign: str | None = None, *, has_second: bool = False
) -> tuple[list[Question], list[Question]]:
    """Return the questions to ask first, and all others; none is in both."""
    planner = Planner(census, dialect, foreign, has_second=has_second)
    topics = [list(topic(planner)) for topic in TOPICS]
    named = {name: question for topic in topics for name, question in topic}
    chosen = list(dict.fromkeys(named[name] for name in FIRST if name in named))
    later = (each[1] for row in zip_longest(*topics) for each in row if each is not None)
    return chosen, [each for each in dict.fromkeys(later) if each not in chosen]


TOKENS = ("truncated token", "bare token")
"""Labels of what a bearer token is not, where one is given beside an API key."""


def with_token(organization_id: str) -> list[Question]:
    """Return what a bearer token is asked beside an API key: the first walk's question, and what is no such token."""
    asked = censuses.question(organization_id)
    return [asked.with_(credentials=label) for label in ("bearer", *TOKENS)]


def again(organization_id: str) -> list[Question]:
    """Return what is asked again at the end: a question whose answer has ties.

    Twice, as every other answer may be wrong: one of the two differs from the first then.
    """
    return [censuses.tied(organization_id, "desc")] * 2

"""Relations: sentences of the documents, as conditions on an answer.

A relation looks at one exchange, with what is known besides: the query as the dialect reads it, the census, the
answer that the census predicts, earlier answers. It says when it has something to judge, and yields each
contradiction. It never raises, asks, prints or sleeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from contracts.checks.asked import Asked

Topic = Literal[
    "pagination",
    "envelope",
    "sorting",
    "filtering",
    "searching",
    "projection",
    "schema",
    "validation",
    "authentication",
    "isolation",
    "repeatability",
    "schemathesis",
]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is wrong with an answer, and the id of the assistant that shows it, if one does."""

    message: str
    id: object = None


Beside = Literal["earlier", "same_caller", "same_order", "unknown"]
"""Members of `Asked` that are other answers."""

When = Callable[[Asked], bool]
Check = Callable[[Asked], Iterator[Contradiction]]


@dataclass(frozen=True, slots=True)
class Relation:
    """One sentence of the documents as a condition."""

    name: str
    topic: Topic
    sentence: str
    """The sentence that it guards, and where it stands."""
    needs: str
    """The data without which it has nothing to judge."""
    when: When
    check: Check
    predicts: bool = False
    """Whether it compares answers, between which the data may have moved."""
    beside: Beside | None = None
    """The other answer that it compares with, besides the census."""


RELATIONS: dict[str, Relation] = {}
"""Every relation by name, in the order declared."""


def relation(
    topic: Topic, sentence: str, *, needs: str, when: When, predicts: bool = False, beside: Beside | None = None
) -> Callable[[Check], Check]:
    """Declare a relation; its name is the function's, spaced by hyphens."""

    def declare(check: Check) -> Check:
        name = check.__name__.replace("_", "-")
        RELATIONS[name] = Relation(name, topic, sentence, needs, when, check, predicts, beside)
        return check

    return declare


def by_topic() -> Mapping[str, list[Relation]]:
    """Return the relations of every topic."""
    topics: dict[str, list[Relation]] = {}
    for each in RELATIONS.values():
        topics.setdefault(each.topic, []).append(each)
    return topics

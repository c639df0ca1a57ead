"""How a mistake is declared: a generator over a client that yields the signs of it.

    @mistake("paging", "It asks for ...", advice="Stop when ...")
    def loops_past_the_end(client: Client) -> Iterator[Sign]:
        "..."

It never raises, asks or reads a clock. A sign is `certain` when no client that does right makes these requests; else
it is a hint, and the sentence says what a right client may have meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from mock_server.grading.call import Call
from mock_server.grading.client import Client

Topic = Literal["paging", "changing", "repeating", "refusals", "failures", "wording"]


@dataclass(frozen=True, slots=True)
class Sign:
    """Requests that show a mistake."""

    numbers: tuple[int, ...]
    """Their numbers in the journal, ascending."""
    evidence: str
    """What in them shows it."""
    certain: bool = True


Check = Callable[[Client], Iterator[Sign]]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that clients do wrong."""

    name: str
    topic: Topic
    sentence: str
    """What the client does, and where a hint is all that can be said, what else it may be."""
    advice: str
    check: Check


MISTAKES: dict[str, Mistake] = {}
"""Every mistake by name, in the order declared; complete once `mistakes` is imported."""


def mistake(topic: Topic, sentence: str, *, advice: str) -> Callable[[Check], Check]:
    """Declare a mistake; its name is the function's, spaced by hyphens."""

    def declare(check: Check) -> Check:
        name = check.__name__.replace("_", "-")
        if name in MISTAKES:
            raise ValueError(f"two mistakes are named {name}; rename one of them")
        MISTAKES[name] = Mistake(name, topic, sentence, advice, check)
        return check

    return declare


def sign(calls: Iterable[Call], evidence: str, *, certain: bool = True) -> Sign:
    """Return a sign that calls give."""
    return Sign(tuple(sorted({call.number for call in calls})), evidence, certain)


MOST_SHOWN = 60
"""Characters of a client's text that evidence repeats."""


def shown(text: str) -> str:
    """Return a client's text in quotes, without what a terminal would obey."""
    return repr(text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}...")

"""The mistakes of every client in a journal, each with the requests that show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mock_server.grading import mistakes
from mock_server.grading.client import Client, clients
from mock_server.grading.mistake import MISTAKES, Mistake, Sign
from mock_server.journal.record import Entry

__all__ = ["Certainty", "Finding", "grade", "mistakes"]

Certainty = Literal["certain", "hint"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake of one client, with everything that shows it."""

    mistake: Mistake
    client: str
    """Who makes it: an origin, or a program."""
    signs: tuple[Sign, ...]
    """Certain ones first, then in the order of requests."""

    @property
    def name(self) -> str:
        """The mistake's name."""
        return self.mistake.name

    @property
    def sentence(self) -> str:
        """What the client does wrong."""
        return self.mistake.sentence

    @property
    def advice(self) -> str:
        """What to do instead."""
        return self.mistake.advice

    @property
    def numbers(self) -> tuple[int, ...]:
        """The requests that show it, by their numbers in the journal, ascending."""
        return tuple(sorted({number for sign in self.signs for number in sign.numbers}))

    @property
    def certainty(self) -> Certainty:
        """Whether a client that does right may have asked this, too."""
        return "certain" if self.signs[0].certain else "hint"


def grade(entries: Iterable[Entry], *, now: float = float("inf")) -> list[Finding]:
    """Return what clients do wrong, certain findings first, then in the order of the table.

    `now` is when the journal was read, in seconds since the epoch: what was asked within the last second may go on,
    and is not called stopped. Without it, the journal is taken for complete.
    """
    found = [
        Finding(each, client.name, signs)
        for client in clients(entries, now)
        for each in MISTAKES.values()
        if (signs := _signs(each, client))
    ]
    return sorted(found, key=lambda finding: finding.certainty != "certain")


def _signs(mistake: Mistake, client: Client) -> tuple[Sign, ...]:
    return tuple(sorted(mistake.check(client), key=lambda sign: (not sign.certain, sign.numbers)))

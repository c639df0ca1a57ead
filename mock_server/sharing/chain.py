"""The changes that a process has made, each tied to the one before, and how they stand to those of the log.

A version alone does not say which changes led to it: a log that was lost and begun anew has a version 5 as well. So
every change has a name of its own, and tells the name of the change that it follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

START = ""
"""The name of what every log begins with: no change yet."""


@dataclass(frozen=True, slots=True)
class Link:
    """One change."""

    version: int
    """1, 2, … as the mock counts its changes."""
    name: str
    """Random; no other change has it."""
    after: str
    """The name of the change before."""
    command: bytes
    """JSON of a `commands.Command`."""
    anew: bool = False
    """Whether it leads to the same state whatever was before: a reset."""


class Standing(Enum):
    """How the changes made here stand to those of the log."""

    CURRENT = auto()
    """They are the same."""
    BEHIND = auto()
    """The log may have more."""
    AHEAD = auto()
    """The log has lost some of them, or all."""
    PARTED = auto()
    """Others stand in their place."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The last change of a log, or of those that were made here."""

    version: int
    name: str

    def __str__(self) -> str:
        return f"{self.version} {self.name}"

    @classmethod
    def read(cls, text: str) -> Tail:
        """Read what `str` wrote."""
        version, _, name = text.partition(" ")
        return cls(int(version), name)

    def standing(self, other: Tail | None) -> Standing:
        """Compare the changes up to this one with those of a log that ends with another; None for one that is gone."""
        if other is None or other.version < self.version:
            return Standing.AHEAD
        if other.version > self.version:
            return Standing.BEHIND
        return Standing.CURRENT if other == self else Standing.PARTED


class Chain:
    """The changes since the last one that begins anew, in order. For one thread at a time."""

    def __init__(self) -> None:
        """Begin at the start."""
        self.links: list[Link] = []

    @property
    def tail(self) -> Tail:
        """The last change."""
        last = self.links[-1] if self.links else None
        return Tail(last.version, last.name) if last else Tail(0, START)

    def continues(self, link: Link) -> bool:
        """Tell whether a later change follows those made here."""
        return link.anew or (link.version == self.tail.version + 1 and link.after == self.tail.name)

    def take(self, link: Link) -> None:
        """Remember a change that was made; what came before one that begins anew is needed no more."""
        if link.anew:
            self.links.clear()
        self.links.append(link)

    def clear(self) -> None:
        """Go back to the start."""
        self.links.clear()

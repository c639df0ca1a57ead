"""Placeholder."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faults:
    """None."""

    faults: tuple[str, ...] = ()
    seed: int = 0

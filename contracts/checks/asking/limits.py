"""What asking may cost: bounds on each answer, and on all requests together."""

from __future__ import annotations

from dataclasses import dataclass, fields

from contracts.checks.asking.errors import UsageError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, however often they are sent."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What asking may cost."""

    seconds: float = 10
    """From connecting to an answer's last byte."""
    body_bytes: int = 8 * 2**20
    """A decoded body: a page of a hundred assistants that are all as long as can be is half as large."""
    memory_bytes: int = 112 * 2**20
    """What the answers together may take in memory, where they are kept to be compared."""
    header_bytes: int = 64 * 2**10
    """An answer's status line and headers."""
    requests: int = 1000
    """Requests sent in all, those asked again included."""
    total_seconds: float = 600
    """From the first request on."""
    per_second: float | None = 10
    """Requests started in a second; None for as many as come."""
    waits: int = 3
    """How often a question answered with 429 or 503 is asked again."""
    longest_wait: float = 20
    """Seconds to wait at most before asking again, whatever `Retry-After` says."""
    methods: frozenset[str] = SAFE_METHODS
    """Methods that may be sent; any other could change the deployment's data, and is never sent twice."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, int | float) and not (value > 0 or (value == 0 and each.name == "waits")):
                raise UsageError(f"{each.name}: {value} is too low; it must be above 0")

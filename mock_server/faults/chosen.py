"""The faults that a mock has: a value that is there from the start, without the machinery of any fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mock_server.faults.effects import Rate
    from mock_server.faults.fault import Fault

RATE_LIMIT = "rate_limit"
"""The kind of fault that counts every request."""


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of all requests, and the seed of what is left to chance; raises ValueError for a second rate limit."""

    faults: tuple[Fault, ...] = ()
    seed: int = 0

    def __post_init__(self) -> None:
        if sum(fault.kind == RATE_LIMIT for fault in self.faults) > 1:
            raise ValueError("rate_limit: is given twice; leave one of them out")

    @property
    def rate(self) -> Rate | None:
        """How many requests a caller may send, if that is limited."""
        return next((cast("Rate", fault.effect) for fault in self.faults if fault.kind == RATE_LIMIT), None)

    def to_dict(self) -> dict[str, object]:
        """Return them as values of JSON; `decide.from_dict` reads them back."""
        return {"faults": [str(fault) for fault in self.faults], "seed": self.seed}

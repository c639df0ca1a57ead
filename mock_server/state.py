"""What a mock is at the moment, as one value: the world it lists, how it speaks, and what it does wrong on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from contracts.schema.dialect import DOCUMENTED, Dialect
from fixtures.world import World
from mock_server.faults.chosen import Faults


@dataclass(frozen=True, slots=True)
class Clock:
    """How the mock's time differs from the real one: it stands still, or it is ahead."""

    frozen: datetime | None = None
    ahead: timedelta = timedelta()

    def read(self, real: datetime) -> datetime:
        """Return the mock's time at a real one."""
        return self.frozen if self.frozen is not None else real + self.ahead


@dataclass(frozen=True, slots=True)
class State:
    """Everything that an answer depends on besides the request."""

    world: World
    dialect: Dialect = DOCUMENTED
    defects: tuple[str, ...] = ()
    """Names of `defects.catalogue`, the last outermost."""
    faults: Faults = field(default_factory=Faults)
    clock: Clock = field(default_factory=Clock)

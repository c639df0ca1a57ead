"""What one request prefers, and what its answer tells of that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mock_server.faults.chosen import Faults
from mock_server.faults.delivery import Delivery
from mock_server.faults.numerals import write

if TYPE_CHECKING:
    from mock_server.faults.fault import Fault
    from mock_server.faults.rate_limit import Headers

NAMES = ("code", "scenario", "defect", "wait", "fault", "dialect")
"""Every preference, in the order in which answers name them."""

_MOST_TOLD = 10
"""Ignored preferences that an answer names."""

_NO_HEADER = re.compile("[^ -~]|[,;]")
"""What must not stand in a name of the header that lists them."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one request prefers; None and empty where it says nothing."""

    code: int | None = None
    scenario: str | None = None
    defects: tuple[str, ...] = ()
    wait: float | None = None
    """Seconds."""
    faults: tuple[Fault, ...] = ()
    dialect: str | None = None
    ignored: tuple[str, ...] = ()
    """Preferences that are not known, or were said before."""

    def deliver(self, faults: Faults, number: int) -> Delivery:
        """Return how the answer is delivered: as preferred, then by the faults of all requests."""
        # Imported here, as below: most requests prefer nothing, of a mock without faults.
        from mock_server.faults.decide import decide, drawn

        parts = []
        if self.code is not None:
            parts.append(Delivery(status=self.code, applied=(f"code={self.code}",)))
        if self.wait:
            parts.append(Delivery(wait=self.wait, applied=(f"wait={write(self.wait)}",)))
        return decide(faults, number, *parts, *drawn(Faults(self.faults, faults.seed), number))

    def applied(self, delivery: Delivery) -> str:
        """Return the text of `Preference-Applied`; a fault that this answer did not meet was not applied."""
        from mock_server.faults import preference_header

        said: Mapping[str, str] = {
            "code": "" if self.code is None else str(self.code),
            "scenario": self.scenario or "",
            "defect": ",".join(self.defects),
            "wait": "" if self.wait is None else write(self.wait),
            "fault": ",".join(text for text in map(str, self.faults) if text in delivery.applied),
            "dialect": self.dialect or "",
        }
        return ", ".join(preference_header.write(name, said[name]) for name in NAMES if said[name])

    def headers(self, delivery: Delivery) -> Headers:
        """Return the headers that tell what was applied, and what was ignored beside what is known."""
        ignored = ", ".join(_NO_HEADER.sub("?", each) for each in self.ignored[:_MOST_TOLD])
        told = (
            ("Preference-Applied", self.applied(delivery)),
            ("X-Mock-Ignored-Preferences", ignored and f"{ignored}; known are {', '.join(NAMES)}"),
        )
        return tuple((name, text) for name, text in told if text)


NOTHING = Preferences()
"""What a request prefers without the header."""

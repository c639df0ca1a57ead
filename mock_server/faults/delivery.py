"""How an answer is delivered, and what remains of several deliveries at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mock_server.faults.statuses import GATEWAY


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer is delivered; the server obeys it. `hang` goes before `drop`, and `drop` before the rest."""

    wait: float = 0.0
    """Seconds before the first byte, or before the connection is dropped."""
    bytes_per_second: float = 0.0
    """Of the body; 0: at once."""
    cut_at: float | None = None
    """Fraction of the body, below 1, after which the connection is closed; 0: only the head is sent."""
    drop: bool = False
    """Close without a byte."""
    hang: bool = False
    """Never answer."""
    status: int | None = None
    """Answer with this error instead."""
    malformed: bool = False
    """A JSON body that does not parse."""
    applied: tuple[str, ...] = ()
    """The faults and preferences as written."""

    def kept_of(self, length: int) -> int:
        """Return how many bytes of a body are sent; one that is cut lacks its last byte at least."""
        return length if self.cut_at is None else int(length * self.cut_at)


AS_IS = Delivery()
"""Nothing is done to the answer."""


def combined(parts: Iterable[Delivery]) -> Delivery:
    """Return the delivery that does all that the parts do, each of which does one thing.

    Waiting adds up. Of the rest that cannot be seen together one counts, and only that one is told as applied: the
    first status, the slowest body, the shortest cut; nothing of an answer that is never sent.
    """
    seen = _seen(list(parts))
    if not seen:
        return AS_IS
    return Delivery(
        wait=sum(part.wait for part in seen),
        bytes_per_second=min((part.bytes_per_second for part in seen if part.bytes_per_second), default=0.0),
        cut_at=min((part.cut_at for part in seen if part.cut_at is not None), default=None),
        drop=any(part.drop for part in seen),
        hang=any(part.hang for part in seen),
        status=next((part.status for part in seen if part.status is not None), None),
        malformed=any(part.malformed for part in seen),
        applied=tuple(text for part in seen for text in part.applied),
    )


def _seen(parts: Sequence[Delivery]) -> list[Delivery]:
    """Return the parts whose effect a client can see."""
    hang = next((part for part in parts if part.hang), None)
    if hang is not None:
        return [hang]
    drop = next((part for part in parts if part.drop), None)
    if drop is not None:
        return [part for part in parts if part.wait or part is drop]
    status = next((part for part in parts if part.status is not None), None)
    # A gateway's page is no JSON that could be malformed.
    is_json = status is None or status.status not in GATEWAY
    shown = (
        status,
        min((part for part in parts if part.bytes_per_second), key=_speed, default=None),
        min((part for part in parts if part.cut_at is not None), key=_cut, default=None),
        next((part for part in parts if part.malformed and is_json), None),
    )
    return [part for part in parts if part.wait or any(part is each for each in shown)]


def _speed(part: Delivery) -> float:
    return part.bytes_per_second


def _cut(part: Delivery) -> float:
    return part.cut_at or 0.0

"""How an answer is delivered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer is delivered; the server obeys it."""

    wait: float = 0.0
    bytes_per_second: float = 0.0
    cut_at: float | None = None
    drop: bool = False
    hang: bool = False
    status: int | None = None
    malformed: bool = False
    applied: tuple[str, ...] = ()

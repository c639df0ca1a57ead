"""What the body of an answer told its client about the list."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeGuard


@dataclass(frozen=True, slots=True)
class Told:
    """Where a page lies in its list, in the words of the answer: a client can be blamed for nothing else."""

    count: int
    """Assistants on the page."""
    total: int
    """Assistants on all pages."""
    has_more: bool
    """Whether more follow: a text counts as true, as programs take it; worked out where the envelope does not say."""
    limit: int | None = None
    """Assistants on a page at most, if the answer says."""


def read(body: bytes, offset: int) -> Told | None:
    """Read the body of a page that was asked for at an offset; None when it is no page, in whatever dialect."""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(envelope, dict) or not isinstance(envelope.get("assistants"), list):
        return None
    place = envelope.get("pagination")
    place = place if isinstance(place, dict) else envelope
    total = place.get("total", envelope.get("total"))
    if not _is_count(total):
        return None
    count, more, limit = len(envelope["assistants"]), place.get("has_more"), place.get("limit")
    has_more = offset + count < total if more is None else bool(more)
    return Told(count, total, has_more, limit if _is_count(limit) and limit else None)


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0

"""When something happened, whichever way a deployment writes it, as a value that compares."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(value: Any) -> Any:
    """Return an ISO 8601 text as microseconds since 1970, and anything else as it is.

    Two texts of one answer need not have the same length: Python, for one, writes no fraction where it is zero, and
    `10:30:00Z` is before `10:30:00.5Z` though its text is not.
    """
    if not isinstance(value, str):
        return value
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return value
    known = read if read.tzinfo else read.replace(tzinfo=UTC)
    return (known - _EPOCH) // timedelta(microseconds=1)

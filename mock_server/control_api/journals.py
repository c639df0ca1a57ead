"""What the mock was asked: listed, looked at, exported, verified, explained and graded."""

from __future__ import annotations

COUNTS = ("times", "at_least", "at_most")
"""Members of an expectation besides those of a matcher, and `since`."""


def _entry(call: Call) -> Entry:
    number = call.places["number"]
    found = call.mock.journal.entry(int(number)) if number.isascii() and number.isdigit() and len(number) < 20 else None
    if found is None:
        last = call.mock.journal.last
        raise Failure(404, f"{shown(number)}: no entry of this number is kept; the newest is {last}", "number")
    return found

"""Verification: was asked what a test expects, as often as it expects? If not, what came nearest, and why not it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mock_server.journal.matching import Matcher, misses
from mock_server.journal.record import Entry

_NEAREST = 3
"""Misses that a message tells of."""
_NUMBERS = 10
"""Entries that a message names by their number."""
_LONGEST = 160
"""Characters of a request in a message."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether an expectation held, how many entries matched and which, and the whole of it in words."""

    held: bool
    found: int
    numbers: tuple[int, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Expected:
    """How many requests there must be; None is no bound."""

    at_least: int | None
    at_most: int | None

    def __str__(self) -> str:
        """Return the count in words: `exactly 2`, `at least 1`, `between 1 and 3`, `none`."""
        if self.at_least == self.at_most:
            return f"exactly {self.at_least}" if self.at_least else "none"
        if self.at_least is None or self.at_most is None:
            return f"at most {self.at_most}" if self.at_least is None else f"at least {self.at_least}"
        return f"between {self.at_least} and {self.at_most}"

    def holds(self, found: int) -> bool:
        """Tell whether a number is one that is expected."""
        return (self.at_least is None or found >= self.at_least) and (self.at_most is None or found <= self.at_most)


def verify(
    entries: Sequence[Entry],
    matcher: Matcher,
    *,
    times: int | None = None,
    at_least: int | None = None,
    at_most: int | None = None,
) -> Verified:
    """Count the entries that match; without a number, one at least is expected. ValueError where numbers clash."""
    expected = expectation(times=times, at_least=at_least, at_most=at_most)
    reasons = [(each, misses(matcher, each)) for each in entries]
    matching = [each for each, why_not in reasons if not why_not]
    missing = [(each, why_not) for each, why_not in reasons if why_not]
    held = expected.holds(len(matching))
    lines = [f"expected {expected} of: {matcher}; found {len(matching)} among {len(entries)}", *_matching(matching)]
    if not held and expected.at_least is not None and len(matching) < expected.at_least:
        lines += _nearest(missing) if entries else ["nothing was asked: the journal is empty"]
    return Verified(held, len(matching), tuple(each.number for each in matching), "\n".join(lines))


def expectation(*, times: Any = None, at_least: Any = None, at_most: Any = None) -> Expected:
    """Return how many are expected; ValueError names what is no number or contradicts another."""
    for name, value in (("times", times), ("at_least", at_least), ("at_most", at_most)):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise ValueError(f"{name}: {value!r} is no number of requests; send an integer from 0")
    if times is not None:
        if at_least is not None or at_most is not None:
            raise ValueError("times: is exact; send it without at_least and at_most")
        return Expected(times, times)
    if at_least is not None and at_most is not None and at_least > at_most:
        raise ValueError(f"at_least: {at_least} is above at_most, {at_most}; no number is both")
    return Expected(1, None) if at_least is None and at_most is None else Expected(at_least, at_most)


def _matching(matching: Sequence[Entry]) -> Iterator[str]:
    if matching:
        more = f" and {len(matching) - _NUMBERS} more" if len(matching) > _NUMBERS else ""
        yield f"matching: {', '.join(f'#{each.number}' for each in matching[:_NUMBERS])}{more}"


def _nearest(missing: Sequence[tuple[Entry, list[str]]]) -> Iterator[str]:
    """Yield the entries that break the fewest conditions, the newest first."""
    if missing:
        yield "nearest that do not match:"
    for entry, why_not in sorted(missing, key=lambda each: (len(each[1]), -each[0].number))[:_NEAREST]:
        line = f"{entry.record.method} {entry.record.target}"
        short = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
        yield f"  #{entry.number} {short} ({entry.record.status}): {'; '.join(why_not)}"

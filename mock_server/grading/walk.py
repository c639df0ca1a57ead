"""A walk: the pages that a client asks of one list, from a start to the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from mock_server.grading.call import Call
from mock_server.grading.grouping import runs


@dataclass(frozen=True)
class Walk:
    """Answered calls of one listing, in the order asked. It is never empty."""

    calls: tuple[Call, ...]

    @cached_property
    def pages(self) -> Mapping[int, Call]:
        """The last call at every offset, in the order of offsets."""
        last = {call.offset: call for call in self.calls}
        return {offset: last[offset] for offset in sorted(last)}

    @property
    def furthest(self) -> Call:
        """The call deepest in the list."""
        return self.pages[max(self.pages)]

    @property
    def begins_at_the_start(self) -> bool:
        """Whether the first call asked for the list's first page."""
        return self.calls[0].offset == 0

    @property
    def reaches_the_end(self) -> bool:
        """Whether an answer told that nothing follows."""
        return any(not call.page.has_more for call in self.calls)

    @cached_property
    def longest_pause(self) -> float:
        """Seconds, between an answer and the next call, at most; below zero when calls overlap."""
        return max((later.began - earlier.ended for earlier, later in pairwise(self.calls)), default=0.0)

    @property
    def turns_back(self) -> bool:
        """Whether a call, asked after the answer to another, asked for an earlier page, as people do."""
        return any(b.offset < a.offset and b.knows(a) for a, b in pairwise(self.calls))


def walks(calls: Iterable[Call]) -> list[Walk]:
    """Cut the answered calls of one listing, in the order asked, where its first page is asked for again."""
    return [Walk(tuple(each)) for each in runs(calls, lambda _, call: call.offset > 0)]

"""A client: everything that one program asked, grouped by what it asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from mock_server.grading import call as calls
from mock_server.grading.call import Call, Question, header
from mock_server.grading.grouping import group
from mock_server.grading.walk import Walk, walks
from mock_server.journal.record import Entry


@dataclass(frozen=True)
class Client:
    """The entries of one program, in the order answered, and what is to be seen in them."""

    entries: tuple[Entry, ...]
    now: float = float("inf")
    """When the journal was read: what was asked just before may go on."""

    @cached_property
    def calls(self) -> Sequence[Call]:
        """Its requests for lists, in the order asked."""
        return calls.read(self.entries)

    @cached_property
    def answered(self) -> Sequence[Call]:
        """Its calls that were answered with a page, in the order asked."""
        return [call for call in self.calls if call.is_answered]

    @cached_property
    def listings(self) -> Mapping[tuple[str | None, Question], list[Call]]:
        """Its answered calls by the list that they ask for."""
        return group(self.answered, lambda call: call.listing)

    @cached_property
    def walks(self) -> Sequence[Walk]:
        """Its walks through every list."""
        return list(chain.from_iterable(walks(each) for each in self.listings.values()))

    @cached_property
    def repeats(self) -> Sequence[Sequence[Call]]:
        """Its calls by request, whatever they were answered."""
        return list(group(self.calls, lambda call: call.request).values())

    @cached_property
    def _starts(self) -> Mapping[Question, float]:
        return {call.question: call.began for call in reversed(self.calls) if not call.offset}

    def has_begun(self, call: Call) -> bool:
        """Tell whether it had asked for the first page of a call's list before that call."""
        return self._starts.get(call.question, call.began) < call.began

    @property
    def name(self) -> str:
        """What tells it from others: the page's origin, else the program."""
        origin, agent = (header(self.entries[0].record.headers, name) for name in ("origin", "user-agent"))
        return origin or agent or "unknown"


def clients(entries: Iterable[Entry], now: float = float("inf")) -> list[Client]:
    """Part entries by the program that asked, its host, `User-Agent` and `Origin`, and by the world that it preferred.

    Connections are no help: a browser opens several, and a script one for each request. Two tabs of one browser are
    therefore one client. A request that prefers another scenario or dialect sees other lists.
    """
    return [Client(tuple(each), now) for each in group(entries, _program).values()]


def _program(entry: Entry) -> tuple[str | None, ...]:
    sent, applied = entry.record.headers, entry.record.applied
    world = [each for each in applied if each.startswith(("scenario=", "dialect="))]
    return (entry.client.rpartition(":")[0], header(sent, "user-agent"), header(sent, "origin"), *world)

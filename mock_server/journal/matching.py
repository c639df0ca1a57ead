"""Matchers: which requests a test means, and why one that it expected is none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from mock_server import params
from mock_server.journal.applied import is_meant
from mock_server.journal.record import Entry, Record

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Matcher:
    """What a request and its answer must be; whatever is left out may be anything."""

    method: str | None = None
    path: str | None = None
    query: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Names with exactly these decoded values, in this order."""
    present: tuple[str, ...] = ()
    """Names that the query holds, with whatever value."""
    absent: tuple[str, ...] = ()
    """Names that the query does not hold."""
    headers: Pairs = ()
    """Names, in any case, with exactly these values as sent; the value of a secret is `***`."""
    status: str | None = None
    """`404`, or `4xx` for all that begin with its digit."""
    user_id: str | None = None
    applied: tuple[str, ...] = ()
    """What the mock did on purpose: `drop`, `latency=5`, `fault` for any fault, `defect=offset_ignored`."""

    def __str__(self) -> str:
        """Return what is meant on one line: `GET /v1/assistants with limit=20, without offset, status 2xx`."""
        line = " ".join(each for each in (self.method or "request", self.path) if each)
        asked = [f"{name}={value}" for name, values in self.query for value in values] + list(self.present)
        return ", ".join([f"{line} with {' and '.join(asked)}" if asked else line, *_further(self)])


def _further(matcher: Matcher) -> Iterator[str]:
    if matcher.absent:
        yield f"without {' or '.join(matcher.absent)}"
    yield from (f"header {name}: {value}" for name, value in matcher.headers)
    if matcher.status is not None:
        yield f"status {matcher.status}"
    if matcher.user_id is not None:
        yield f"asked as {matcher.user_id}"
    yield from (f"applied {each}" for each in matcher.applied)


def matches(matcher: Matcher, entry: Entry) -> bool:
    """Tell whether an entry is one that is meant."""
    return next(_misses(matcher, entry.record), None) is None


def misses(matcher: Matcher, entry: Entry) -> list[str]:
    """Return why an entry is none that is meant, a reason for every condition that it breaks."""
    return list(_misses(matcher, entry.record))


def _misses(matcher: Matcher, record: Record) -> Iterator[str]:
    yield from _unequal("method", matcher.method, record.method)
    yield from _unequal("path", matcher.path, record.path)
    yield from _query_misses(matcher, record)
    yield from _header_misses(matcher, record)
    if matcher.status is not None and not _is_of_status(matcher.status, str(record.status)):
        yield f"status is {record.status}, not {matcher.status}"
    if matcher.user_id is not None and matcher.user_id != record.user_id:
        yield f"asked as {record.user_id or 'nobody known'}, not {matcher.user_id}"
    for wanted in matcher.applied:
        if not any(is_meant(wanted, done) for done in record.applied):
            yield f"applied was {', '.join(record.applied) or 'nothing'}, not {wanted}"


def _unequal(name: str, wanted: str | None, found: str) -> Iterator[str]:
    if wanted is not None and wanted != found:
        yield f"{name} is {found}, not {wanted}"


def _query_misses(matcher: Matcher, record: Record) -> Iterator[str]:
    sent: dict[str, list[str]] = {}
    for name, value in params.pairs(record.query):
        sent.setdefault(name, []).append(value)
    for name, values in matcher.query:
        if name not in sent:
            yield _not_sent(name, sent)
        elif list(values) != sent[name]:
            yield f"{name} is {_listed(sent[name])}, not {_listed(values)}"
    yield from (_not_sent(name, sent) for name in matcher.present if name not in sent)
    yield from (f"{name} is sent, as {_listed(sent[name])}" for name in matcher.absent if name in sent)


def _header_misses(matcher: Matcher, record: Record) -> Iterator[str]:
    sent: dict[str, list[str]] = {}
    for name, value in record.headers:
        sent.setdefault(name.lower(), []).append(value)
    for name, value in matcher.headers:
        found = sent.get(name.lower())
        if found is None:
            yield f"header {name} is not sent"
        elif value not in found:
            yield f"header {name} is {_listed(found)}, not {_listed([value])}"


def _not_sent(name: str, sent: Iterable[str]) -> str:
    near = get_close_matches(name, list(sent), n=1)
    return f"{name} is not sent" + (f", but {near[0]} is" if near else "")


def _listed(values: Iterable[str]) -> str:
    return " and ".join(map(repr, values))


def _is_of_status(wanted: str, found: str) -> bool:
    return wanted == found or (wanted.endswith("xx") and wanted[0] == found[0])

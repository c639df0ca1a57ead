"""One call of a client: an entry of the journal that asked for a list, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache

from contracts.schema.query import READERS
from mock_server import params
from mock_server.grading import told
from mock_server.grading.told import Told
from mock_server.journal.record import Entry, Record

ROUTE = "/v1/assistants"
PAGE = ("limit", "offset", "fields")
"""Parameters that say which part of a list is shown, and how much of each assistant, not which list."""

DEFAULT_LIMIT = 50
"""The documented one, where neither the client nor the answer says another."""
LARGEST_LIMIT = 100
"""The documented bound."""

UNDER_WAY = 0.005
"""Seconds that an answer may take to a client on this machine that uses it."""

UNSAID: Mapping[str, str] = {"sort_by": "name", "sort_order": "asc", "include_inactive": "false", "search": ""}
"""Parameters whose default can be written out: `sort_by=name` asks what no `sort_by` asks."""

UNREAD = ("drop", "truncate", "malformed_json", "timeout")
"""Kinds of faults after which the client has no answer, whatever the record holds."""

Question = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One request for a page of a list, and what it was answered."""

    number: int
    began: float
    ended: float
    """When the answer was ready; the client has it somewhat later."""
    connection: str
    user_id: str | None
    version: int
    sent: Mapping[str, str]
    """The documented parameters as sent, each once; the last counts."""
    query: bytes
    """The whole query string as sent."""
    question: Question
    """Which list: the documented parameters but those of `PAGE`, without spelled-out defaults."""
    limit: int
    offset: int
    status: int
    told: Told | None
    """What the answer told; for a 304, what the client had been told under that ETag."""
    bytes: int
    is_conditional: bool
    is_lost: bool
    """Whether the mock kept the answer from the client on purpose."""
    ask_again_at: float | None
    """When the answer allowed the client to ask again, if it said so."""

    @property
    def is_answered(self) -> bool:
        """Whether the client learned a page from it."""
        return self.told is not None and not self.is_lost

    def knows(self, earlier: Call) -> bool:
        """Tell whether the client had an earlier answer when it asked this.

        A connection carries one call at a time. On another one a call may be under way while the answer is, as the
        mock's clock does not see the network.
        """
        pause = self.began - earlier.ended
        return earlier is not self and pause >= (0 if self.connection == earlier.connection else UNDER_WAY)

    @property
    def has_failed(self) -> bool:
        """Whether asking again is right, later."""
        return self.is_lost or self.status == 429 or self.status >= 500

    @property
    def listing(self) -> tuple[str | None, Question]:
        """The list that was asked for, as one user sees it."""
        return self.user_id, self.question

    @property
    def request(self) -> tuple[Question, tuple[str | None, ...]]:
        """What makes two calls the same request, whoever asks: who was refused is not known."""
        return self.question, tuple(self.sent.get(name) for name in PAGE)

    @property
    def page(self) -> Told:
        """What it told; only answered calls have it."""
        if self.told is None:
            raise ValueError(f"request {self.number} was answered with no page; ask is_answered first")
        return self.told


def read(entries: Iterable[Entry]) -> list[Call]:
    """Return the calls among entries, in the order asked; other methods and paths are none."""
    read = _Answers()
    asked = [each for each in entries if each.record.method == "GET" and each.record.path.rstrip("/") == ROUTE]
    # In the order answered: a 304 repeats what an earlier answer told.
    calls = [_call(each, read.told(each.record)) for each in sorted(asked, key=lambda each: each.number)]
    return sorted(calls, key=lambda each: (each.began, each.number))


class _Answers:
    """What answers told, each body read once: repeats share theirs."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], Told | None] = {}
        self._tagged: dict[str, Told | None] = {}

    def told(self, record: Record) -> Told | None:
        """Return what an answer told; for a 304, what the client was told under that ETag before."""
        tag = header(record.answer_headers, "etag")
        if record.status == 304:
            return self._tagged.get(tag) if tag else None
        if record.status != 200:
            return None
        place = id(record.body), _offset(record)
        if place not in self._read:
            self._read[place] = told.read(record.body, _offset(record))
        if tag:
            self._tagged[tag] = self._read[place]
        return self._read[place]


def _offset(record: Record) -> int:
    return _number(_sent(record.query).get("offset"), 0)


def _call(entry: Entry, page: Told | None) -> Call:
    record = entry.record
    sent = _sent(record.query)
    ended = entry.began + entry.seconds
    limit = page.limit if page is not None and page.limit else DEFAULT_LIMIT
    return Call(
        number=entry.number,
        began=entry.began,
        ended=ended,
        connection=entry.client,
        user_id=record.user_id,
        version=record.version,
        sent=sent,
        query=record.query,
        question=_question(record.query),
        limit=_number(sent.get("limit"), limit),
        offset=_offset(record),
        status=record.status,
        told=page,
        bytes=len(record.body),
        is_conditional=header(record.headers, "if-none-match") is not None,
        is_lost=any(_word(each) in UNREAD for each in record.applied),
        ask_again_at=_ask_again_at(header(record.answer_headers, "retry-after"), ended),
    )


@lru_cache(maxsize=4096)
def _sent(query: bytes) -> Mapping[str, str]:
    return {name: text for name, text in params.pairs(query) if name in READERS}


@lru_cache(maxsize=4096)
def _question(query: bytes) -> Question:
    stripped = ((name, text.strip()) for name, text in _sent(query).items() if name not in PAGE)
    return tuple(sorted((name, text) for name, text in stripped if UNSAID.get(name) != text))


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch("[0-9]{1,18}", text) else default


def _word(applied: str) -> str:
    """Return the fault's kind: `fault=truncate@0.1` and `truncate` are the same."""
    return re.split("[=@]", applied.removeprefix("fault="), maxsplit=1)[0]


def _ask_again_at(retry_after: str | None, ended: float) -> float | None:
    if retry_after is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", retry_after.strip()):
        return ended + float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def header(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """Return the first value of a header, given its name in lower case."""
    return next((value for sent, value in headers if sent.lower() == name), None)

"""How entries of the journal become calls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.schema.query import ListQuery
from mock_server.faults.fault import KINDS, parse
from mock_server.grading import call as calls
from mock_server.grading.call import UNREAD, UNSAID, Call
from mock_server.journal.record import Entry, Record
from tests.test_mock_server.grading.bench import Bench
from tests.test_mock_server.grading.written import Ask, journal

PLAIN = ListQuery("org_a")
RECORD = Record("GET", "/v1/assistants", b"", (), 503, (), b"")


def read_one(**changes: object) -> Call:
    """Return the call of a record that differs so."""
    (call,) = calls.read([Entry(1, 1000.0, 0.5, "127.0.0.1:1", replace(RECORD, **changes))])  # type: ignore[arg-type]
    return call


def test_written_out_defaults_ask_the_same_list() -> None:
    """Neither does the order of parameters, a page, or a parameter that nobody knows."""
    plain = read_one(query=b"organization_id=o&search=a")
    long = read_one(query=b"sort_order=asc&search=+a&limit=5&offset=5&fields=full&sort_by=name&_=17&organization_id=o")

    assert plain.question == long.question == (("organization_id", "o"), ("search", "a"))


def test_the_defaults_are_the_contracts() -> None:
    """One table less to keep."""
    written = {name: str(getattr(PLAIN, name) or "").lower() or "false" for name in UNSAID}

    assert written | {"search": ""} == UNSAID
    assert PLAIN.limit == calls.DEFAULT_LIMIT


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("10", 1010.5),
        ("0.5", 1001.0),
        ("Thu, 01 Jan 1970 00:20:00 GMT", 1200.0),
        ("Thu, 01 Jan 1970 00:20:00 -0000", 1200.0),
        ("soon", None),
        ("-1", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_moment(text: str, until: float | None) -> None:
    """What is neither tells nothing."""
    assert until == read_one(answer_headers=(("Retry-After", text),)).ask_again_at


@pytest.mark.parametrize(
    ("applied", "lost"),
    [
        ((), False),
        (("wait=2", "defect=drop_the_last", "slow_body=2000"), False),
        (("latency=200", "drop"), True),
        (("fault=truncate@0.1",), True),
        (("malformed_json@0.5",), True),
    ],
)
def test_answers_that_the_mock_kept_back_are_lost(applied: tuple[str, ...], lost: bool) -> None:
    """The record holds what would have been answered."""
    page = b'{"assistants": [], "total": 0}'

    call = read_one(status=200, body=page, applied=applied)

    assert (lost, not lost) == (call.has_failed, call.is_answered)


def test_a_304_tells_what_its_etag_told() -> None:
    """The client has the page, though the answer has no body."""
    bench = Bench()
    tag = bench.ask(limit=60).headers["ETag"]
    bench.ask(limit=60, headers={"X-API-Key": "ak_mock_owner_main", "If-None-Match": tag})

    first, second = calls.read(bench.entries)

    assert (first.told, True, True) == (second.told, second.is_answered, second.is_conditional)


def test_a_compressed_answer_has_an_etag_of_its_own() -> None:
    """The same page under another tag."""
    page = b'{"assistants": [], "total": 0}'
    tags = ("1", "1-gzip", "1-gzip", "2", "", "")
    records = [
        replace(RECORD, status=status, body=page if status == 200 else b"", answer_headers=(("ETag", tag),))
        for status, tag in zip((200, 200, 304, 304, 200, 304), tags, strict=True)
    ]

    read = calls.read(Entry(number, number, 0, "127.0.0.1:1", record) for number, record in enumerate(records))

    assert [True, True, True, False, True, False] == [call.is_answered for call in read]


def test_every_fault_that_keeps_an_answer_back_is_known() -> None:
    """Those after which the connection is closed, hangs, or brings no JSON."""
    deliveries = {name: parse(kind.example).effect.delivery(0.5) for name, kind in KINDS.items()}

    kept_back = [
        name for name, each in deliveries.items() if each.drop or each.hang or each.malformed or each.cut_at is not None
    ]

    assert set(kept_back) == set(UNREAD)


def test_other_methods_and_paths_are_no_calls() -> None:
    """HEAD, preflights, and what is not served."""
    others = [{"method": "HEAD"}, {"method": "OPTIONS"}, {"path": "/v1/assistants/asst_1"}, {"path": "/docs"}]

    assert [] == calls.read(
        Entry(number, 0, 0, "127.0.0.1:1", replace(RECORD, **other)) for number, other in enumerate(others)
    )


def test_calls_are_in_the_order_asked() -> None:
    """The journal is in the order answered."""
    bench = Bench()
    bench.ask(offset=1, seconds=3, wait=False)
    bench.pause(1)
    bench.ask(offset=2)

    assert [(2, 1), (1, 2)] == [(call.number, call.offset) for call in calls.read(bench.entries)]


@pytest.mark.parametrize(
    ("connection", "pause", "known"), [(1, 0.0, True), (1, -0.01, False), (2, 0.006, True), (2, 0.004, False)]
)
def test_an_answer_is_known_after_a_moment(connection: int, pause: float, known: bool) -> None:
    """At once where it came on the connection that asks next."""
    first, second = calls.read(journal(Ask(seconds=1), Ask(pause=pause, connection=connection)))

    assert (known, False) == (second.knows(first), first.knows(first))


def test_a_call_without_a_page_has_none() -> None:
    """A check that does not ask first is a bug, and stays loud."""
    with pytest.raises(ValueError, match="request 1 was answered with no page; ask is_answered first"):
        _ = read_one().page

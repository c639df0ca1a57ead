"""The journal of several processes in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from typing import Any

import pytest

from mock_server.sharing.client import Client
from mock_server.sharing.log import Unavailable
from mock_server.sharing.members import Members
from mock_server.sharing.redis_journal import RedisJournal
from tests.test_mock_server.journal.records import record
from tests.test_mock_server.sharing.conftest import Redis, Replicate

MakeJournal = Callable[..., RedisJournal]


@pytest.fixture
def journals(redis: Redis) -> Iterator[MakeJournal]:
    """Return a function that makes journals of one database, without anybody who hands over for them."""
    with closing(Client(redis.url())) as client:
        yield lambda **bounds: RedisJournal(client, Members(client), **bounds)


TIMES = count(1_762_857_000)


def add(journal: RedisJournal, *names: str, began: float | None = None, **changes: Any) -> None:
    """Add requests whose records are named by their paths; repeats share one."""
    records = {name: record(path=name, **changes) for name in names}
    for name in names:
        journal.add(next(TIMES) if began is None else began, 0.5, "127.0.0.1:1", records[name])


def paths(journal: RedisJournal, since: int = 0) -> list[tuple[int, str]]:
    """Return numbers and paths of what is kept."""
    return [(entry.number, entry.record.path) for entry in journal.entries(since)]


def test_every_replica_tells_what_all_have_answered(redis: Redis, replicate: Replicate) -> None:
    """At once, in the order in which it was answered; entries are whole."""
    url = redis.url()
    here, there = replicate(url), replicate(url)
    for place, mock in enumerate((here, there, here, there)):
        mock.journal.add(100.0 + place, 0.25, f"client:{place}", record(path=f"/{place}"))
    found = there.journal.entries()
    assert found == here.journal.entries()
    assert [(1, "/0"), (2, "/1"), (3, "/2"), (4, "/3")] == [(each.number, each.record.path) for each in found]
    assert (102.0, 0.25, "client:2", record(path="/2")) == (
        found[2].began,
        found[2].seconds,
        found[2].client,
        found[2].record,
    )


def test_nothing_that_was_answered_is_missing(redis: Redis, replicate: Replicate) -> None:
    """Whoever asks one worker finds what another has just answered."""
    url = redis.url()
    here, there = replicate(url), replicate(url)
    seen = []
    for number in range(20):
        here.journal.add(float(number), 0.0, "client", record(path=f"/{number}"))
        seen.append(there.journal.last)
    assert list(range(1, 21)) == seen


def test_numbers_go_by_time(journals: MakeJournal) -> None:
    """Whoever hands over first; and what was read keeps its number."""
    first, second = journals(), journals()
    add(first, "/2", began=2.0)
    first.flush()
    add(second, "/1", began=1.0)
    second.flush()
    assert [(1, "/1"), (2, "/2")] == paths(first)
    add(second, "/late", began=1.5)
    second.flush()
    assert [(3, "/late")] == paths(first, since=2)


def test_bounds_hold_over_all(journals: MakeJournal) -> None:
    """The oldest go first, and are counted."""
    first, second = journals(most_entries=3), journals(most_entries=3)
    for journal, name in ((first, "/1"), (second, "/2"), (first, "/3"), (second, "/4"), (first, "/5")):
        add(journal, name)
        journal.flush()
    assert [(3, "/3"), (4, "/4"), (5, "/5")] == paths(second)
    assert (3, 5, 2) == (len(first), first.last, first.forgotten)


def test_bounds_hold_where_nobody_reads(journals: MakeJournal) -> None:
    """What a worker had to forget before it handed over is counted, too."""
    journal = journals(most_entries=3)
    add(journal, *(f"/{number}" for number in range(10)))
    journal.flush()
    assert (3, 10, 7) == (len(journal), journal.last, journal.forgotten)


def test_bytes_are_bounded(journals: MakeJournal) -> None:
    """Shared records count once; the newest stays, however large."""
    journal = journals(most_bytes=20_000)
    add(journal, *("/same" for _ in range(50)), body=b"x" * 5000)
    journal.flush()
    assert len(journal) == 50
    for number in range(5):
        add(journal, f"/{number}", body=b"x" * 5000)
        journal.flush()
    assert [(53, "/2"), (54, "/3"), (55, "/4")] == paths(journal)
    add(journal, "/large", body=b"x" * 50_000)
    journal.flush()
    assert [(56, "/large")] == paths(journal)


def test_clearing_keeps_the_numbers(journals: MakeJournal) -> None:
    """A reader who asks for what came since misses nothing."""
    journal = journals()
    add(journal, "/1", "/2")
    journal.flush()
    journal.clear()
    assert ([], 2, 0, 0) == (journal.entries(), journal.last, journal.forgotten, len(journal))
    add(journal, "/3")
    journal.flush()
    assert [(3, "/3")] == paths(journal)


def test_one_entry_by_its_number(journals: MakeJournal) -> None:
    """None where there is none."""
    journal = journals()
    add(journal, "/1", "/2")
    journal.flush()
    found = journal.entry(2)
    assert found is not None
    assert ("/2", None) == (found.record.path, journal.entry(3))


@pytest.mark.usefixtures("short_lease")
def test_what_cannot_be_handed_over_is_kept(frail_redis: Redis) -> None:
    """Until Redis is back, and then it is there once."""
    with closing(Client(frail_redis.url())) as client:
        journal = RedisJournal(client, Members(client))
        add(journal, "/1", "/2")
        frail_redis.end()
        with pytest.raises(Unavailable):
            journal.flush()
        frail_redis.begin()
        add(journal, "/3")
        journal.flush()
        journal.flush()
        assert ["/1", "/2", "/3"] == [path for _, path in paths(journal)]

"""The journal keeps the newest requests within bounds, in order, whoever adds them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from mock_server.journal.journal import Journal, size
from mock_server.journal.record import Entry, Record
from tests.test_mock_server.journal.records import PLAIN, record


def filled(count: int, **bounds: int) -> Journal:
    """Return a journal to which a question and its repeats were added, each a second after the one before."""
    journal = Journal(**bounds)
    for second in range(count):
        journal.add(float(second), 0.5, "a client", PLAIN)
    return journal


def numbers(journal: Journal, since: int = 0) -> list[int]:
    """Return the numbers of what is kept."""
    return [each.number for each in journal.entries(since)]


def test_entries_are_numbered_in_the_order_they_came() -> None:
    """An entry is what was added, with its number."""
    journal = filled(2)
    assert [Entry(1, 0.0, 0.5, "a client", PLAIN), Entry(2, 1.0, 0.5, "a client", PLAIN)] == journal.entries()
    assert (2, 2, 0) == (len(journal), journal.last, journal.forgotten)


def test_what_came_since_is_read_alone() -> None:
    """A reader that polls gets each entry once."""
    journal = filled(3)
    assert ([3], [], [1, 2, 3]) == (numbers(journal, 2), numbers(journal, 3), numbers(journal, -1))


def test_the_oldest_entries_are_forgotten_and_counted() -> None:
    """Of more entries than the bound the newest stay, under their own numbers."""
    journal = filled(5, most_entries=2)
    assert ([4, 5], 3, 5) == (numbers(journal), journal.forgotten, journal.last)
    assert (None, 4, None) == (journal.entry(3), getattr(journal.entry(4), "number", 0), journal.entry(6))


def test_repeats_weigh_nothing() -> None:
    """A record that many entries share is counted once."""
    assert size(PLAIN) == filled(3).bytes


def test_heavy_records_are_forgotten_down_to_a_part_of_the_bound() -> None:
    """The oldest go until a quarter of the bytes is free, so that not every request pays for looking."""
    heavy = [record(query=str(i).encode(), body=bytes(8976)) for i in range(5)]
    one = size(heavy[0])
    journal = Journal(most_bytes=4 * one)
    for each in heavy[:4]:
        journal.add(0, 0, "", each)
    assert ([1, 2, 3, 4], 4 * one) == (numbers(journal), journal.bytes)
    journal.add(0, 0, "", heavy[4])
    assert ([3, 4, 5], 3 * one, 2) == (numbers(journal), journal.bytes, journal.forgotten)


def test_records_without_an_entry_go_before_entries_do() -> None:
    """What only forgotten entries held is let go first: no entry is lost that the bounds allow."""
    heavy = [record(query=str(i).encode(), body=bytes(8976)) for i in range(5)]
    journal = Journal(most_entries=3, most_bytes=4 * size(heavy[0]))
    for each in heavy:
        journal.add(0, 0, "", each)
    assert ([3, 4, 5], 3 * size(heavy[0])) == (numbers(journal), journal.bytes)


def test_repeats_weigh_nothing_when_the_oldest_go() -> None:
    """Neither while it is looked for what can go, nor after: all repeats of a record that stays do."""
    heavy = [record(query=str(i).encode(), body=bytes(8976)) for i in range(4)]
    one = size(heavy[0])
    journal = Journal(most_bytes=3 * one)
    for each in (heavy[0], heavy[1], heavy[2], heavy[2], heavy[2], heavy[3], heavy[2]):
        journal.add(0, 0, "", each)
    assert ([3, 4, 5, 6, 7], 2 * one) == (numbers(journal), journal.bytes)


def test_the_newest_entry_stays_whatever_its_size() -> None:
    """A test that asks about its one request finds it; the next request takes its place."""
    journal = Journal(most_bytes=10)
    journal.add(0, 0, "", record(body=bytes(20)))
    assert [1] == numbers(journal)
    journal.add(0, 0, "", record(body=bytes(21)))
    assert ([2], 1) == (numbers(journal), journal.forgotten)


def test_clearing_forgets_everything_and_goes_on_counting() -> None:
    """What was cleared is not counted as forgotten, and no number is given twice."""
    journal = filled(5, most_entries=2)
    journal.clear()
    assert ([], 0, 0, 5) == (numbers(journal), journal.bytes, journal.forgotten, journal.last)
    journal.add(0, 0, "", PLAIN)
    assert ([6], size(PLAIN), 0) == (numbers(journal, 5), journal.bytes, journal.forgotten)
    journal.clear()
    journal.clear()
    assert 6 == journal.last


def test_threads_lose_no_entry_and_read_in_order() -> None:
    """However adding and reading interleave, every number is there once, in order."""
    journal = Journal(most_entries=10_000)
    records: list[Record] = [record(query=str(i).encode()) for i in range(50)]

    def add_and_read(_: int) -> bool:
        for each in records * 5:
            journal.add(0, 0, "", each)
        found = numbers(journal)
        return found == sorted(set(found))

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(add_and_read, range(16)))
    assert list(range(1, 16 * 250 + 1)) == numbers(journal)
    assert sum(map(size, records)) == journal.bytes

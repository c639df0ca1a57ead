"""The whole of grading: several clients, journals that go on, any entries."""

from __future__ import annotations

import json
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import make_world
from mock_server.app import create_app
from mock_server.control import Control
from mock_server.grading.grade import grade
from mock_server.journal.record import Entry, Record
from tests.test_mock_server.conftest import HEADERS, PAGE
from tests.test_mock_server.grading.bench import Bench
from tests.test_mock_server.grading.written import Ask, journal


def test_nothing_is_found_in_an_empty_journal() -> None:
    """Nobody asked."""
    assert [] == grade([])


def test_clients_are_graded_apart_and_named() -> None:
    """Programs that ask the same at the same time; the worse comes first."""
    bench = Bench()
    for _ in range(2):
        bench.ask(agent="hint", query="organization_id=o&search=a&b")
        bench.ask(agent="wrong", limit=500)
        bench.pause(2)

    found = grade(bench.entries)

    assert [("limit-above-the-maximum", "wrong", (2, 4)), ("search-not-encoded", "hint", (1, 3))] == [
        (each.name, each.client, each.numbers) for each in found
    ]


def test_the_journal_of_a_running_mock_is_graded() -> None:
    """As the mock writes it: keys in the query, failures on purpose, worlds that single requests prefer."""
    app = create_app(make_world(scenario="one-over"))
    client = app.test_client()
    page = f"{PAGE}&limit=100"
    client.get(f"{page}&api_key=ak_mock_owner_main", headers=HEADERS)
    client.get(page, headers=HEADERS | {"Prefer": "code=503"})
    client.get(f"{page}&offset=100", headers=HEADERS | {"Prefer": "scenario=default"})
    client.get(f"{page}&access_mode=", headers=HEADERS)

    found = grade(Control(app).mock.journal.entries())

    assert [("key-in-url", (1,)), ("sends-empty-parameters", (4,))] == [(each.name, each.numbers) for each in found]


def test_a_preferred_world_is_another_client() -> None:
    """The same question has another answer there; what comes first in one world is no start in the other."""
    asked = [Ask(), Ask(applied=("scenario=default",)), Ask(pause=2, applied=("dialect=sdk", "defect=x"))]

    assert [] == grade(journal(*asked))
    assert ["repeats-identical-calls"] == [each.name for each in grade(journal(asked[0], asked[0]))]


def test_a_walk_that_may_go_on_has_not_stopped() -> None:
    """The journal is read while a client pages."""
    bench = Bench()
    for page in range(3):
        bench.ask(limit=20, offset=page * 20)

    assert [] == grade(bench.entries, now=bench.now + 0.5)
    assert ["stops-early"] == [each.name for each in grade(bench.entries, now=bench.now + 5)]


def test_certain_signs_come_before_hints_of_the_same_mistake() -> None:
    """One certain sign makes a finding certain; all requests are named."""
    bench = Bench()
    bench.ask()
    bench.ask(offset=1)
    bench.pause(9)
    for page in (1, 2, 3):
        bench.ask(sort_by="created_at", offset=page)
        bench.pause(2)

    (found,) = grade(bench.entries)

    assert ("certain", (1, 2, 3, 4, 5)) == (found.certainty, found.numbers)
    assert [(3, 4, 5), (1, 2)] == [sign.numbers for sign in found.signs]


# --- any entries

QUERIES = st.one_of(
    st.binary(max_size=30),
    st.lists(
        st.tuples(
            st.sampled_from(["organization_id", "limit", "offset", "search", "sort_by", "fields", "x"]),
            st.sampled_from(["", "0", "1", "50", "100", "999", "-1", "full", "a", "ab", "undefined", "9" * 30]),
        ),
        max_size=5,
    ).map(lambda pairs: "&".join(f"{name}={text}" for name, text in pairs).encode()),
)
BODIES = st.one_of(
    st.binary(max_size=10),
    st.builds(
        lambda count, total, more: json.dumps(
            {"assistants": [{}] * count, "total": total, "pagination": {"total": total, "has_more": more}}
        ).encode(),
        st.integers(0, 3),
        st.integers(0, 200),
        st.booleans(),
    ),
)
RECORDS = st.builds(
    Record,
    method=st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS"]),
    path=st.sampled_from(["/v1/assistants", "/v1/assistants/", "/"]),
    query=QUERIES,
    headers=st.sampled_from([(), (("If-None-Match", '"1"'),), (("User-Agent", "a"),)]),
    status=st.sampled_from([200, 200, 200, 304, 401, 422, 429, 503]),
    answer_headers=st.sampled_from([(), (("ETag", '"1"'),), (("Retry-After", "2"),), (("Retry-After", "?"),)]),
    body=BODIES,
    user_id=st.sampled_from([None, "u"]),
    applied=st.sampled_from([(), ("drop",)]),
    key_in_url=st.booleans(),
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(RECORDS, st.sampled_from([0.0, 0.01, 0.2, 3.0]), st.sampled_from([0.0, 0.1, 5.0])), max_size=12)
)
def test_any_entries_can_be_graded(asked: list[tuple[Record, float, float]]) -> None:
    """Nothing is raised, and only requests of the journal are named, in their order."""
    moments = accumulate(pause for _, pause, _ in asked)
    entries = [
        Entry(number, began, seconds, "127.0.0.1:1", record)
        for number, (began, (record, _, seconds)) in enumerate(zip(moments, asked, strict=True), 1)
    ]

    for found in grade(entries):
        for sign in found.signs:
            assert sign.numbers
            assert list(sign.numbers) == sorted(set(sign.numbers) & {entry.number for entry in entries})


def a_page(offset: int, limit: int, total: int) -> Record:
    """Return the record of a right answer."""
    count = max(0, min(limit, total - offset))
    place = {"total": total, "limit": limit, "offset": offset, "has_more": offset + count < total}
    body = json.dumps({"assistants": [{}] * count, "total": total, "pagination": place}).encode()
    return Record("GET", "/v1/assistants", f"limit={limit}&offset={offset}".encode(), (), 200, (), body, user_id="u")


@settings(max_examples=50, deadline=None)
@given(
    total=st.integers(0, 1000),
    limit=st.integers(20, 100),
    seconds=st.lists(st.floats(0, 5), min_size=51, max_size=51),
    overlap=st.booleans(),
)
def test_whatever_the_sizes_and_times_a_right_walk_shows_nothing(
    total: int, limit: int, seconds: list[float], overlap: bool
) -> None:
    """One page after the other, or, after the first, all at once."""
    entries, now = [], 1000.0
    for at, offset in enumerate(range(0, max(1, total), limit)):
        entries.append(Entry(at + 1, now, seconds[at], f"127.0.0.1:{at}", a_page(offset, limit, total)))
        now += 0.001 if overlap and at else seconds[at] + 0.001

    assert [] == [(each.name, each.signs) for each in grade(entries)]

"""Small clients that do right, of as many kinds as there are; grading must find nothing in them."""

from __future__ import annotations

from collections.abc import Callable

from tests.test_mock_server.grading.bench import Bench, Reply

Client = Callable[[Bench], None]

GOOD: list[Client] = []
"""Clients in which nothing is to be found."""
UNCLEAR: dict[Client, str] = {}
"""Clients that do right, and look like others that do not -> the mistake that a hint may name."""


def good(client: Client) -> Client:
    """Declare a client in which nothing is to be found."""
    GOOD.append(client)
    return client


def unclear(hint: str) -> Callable[[Client], Client]:
    """Declare a client that may give a hint of one mistake, and nothing certain."""

    def declare(client: Client) -> Client:
        UNCLEAR[client] = hint
        return client

    return declare


def walk(bench: Bench, *, pause: float = 0.0, **parameters: object) -> list[Reply]:
    """Read a list to its end, page after page."""
    replies = [bench.ask(**parameters)]
    while replies[-1].has_more:
        bench.pause(pause)
        offset = len(replies) * replies[0].limit
        replies.append(bench.ask(offset=offset, **parameters))
    return replies


# --- paging


@good
def plain_pager(bench: Bench) -> None:
    """One page after the other, in pages of several sizes, minutes apart."""
    for limit in (20, 50, 100):
        walk(bench, limit=limit)
        bench.pause(180)


@good
def pager_without_limit(bench: Bench) -> None:
    """It goes by the limit that the answer tells, whatever the default is."""
    walk(bench)


@good
def counting_pager(bench: Bench) -> None:
    """It goes on at the number of assistants it has, by total instead of has_more."""
    have, total = 0, 1
    while have < total:
        reply = bench.ask(limit=30, offset=have)
        have, total = have + reply.count, reply.total


@good
def parallel_pager(bench: Bench) -> None:
    """It knows total after page one and asks for the others at once; answers come in any order."""
    total = bench.ask(limit=25).total
    for at, offset in enumerate(range(25, total, 25)):
        bench.ask(limit=25, offset=offset, wait=False, connection=at, seconds=0.5 - 0.05 * at)
        bench.pause(0.001)
    bench.settle()


@good
def hasty_pager(bench: Bench) -> None:
    """It asks for three pages before it knows how many there are."""
    for at in range(3):
        bench.ask(limit=50, offset=50 * at, wait=False, connection=at)
        bench.pause(0.001)
    bench.settle()


@good
def infinite_scroll(bench: Bench) -> None:
    """A person reads, scrolls on, and stops on the fourth page."""
    for page, reading in enumerate((2.5, 4, 1.7, 30)):
        if not bench.ask(limit=20, offset=page * 20).has_more:
            break
        bench.pause(reading)


@good
def table_that_fetches_ahead(bench: Bench) -> None:
    """The next page is fetched while the first one is looked at, and nobody turns the page."""
    if bench.ask(limit=25).has_more:
        bench.ask(limit=25, offset=25)


@good
def table_with_buttons(bench: Bench) -> None:
    """On, on, back, to the first, to the last; driven by a test that does not wait."""
    last = max(0, (bench.ask(limit=10).total - 1) // 10 * 10)
    for offset in (10, 20, 10, 0, last) if last >= 20 else ():
        bench.ask(limit=10, offset=offset)
        bench.pause(0.3)


@good
def table_that_changes_its_page_size(bench: Bench) -> None:
    """The first row shown stays on the page."""
    total = 1
    for limit, offset in ((10, 0), (10, 10), (10, 20), (25, 0), (25, 25), (50, 0)):
        if offset < total:
            total = bench.ask(limit=limit, offset=offset).total
        bench.pause(2)


@good
def pager_with_a_small_first_page(bench: Bench) -> None:
    """Twenty to be seen soon, then hundreds."""
    have, more = 0, True
    while more:
        reply = bench.ask(limit=100 if have else 20, offset=have)
        have, more = have + reply.count, reply.has_more


@good
def pager_that_gives_up(bench: Bench) -> None:
    """Page four fails, and again after a pause; the client tells so and stops."""
    for page in range(3):
        if not bench.ask(limit=20, offset=20 * page).has_more:
            return
    bench.fail(500, times=2)
    bench.ask(limit=20, offset=60)
    bench.pause(0.8)
    bench.ask(limit=20, offset=60)


@good
def exporter(bench: Bench) -> None:
    """Everything of every assistant, once."""
    walk(bench, limit=100, fields="full", include_inactive="true", sort_by="created_at")


# --- changing


@good
def table_with_filters(bench: Bench) -> None:
    """Whatever changes, it begins at the first page."""
    for changed in (
        {},
        {"sort_order": "desc"},
        {"search": "a"},
        {"access_mode": "public"},
        {"include_inactive": "true"},
    ):
        if bench.ask(limit=20, **changed).has_more:
            bench.pause(2)
            bench.ask(limit=20, offset=20, **changed)
        bench.pause(2)


@good
def table_that_keeps_its_page_when_sorted(bench: Bench) -> None:
    """The third page stays the third page in the other order: a decision, not a mistake."""
    for order in ("asc", "desc"):
        if not bench.ask(limit=10, sort_order=order).has_more:
            return
        bench.pause(3)
        bench.ask(limit=10, offset=10, sort_order=order)
        bench.pause(3)
    bench.ask(limit=10, offset=10, sort_order="desc", sort_by="created_at")


@good
def search_that_waits(bench: Bench) -> None:
    """It searches when nobody has typed for 300 ms, and cancels the search before: its connection is closed."""
    for connection, term in enumerate(("sup", "support", "supp")):
        bench.ask(search=term, limit=10, wait=False, seconds=0.9, connection=connection)
        bench.pause(0.4)
    bench.settle()


@good
def walk_that_a_search_interrupts(bench: Bench) -> None:
    """A new term ends the walk of the old one."""
    for page in range(3):
        if not bench.ask(limit=40, offset=page * 40).has_more:
            return
    walk(bench, search="support")


@good
def page_with_several_lists(bench: Bench) -> None:
    """The latest five, the public and the private ones, asked at once, twice."""
    for _ in range(2):
        bench.ask(sort_by="updated_at", sort_order="desc", limit=5, wait=False, connection=1, seconds=0.9)
        bench.ask(access_mode="public", limit=5, wait=False, connection=2, seconds=0.3)
        bench.ask(access_mode="private", limit=5, wait=False, connection=3, seconds=0.1)
        bench.settle()
        bench.pause(20)


@good
def choice_of_an_assistant(bench: Bench) -> None:
    """It shows the first ones and lets a person search; nobody needs a second page."""
    for term in ("", "a", "in", "bot", "support"):
        bench.ask(search=term, limit=20)
        bench.pause(1.5)


# --- repeating


@good
def poller_with_etag(bench: Bench) -> None:
    """Every five seconds it asks whether the list changed."""
    tag = bench.ask().headers["ETag"]
    for _ in range(6):
        bench.pause(5)
        assert bench.ask(headers={"X-API-Key": "ak_mock_owner_main", "If-None-Match": tag}).status == 304


@good
def walker_with_etags(bench: Bench) -> None:
    """It walks the list again and again, and takes from its memory what did not change."""
    tags: dict[int, str] = {}
    for _ in range(4):
        offset, more = 0, True
        while more:
            known = {"If-None-Match": tags[offset]} if offset in tags else {}
            reply = bench.ask(limit=50, offset=offset, headers={"X-API-Key": "ak_mock_owner_main"} | known)
            if reply.status == 200:
                tags[offset] = reply.headers["ETag"]
            offset += 50
            more = offset in tags if reply.status == 304 else reply.has_more
        bench.pause(10)


@good
def reader_of_changing_data(bench: Bench) -> None:
    """Every change of the data is followed by the same question."""
    for _ in range(4):
        bench.ask(limit=20)
        bench.version += 1
        bench.pause(0.2)


@good
def visitor(bench: Bench) -> None:
    """A person comes back to the list now and then."""
    for away in (12, 95, 31, 240, 3):
        bench.ask()
        bench.pause(away)


@good
def two_people(bench: Bench) -> None:
    """Two browsers look at the same list at the same time."""
    for agent in ("one browser", "another browser"):
        bench.ask(agent=agent)


@good
def first_look_at_details(bench: Bench) -> None:
    """All properties of a list, once, and of one assistant, often."""
    bench.ask(fields="full", limit=20)
    for thinking in (3, 8, 2, 11):
        bench.ask(fields="full", search="support", limit=1)
        bench.pause(thinking)


# --- trouble


@good
def client_with_backoff(bench: Bench) -> None:
    """Half a second, one, two, then it works."""
    bench.fail(503, times=2)
    bench.fail(200, applied="truncate")
    for wait in (0.5, 1, 2):
        bench.ask()
        bench.pause(wait)
    bench.ask()


@good
def client_with_quick_backoff(bench: Bench) -> None:
    """It begins with a tenth of a second, by a random amount more or less."""
    bench.fail(502, times=4)
    for wait in (0.08, 0.22, 0.35, 0.9):
        bench.ask()
        bench.pause(wait)
    bench.ask()


@good
def client_that_waits_as_told(bench: Bench) -> None:
    """Two seconds of a 429, then on with the list."""
    bench.fail(429, Retry_After="2")
    bench.ask()
    bench.pause(2)
    bench.ask()


@good
def parallel_client_that_waits_as_told(bench: Bench) -> None:
    """What was under way when the refusal came is no mistake."""
    bench.fail(429, times=3, Retry_After="2")
    for at in range(3):
        bench.ask(limit=20, offset=20 * at, wait=False, connection=at)
        bench.pause(0.001)
    bench.settle()
    bench.pause(2.1)
    walk(bench, limit=20)


@good
def client_with_a_fresh_token(bench: Bench) -> None:
    """A token has expired; another one is fetched, and the list asked for again."""
    bench.ask(headers={"Authorization": "Bearer jwt_mock_expired"})
    bench.pause(0.3)
    bench.ask(headers={"Authorization": "Bearer jwt_mock_owner"})


@good
def person_who_mistypes(bench: Bench) -> None:
    """Three keys are tried, each typed by hand."""
    for key in ("ak_mock_owner", "ak_mock_owner_mai", "ak_mock_owner_maim"):
        assert bench.ask(headers={"X-API-Key": key}).status == 401
        bench.pause(6)
    bench.ask()


@good
def client_with_strange_terms(bench: Bench) -> None:
    """Well encoded, any text can be searched for; null is a word, too."""
    for term in ("a&b", "C++", "100 %", "é", "null", "", "=", "#"):
        bench.ask(search=term)
        bench.pause(2)
    bench.ask("organization_id=org_72e0224eca9c0d0340df3880d0d353b3&search=a&_=1700000000&debug")


# --- unclear


@unclear("stops-early")
def list_that_fills_the_screen(bench: Bench) -> None:
    """An endless list fetches pages until thirty rows are there, in three orders."""
    for order in ("name", "created_at", "updated_at"):
        for page in range(3):
            if not bench.ask(limit=10, offset=10 * page, sort_by=order).has_more:
                break
        bench.pause(9)


@unclear("stops-early")
def finder(bench: Bench) -> None:
    """It reads page after page until it has found one assistant."""
    for page in range(3):
        if not bench.ask(limit=40, offset=40 * page).has_more:
            break


@unclear("page-step-differs-from-limit")
def virtual_list(bench: Bench) -> None:
    """It fetches the rows that a person has scrolled to."""
    total = bench.ask(limit=30).total
    for offset in (17, 44, 38, 59):
        bench.pause(0.4)
        if offset < total:
            bench.ask(limit=30, offset=offset)


@unclear("changes-limit-midway")
def virtual_list_of_gaps(bench: Bench) -> None:
    """It fetches only the rows that it lacks."""
    total = 1
    for offset, limit in ((0, 30), (47, 21), (30, 17)):
        if offset < total:
            total = bench.ask(limit=limit, offset=offset).total
        bench.pause(0.4)


@unclear("never-asks-for-page-two")
def glance(bench: Bench) -> None:
    """A person looks at three lists and scrolls in none."""
    for order in ("name", "created_at", "updated_at"):
        bench.ask(sort_by=order, limit=20)
        bench.pause(3)


@unclear("races-a-sort-change")
def client_that_drops_late_answers(bench: Bench) -> None:
    """It does not cancel, and does not show what comes too late either."""
    bench.ask(limit=10, seconds=2, wait=False, connection=1)
    bench.pause(0.5)
    bench.ask(limit=10, sort_order="desc", connection=2)
    bench.settle()
    bench.ask(limit=10, sort_by="created_at", connection=1)

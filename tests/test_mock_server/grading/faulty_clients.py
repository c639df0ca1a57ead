"""Small clients, each with one mistake, and the requests that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.test_mock_server.conftest import MAIN
from tests.test_mock_server.grading.bench import Bench

Client = Callable[[Bench], None]


@dataclass(frozen=True)
class Case:
    """A client, its mistake, and the requests that must be named."""

    mistake: str
    client: Client
    numbers: tuple[int, ...]
    certain: bool
    scenario: str

    @property
    def id(self) -> str:
        """The test's name: the client's story."""
        return f"{self.mistake}: {self.client.__name__}"


CASES: list[Case] = []


def makes(mistake: str, *numbers: int, certain: bool = True, scenario: str = "one-over") -> Callable[[Client], Client]:
    """Declare a client that makes a mistake, to be shown by these requests."""

    def declare(client: Client) -> Client:
        CASES.append(Case(mistake, client, numbers, certain, scenario))
        return client

    return declare


# --- stopping


@makes("stops-early", 1, 2, 3, 4, 5, 6, 7, 8)
def rounds_the_number_of_pages_down(bench: Bench) -> None:
    """In two lists."""
    for order in ("name", "created_at"):
        total = bench.ask(sort_by=order, limit=25).total
        for page in range(1, total // 25):
            bench.ask(sort_by=order, limit=25, offset=page * 25)
        bench.pause(7)


@makes("stops-early", 1, 2, 3, certain=False)
def reads_three_pages_at_most(bench: Bench) -> None:
    """Of one list, as a client that fills the screen does."""
    for page in range(3):
        bench.ask(limit=20, offset=page * 20)


@makes("never-asks-for-page-two", 1, 2, 3, certain=False)
def takes_the_first_page_for_the_list(bench: Bench) -> None:
    """In every order."""
    for order in ("name", "created_at", "updated_at"):
        bench.ask(sort_by=order)
        bench.pause(3)


@makes("ignores-has-more", 2, 3, scenario="exact-page")
def goes_on_until_a_page_is_short(bench: Bench) -> None:
    """Which costs a call more when the last page is full."""
    offset, count = 0, 50
    while count == 50:
        count = bench.ask(limit=50, offset=offset).count
        offset += 50


@makes("ignores-has-more", 1, 2, scenario="empty")
def looks_twice_at_an_empty_list(bench: Bench) -> None:
    """Page two of nothing."""
    bench.ask()
    bench.ask(offset=50)


@makes("loops-past-the-end", 4, 5, 6, 7, 8, 9, 10)
def always_asks_for_ten_pages(bench: Bench) -> None:
    """Whatever the answers say."""
    for page in range(10):
        bench.ask(offset=page * 50)


# --- paging


@makes("page-step-differs-from-limit", 1, 2, 3)
def subtracts_one_from_the_last_index(bench: Bench) -> None:
    """One assistant of every page is shown twice."""
    offset, more = 0, True
    while more:
        more = bench.ask(limit=50, offset=offset).has_more
        offset += 49


@makes("page-step-differs-from-limit", 1, 2, 3)
def takes_the_default_limit_for_twenty(bench: Bench) -> None:
    """Pages overlap: it sends no limit."""
    for page in range(3):
        bench.ask(offset=page * 20)
        bench.pause(3)


@makes("page-step-differs-from-limit", 1, 2, 3)
def counts_a_page_twice(bench: Bench) -> None:
    """Every other page is left out."""
    offset, more = 0, True
    while more:
        more = bench.ask(limit=25, offset=offset).has_more
        offset += 50


@makes("page-step-differs-from-limit", 1, 2, certain=False)
def skips_ten_once(bench: Bench) -> None:
    """As a window of a virtual list may."""
    bench.ask(limit=50)
    bench.ask(limit=50, offset=60)


@makes("page-number-as-offset", 1, 2, 3)
def sends_the_page_as_offset(bench: Bench) -> None:
    """Pages 1, 2 and 3."""
    for page in (1, 2, 3):
        bench.ask(limit=50, offset=page)
        bench.pause(3)


@makes("page-number-as-offset", 1, 2, certain=False)
def asks_for_page_one_after_page_zero(bench: Bench) -> None:
    """Once."""
    bench.ask()
    bench.ask(offset=1)


@makes("changes-limit-midway", 3, 4)
def keeps_the_page_number_with_a_larger_page(bench: Bench) -> None:
    """On the third page, a person chooses 25 rows."""
    for offset, limit in ((0, 10), (10, 10), (20, 10), (50, 25)):
        bench.ask(limit=limit, offset=offset)
        bench.pause(3)


@makes("walks-in-small-pages", *range(1, 22), certain=False)
def walks_by_fives(bench: Bench) -> None:
    """A hundred and one assistants in twenty-one calls."""
    offset, more = 0, True
    while more:
        more = bench.ask(limit=5, offset=offset).has_more
        offset += 5


# --- changing


@makes("next-page-asks-another-question", 1, 2, scenario="default")
def forgets_the_search_on_page_two(bench: Bench) -> None:
    """The second page is one of all assistants."""
    assert bench.ask(search="a", limit=10).has_more
    bench.pause(3)
    bench.ask(limit=10, offset=10)


@makes("keeps-offset-when-filter-changes", 2, 3, scenario="default")
def searches_on_page_two(bench: Bench) -> None:
    """And finds nothing, though there is something."""
    bench.ask(limit=100)
    bench.pause(3)
    bench.ask(limit=100, offset=100)
    bench.pause(3)
    assert bench.ask(limit=100, offset=100, search="support").total


@makes("keeps-offset-when-filter-changes", 2, 3, certain=False, scenario="default")
def shows_the_inactive_on_page_two(bench: Bench) -> None:
    """And does not show the first of them."""
    bench.ask(limit=20)
    bench.pause(3)
    bench.ask(limit=20, offset=20)
    bench.pause(3)
    bench.ask(limit=20, offset=20, include_inactive="true")


@makes("searches-at-every-key", 1, 2, 3, 4)
def searches_while_somebody_types(bench: Bench) -> None:
    """A key every tenth of a second."""
    for term in ("b", "bo", "bot", "bots"):
        bench.ask(search=term)
        bench.pause(0.1)


@makes("races-a-sort-change", 1, 2, certain=False)
def does_not_cancel(bench: Bench) -> None:
    """The answer in the old order comes last; its connection is used again."""
    bench.ask(seconds=2, wait=False, connection=1)
    bench.pause(0.5)
    bench.ask(sort_order="desc", connection=2)
    bench.settle()
    bench.pause(3)
    bench.ask(sort_order="desc", offset=50, connection=1)


# --- repeating


@makes("repeats-identical-calls", 1, 2)
def has_two_components_that_load(bench: Bench) -> None:
    """Each for itself."""
    bench.ask(wait=False, connection=1)
    bench.ask(connection=2)


@makes("polls-without-etag", 1, 2, 3, 4)
def looks_every_five_seconds(bench: Bench) -> None:
    """And takes the whole list every time."""
    for _ in range(4):
        bench.ask()
        bench.pause(5)


@makes("walks-everything-again", 1, 2, 3, 4, 5, 6)
def filters_by_itself(bench: Bench) -> None:
    """Three searches, three walks."""
    for thinking in (2, 9, 4):
        bench.ask(limit=100)
        bench.ask(limit=100, offset=100)
        bench.pause(thinking)


@makes("asks-full-for-a-list", 1, 2, 3, certain=False)
def shows_names_of_whole_assistants(bench: Bench) -> None:
    """At every visit of the page."""
    for thinking in (2, 9, 4):
        bench.ask(fields="full", limit=20)
        bench.pause(thinking)


# --- wording


@makes("key-in-url", 1)
def sends_the_key_as_parameter(bench: Bench) -> None:
    """And is refused."""
    bench.ask(headers={}, api_key="ak_mock_owner_main")


@makes("sends-empty-parameters", 1)
def sends_the_whole_form(bench: Bench) -> None:
    """Chosen or not."""
    bench.ask(search="", access_mode="")


@makes("sends-empty-parameters", 1)
def sends_no_store(bench: Bench) -> None:
    """And finds nothing, though not refused."""
    assert bench.ask(vector_store_id="").status == 200


@makes("sends-undefined", 1)
def sends_an_unset_variable(bench: Bench) -> None:
    """As a word."""
    bench.ask(vector_store_id="undefined")


@makes("sends-undefined", 1)
def searches_for_undefined(bench: Bench) -> None:
    """Nothing was typed."""
    bench.ask(search="undefined")


@makes("limit-above-the-maximum", 1)
def wants_everything_at_once(bench: Bench) -> None:
    """A thousand assistants."""
    bench.ask(limit=1000)


@makes("search-not-encoded", 1, certain=False)
def pastes_the_term_into_the_url(bench: Bench) -> None:
    """What follows the ampersand is lost."""
    bench.ask(f"organization_id={MAIN}&search=Halden&Daughters")


# --- refusals and failures


@makes("repeats-a-refused-call", 1, 2, 3)
def retries_a_401(bench: Bench) -> None:
    """With the same wrong key, a second apart."""
    for _ in range(3):
        bench.ask(headers={"X-API-Key": "ak_mock_expired"})
        bench.pause(1)


@makes("repeats-a-refused-call", 1, 2, 3)
def retries_a_403(bench: Bench) -> None:
    """With the same foreign organization, at once."""
    for _ in range(3):
        assert bench.ask(organization_id="org_unknown").status == 403


@makes("retries-an-invalid-call", 1, 2, 3)
def retries_a_422(bench: Bench) -> None:
    """As if it could help."""
    for _ in range(3):
        bench.ask(sort_by="NAME")
        bench.pause(1)


@makes("ignores-retry-after", 1, 2)
def asks_again_after_a_second(bench: Bench) -> None:
    """Told to wait for ten."""
    bench.fail(429, Retry_After="10")
    bench.ask()
    bench.pause(1)
    bench.ask()


@makes("ignores-retry-after", 1, 2)
def does_not_read_a_date(bench: Bench) -> None:
    """Retry-After may be a moment, too: here ten seconds after the bench's clock starts."""
    bench.fail(503, Retry_After="Tue, 14 Nov 2023 22:13:30 GMT")
    bench.ask()
    bench.pause(1)
    bench.ask()


@makes("retries-without-backoff", 1, 2, 3, 4)
def asks_again_at_once(bench: Bench) -> None:
    """Three times."""
    bench.fail(503, times=3)
    while bench.ask().status != 200:
        pass


@makes("retries-without-backoff", 1, 2, 3, 4, 5)
def asks_again_twice_a_second(bench: Bench) -> None:
    """However often the connection is cut."""
    bench.fail(200, times=4, applied="fault=drop@0.5")
    for _ in range(5):
        bench.ask()
        bench.pause(0.5)

"""Where each mistake begins: two journals that differ in one thing, of which only the first shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mock_server.grading.grade import grade
from mock_server.grading.mistake import MISTAKES
from tests.test_mock_server.grading.written import Ask, journal, walk

Journal = list[Ask]


def last(asked: Journal, **changes: object) -> Journal:
    """Return a journal whose last request differs so."""
    return [*asked[:-1], replace(asked[-1], **changes)]  # type: ignore[arg-type]


def each(asked: Journal, **changes: object) -> Journal:
    """Return a journal whose requests all differ so."""
    return [replace(one, **changes) for one in asked]  # type: ignore[arg-type]


def typed(*terms: str, pause: float = 0.1) -> Journal:
    """Return searches for these terms."""
    return [Ask(f"search={term}", pause=pause, total=5) for term in terms]


STOPPED = walk(0, 50, 100)
LISTS = [Ask(f"sort_by={order}", pause=5) for order in ("name", "created_at", "updated_at")]
ENDED = [*walk(0, 50, 100, 150), Ask("limit=50&offset=200")]
RACE = [
    Ask("sort_order=asc", seconds=3.0, total=9),
    Ask("sort_order=desc", pause=-2.5, connection=2, total=9),
    Ask("search=b", pause=9, total=9),
]
NEXT = [Ask("search=b&limit=20"), Ask("limit=20&offset=20", pause=5)]
KEPT = [Ask("limit=20"), Ask("limit=20&offset=40", pause=5), Ask("search=b&limit=20&offset=40", pause=5, total=9)]
TWICE = [Ask(total=9), Ask(total=9, pause=1.0)]
POLLS = [Ask(total=9, pause=5 * 1.0) for _ in range(4)]
WALKS = [one for pause in (0.0, 40.0, 59.0) for one in last(walk(0, 50, total=70)[::-1], pause=pause)[::-1]]
FULL = [Ask("fields=full", total=2, pause=pause) for pause in (2, 5, 9)]
REFUSED = [Ask(status=401, pause=3.0) for _ in range(3)]
FAILED = [Ask(status=503, pause=0.1) for _ in range(4)]
TOLD = [Ask(status=429, retry_after="5", total=9), Ask(pause=4.4, total=9)]

LIMITS: dict[str, tuple[str, Journal, Journal]] = {
    # --- stopping
    "two pages may be one fetched ahead": ("stops-early", STOPPED, STOPPED[:2]),
    "a person stops anywhere": ("stops-early", last(STOPPED, pause=1.0), last(STOPPED, pause=1.1)),
    "the last page is the end": ("stops-early", STOPPED, walk(0, 50, 100, total=150)),
    "a walk must have been begun": ("stops-early", STOPPED, walk(50, 100, 150, total=900)),
    "who turns back is a person": ("stops-early", STOPPED, walk(0, 50, 100, 50)),
    "another question interrupts": (
        "stops-early",
        [*STOPPED, Ask("search=b", pause=1.1, total=9)],
        [*STOPPED, Ask("search=b", pause=1.0, total=9)],
    ),
    "a failure interrupts": (
        "stops-early",
        [*STOPPED, Ask("limit=50", status=503)],
        [*STOPPED, Ask("limit=50&offset=150", status=503)],
    ),
    "a failure elsewhere does not": (
        "stops-early",
        [*STOPPED, replace(walk(150, query="search=b&limit=50")[0], status=503)],
        [*STOPPED, replace(walk(150)[0], status=503)],
    ),
    "two lists are few": ("never-asks-for-page-two", LISTS, [*LISTS[:2], LISTS[0]]),
    "one second page is enough": ("never-asks-for-page-two", LISTS, [*LISTS, Ask("offset=50", pause=5)]),
    "a list of ten is a widget": (
        "never-asks-for-page-two",
        [replace(one, query=f"{one.query}&limit=11") for one in LISTS],
        [replace(one, query=f"{one.query}&limit=10") for one in LISTS],
    ),
    "lists may be short": ("never-asks-for-page-two", each(LISTS, total=51), each(LISTS, total=50)),
    "searches are made narrower": (
        "never-asks-for-page-two",
        LISTS,
        [replace(one, query=f"{one.query}&search=b") for one in LISTS],
    ),
    "the end must have been told": ("ignores-has-more", ENDED, last(ENDED, pause=-0.01)),
    "the end may be told too late": (
        "ignores-has-more",
        last(ENDED, pause=0.006, connection=2),
        last(ENDED, pause=0.004, connection=2),
    ),
    "the end may have moved": ("ignores-has-more", ENDED, last(ENDED, version=2)),
    "the last page may be asked again": ("ignores-has-more", ENDED, last(ENDED, query="limit=50&offset=150")),
    "one page past the end is no loop": ("loops-past-the-end", [*ENDED, Ask("limit=50&offset=250")], ENDED),
    "many pages past the end are a loop": ("ignores-has-more", ENDED, [*ENDED, Ask("limit=50&offset=250")]),
    # --- paging
    "whole pages fit": ("page-step-differs-from-limit", walk(0, 49), walk(0, 50)),
    "people jump to pages": ("page-step-differs-from-limit", walk(0, 49), walk(0, 150)),
    "what was shown is where to go on": ("page-step-differs-from-limit", walk(0, 8, total=20), walk(0, 20, total=20)),
    "assistants may be gone": ("page-step-differs-from-limit", walk(0, 49), last(walk(0, 49), version=2)),
    "a single leap is a jump": ("page-step-differs-from-limit", walk(0, 100, 200, total=900), walk(0, 100, total=900)),
    "a page before closes the gap": (
        "page-step-differs-from-limit",
        walk(0, 100, 200, total=900),
        walk(0, 50, 100, 200, total=900),
    ),
    "people may leap twice": (
        "page-step-differs-from-limit",
        walk(0, 100, 200, total=900, pause=1.0),
        walk(0, 100, 200, total=900, pause=1.1),
    ),
    "uneven leaps are jumps": (
        "page-step-differs-from-limit",
        walk(0, 100, 200, total=900),
        walk(0, 100, 250, total=900),
    ),
    "pages past the end leave no gap": (
        "page-step-differs-from-limit",
        walk(0, 100, 200, total=900),
        walk(0, 100, 200, total=0),
    ),
    "limit 1 has such offsets": ("page-number-as-offset", walk(0, 1, query="limit=2"), walk(0, 1, query="limit=1")),
    "a page of one is whole": ("page-number-as-offset", walk(0, 1, total=2), walk(0, 1, total=1)),
    "a step of two is another mistake": ("page-number-as-offset", walk(0, 1), walk(0, 2)),
    "a larger page may follow the smaller": (
        "changes-limit-midway",
        [Ask("limit=20"), Ask("limit=50&offset=50")],
        [Ask("limit=20"), Ask("limit=50&offset=20")],
    ),
    "the row shown may stay": (
        "changes-limit-midway",
        [Ask("limit=20"), Ask("limit=20&offset=60"), Ask("limit=50&offset=150")],
        [Ask("limit=20"), Ask("limit=20&offset=60"), Ask("limit=50&offset=50")],
    ),
    "a page seen may be seen again": (
        "changes-limit-midway",
        [Ask("limit=20"), Ask("limit=20&offset=100"), Ask("limit=50&offset=150")],
        [Ask("limit=20"), Ask("limit=20&offset=100"), Ask("limit=50")],
    ),
    "the list may have changed": (
        "changes-limit-midway",
        [Ask("limit=20"), Ask("limit=50&offset=50")],
        [Ask("limit=20"), Ask("limit=50&offset=50", version=2)],
    ),
    "what is asked at once is no walk": (
        "changes-limit-midway",
        [Ask("limit=20"), Ask("limit=50&offset=50", pause=0)],
        [Ask("limit=20"), Ask("limit=50&offset=50", pause=-0.01)],
    ),
    "nine pages are not many": (
        "walks-in-small-pages",
        walk(*range(0, 190, 19), query="limit=19"),
        walk(*range(0, 171, 19), query="limit=19"),
    ),
    "twenty are not small": (
        "walks-in-small-pages",
        walk(*range(0, 190, 19), query="limit=19"),
        walk(*range(0, 200, 20), query="limit=20"),
    ),
    "people may page for long": (
        "walks-in-small-pages",
        walk(*range(0, 190, 19), query="limit=19", pause=1.0),
        walk(*range(0, 190, 19), query="limit=19", pause=1.1),
    ),
    # --- changing
    "the same list goes on": ("next-page-asks-another-question", NEXT, last(NEXT, query="search=b&limit=20&offset=20")),
    "a link leads into the middle": (
        "next-page-asks-another-question",
        NEXT,
        [Ask("limit=20&offset=20"), Ask("limit=20&offset=40", pause=5)],
    ),
    "another user has another list": ("next-page-asks-another-question", NEXT, last(NEXT, user="v")),
    "the list was begun before": ("next-page-asks-another-question", NEXT, [Ask("limit=20"), *NEXT]),
    "another page is no next one": ("next-page-asks-another-question", NEXT, last(NEXT, query="limit=20&offset=40")),
    "another size is no next page": ("next-page-asks-another-question", NEXT, last(NEXT, query="limit=10&offset=20")),
    "after the end nothing is next": ("next-page-asks-another-question", NEXT, each(NEXT, total=20)),
    "an order may keep the page": (
        "keeps-offset-when-filter-changes",
        KEPT,
        last(KEPT, query="sort_order=desc&limit=20&offset=40"),
    ),
    "the first page is where to begin": ("keeps-offset-when-filter-changes", KEPT, last(KEPT, query="search=b")),
    "the new list was begun before": (
        "keeps-offset-when-filter-changes",
        KEPT,
        [Ask("search=b&limit=20", total=9), *KEPT],
    ),
    "two searches are not typing": ("searches-at-every-key", typed("b", "bo", "bot"), typed("b", "bo")),
    "further pages are not typed": (
        "searches-at-every-key",
        [*typed("b"), Ask("search=b&offset=1", pause=0), *typed("bo", "bot", pause=0.05)],
        [*typed("b"), Ask("search=bo&offset=1", pause=0), *typed("bot", pause=0.05)],
    ),
    "a pause is waited for": (
        "searches-at-every-key",
        typed("b", "bo", "bot", pause=0.22),
        typed("b", "bo", "bot", pause=0.24),
    ),
    "taking back is typing": ("searches-at-every-key", typed("bot", "bo", "b"), typed("b", "ca", "dog")),
    "pasting is not typing": ("searches-at-every-key", typed("b", "bot", "bots"), typed("b", "bots", "bots w")),
    "the same term is not typing": ("searches-at-every-key", typed("b", "bo", "bot"), typed("b", "b", "b")),
    "the first answer comes first": (
        "races-a-sort-change",
        RACE,
        [replace(RACE[0], seconds=0.6), replace(RACE[1], pause=-0.1, seconds=0.3), RACE[2]],
    ),
    "the same list cannot race": ("races-a-sort-change", RACE, [RACE[0], replace(RACE[1], query=""), RACE[2]]),
    "parts of a page start together": (
        "races-a-sort-change",
        [RACE[0], replace(RACE[1], pause=-2.89), RACE[2]],
        [RACE[0], replace(RACE[1], pause=-2.91), RACE[2]],
    ),
    "cancelling closes the connection": ("races-a-sort-change", RACE, last(RACE, connection=3)),
    "another size is another place": (
        "races-a-sort-change",
        RACE,
        [RACE[0], replace(RACE[1], query="sort_order=desc&limit=5"), RACE[2]],
    ),
    "another organization is another place": (
        "races-a-sort-change",
        RACE,
        [RACE[0], replace(RACE[1], query="sort_order=desc&organization_id=o"), RACE[2]],
    ),
    "a further page is no change": (
        "races-a-sort-change",
        RACE,
        [RACE[0], replace(RACE[1], query="sort_order=desc&offset=5"), RACE[2]],
    ),
    # --- repeating
    "later is not at once": ("repeats-identical-calls", TWICE, last(TWICE, pause=1.1)),
    "an ETag asks whether it changed": ("repeats-identical-calls", TWICE, last(TWICE, conditional=True)),
    "data may have changed": ("repeats-identical-calls", TWICE, last(TWICE, version=2)),
    "another user may ask the same": ("repeats-identical-calls", TWICE, last(TWICE, user="v")),
    "a failure may be repeated": ("repeats-identical-calls", TWICE, [replace(TWICE[0], status=500), TWICE[1]]),
    "something between is a return": ("repeats-identical-calls", TWICE, [TWICE[0], Ask("search=b", total=9), TWICE[1]]),
    "three times are no timer": ("polls-without-etag", POLLS, POLLS[:3]),
    "people are uneven": ("polls-without-etag", last(POLLS, pause=6.4), last(POLLS, pause=6.6)),
    "polls may ask whether it changed": ("polls-without-etag", POLLS, each(POLLS, conditional=True)),
    "polls may find changes": (
        "polls-without-etag",
        POLLS,
        [replace(one, version=at) for at, one in enumerate(POLLS)],
    ),
    "what follows at once is repeated, not polled": (
        "polls-without-etag",
        each(POLLS, pause=1.0),
        each(POLLS, pause=0.9),
    ),
    "two walks are not again and again": ("walks-everything-again", WALKS, WALKS[:4]),
    "walks may be minutes apart": (
        "walks-everything-again",
        WALKS,
        [*WALKS[:4], replace(WALKS[4], pause=61.0), WALKS[5]],
    ),
    "walks may find changes": (
        "walks-everything-again",
        WALKS,
        [*WALKS[:4], *each(WALKS[4:], version=2)],
    ),
    "two orders are two lists": (
        "walks-everything-again",
        WALKS,
        [*WALKS[:4], *(replace(one, query=f"{one.query}&sort_order=desc") for one in WALKS[4:])],
    ),
    "a single page is no walk": ("walks-everything-again", WALKS, [*WALKS[:4], WALKS[4]]),
    "a person may page to the end": ("walks-everything-again", WALKS, last(WALKS, pause=1.1)),
    "a walk must reach the end": ("walks-everything-again", WALKS, [*WALKS[:4], *each(WALKS[4:], total=101)]),
    "walks may ask whether it changed": (
        "walks-everything-again",
        WALKS,
        [*WALKS[:4], *each(WALKS[4:], conditional=True)],
    ),
    "twice is not often": ("asks-full-for-a-list", FULL, FULL[:2]),
    "one assistant is no list": ("asks-full-for-a-list", FULL, last(FULL, total=1)),
    "other projections are small": ("asks-full-for-a-list", FULL, last(FULL, query="fields=standard")),
    "an export needs all": (
        "asks-full-for-a-list",
        walk(0, 50, 100, query="fields=full&limit=50", total=151),
        walk(0, 50, 100, query="fields=full&limit=50", total=150),
    ),
    # --- wording
    "an empty search is none": ("sends-empty-parameters", [Ask("fields=", total=9)], [Ask("search=", total=9)]),
    "null is a word": ("sends-undefined", [Ask("search=undefined")], [Ask("search=null")]),
    "words are no values": ("sends-undefined", [Ask("vector_store_id=null")], [Ask("vector_store_id=nullable")]),
    "what is answered is no mistake": (
        "limit-above-the-maximum",
        [Ask("limit=101", status=422)],
        [Ask("limit=101", status=200)],
    ),
    "a hundred are allowed": (
        "limit-above-the-maximum",
        [Ask("limit=101", status=422)],
        [Ask("limit=100", status=422)],
    ),
    "another parameter may follow": ("search-not-encoded", [Ask("search=a&b")], [Ask("search=a&b=")]),
    "a known parameter may be bare": ("search-not-encoded", [Ask("search=a&b")], [Ask("search=a&fields")]),
    "only what follows the search": ("search-not-encoded", [Ask("search=a&b")], [Ask("b&search=a")]),
    # --- refusals and failures
    "once more is no habit": ("repeats-a-refused-call", REFUSED, REFUSED[:2]),
    "somebody may type another key": ("repeats-a-refused-call", REFUSED, last(REFUSED, pause=3.1)),
    "parts of a page are refused together": (
        "repeats-a-refused-call",
        each(REFUSED, pause=0),
        each(REFUSED, pause=-0.01),
    ),
    "another answer is another refusal": ("repeats-a-refused-call", REFUSED, last(REFUSED, status=403)),
    "another question is another refusal": ("repeats-a-refused-call", REFUSED, last(REFUSED, query="limit=9")),
    "a failure is no refusal": ("repeats-a-refused-call", REFUSED, each(REFUSED, status=500)),
    "a refusal is not invalid": ("retries-an-invalid-call", each(REFUSED, status=422), REFUSED),
    "half a second early is in time": ("ignores-retry-after", TOLD, last(TOLD, pause=4.6)),
    "what is under way cannot know": (
        "ignores-retry-after",
        last(TOLD, pause=0),
        last(TOLD, pause=-0.01),
    ),
    "another list may be allowed": ("ignores-retry-after", TOLD, last(TOLD, query="search=b")),
    "what nobody read nobody ignores": ("ignores-retry-after", TOLD, [replace(TOLD[0], applied=("drop",)), TOLD[1]]),
    "a page with the header is no refusal": ("ignores-retry-after", TOLD, [replace(TOLD[0], status=200), TOLD[1]]),
    "two retries may be quick": ("retries-without-backoff", FAILED, FAILED[:3]),
    "waiting longer is right": ("retries-without-backoff", FAILED, last(FAILED, pause=0.2)),
    "a second is a wait": ("retries-without-backoff", each(FAILED, pause=0.9), each(FAILED, pause=1.1)),
    "who was told when is judged by that": (
        "retries-without-backoff",
        FAILED,
        [*FAILED[:2], replace(FAILED[2], retry_after="0"), FAILED[3]],
    ),
    "an answer ends the retries": (
        "retries-without-backoff",
        FAILED,
        [*FAILED[:2], replace(FAILED[2], status=200), FAILED[3]],
    ),
    "parts of a page fail together": (
        "retries-without-backoff",
        each(FAILED, pause=0),
        each(FAILED, pause=-0.01),
    ),
}
"""Why a mistake is none -> its name, a journal that shows it, and one that does not."""


@pytest.mark.parametrize("limit", LIMITS)
def test_only_the_first_of_two_journals_shows_the_mistake(limit: str) -> None:
    """They differ in what the limit is about."""
    name, shows, does_not = LIMITS[limit]

    found = [{finding.name for finding in grade(journal(*asked))} for asked in (shows, does_not)]

    assert (True, False) == (name in found[0], name in found[1])


def test_every_mistake_has_a_limit() -> None:
    """But the key in the URL, which has none."""
    assert {"key-in-url"} == set(MISTAKES) - {name for name, _, _ in LIMITS.values()}


CERTAIN: dict[str, tuple[str, Journal, Journal]] = {
    "both stop beyond a hundred": (
        "stops-early",
        [*STOPPED, *walk(0, 50, 100, query="search=b&limit=50")],
        [*STOPPED, *walk(0, 30, 60, query="search=b&limit=30")],
    ),
    "walks of two lists": (
        "stops-early",
        [*STOPPED, *walk(0, 50, 100, query="search=b&limit=50")],
        [*STOPPED, *walk(0, 50, 100)],
    ),
    "beyond a hundred assistants": (
        "stops-early",
        [*walk(0, 34, 68, query="limit=34"), *walk(0, 34, 68, query="search=b&limit=34")],
        [*walk(0, 33, 66, query="limit=33"), *walk(0, 33, 66, query="search=b&limit=33")],
    ),
    "no walk reaches an end": (
        "stops-early",
        [*STOPPED, *walk(0, 50, 100, query="search=b&limit=50")],
        [*STOPPED, *walk(0, 50, 100, query="search=b&limit=50"), *walk(0, 50, 100, 150, query="fields=full&limit=50")],
    ),
    "the offset moves alike twice": ("page-step-differs-from-limit", walk(0, 49, 98), walk(0, 49, 97)),
    "two steps of one": ("page-number-as-offset", walk(0, 1, 2), walk(0, 1)),
    "both are whole pages": (
        "changes-limit-midway",
        [Ask("limit=20"), Ask("limit=50&offset=50")],
        [Ask("limit=20"), Ask("limit=50&offset=51")],
    ),
    "the first is a whole page": (
        "changes-limit-midway",
        [Ask("limit=20"), Ask("limit=20&offset=40"), Ask("limit=50&offset=150")],
        [Ask("limit=20"), Ask("limit=20&offset=41"), Ask("limit=50&offset=150")],
    ),
    "the page is empty": ("keeps-offset-when-filter-changes", KEPT, last(KEPT, total=41)),
    "the list is not": ("keeps-offset-when-filter-changes", KEPT, last(KEPT, total=0)),
}
"""What makes a mistake certain -> its name, a journal that shows it for certain, and one that hints at it."""


@pytest.mark.parametrize("reason", CERTAIN)
def test_only_the_first_of_two_journals_is_certain(reason: str) -> None:
    """The other one is a hint."""
    name, certain, hint = CERTAIN[reason]

    found = [{each.name: each.certainty for each in grade(journal(*asked))}.get(name) for asked in (certain, hint)]

    assert ["certain", "hint"] == found


def test_the_answer_that_told_the_end_is_named() -> None:
    """Whatever came after it."""
    (found,) = grade(journal(*walk(0, 150, 100, 50), Ask("limit=50&offset=200")))

    assert ("ignores-has-more", (2, 5)) == (found.name, found.numbers)


def test_a_short_walk_stays_a_hint_beside_certain_ones() -> None:
    """It may have filled the screen, whatever the others did."""
    asked = [*STOPPED, *walk(0, 50, 100, query="search=b&limit=50"), *walk(0, 30, 60, query="search=c&limit=30")]

    (found,) = grade(journal(*asked))

    assert [(1, True), (4, True), (7, False)] == [(sign.numbers[0], sign.certain) for sign in found.signs]

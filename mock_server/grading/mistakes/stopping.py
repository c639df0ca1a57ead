"""Lists that are not read to their end, and ends that are overrun."""

from __future__ import annotations

from collections.abc import Iterator

from mock_server.grading.call import Call
from mock_server.grading.client import Client
from mock_server.grading.mistake import Sign, mistake, sign
from mock_server.grading.walk import Walk

AT_ONCE = 1.0
"""Seconds between an answer and the next call within which no person looked at the page."""

FEWEST_PAGES = 3
"""Of a walk that can stop early: a table that fetches one page ahead asks for two."""

MORE_THAN_A_SCREEN = 100
"""Assistants; an endless list asks for pages by itself until they fill the screen, which these do many times."""

DIFFERENT_LISTS = 3
WIDGET = 10
"""A limit up to this one is a "latest five" that has no second page."""


def _is_a_machines(walk: Walk) -> bool:
    return walk.begins_at_the_start and walk.longest_pause <= AT_ONCE and not walk.turns_back


def _is_given_up(client: Client, last: Call) -> bool:
    """Tell whether something came between a page and the next: a failure, another question, the journal's end."""
    if client.now - last.ended <= AT_ONCE:
        return True
    later = [call for call in client.calls if call.began >= last.began]
    failed = any(call.has_failed and call.question == last.question and call.offset > last.offset for call in later)
    return failed or any(call.question != last.question and call.began - last.ended <= AT_ONCE for call in later)


@mistake(
    "paging",
    "It pages by itself and stops while has_more is true: what follows is never shown. As a hint, it may be an endless "
    "list that has filled the screen, or a search that has found what it looked for; it is certain when walks of two "
    "lists stop beyond a hundred assistants, and no walk ever reaches an end.",
    advice="Go on while pagination.has_more is true; do not work the number of pages out, or cap it.",
)
def stops_early(client: Client) -> Iterator[Sign]:
    """A walk without pauses ends at a page that said has_more."""
    long = [walk for walk in client.walks if len(walk.pages) >= FEWEST_PAGES and _is_a_machines(walk)]
    early = [
        walk
        for walk in long
        if not walk.reaches_the_end and _missing(walk) > 0 and not _is_given_up(client, walk.furthest)
    ]
    deep = {walk.furthest.listing for walk in early if _reach(walk) >= MORE_THAN_A_SCREEN}
    certain = len(deep) > 1 and not any(walk.reaches_the_end for walk in long)
    for walk in early:
        last = walk.furthest
        yield sign(
            walk.calls,
            f"{len(walk.pages)} pages, the last at offset {last.offset} with has_more true; "
            f"missing: {_missing(walk)} of {last.page.total} assistants",
            certain=certain and _reach(walk) >= MORE_THAN_A_SCREEN,
        )


def _reach(walk: Walk) -> int:
    return walk.furthest.offset + walk.furthest.page.count


def _missing(walk: Walk) -> int:
    return walk.furthest.page.total - _reach(walk)


@mistake(
    "paging",
    "It was told of further pages in three different lists, and never asked for one. It may be that nobody scrolled; "
    "searches, and lists of up to ten, do not count.",
    advice="Look at pagination.has_more, and ask for the next page with offset = offset + limit.",
)
def never_asks_for_page_two(client: Client) -> Iterator[Sign]:
    """No call has an offset, though answers said has_more."""
    if any(call.offset for call in client.calls):
        return
    cut = {
        call.listing: call
        for call in reversed(client.answered)
        if call.page.has_more and call.limit > WIDGET and "search" not in dict(call.question)
    }
    if len(cut) >= DIFFERENT_LISTS:
        longest = max((call.page for call in cut.values()), key=lambda page: page.total)
        yield sign(
            cut.values(),
            f"{len(cut)} lists with has_more true; of the longest, {longest.count} of {longest.total} were shown",
            certain=False,
        )


def _past_the_end(walk: Walk) -> list[Call]:
    """Return the calls that asked for what follows the end after an answer had told where that is."""
    ends = [(known, end) for known in walk.calls if (end := _end(known)) is not None]
    return [
        call
        for call in walk.calls
        if any(call.knows(known) and known.version == call.version and call.offset >= end for known, end in ends)
    ]


def _end(known: Call) -> int | None:
    """Return the offset from which on an answer shows that nothing is: it said so, or its page was empty."""
    page = known.page
    if not page.count:
        return known.offset
    return None if page.has_more else known.offset + page.count


@mistake(
    "paging",
    "It asks for the next page after it was told has_more false: every list costs one call more.",
    advice="Stop when pagination.has_more is false, not when a page is empty or shorter than limit.",
)
def ignores_has_more(client: Client) -> Iterator[Sign]:
    """One call goes past an end that was told."""
    for walk in client.walks:
        past = _past_the_end(walk)
        if len(past) == 1:
            told = [call for call in walk.calls if past[0].knows(call) and not call.page.has_more]
            if told:
                evidence = f"has_more was false at offset {told[-1].offset}; offset {past[0].offset} was asked for"
                yield sign([told[-1], past[0]], evidence)


@mistake(
    "paging",
    "It goes on past the end of the list, empty page after empty page.",
    advice="Stop when pagination.has_more is false, and when a page is empty, whatever has_more says.",
)
def loops_past_the_end(client: Client) -> Iterator[Sign]:
    """Two calls or more go past an end that was told."""
    for walk in client.walks:
        past = _past_the_end(walk)
        if len(past) > 1:
            total = past[0].page.total
            yield sign(past, f"{len(past)} pages beyond the end, up to offset {past[-1].offset} of {total} assistants")

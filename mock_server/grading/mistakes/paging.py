"""Pages that do not join: assistants between them are missed, or shown twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from mock_server.grading.call import LARGEST_LIMIT, Call
from mock_server.grading.client import Client
from mock_server.grading.mistake import Sign, mistake, sign
from mock_server.grading.mistakes.stopping import AT_ONCE
from mock_server.grading.walk import Walk

MANY_PAGES = 10
SMALL = 20
"""A limit below this one makes small pages."""


def _same_size(walk: Walk) -> Iterator[Sequence[Call]]:
    """Yield a walk's pages in the order of offsets, as long as limit and the mock's data stay the same."""
    for _, pages in groupby(walk.pages.values(), key=lambda call: (call.limit, call.version)):
        yield list(pages)


def _fits(a: Call, b: Call) -> bool:
    """Tell whether a page begins on the grid of another, or right after what the other showed."""
    return (b.offset - a.offset) % a.limit == 0 or b.offset == a.offset + a.page.count


def _counts_pages(a: Call, b: Call) -> bool:
    return b.offset - a.offset == 1 < a.limit and not _fits(a, b)


@mistake(
    "paging",
    "Its offset moves by another number than limit: assistants are left out, or shown twice. As a hint, it may be the "
    "window of a virtual list, which may begin anywhere; it is certain when the offset moves alike twice.",
    advice="Ask for offset = offset + limit, with the limit that the answer's pagination tells.",
)
def page_step_differs_from_limit(client: Client) -> Iterator[Sign]:
    """Offsets of one walk are not whole pages apart, or leave the same gap again and again."""
    for walk in client.walks:
        for pages in _same_size(walk):
            steps = list(pairwise(pages))
            off = [(a, b) for a, b in steps if not _fits(a, b) and not _counts_pages(a, b)]
            off = off or (_leaps(steps) if walk.longest_pause <= AT_ONCE else [])
            if off:
                moves = [b.offset - a.offset for a, b in off]
                yield sign(
                    (call for pair in off for call in pair),
                    f"offset {off[0][0].offset} is followed by {off[0][1].offset}, limit is {off[0][0].limit}",
                    certain=len(moves) > len(set(moves)),
                )


def _leaps(steps: Sequence[tuple[Call, Call]]) -> list[tuple[Call, Call]]:
    """Return steps over the same number of whole pages; people who jump to a page do not do so evenly, at once."""
    moves = {b.offset - a.offset for a, b in steps}
    leaps = [(a, b) for a, b in steps if a.page.count and b.offset - a.offset > a.limit]
    return leaps if len(moves) == 1 and len(leaps) > 1 else []


@mistake(
    "paging",
    "It sends the number of a page as offset: every page repeats the one before but for one assistant. A single step "
    "is a hint: a virtual list may move by a row.",
    advice="offset counts assistants: send (page - 1) * limit.",
)
def page_number_as_offset(client: Client) -> Iterator[Sign]:
    """Offsets go up by one while pages are longer."""
    for walk in client.walks:
        for pages in _same_size(walk):
            steps = [(a, b) for a, b in pairwise(pages) if _counts_pages(a, b)]
            if steps:
                offsets = ", ".join(str(offset) for offset in (steps[0][0].offset, *(b.offset for _, b in steps[:3])))
                yield sign(
                    (call for pair in steps for call in pair),
                    f"offsets {offsets} with limit {steps[0][0].limit}",
                    certain=len(steps) > 1,
                )


@mistake(
    "paging",
    "It changes limit on the way through a list, and goes on where no page before ended: assistants are left out, or "
    "shown twice. As a hint, it may be a virtual list that fetches what a person jumped to; it is certain when both "
    "offsets are whole pages of their limits.",
    advice="Keep limit for a whole walk; when a person chooses another size, begin at offset 0.",
)
def changes_limit_midway(client: Client) -> Iterator[Sign]:
    """A page of another size begins neither after the pages before it nor at a page's first assistant."""
    for walk in client.walks:
        borders: set[int] = set()
        for a, b in pairwise(walk.calls):
            borders |= {a.offset, a.offset + a.page.count}
            # The page of the new size that holds the first row shown is where a table stays.
            joins = b.offset in borders or b.offset == a.offset // b.limit * b.limit
            if a.limit != b.limit and a.version == b.version and b.knows(a) and not joins:
                yield sign(
                    (a, b),
                    f"offset {a.offset} with limit {a.limit}, then offset {b.offset} with limit {b.limit}",
                    certain=not a.offset % a.limit and not b.offset % b.limit,
                )


@mistake(
    "paging",
    "It walks a list in small pages, ten and more, one right after the other. It may be a person who scrolls fast.",
    advice="Ask for up to limit=100 where the whole list is wanted.",
)
def walks_in_small_pages(client: Client) -> Iterator[Sign]:
    """A walk without pauses has ten pages of fewer than twenty."""
    for walk in client.walks:
        sizes = {call.limit for call in walk.calls}
        if len(walk.pages) >= MANY_PAGES and max(sizes) < SMALL and walk.longest_pause <= AT_ONCE:
            needed = -(-max(1, walk.furthest.page.total) // LARGEST_LIMIT)
            yield sign(walk.calls, f"{len(walk.pages)} calls, {needed} would tell the whole list", certain=False)

"""The same asked again, and more asked than is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from mock_server.grading.call import Call
from mock_server.grading.client import Client
from mock_server.grading.grouping import runs
from mock_server.grading.mistake import Sign, mistake, sign
from mock_server.grading.mistakes.stopping import AT_ONCE
from mock_server.grading.walk import Walk

POLLS = 4
EVEN = 1.3
"""Intervals whose longest is less than so many times the shortest are a timer's."""
WALKS = 3
SOON = 60.0
"""Seconds after a walk within which its list need not be walked again."""
OFTEN = 3


def _is_repeated(a: Call, b: Call) -> bool:
    """Tell whether a call asks at once for what the one before got, and may have kept."""
    same = (a.listing, a.request, a.version) == (b.listing, b.request, b.version)
    return same and not b.is_conditional and b.began - a.ended <= AT_ONCE


@mistake(
    "repeating",
    "It asks the same twice within a second. In development, React's strict mode mounts every component twice: look "
    "whether a production build does it, too.",
    advice="Share one request between components, and keep its answer; send If-None-Match to ask whether it changed.",
)
def repeats_identical_calls(client: Client) -> Iterator[Sign]:
    """Calls in a row are the same, though the first was answered and nothing changed."""
    for calls in runs(client.answered, _is_repeated):
        if len(calls) > 1:
            yield sign(calls, f"{len(calls)} times within {calls[-1].began - calls[0].began:.2f} s")


@mistake(
    "repeating",
    "It asks the same by a timer, without If-None-Match: every answer is sent whole, though nothing changed.",
    advice="Send the ETag of the last answer as If-None-Match, and keep the list when 304 comes back.",
)
def polls_without_etag(client: Client) -> Iterator[Sign]:
    """Four calls and more are the same and evenly spaced."""
    for calls in client.listings.values():
        for _, run in groupby(calls, key=lambda call: (call.request, call.version, call.is_conditional)):
            polls = list(run)
            gaps = [b.began - a.began for a, b in pairwise(polls)]
            if len(polls) >= POLLS and not polls[0].is_conditional and AT_ONCE < max(gaps) < EVEN * min(gaps):
                yield sign(polls, f"{len(polls)} times, every {sum(gaps) / len(gaps):.1f} s")


@mistake(
    "repeating",
    "It walks the whole list again and again, as a client does that searches, filters or sorts by itself.",
    advice="Let the API do it: search, access_mode, sort_by and the other parameters; or keep what was read.",
)
def walks_everything_again(client: Client) -> Iterator[Sign]:
    """Three whole walks of one unchanged list begin within a minute of each other."""
    whole = [walk for walk in client.walks if _is_whole(walk)]
    for walks in runs(whole, _is_walked_again):
        if len(walks) >= WALKS:
            calls = [call for walk in walks for call in walk.calls]
            yield sign(calls, f"{len(walks)} walks, {len(calls)} calls for {walks[0].furthest.page.total} assistants")


def _is_walked_again(a: Walk, b: Walk) -> bool:
    before, first = a.calls[-1], b.calls[0]
    same = (before.listing, before.version) == (first.listing, first.version)
    return same and first.began - before.ended <= SOON


def _is_whole(walk: Walk) -> bool:
    at_once = walk.longest_pause <= AT_ONCE and walk.begins_at_the_start
    return at_once and walk.reaches_the_end and len(walk.pages) > 1 and not walk.calls[0].is_conditional


@mistake(
    "repeating",
    "It asks for fields=full for lists: instructions, tools and rules of every assistant, for rows that show a name. "
    "It may need them; walks to the end of several pages, as an export does, do not count.",
    advice="Ask for fields=summary or standard for the list, and for more of the one assistant that is opened.",
)
def asks_full_for_a_list(client: Client) -> Iterator[Sign]:
    """Three pages of several assistants come with every property."""
    exported = {
        call.number for walk in client.walks if walk.reaches_the_end and len(walk.pages) > 1 for call in walk.calls
    }
    full = [
        call
        for call in client.answered
        if call.sent.get("fields") == "full" and call.page.count > 1 and call.number not in exported
    ]
    if len(full) >= OFTEN:
        yield sign(full, f"{len(full)} lists, {sum(call.bytes for call in full):,} bytes", certain=False)

"""What goes wrong when a person changes what is listed: filters, order, search term."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from mock_server.grading.call import Call
from mock_server.grading.client import Client
from mock_server.grading.grouping import runs
from mock_server.grading.mistake import Sign, mistake, shown, sign

ORDER = ("sort_by", "sort_order")
A_KEY = 0.25
"""Seconds between two calls that only typing without a pause explains; the usual pauses waited for are longer."""
LETTERS = 2
"""Letters that one key, with the one before it still unsent, adds or takes away."""
KEYS = 3
BY_HAND = 0.1
"""Seconds after a call within which nobody changes it: what starts closer together are parts of one page."""


def _changes(a: Call, b: Call) -> str:
    """Return the parameters in which two questions differ."""
    before, after = dict(a.question), dict(b.question)
    names = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    return ", ".join(
        f"{name} {shown(before[name]) if name in before else 'unset'} → "
        f"{shown(after[name]) if name in after else 'unset'}"
        for name in names
    )


def _filters(call: Call) -> set[tuple[str, str]]:
    return {(name, text) for name, text in call.question if name not in ORDER}


def _jumps_in(client: Client, a: Call, b: Call) -> bool:
    """Tell whether a client goes over to another list, of which it has not seen the first page."""
    return a.user_id == b.user_id and a.question != b.question and b.offset > 0 and not client.has_begun(b)


@mistake(
    "changing",
    "It asks for the next page of another list than the one it shows: filters, search or order of the first page are "
    "not sent with the second.",
    advice="Send every parameter again with every page; only offset changes.",
)
def next_page_asks_another_question(client: Client) -> Iterator[Sign]:
    """The offset goes on where the page before ended, and the question is another."""
    for a, b in pairwise(client.answered):
        if _jumps_in(client, a, b) and a.limit == b.limit and b.offset == a.offset + a.limit and a.page.has_more:
            yield sign((a, b), f"offset {a.offset}, then {b.offset} with {_changes(a, b)}")


@mistake(
    "changing",
    "It keeps the offset when a filter changes: the new list is entered in its middle, or past its end. As a hint, it "
    "may be a link to that page; it is certain when the page is empty and the list is not.",
    advice="Set offset to 0 whenever search, access_mode, include_inactive or another filter changes.",
)
def keeps_offset_when_filter_changes(client: Client) -> Iterator[Sign]:
    """A list is first asked for at the offset at which another one was left."""
    for a, b in pairwise(client.answered):
        if _jumps_in(client, a, b) and b.offset == a.offset and _filters(a) != _filters(b):
            yield sign(
                (a, b),
                f"offset stays {b.offset} with {_changes(a, b)}; the new list has {b.page.total} assistants",
                certain=b.page.count == 0 < b.page.total,
            )


@mistake(
    "changing",
    "It searches at every key that is pressed.",
    advice="Wait until nobody has typed for 300 ms, and cancel the search before.",
)
def searches_at_every_key(client: Client) -> Iterator[Sign]:
    """Search terms grow or shrink letter by letter, faster than anybody reads."""
    searches = [call for call in client.calls if "search" in dict(call.question) and not call.offset]
    for run in runs(searches, _is_a_key_later):
        if len(run) >= KEYS:
            yield sign(run, f"{len(run)} searches from {shown(_term(run[0]))} to {shown(_term(run[-1]))}")


def _is_a_key_later(a: Call, b: Call) -> bool:
    before, after = _term(a), _term(b)
    longer, shorter = (after, before) if len(after) > len(before) else (before, after)
    is_edited = longer.startswith(shorter) and 0 < len(longer) - len(shorter) <= LETTERS
    return is_edited and b.began - a.began <= A_KEY


def _term(call: Call) -> str:
    return dict(call.question)["search"]


@mistake(
    "changing",
    "It asks anew while an earlier answer is under way, does not cancel it, and that one arrives last: the list may "
    "show the order or filter from before. It is a hint: the client may throw the late answer away, which nobody "
    "sees from here. Only connections that went on being used count, as cancelling closes one.",
    advice="Cancel the earlier request (AbortController), or drop answers to any but the last question.",
)
def races_a_sort_change(client: Client) -> Iterator[Sign]:
    """The answer to an older question comes after the answer to a newer one."""
    last_use = {call.connection: call.began for call in client.calls}
    for at, a in enumerate(client.answered):
        if last_use[a.connection] <= a.began:
            continue
        for b in client.answered[at + 1 :]:
            if b.began >= a.ended:
                break
            if _overtakes(a, b):
                yield sign(
                    (a, b), f"{_changes(a, b)}; the older answer came {a.ended - b.ended:.1f} s later", certain=False
                )
                break


def _overtakes(a: Call, b: Call) -> bool:
    is_late = b.ended < a.ended and b.began - a.began >= BY_HAND
    return is_late and a.question != b.question and not b.offset and _place(a) == _place(b)


def _place(call: Call) -> tuple[object, ...]:
    """Return what lists that take each other's place on a page have in common."""
    return call.user_id, call.limit, call.sent.get("fields"), call.sent.get("organization_id")

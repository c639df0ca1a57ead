"""Requests that say what nobody means, and a key where everybody reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contracts.schema.query import READERS
from mock_server import params
from mock_server.grading.call import LARGEST_LIMIT, Call
from mock_server.grading.client import Client
from mock_server.grading.grouping import group
from mock_server.grading.mistake import Sign, mistake, shown, sign
from mock_server.logs import MASK

UNDEFINED = ("undefined", "null", "NaN", "None", "[object Object]")
"""What programs write for a value that is none."""
NOBODY_SEARCHES_FOR = ("undefined", "[object Object]")


@mistake(
    "wording",
    "It sends the key in the URL, where logs, histories and Referer headers keep it.",
    advice="Send the key as the header X-API-Key, or a token as Authorization: Bearer; then replace this key.",
)
def key_in_url(client: Client) -> Iterator[Sign]:
    """A credential stands in the query."""
    # A preflight repeats the URL of the request that follows.
    found = [each for each in client.entries if each.record.key_in_url and each.record.method != "OPTIONS"]
    masked = {name for each in found for name, text in params.pairs(each.record.query) if MASK in text}
    if found:
        numbers = sorted(each.number for each in found)
        yield Sign(tuple(numbers), f"in the parameter {' and '.join(map(shown, sorted(masked)))}")


def _signs(client: Client, wrong: Callable[[str, str, Call], bool]) -> Iterator[Sign]:
    """Yield a sign for every parameter and text that is wrong, with all calls that send it."""
    sent = [(call, name, text) for call in client.calls for name, text in call.sent.items() if wrong(name, text, call)]
    for (name, text), found in group(sent, lambda each: each[1:]).items():
        yield sign((call for call, _, _ in found), f"{name}={shown(text)}")


@mistake(
    "wording",
    "It sends parameters without a value: most are refused, and an empty vector_store_id finds nothing.",
    advice="Leave a parameter out when nothing is chosen; only search may be empty.",
)
def sends_empty_parameters(client: Client) -> Iterator[Sign]:
    """A parameter is empty."""
    yield from _signs(client, lambda name, text, _: name != "search" and not text)


@mistake(
    "wording",
    "It sends a variable that was never set, as undefined, null or NaN.",
    advice="Leave a parameter out when there is no value for it; URLSearchParams writes undefined as a word.",
)
def sends_undefined(client: Client) -> Iterator[Sign]:
    """A parameter's text is what a program writes for no value."""
    yield from _signs(client, lambda name, text, _: text in (NOBODY_SEARCHES_FOR if name == "search" else UNDEFINED))


@mistake(
    "wording",
    "It asks for more than a hundred assistants at once, and is refused.",
    advice="Ask for at most limit=100, and page with offset.",
)
def limit_above_the_maximum(client: Client) -> Iterator[Sign]:
    """A limit above the documented bound was refused."""
    yield from _signs(
        client, lambda name, _, call: name == "limit" and call.limit > LARGEST_LIMIT and call.status in (400, 422)
    )


@mistake(
    "wording",
    "It does not encode the search term: what follows an & is lost, a + is a space. It may be a parameter without a "
    "value that this API does not know.",
    advice="Build the query with URLSearchParams, or encodeURIComponent around every value.",
)
def search_not_encoded(client: Client) -> Iterator[Sign]:
    """A search is followed by a part that is no parameter."""
    for call in client.calls:
        parts = call.query.split(b"&")
        names = [part.partition(b"=")[0] for part in parts]
        searched = names.index(b"search") if b"search" in names else len(parts)
        rest = parts[searched + 1 : searched + 2]
        if rest and b"=" not in rest[0] and rest[0].decode("latin-1") not in READERS:
            text = b"&".join(parts[searched : searched + 2]).decode("utf-8", "replace")
            yield sign([call], f"{shown(text)} searches for {shown(call.sent['search'])}", certain=False)

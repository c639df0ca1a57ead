"""What was answered before is remembered within bounds."""

from __future__ import annotations

import tracemalloc

import pytest

from mock_server.answers import Answer
from mock_server.asked import Asked, Headers
from mock_server.drafts import Draft
from mock_server.representation import represent
from mock_server.serving.hot import MOST_HEAD, Hot, Ready
from mock_server.serving.writing import before_date


def head(number: int) -> bytes:
    """Return the head of a question."""
    query = f"organization_id=org_72e0224eca9c0d0340df3880d0d353b3&offset={number}&limit=50&sort_by=created_at"
    return f"GET /v1/assistants?{query} HTTP/1.1\r\nHost: x\r\nX-API-Key: ak_mock_owner_main\r\n\r\n".encode()


PLAIN = Headers({"HTTP_X_API_KEY": "ak_mock_owner_main"})
PACKED = Headers({**PLAIN.sent, "HTTP_ACCEPT_ENCODING": "gzip"})


def ready(number: int, length: int, sent: Headers = PLAIN) -> Ready:
    """Return an answer to it, of so many bytes, as the server makes it."""
    query = head(number).partition(b"?")[2].partition(b" ")[0]
    asked = Asked("GET", "/v1/assistants", "/v1/assistants", query, sent, f"127.0.0.1:{number}")
    answer = Answer(200, b"%0*d" % (length, number))
    reply = represent(answer, asked)
    return Ready(before_date(200, reply.headers), reply.body, None, Draft(asked, reply, answer.body, 0))


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    """The newest answers stay, as many as have room."""
    hot = Hot(most_bytes=60_000)
    for number in range(100):
        hot.put(head(number), ready(number, 4000))

    kept = [number for number in range(100) if head(number) in hot.ready]
    assert kept == list(range(100 - len(kept), 100))
    assert 9 <= len(kept) <= 15


def test_an_answer_is_counted_once() -> None:
    """Whoever asks the same again, after a change too, takes no more room."""
    hot = Hot()
    hot.put(head(1), ready(1, 4000))
    once = hot.bytes
    hot.put(head(1), ready(1, 4000))

    assert hot.bytes == once


def test_what_would_take_too_much_room_is_not_remembered() -> None:
    """Neither a long head nor a page as large as many others."""
    hot = Hot(most_bytes=80_000)
    hot.put(head(1) + b"x" * MOST_HEAD, ready(1, 100))
    hot.put(head(2), ready(2, 12_000))

    assert hot.ready == {}
    assert hot.bytes == 0


@pytest.mark.parametrize("sent", [PLAIN, PACKED], ids=["plain", "packed"])
def test_the_bound_is_of_what_is_really_held(sent: Headers) -> None:
    """The objects around the bytes are counted, and what was compressed, within a fifth."""
    hot = Hot()
    hot.put(head(0), ready(0, 1000))
    tracemalloc.start()
    try:
        before, counted = tracemalloc.get_traced_memory()[0], hot.bytes
        for number in range(1, 1001):
            hot.put(head(number), ready(number, 2000, sent))
        held = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()

    assert 0.8 < (hot.bytes - counted) / held < 1.25

"""Servers from which no answer comes are told in one line, without a secret."""

from __future__ import annotations

import traceback

import pytest

from contracts.checks.asking.errors import AskingError, OutOfReach
from tests.test_contracts.checks import hostile
from tests.test_contracts.checks.asking import ASKED, KEY, PAGE, ask, deployment
from tests.test_contracts.checks.hostile import Act, Hostile, head, whole


@pytest.mark.parametrize("case", hostile.SILENT)
def test_no_answer_is_told_in_one_line(case: str) -> None:
    """Whatever came instead of an answer, the message is one line with the base URL and a reason, its cause kept."""
    script, reason = hostile.SILENT[case]
    with Hostile(script) as server, deployment(server.url) as asked, pytest.raises(OutOfReach) as met:
        asked.ask(ASKED)
    message = str(met.value)
    assert message.startswith(f"{server.url}: ")
    assert reason in message
    assert "\n" not in message
    assert met.value.__cause__ is not None


def test_a_connection_that_breaks_once_is_no_trouble() -> None:
    """One reset is forgiven."""
    exchange, requests = ask(hostile.in_turn(Act.RESET, whole(PAGE)))
    assert (exchange.unreadable, requests) == (None, 2)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:1", "it takes no connections; check that it is running"),
        ("http://nowhere.invalid", "its host name is not known; check the base URL's spelling"),
        (f"http://{'a' * 70}.invalid", "its host name is not known"),
    ],
)
def test_nobody_there_is_told_at_once(url: str, reason: str) -> None:
    """Where nobody listens, asking again would not help."""
    with deployment(url) as asked, pytest.raises(OutOfReach, match=f"^{url}: {reason}"):
        asked.ask(ASKED)
    assert asked.requests == 1


def _shown(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + repr(error)


@pytest.mark.parametrize(
    "answer",
    [
        KEY.encode() + b"\r\n",
        head(content_length=f"1, {len(KEY)}, {KEY}"),
        b"x" * 30 + KEY.encode() + b"\r\n",
        b"HTTP/1.1 abc " + KEY.encode() + b"\r\n\r\n",
        b"HTTP/1.1 2x " + KEY.encode() + b"\r\n\r\n",
        whole(KEY.encode(), content_encoding=KEY),
    ],
    ids=["status line", "length", "cut", "status", "reason", "encoding"],
)
def test_a_server_that_repeats_a_key_does_not_get_it_shown(answer: bytes) -> None:
    """Neither the message nor the causes that a traceback prints hold a secret."""
    with Hostile(hostile.always(answer)) as server, deployment(server.url) as asked:
        try:
            shown = repr(asked.ask(ASKED))
        except AskingError as error:
            shown = _shown(error)
    assert KEY in server.requests[0].decode()
    assert KEY[:10] not in shown

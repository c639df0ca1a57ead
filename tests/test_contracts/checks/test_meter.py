"""Seconds that are metered below every read."""

from __future__ import annotations

import pytest

from contracts.checks.asking.errors import OutOfReach
from tests.test_contracts.checks import hostile
from tests.test_contracts.checks.asking import ASKED, Clock, ask, deployment
from tests.test_contracts.checks.hostile import Act, Hostile, head


def test_slow_bytes_in_a_body_end_with_the_time() -> None:
    """Each byte comes in time, the body does not."""
    exchange, requests = ask(hostile.endlessly(head(content_length=9999), b" ", Act.PAUSE), Clock(0.5))
    assert (exchange.status, exchange.unreadable, requests) == (200, "body that is not whole after 10 s", 2)


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nA: "])
def test_slow_bytes_in_the_headers_end_with_the_time(start: bytes) -> None:
    """A status line or a header that never ends is no answer."""
    with (
        Hostile(hostile.endlessly(start, b"H", Act.PAUSE)) as server,
        deployment(server.url, Clock(0.5)) as asked,
        pytest.raises(OutOfReach, match="no answer within 10 s; check"),
    ):
        asked.ask(ASKED)
    assert len(server.requests) == 2


def test_silence_ends_with_the_time() -> None:
    """A server that accepts and says nothing is out of reach, after a second try."""
    with (
        Hostile(hostile.endlessly(b"", Act.PAUSE)) as server,
        deployment(server.url, seconds=0.1) as asked,
        pytest.raises(OutOfReach, match=r"no answer within 0.1 s") as met,
    ):
        asked.ask(ASKED)
    assert isinstance(met.value.__cause__, Exception)
    assert len(server.requests) == 2

"""One connection, kept or opened anew, with TLS and without."""

from __future__ import annotations

import itertools
import ssl
from pathlib import Path

import pytest

from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import OutOfReach
from contracts.checks.asking.limits import Limits
from contracts.checks.asking.question import Question
from tests.test_contracts.checks import hostile
from tests.test_contracts.checks.asking import ASKED, CREDENTIALS, KEY, PAGE, Clock, deployment
from tests.test_contracts.checks.hostile import Act, Hostile, head, whole


def test_a_request_says_who_asks_and_what_it_takes() -> None:
    """The request is the documented one, below the base URL's path, with the project's name."""
    with Hostile(hostile.always(whole())) as server, deployment(f"{server.url}/api/") as asked:
        asked.ask(ASKED)
        asked.ask(ASKED.with_(credentials="none"))
    line, *headers = server.requests[0].decode().removesuffix("\r\n\r\n").split("\r\n")
    assert line == "GET /api/v1/assistants?organization_id=org_abc123 HTTP/1.1"
    sent = dict(header.split(": ", 1) for header in headers)
    assert (sent["Accept"], sent["Accept-Encoding"], sent["X-API-Key"]) == ("application/json", "gzip", KEY)
    assert sent["User-Agent"].startswith("freddy-contracts/")
    assert b"X-API-Key" not in server.requests[1]


@pytest.mark.parametrize("raw", ["a=%zz&%ff&&=", "search=%C3%28", "", "a=b?c=/../d", "a='\"<>[]{}|\\^`"])
def test_a_raw_query_arrives_as_it_stands(raw: str) -> None:
    """No layer below rewrites what is to be sent."""
    with Hostile(hostile.always(whole())) as server, deployment(server.url) as asked:
        asked.ask(Question(raw_query=raw))
    assert f"GET /v1/assistants?{raw} HTTP/1.1" == server.requests[0].decode().split("\r\n")[0]


def test_a_path_that_looks_like_a_host_stays_here() -> None:
    """Two slashes at the beginning of a path lead nowhere else."""
    with Hostile(hostile.always(whole())) as server, deployment(server.url) as asked:
        assert asked.ask(Question(path="//example.com/v1")).status == 200
    assert server.requests[0].startswith(b"GET //example.com/v1 HTTP/1.1\r\nHost: 127.0.0.1:")


def test_head_has_no_body() -> None:
    """An answer to HEAD is read without waiting for the body that its length announces."""
    with Hostile(hostile.always(head(content_length=999))) as server, deployment(server.url) as asked:
        assert ((got := asked.ask(ASKED.with_(method="HEAD"))).unreadable, got.status) == ("empty", 200)


def test_a_connection_is_used_again() -> None:
    """Questions share a connection as long as the server keeps it; one that it closed is opened anew."""
    script = hostile.in_turn(hostile.kept(), hostile.kept(), whole(), hostile.kept())
    with Hostile(script) as server, deployment(server.url) as asked:
        assert [asked.ask(ASKED).json for _ in range(5)] == [{}] * 5
    assert (asked.requests, len(server.requests), server.connections) == (5, 5, 2)


def test_a_connection_closed_without_notice_is_no_trouble() -> None:
    """A server that promises to keep a connection and does not is asked over another."""
    with Hostile(hostile.always(whole(connection="keep-alive"))) as server, deployment(server.url) as asked:
        assert [asked.ask(ASKED).json for _ in range(5)] == [{}] * 5
    assert (len(server.requests), server.connections) == (5, 5)


def test_what_a_server_adds_to_an_answer_is_not_the_next_one() -> None:
    """Bytes after a body, made to look like an answer, are thrown away."""
    answer, keep = hostile.kept()
    assert isinstance(answer, bytes)
    script = hostile.in_turn((answer + whole(b'{"forged": true}'), keep), whole(b"[]"))
    with Hostile(script) as server, deployment(server.url) as asked:
        assert [asked.ask(ASKED).json, asked.ask(ASKED).json] == [{}, []]


def test_an_interrupted_question_leaves_a_clean_connection() -> None:
    """After Ctrl+C in the middle of an answer, the next question gets its own."""
    looks = itertools.count()

    def clock() -> float:
        if next(looks) == 8:
            raise KeyboardInterrupt
        return 0.0

    with (
        Hostile(hostile.in_turn((head(content_length=9), Act.PAUSE, b"{}", Act.KEEP), whole(PAGE))) as server,
        Deployment(server.url, CREDENTIALS, Limits(per_second=None), clock=clock) as asked,
    ):
        with pytest.raises(KeyboardInterrupt):
            asked.ask(ASKED)
        assert asked.ask(ASKED).body == PAGE
        assert len(server.requests) == 2


def test_a_certificate_that_nobody_vouches_for_is_told_with_the_cure(tls: ssl.SSLContext) -> None:
    """Nothing is sent to a server that cannot prove who it is."""
    with (
        Hostile(hostile.always(whole()), tls) as server,
        deployment(server.url) as asked,
        pytest.raises(
            OutOfReach, match=r"its TLS certificate is not trusted \(self.signed certificate\); set SSL_CERT"
        ),
    ):
        asked.ask(ASKED)
    assert server.requests == []


def test_a_certificate_for_another_host_is_told(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trusted certificate counts only for the host that it names."""
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    with (
        Hostile(hostile.always(whole()), tls) as server,
        deployment(server.url.replace("127.0.0.1", "localhost")) as asked,
        pytest.raises(OutOfReach, match=r"not trusted \(Hostname mismatch.*ask the host that it names"),
    ):
        asked.ask(ASKED)
    assert server.requests == []


def test_a_trusted_certificate_is_spoken_to(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cure works, the connection is kept, and the limits hold below TLS too."""
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    script = hostile.in_turn(hostile.kept(PAGE), hostile.kept(PAGE), (head(), b"x" * 2**22))
    with Hostile(script, tls) as server, deployment(server.url, body_bytes=2**20) as asked:
        assert [asked.ask(ASKED).body, asked.ask(ASKED).body] == [PAGE, PAGE]
        assert asked.ask(ASKED).unreadable == "body of more than 1 MB"


def test_slow_bytes_below_tls_end_with_the_time(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each record comes in time, the body does not."""
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    script = hostile.endlessly(head(content_length=9999), b" ", Act.PAUSE)
    with Hostile(script, tls) as server, deployment(server.url, Clock(0.5)) as asked:
        assert asked.ask(ASKED).unreadable == "body that is not whole after 10 s"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (whole(status=400), "it does not speak TLS; begin the base URL with http://"),
        (b"\x15\x03\x03\x00\x02\x02\x28", r"TLS failed \(.*HANDSHAKE_FAILURE\); check the port"),
        (b"", "it broke the connection off before an answer"),
    ],
    ids=["plain HTTP", "an alert", "nothing"],
)
def test_a_server_that_does_not_shake_hands_is_told(answer: bytes, reason: str) -> None:
    """TLS spoken to a server without it, or with another, ends with a reason and the cure."""
    with (
        Hostile(hostile.always(answer)) as server,
        deployment(server.url.replace("http:", "https:")) as asked,
        pytest.raises(OutOfReach, match=reason),
    ):
        asked.ask(ASKED)

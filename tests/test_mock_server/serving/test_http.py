"""`python -m mock_server` over real sockets."""

from __future__ import annotations

import json
import socket
from http.client import HTTPConnection
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_mock_server.conftest import HEADERS, KEY, MAIN, PAGE, Running, Start

LINE = 65536


def test_page_is_the_same_as_in_process(server: Running, client: object) -> None:
    """The server adds nothing to the application's bytes."""
    response, body = server.ask(PAGE)

    assert (response.status, response.getheader("Content-Type")) == (200, "application/json")
    assert body == client.get(PAGE, headers=HEADERS).data  # type: ignore[attr-defined]
    assert response.getheader("Content-Length") == str(len(body))


def test_connection_is_kept_for_many_requests(server: Running) -> None:
    """One connection serves a hundred requests."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.connect()
    kept = connection.sock
    for method in ["GET", "HEAD"] * 50:
        connection.request(method, PAGE, headers=HEADERS)
        connection.getresponse().read()

    assert connection.sock is kept
    connection.close()


def test_unchanged_answer_is_304_on_a_kept_connection(server: Running) -> None:
    """A 304 has no body; the next answer begins right after it."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    statuses = []
    tag = '"-"'
    for _ in range(3):
        connection.request("GET", PAGE, headers=HEADERS | {"If-None-Match": tag})
        response = connection.getresponse()
        response.read()
        tag = response.headers["ETag"]
        statuses.append(response.status)
        # A length of 0 would say that the page itself is empty.
        assert ("Content-Length" in response.headers) is (response.status == 200)
    connection.close()

    assert statuses == [200, 304, 304]


@pytest.mark.parametrize(
    "framing",
    [b"Content-Length: 5\r\n\r\nhello", b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"],
)
def test_body_is_never_taken_for_a_request(server: Running, framing: bytes) -> None:
    """A request with a body gets its answer, and the connection ends."""
    answer = server.send(b"POST /v1/assistants HTTP/1.1\r\nHost: h\r\n" + framing + b"GET / HTTP/1.1\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 405")
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_client_may_close(server: Running, version: bytes) -> None:
    """Older clients, and those that say so."""
    answer = server.send(b"GET / HTTP/" + version + b"\r\nConnection: close\r\n\r\n")

    assert b"\r\nConnection: close\r\n" in answer


def request_of(query: bytes, *lines: bytes) -> bytes:
    """Return a request's bytes."""
    head = b"GET /v1/assistants?" + query + b" HTTP/1.1"
    return b"\r\n".join([head, b"Host: h", b"X-API-Key: " + KEY.encode(), b"Connection: close", *lines, b"", b""])


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (request_of(b"search=" + b"a" * 100_000), 414, "REQUEST_TOO_LARGE"),
        (b"G" * (LINE + 1), 414, "REQUEST_TOO_LARGE"),
        (request_of(b"", b"X-Long: " + b"a" * 100_000), 431, "REQUEST_TOO_LARGE"),
        (request_of(b"", *[b"X-%d: a" % number for number in range(200)]), 431, "REQUEST_TOO_LARGE"),
        (b"nonsense\r\n\r\n", 400, "VALIDATION_ERROR"),
        (b"GET / and more HTTP/1.1\r\n\r\n", 400, "VALIDATION_ERROR"),
        (b"GET / HTTP/x.y\r\n\r\n", 400, "VALIDATION_ERROR"),
        (b"GET / HTTP/3.0\r\n\r\n", 505, "VALIDATION_ERROR"),
        (b"GET http://[ HTTP/1.1\r\nHost: h\r\n\r\n", 400, "VALIDATION_ERROR"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, "VALIDATION_ERROR"),
    ],
    ids=["long-search", "long-line", "long-header", "many-headers", "word", "words", "version", "http3", "url", "tls"],
)
def test_what_is_no_request_is_refused_in_the_documented_shape(
    server: Running, sent: bytes, status: int, code: str
) -> None:
    """JSON, also where http.server would answer HTML; the client gets it although it is still sending."""
    head, _, body = server.send(sent).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"\r\nContent-Type: application/json" in head
    error = json.loads(body)["error"]
    assert (error["status"], error["code"]) == (status, code)


def test_refused_head_has_no_body(server: Running) -> None:
    """Also when http.server refuses it."""
    lines = [b"X-%d: a" % number for number in range(200)]
    head, _, body = server.send(b"\r\n".join([b"HEAD / HTTP/1.1", *lines, b"", b""])).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 431")
    assert body == b""


def test_long_search_below_the_limit_is_answered(server: Running) -> None:
    """A search may be as long as a request line."""
    answer = server.send(request_of(b"organization_id=" + MAIN.encode() + b"&search=" + b"a" * 60_000))

    assert answer.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("host", [b"", b'a"b', b"[", b"h:99999", b"\xff"])
def test_odd_host_is_no_fault(server: Running, host: bytes) -> None:
    """The Host header decides nothing here."""
    answer = server.send(b"GET /openapi.json HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")

    assert answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))


def test_odd_key_bytes_are_401(server: Running) -> None:
    """No byte in a header is a fault."""
    line = b"GET " + PAGE.encode() + b" HTTP/1.1\r\nConnection: close\r\nX-API-Key: "

    for key in (b"\xff\xfe", "ключ".encode(), b"\x01", b"a\tb"):
        assert server.send(line + key + b"\r\n\r\n").startswith(b"HTTP/1.1 401")


QUERY_BYTES = st.lists(
    st.sampled_from([b"search=", b"&", b"=", b"limit=", b"%ED%A0%80", b"%00", b"%", b"+", b"offset=", b"fields=", b"?"])
    | st.binary(max_size=6).map(lambda data: data.translate(None, b"\r\n \t#")),
    max_size=8,
).map(b"".join)


@settings(max_examples=150, deadline=None)
@given(query=QUERY_BYTES, escaped=st.booleans())
def test_any_query_bytes_have_a_documented_answer(server: Running, query: bytes, escaped: bool) -> None:
    """Whatever is sent, raw or percent-encoded: 200 or a documented refusal."""
    sent = quote_from_bytes(query, safe=b"=&%+").encode() if escaped else query

    head, _, body = server.send(request_of(b"organization_id=" + MAIN.encode() + b"&" + sent)).partition(b"\r\n\r\n")

    status = int(head.split()[1])
    assert status in {200, 403, 422}
    assert json.loads(body).get("success") is (None if status == 200 else False)


def test_silent_client_holds_up_nobody(server: Running) -> None:
    """Connections that say nothing wait in threads of their own."""
    silent = [socket.create_connection(("127.0.0.1", server.port), timeout=5) for _ in range(20)]
    try:
        assert server.ask(PAGE)[0].status == 200
    finally:
        for connection in silent:
            connection.close()


def test_log_tells_nothing_of_an_earlier_request_on_the_connection(start: Start) -> None:
    """What is no request has no caller and no path."""
    server = start("--log-format", "json")
    first = b"GET " + PAGE.encode() + b" HTTP/1.1\r\nX-API-Key: " + KEY.encode() + b"\r\n\r\n"
    server.send(first + b"G" * (LINE + 1))

    lines = [json.loads(line) for line in server.stop()[1].splitlines()]

    assert [(line["status"], line["path"], line["user_id"] is None) for line in lines] == [
        (200, PAGE, False),
        (414, "-", True),
    ]


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_log_has_a_line_for_each_request_and_no_key(start: Start, log_format: str) -> None:
    """Who asked what, and how it went; keys of right and wrong callers stay out, wherever they were put."""
    server = start("--log-format", log_format)
    server.ask(PAGE)
    server.ask(PAGE, {"X-API-Key": "canary-1"})
    server.ask(PAGE, {"Authorization": "Bearer canary-2"})
    server.ask(PAGE + "&api_key=canary-3&Token=canary-4&%6Bey=canary-5")
    server.ask("/v1/canary-6?search=canary-6", {"X-API-Key": "canary-6"})
    server.ask("/v1/assistants/?key=canary-7")
    server.send(b"X-API-Key: canary-8\r\n\r\n")
    server.send(b"GET / HTTP/1.1 X-API-Key: canary-9\r\n\r\n")

    _, told = server.stop()

    assert "canary" not in told
    assert KEY not in told
    assert len(told.splitlines()) == 8
    # A line is written when its answer is on the way; another thread may be quicker.
    assert any(MAIN in line and "usr_1e18974f49c6a799e481faaab4fefdf1" in line for line in told.splitlines())

"""The head of a request, read from bytes."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.serving.head import MOST_KNOWN, BrokenHead, parse, refuse_early


def test_a_head_is_read() -> None:
    """Method, target, path, query, and headers under the names of WSGI."""
    head = parse(b"GET /v1/a%20b?x=%C3%A9&y HTTP/1.1\r\nHost: h:1\r\nX-API-Key:  k \r\nAccept: a\r\naccept: b")

    assert (head.method, head.target) == ("GET", "/v1/a%20b?x=%C3%A9&y")
    assert (head.path, head.query) == ("/v1/a b", b"x=%C3%A9&y")
    assert head.block.headers.sent == {"HTTP_HOST": "h:1", "HTTP_X_API_KEY": "k", "HTTP_ACCEPT": "a,b"}
    assert head.environ(b"", ("c", 1), ("s", 2), "http")["HTTP_X_API_KEY"] == "k"


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        (b"http://h:1/v1/a?b=c", "/v1/a", b"b=c"),
        (b"http://[::1]:1/v1/a", "/v1/a", b""),
        (b"http://h", "/", b""),
        (b"http://h?b", "/", b"b"),
        (b"*", "*", b""),
        (b"//v1/a", "//v1/a", b""),
    ],
)
def test_a_proxys_target_has_a_host_before_its_path(target: bytes, path: str, query: bytes) -> None:
    """RFC 9112, section 3.2.2: a server must take the absolute form."""
    head = parse(b"GET " + target + b" HTTP/1.1")
    assert (head.path, head.query) == (path, query)


@pytest.mark.parametrize(
    ("lines", "minor", "keeps"),
    [
        (b"", 1, True),
        (b"\r\nConnection: close", 1, False),
        (b"\r\nConnection: Keep-Alive, Close", 1, False),
        (b"", 0, False),
        (b"\r\nConnection: Keep-Alive", 0, True),
    ],
)
def test_the_client_says_whether_it_asks_more(lines: bytes, minor: int, keeps: bool) -> None:
    """The newer version does unless it says not, the older one only if it says so."""
    assert parse(b"GET / HTTP/1.%d" % minor + lines).keeps_connection is keeps


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /", 400),
        (b"GET / HTTP/1.1\r\nno colon", 400),
        (b"GET / HTTP/1.1\r\nA : b", 400),
        (b"GET / HTTP/1.1\r\nA: b\r\n folded", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: +5", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6", 400),
        (b"G(T / HTTP/1.1", 400),
        (b"GET / HTTP/2.0", 505),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1", 414),
        (b"GET / HTTP/1.1\r\nA: " + b"a" * 70_000, 431),
        (b"GET / HTTP/1.1" + b"\r\nA: b" * 101, 431),
    ],
)
def test_what_is_no_head_is_refused(head: bytes, status: int) -> None:
    """With the status that says why."""
    with pytest.raises(BrokenHead) as refused:
        parse(head)
    assert refused.value.status == status


def test_a_name_with_an_underscore_is_dropped() -> None:
    """It would pass for the header with a hyphen, which a proxy may have checked."""
    assert parse(b"GET / HTTP/1.1\r\nX_API_Key: k").block.headers.sent == {}


@pytest.mark.parametrize(("received", "status"), [(b"a" * 70_000, 414), (b"a\n" + b"b" * 300_000, 431)])
def test_an_endless_head_is_refused_before_its_end(received: bytes, status: int) -> None:
    """A client cannot fill the memory."""
    with pytest.raises(BrokenHead) as refused:
        refuse_early(received)
    assert refused.value.status == status
    refuse_early(received[:1000])


def test_headers_are_read_once_for_all_requests_that_bring_them() -> None:
    """The same block is the same object, unless it is too long to be remembered."""
    short, long = b"\r\nA: b", b"\r\nA: " + b"b" * MOST_KNOWN
    assert parse(b"GET /1 HTTP/1.1" + short).block is parse(b"GET /2 HTTP/1.1" + short).block
    assert parse(b"GET /1 HTTP/1.1" + long).block is not parse(b"GET /2 HTTP/1.1" + long).block


@given(st.binary(max_size=200))
def test_any_bytes_are_a_head_or_refused(data: bytes) -> None:
    """Nothing else is raised."""
    with suppress(BrokenHead):
        assert parse(data).environ(b"", ("", 1), ("", 2), "http")["QUERY_STRING"].isascii()

"""The server and its log: what happens below the application."""

from __future__ import annotations

import io
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from fixtures.world import World
from mock_server import logs
from mock_server.answers import Answers
from mock_server.logs import Request, masked
from mock_server.serving import Server, listen, serve
from mock_server.settings import UsageError
from tests.test_mock_server.conftest import NOW

App = Callable[[dict[str, Any], Any], list[bytes]]


def plain(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer with the query string."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["QUERY_STRING"].encode("latin-1")]


@contextmanager
def serving(app: App, world: World, host: str = "127.0.0.1") -> Iterator[Server]:
    """Serve an application while the context lasts."""
    server = Server(app, listen(host, 0), refuse=Answers(world, clock=lambda: NOW).refuse)  # type: ignore[arg-type]
    thread = threading.Thread(target=serve, args=(server,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()


def exchange(server: Server, data: bytes) -> bytes:
    """Send bytes and read until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(data)
        return b"".join(iter(lambda: connection.recv(65536), b""))


GET = b"GET /v1/assistants?%s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"a=%C3%A9+b", b"a=%C3%A9+b"),
        ("search=Zürich".encode(), b"search=Z%C3%BCrich"),
        ("search=à Å".replace(" ", "+").encode(), b"search=%C3%A0+%C3%85"),
        (b"a=\x00\x1b\xff\x7f", b"a=%00%1B%FF%7F"),
        (b"a=b?c&d=//e", b"a=b?c&d=//e"),
        (b"a=b#c", b"a=b"),
    ],
)
def test_query_string_arrives_as_sent(world: World, sent: bytes, expected: bytes) -> None:
    """Raw bytes as if percent-encoded: people type umlauts into curl."""
    with serving(plain, world) as server:
        answer = exchange(server, GET % sent)

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.partition(b"\r\n\r\n")[2] == expected


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])  # noqa: S104 - for an instant
def test_address_is_one_that_a_client_can_ask(world: World, host: str) -> None:
    """Also when it listens everywhere."""
    with serving(plain, world, host) as server:
        assert server.address == f"http://127.0.0.1:{server.port}"


def test_address_of_version_6_is_bracketed(world: World) -> None:
    """A colon would be taken for the port's."""
    try:
        with serving(plain, world, "::1") as server:
            assert server.address == f"http://[::1]:{server.port}"
    except UsageError:
        pytest.skip("this machine has no IPv6")


def test_application_that_fails_gives_the_documented_500(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """The last line of defence: even what Flask lets through has a body, and a traceback in the log."""

    def broken(_: object, __: object) -> list[bytes]:
        raise RuntimeError("inside")

    with serving(broken, world) as server, caplog.at_level(logging.ERROR):
        answer = exchange(server, GET % b"")

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 500")
    assert json.loads(body)["error"]["code"] == "INTERNAL_ERROR"
    assert b"inside" not in answer
    assert "RuntimeError: inside" in str([vars(record) for record in caplog.records])


def test_stopping_lets_requests_end(world: World) -> None:
    """Who asked before the end gets an answer."""
    begun, ended = threading.Event(), threading.Event()
    answers: list[bytes] = []

    def slow(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        begun.set()
        time.sleep(1.2)  # longer than the server needs to notice that it shall stop
        ended.set()
        return plain(environ, start_response)

    with serving(slow, world) as server:
        client = threading.Thread(target=lambda: answers.append(exchange(server, GET % b"late")))
        client.start()
        assert begun.wait(5)
    assert ended.is_set()
    client.join()

    assert answers[0].endswith(b"\r\n\r\nlate")


def test_requests_are_answered_side_by_side(world: World) -> None:
    """A slow answer holds up no other."""
    together = threading.Barrier(4, timeout=5)

    def meet(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        together.wait()
        return plain(environ, start_response)

    answers: list[bytes] = []
    with serving(meet, world) as server:
        clients = [threading.Thread(target=lambda: answers.append(exchange(server, GET % b"x"))) for _ in range(4)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()

    assert [answer[-1:] for answer in answers] == [b"x"] * 4


# --- the log


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v1/assistants?a=1&limit=2", "/v1/assistants?a=1&limit=2"),
        ("/?api_key=canary&a=1", "/?api_key=***&a=1"),
        ("/?a=1&KEY=canary", "/?a=1&KEY=***"),
        ("/?x-api-key=canary&token=canary&Authorization=Bearer+canary", "/?x-api-key=***&token=***&Authorization=***"),
        ("/?%61pi%5Fkey=canary=canary", "/?%61pi%5Fkey=***"),
        ("/canary?search=canary", "/***?search=***"),
        ("/v1/ak_mock_owner_main?limit=2", "/v1/***?limit=2"),
        ("/?key", "/?key"),
    ],
)
def test_keys_are_masked(path: str, expected: str) -> None:
    """By the parameter's name, and wherever the request's own key stands."""
    assert masked(path, ["canary"] if path.startswith("/canary") else []) == expected


REQUEST = Request("GET", "/v1/assistants?a=1", 200, 512, 1.26, "usr_1")


@contextmanager
def logged(log_format: str) -> Iterator[io.StringIO]:
    """Collect what is logged in a format; afterwards the loggers are as they were."""
    stream, loggers = io.StringIO(), (logs.REQUESTS, logs.FAULTS)
    before = [(logger.handlers, logger.propagate, logger.level) for logger in loggers]
    logs.configure(log_format, stream)
    try:
        yield stream
    finally:
        for logger, (handlers, propagate, level) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate
            logger.setLevel(level)


def test_text_line_holds_all(world: World) -> None:
    """For people, one line."""
    with logged("text") as stream:
        logs.tell_request(REQUEST)

    assert stream.getvalue()[8:] == " GET /v1/assistants?a=1  200  512 B  1.3 ms  usr_1\n"


def test_json_line_holds_all() -> None:
    """For programs, one object."""
    with logged("json") as stream:
        logs.tell_request(REQUEST)

    line = json.loads(stream.getvalue())
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "info",
        "method": "GET",
        "path": "/v1/assistants?a=1",
        "status": 200,
        "bytes": 512,
        "ms": 1.3,
        "user_id": "usr_1",
    }


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_line_is_one_line_whatever_was_asked(log_format: str) -> None:
    """Nothing in a path can forge a line, move the cursor or fill the disk."""
    with logged(log_format) as stream:
        logs.tell_request(Request("GET", "/\n\r\x1b[2J" + "a" * 60_000, 200, 0, 0.0, None))

    assert stream.getvalue().count("\n") == 1
    assert "\x1b" not in stream.getvalue()
    assert len(stream.getvalue()) < 2_000


@pytest.mark.parametrize("log_format", ["text", "json", "none"])
def test_faults_are_told_in_every_format(log_format: str) -> None:
    """`none` silences requests only."""
    with logged(log_format) as stream:
        logs.tell_request(REQUEST)
        logs.tell_fault(ValueError("inside canary"), "GET /", ["canary"])

    told = stream.getvalue()
    assert "ValueError: inside ***" in told
    assert ("/v1/assistants" in told) is (log_format != "none")
    assert "canary" not in told

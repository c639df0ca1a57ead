"""How answers are delivered over a socket: what is remembered, and what goes wrong on purpose."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection

import pytest

from fixtures.world import make_world
from mock_server.app import app_of
from mock_server.commands import Add, FaultSetting, Reset, Set
from mock_server.mock import Mock
from mock_server.serving import Server, listen, serve
from mock_server.state import State
from mock_server.wsgi import Front
from tests.test_mock_server.conftest import HEADERS, KEY, MAIN, PAGE

NEW = {"id": "asst_new", "organization_id": MAIN, "name": "Brand New", "access_mode": "public"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Serve a mock that the tests may change."""
    mock = Mock(State(make_world()))
    app = app_of(mock)
    front = app.wsgi_app
    assert isinstance(front, Front)
    served = Server(app, listen("127.0.0.1", 0), refuse=mock.refuse, front=front)
    thread = threading.Thread(target=serve, args=(served,))
    thread.start()
    yield served
    served.shutdown()
    thread.join()


@pytest.fixture
def mock(server: Server) -> Iterator[Mock]:
    """Return the mock behind the server; it is reset afterwards."""
    assert server.front is not None
    yield server.front.mock
    server.front.mock.do(Reset())


@pytest.fixture
def client(server: Server) -> Iterator[HTTPConnection]:
    """A connection that is kept."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    yield connection
    connection.close()


def get(client: HTTPConnection, path: str = PAGE, method: str = "GET", **headers: str) -> tuple[dict[str, str], bytes]:
    """Return the headers without the date, with the status as one of them, and the body."""
    client.request(method, path, headers=HEADERS | {name.replace("_", "-"): value for name, value in headers.items()})
    response = client.getresponse()
    told = {name: value for name, value in response.getheaders() if name != "Date"}
    return told | {"status": str(response.status)}, response.read()


# --- what is remembered


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {}),
        ("HEAD", {}),
        ("GET", {"Accept_Encoding": "gzip"}),
        ("GET", {"Origin": "http://localhost:3000"}),
        ("GET", {"Origin": "http://localhost:3000", "Accept_Encoding": "gzip"}),
        ("GET", {"Prefer": "scenario=one-over"}),
        ("GET", {"X_API_Key": "ak_mock_member_main"}),
    ],
    ids=["plain", "head", "gzip", "page", "page gzip", "prefer", "member"],
)
def test_an_answer_given_again_is_the_first_one(
    server: Server, client: HTTPConnection, mock: Mock, method: str, headers: dict[str, str]
) -> None:
    """Byte for byte but for the date, and journalled each time."""
    mock.journal.clear()
    server.hot.ready.clear()
    first = get(client, method=method, **headers)
    assert len(server.hot.ready) == 1
    assert [get(client, method=method, **headers) for _ in range(3)] == [first] * 3
    entries = mock.journal.entries()
    assert (len(entries), len({each.client for each in entries}), {each.record.status for each in entries}) == (
        4,
        1,
        {200},
    )


def test_a_known_tag_is_304_again_and_again(client: HTTPConnection) -> None:
    """Also from memory."""
    tag = get(client)[0]["ETag"]
    assert [get(client, If_None_Match=tag)[0]["status"] for _ in range(3)] == ["304"] * 3


def test_nothing_is_given_again_after_a_change(client: HTTPConnection, mock: Mock) -> None:
    """Every command counts at once, also for what stands ready."""
    search = PAGE + "&search=brand+new"
    totals = []
    for command in (None, Add(assistant=NEW), Set(scenario="empty"), Reset(), Set(defects=["total_is_page_length"])):
        if command is not None:
            mock.do(command)
        totals += [json.loads(get(client, path)[1])["total"] for path in (search, PAGE) for _ in range(2)]
    before = totals[:4]
    assert totals[4:8] == [before[0] + 1] * 2 + [before[2] + 1] * 2
    assert totals[8:12] == [0] * 4
    assert totals[12:16] == before


def test_callers_get_their_own_answers(client: HTTPConnection) -> None:
    """The key is among the bytes that are compared."""
    found = {key: get(client, X_API_Key=key)[1] for key in (KEY, "ak_mock_member_main", "ak_wrong") for _ in range(2)}
    assert len(set(found.values())) == 3


def test_requests_sent_at_once_are_answered_in_order(server: Server, client: HTTPConnection) -> None:
    """Known and unknown ones in one packet; none is lost."""
    get(client)
    lines = [f"GET {PAGE}&limit={1 + number % 3} HTTP/1.1\r\nX-API-Key: {KEY}\r\n" for number in range(12)]
    lines[-1] += "Connection: close\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall("".join(f"{line}\r\n" for line in lines).encode())
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    limits = [int(part.partition(b",")[0]) for part in received.split(b'"limit":')[1:]]
    assert limits == [1 + number % 3 for number in range(12)]


def test_a_head_in_pieces_is_one_request(server: Server) -> None:
    """However a network cuts it."""
    data = f"GET {PAGE}&limit=1 HTTP/1.1\r\nX-API-Key: {KEY}\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(0, len(data), 40):
            connection.sendall(data[at : at + 40])
            time.sleep(0.002)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


def test_a_client_that_takes_no_answers_is_not_served_on(server: Server) -> None:
    """Answers that nobody reads do not pile up in the server."""
    data = f"GET {PAGE}&fields=full&limit=100 HTTP/1.1\r\nX-API-Key: {KEY}\r\n\r\n".encode() * 100_000
    with socket.create_connection(("127.0.0.1", server.port), timeout=0.3) as connection:
        with pytest.raises(TimeoutError):
            connection.sendall(data)
        while (waiting := max(each.waiting for each in server.connections)) == 0:
            time.sleep(0.01)
    assert waiting < 2_000_000


# --- what goes wrong on purpose


def received(server: Server, prefer: str, within: float = 10) -> tuple[bytes, BaseException | None, float]:
    """Return all that arrives for a preference within seconds, how it ended, and after how many."""
    request = f"GET {PAGE} HTTP/1.1\r\nX-API-Key: {KEY}\r\nPrefer: {prefer}\r\nConnection: close\r\n\r\n"
    began, got = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=within) as connection:
        connection.sendall(request.encode())
        try:
            while part := connection.recv(65536):
                got += part
        except OSError as error:
            return got, error, time.monotonic() - began
    return got, None, time.monotonic() - began


def test_a_dropped_connection_is_reset(server: Server) -> None:
    """Without a byte."""
    got, error, _ = received(server, "fault=drop")
    assert (got, type(error)) == (b"", ConnectionResetError)


def test_a_timeout_never_answers(server: Server) -> None:
    """The connection stays open."""
    got, error, _ = received(server, "fault=timeout", 1)
    assert (got, type(error)) == (b"", TimeoutError)


def test_a_cut_body_is_shorter_than_it_says(server: Server) -> None:
    """The head is whole."""
    got, error, _ = received(server, 'fault="truncate=0.5"')
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
    assert (error, len(body)) == (None, length // 2)


def test_a_slow_body_arrives_whole(server: Server) -> None:
    """In pieces, at the speed that was asked for."""
    got, error, seconds = received(server, 'fault="slow_body=20000"')
    assert (error, json.loads(got.partition(b"\r\n\r\n")[2])["pagination"]["limit"]) == (None, 50)
    assert seconds > 0.5


def test_malformed_json_is_whole_by_its_length(server: Server) -> None:
    """And no JSON."""
    head, _, body = received(server, "fault=malformed_json")[0].partition(b"\r\n\r\n")
    assert int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0]) == len(body)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(body)


def test_waiting_holds_up_no_other_request(server: Server, client: HTTPConnection) -> None:
    """Fifty answers that wait half a second take little more than that, and others come at once."""
    waiting = [threading.Thread(target=received, args=(server, "wait=0.5")) for _ in range(50)]
    for each in waiting:
        each.start()
    began = time.monotonic()
    assert get(client)[0]["status"] == "200"
    answered = time.monotonic() - began
    for each in waiting:
        each.join()
    assert answered < time.monotonic() - began


def test_faults_of_all_requests_hit_those_that_stand_ready(client: HTTPConnection, mock: Mock) -> None:
    """What was remembered before is answered anew."""
    for _ in range(2):
        get(client)
    mock.do(Set(faults=FaultSetting(faults=["error=500"])))
    assert [get(client)[0]["status"] for _ in range(2)] == ["500", "500"]
    mock.do(Set(faults=FaultSetting()))
    assert get(client)[0]["status"] == "200"


# --- ends


def read(connection: socket.socket) -> bytes:
    """Return what arrives; nothing where the other side closed with something unread."""
    with suppress(ConnectionResetError):
        return connection.recv(10)
    return b""


def test_a_connection_that_says_nothing_is_closed(server: Server) -> None:
    """After a time; one that waits for an answer is not."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=0.1) as silent:
        silent.sendall(b"GET / HT")
        ended = None
        while ended is None:
            server.loop.call_soon_threadsafe(server.end_idle, time.time() + 1)
            with suppress(TimeoutError):
                ended = read(silent)
    assert ended == b""


@pytest.mark.parametrize("length", ["9000000", "99999999999999999999999"])
def test_a_body_that_is_too_large_is_refused(server: Server, length: str) -> None:
    """Before it is read."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nContent-Length: {length}\r\n\r\nabc".encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 413")

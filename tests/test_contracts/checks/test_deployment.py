"""Deployments of every kind, asked over real sockets."""

from __future__ import annotations

import gzip
import itertools
import ssl
import subprocess
import sys
import threading
import traceback
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from contracts.checks.deployment import Deployment, Limits, OutOfReach
from contracts.checks.exchange import (
    NO_CREDENTIALS,
    AskingError,
    BudgetSpent,
    Credentials,
    Exchange,
    Question,
    UsageError,
)
from tests import needs
from tests.test_contracts.checks import hostile
from tests.test_contracts.checks.hostile import Act, Hostile, Script, head, whole

ASKED = Question.of(organization_id="org_abc123")
KEY = "ak_secret_1234567890"
CREDENTIALS = {"first": Credentials.api_key(KEY)}
BUSY = whole(status=429)
PAGE = b'{"assistants": [{"id": "asst_1"}]}'


class Clock:
    """A clock that moves by `step` at each look, and by whatever is slept."""

    def __init__(self, step: float = 0.0) -> None:
        self.time = 1000.0
        self.step = step
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Look at the time."""
        self.time += self.step
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let the time pass, and remember it."""
        self.slept.append(seconds)
        self.time += seconds


def deployment(url: str, clock: Clock | None = None, **limits: float | None) -> Deployment:
    """Return a deployment with the key, unhurried unless asked, on a clock of its own unless given."""
    known = Limits(**{"per_second": None, **limits})  # type: ignore[arg-type]
    if clock is None:
        return Deployment(url, CREDENTIALS, known)
    return Deployment(url, CREDENTIALS, known, clock=clock, sleep=clock.sleep)


def ask(script: Script, clock: Clock | None = None, **limits: float | None) -> tuple[Exchange, int]:
    """Return what asking a script once comes to, and how many requests it saw."""
    with Hostile(script) as server, deployment(server.url, clock, **limits) as asked:
        exchange = asked.ask(ASKED)
        assert asked.requests == len(server.requests)
        return exchange, len(server.requests)


# --- what is sent


def test_an_answer_is_an_exchange() -> None:
    """Status, headers in lower case, body, parsed body, URL and curl line are at hand."""
    exchange, requests = ask(hostile.always(whole(PAGE, x_trace="a")))
    assert requests == 1
    assert (exchange.status, exchange.body, exchange.unreadable) == (200, PAGE, None)
    assert exchange.headers == {"connection": "close", "content-length": str(len(PAGE)), "x-trace": "a"}
    assert exchange.assistants == ({"id": "asst_1"},)
    assert exchange.url.endswith("/v1/assistants?organization_id=org_abc123")
    assert f"curl -H \"X-API-Key: $FREDDY_API_KEY\" '{exchange.url}'" == exchange.curl
    assert exchange.seconds > 0


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


def test_a_method_that_could_change_data_is_not_sent() -> None:
    """Questions read only, unless the limits say otherwise."""
    with Hostile(hostile.always(whole(status=405))) as server:
        with deployment(server.url) as asked, pytest.raises(UsageError, match=r"^method: DELETE may change"):
            asked.ask(ASKED.with_(method="DELETE"))
        with Deployment(server.url, CREDENTIALS, Limits(methods=frozenset({"DELETE"}))) as asked:
            assert asked.ask(ASKED.with_(method="DELETE")).status == 405
    assert len(server.requests) == 1


def test_a_request_that_could_change_data_is_never_sent_twice() -> None:
    """Neither a broken connection nor a busy server makes a DELETE two."""
    allowed = Limits(methods=frozenset({"DELETE"}))
    with Hostile(hostile.in_turn(BUSY, Act.RESET)) as server:
        with Deployment(server.url, CREDENTIALS, allowed) as asked:
            assert asked.ask(ASKED.with_(method="DELETE")).status == 429
            with pytest.raises(OutOfReach, match="it broke the connection off"):
                asked.ask(ASKED.with_(method="DELETE"))
        assert len(server.requests) == 2


def test_unknown_credentials_are_refused_with_the_known_ones() -> None:
    """A label that nobody declared is a mistake, with the list of those that were."""
    with pytest.raises(UsageError, match=r"^credentials: unknown label 'third'; known: none, first$"):
        deployment("http://127.0.0.1:1").ask(ASKED.with_(credentials="third"))


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


def test_threads_take_turns() -> None:
    """Questions from several threads are asked one after the other, and none is lost."""
    with Hostile(hostile.always(*hostile.kept())) as server, deployment(server.url) as asked:
        threads = [threading.Thread(target=asked.ask, args=(ASKED,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert 8 == asked.requests == len(server.requests)


# --- bodies


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("GZIP", gzip.compress(PAGE, mtime=0)),
        ("x-gzip", gzip.compress(PAGE[:9], mtime=0) + gzip.compress(PAGE[9:], mtime=0)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("identity", PAGE),
    ],
    ids=["gzip", "in capitals", "two members", "deflate", "bare deflate", "identity"],
)
@pytest.mark.parametrize("size", [None, 1, 7])
def test_an_encoded_body_is_decoded(encoding: str, body: bytes, size: int | None) -> None:
    """Every encoding is read, in one piece and in chunks of any size."""
    if size is None:
        answer = whole(body, content_encoding=encoding)
    else:
        chunks = [body[at : at + size] for at in range(0, len(body), size)] + [b""]
        framed = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
        answer = head(content_encoding=encoding, transfer_encoding="chunked") + framed
    exchange, _ = ask(hostile.always(answer))
    assert (exchange.body, exchange.unreadable) == (PAGE, None)


@pytest.mark.parametrize("size", [0, 1, 2**16 - 1, 2**16, 2**16 + 1, 2**17, 2**20])
@pytest.mark.parametrize("window", [31, 15, -15], ids=["gzip", "deflate", "bare deflate"])
def test_no_byte_is_lost_between_pieces(window: int, size: int) -> None:
    """What is left in the inflater when the input ends belongs to the body."""
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    packed = packer.compress(bytes(size)) + packer.flush()
    encoding = "gzip" if window == 31 else "deflate"
    assert ask(hostile.always(whole(packed, content_encoding=encoding)))[0].body == bytes(size)


@pytest.mark.parametrize("case", hostile.FLOODS)
def test_a_flood_is_cut_off(case: str) -> None:
    """However a body is sent, more than may come is an exchange that says so, and is asked once."""
    exchange, requests = ask(hostile.FLOODS[case], body_bytes=2**20)
    assert (exchange.status, exchange.unreadable, requests) == (200, "body of more than 1 MB", 1)
    assert len(exchange.body) <= 2**16


def test_an_endless_frame_is_cut_off() -> None:
    """Chunks of one byte, or a chunk's line without end, are counted as they come over the wire."""
    letters = hostile.endlessly(head(transfer_encoding="chunked"), b"1\r\nx\r\n" * 1000)
    line = hostile.endlessly(head(transfer_encoding="chunked"), b"1;", b"x" * 1000)
    assert ask(letters, body_bytes=100_000)[0].unreadable == "body of more than 100000 bytes"
    assert ask(line, body_bytes=100_000)[0].unreadable in ("body of more than 100000 bytes", "body that breaks off")


def test_a_body_as_large_as_allowed_is_read() -> None:
    """The limit itself is allowed, one byte more is not."""
    assert None is ask(hostile.always(whole(b" " * 998 + b"{}")), body_bytes=1000)[0].unreadable
    assert (
        ask(hostile.always(whole(b" " * 999 + b"{}")), body_bytes=1000)[0].unreadable == "body of more than 1000 bytes"
    )


def test_endless_gzip_members_end_with_the_time() -> None:
    """Members that hold nothing cost time only, and that is limited."""
    script = hostile.endlessly(head(content_encoding="gzip"), gzip.compress(b"") * 1000)
    exchange, requests = ask(script, Clock(0.001))
    assert (exchange.unreadable, requests) == ("body that is not whole after 10 s", 2)


@pytest.mark.parametrize("case", hostile.MISLABELLED)
def test_a_body_that_is_not_what_it_seems_says_so(case: str) -> None:
    """A whole answer is judged once, by its status and by what its body really is."""
    answer, reason = hostile.MISLABELLED[case]
    exchange, requests = ask(hostile.always(answer))
    assert (exchange.status, requests) == (200, 1)
    assert (exchange.unreadable or "").startswith(reason)


@pytest.mark.parametrize("case", hostile.BROKEN)
def test_a_broken_body_is_asked_once_more(case: str) -> None:
    """A body that breaks twice is an exchange that says how; one that breaks once is none."""
    script, reason = hostile.BROKEN[case]
    exchange, requests = ask(script)
    assert (200, reason, None, 2) == (exchange.status, exchange.unreadable, exchange.json, requests)
    exchange, requests = ask(hostile.in_turn(tuple(script(0)), whole(PAGE)))
    assert (exchange.unreadable, requests) == (None, 2)


# --- time


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


# --- servers out of reach


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


# --- redirects


def test_a_redirect_is_an_answer() -> None:
    """A loop goes round no time: the redirect itself is the exchange."""
    exchange, requests = ask(hostile.always(whole(status=302, location="/v1/assistants")))
    assert (exchange.status, exchange.headers["location"], requests) == (302, "/v1/assistants", 1)


def test_a_redirect_leads_to_no_other_host() -> None:
    """A key is never carried elsewhere: the other host hears nothing."""
    with Hostile(hostile.always(whole())) as other:
        exchange, _ = ask(hostile.always(whole(status=307, location=f"{other.url}/v1/assistants")))
        assert (exchange.status, other.requests) == (307, [])


# --- 429 and 503


def test_a_busy_server_is_asked_again_after_the_time_it_names() -> None:
    """`Retry-After` in seconds is waited for, capped, and the answer after it counts."""
    clock = Clock()
    script = hostile.in_turn(whole(status=429, retry_after=3), whole(status=503, retry_after=3600), whole(PAGE))
    exchange, requests = ask(script, clock)
    assert (exchange.status, requests, clock.slept) == (200, 3, [3.0, 20.0])


@pytest.mark.parametrize("has_date", [True, False])
def test_a_date_to_come_back_at_is_understood(has_date: bool) -> None:
    """A date counts from the server's own clock if it tells the time, else from ours."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    later = format_datetime(now + timedelta(seconds=7), usegmt=True)
    dated: dict[str, str | int] = {"date": format_datetime(now, usegmt=True)} if has_date else {}
    clock = Clock()
    script = hostile.in_turn(whole(b"{}", 429, retry_after=later, **dated), whole(PAGE))
    ours = now.timestamp() + (999 if has_date else 0)
    with (
        Hostile(script) as server,
        Deployment(server.url, CREDENTIALS, clock=clock, sleep=clock.sleep, now=lambda: ours) as asked,
    ):
        assert asked.ask(ASKED).status == 200
    assert clock.slept[0] == 7.0


@pytest.mark.parametrize("asked_for", [None, "soon", "-1", "1.5", "Thu, 99 Nov 2026 99:99:99 GMT", "9" * 30])
def test_without_a_time_to_wait_each_wait_is_twice_the_last(asked_for: str | None) -> None:
    """A missing or senseless `Retry-After` is waited for ever longer, a bounded number of times."""
    clock = Clock()
    answer = BUSY if asked_for is None else whole(status=429, retry_after=asked_for)
    exchange, requests = ask(hostile.always(answer), clock)
    assert (exchange.status, requests, clock.slept) == (429, 4, [1.0, 2.0, 4.0])


def test_a_date_in_the_past_means_now() -> None:
    """A time that is over already is not waited for."""
    clock = Clock()
    past = "Thu, 01 Jan 1970 00:00:00 GMT"
    ask(hostile.in_turn(whole(status=429, retry_after=past), whole()), clock)
    assert clock.slept == [0.0]


def test_waiting_ends_with_the_budget() -> None:
    """An answer stands when the next request or the wait would be beyond the limits."""
    clock = Clock()
    assert ((got := ask(hostile.always(BUSY), clock, requests=1))[0].status, got[1]) == (429, 1)
    exchange, requests = ask(hostile.always(whole(status=429, retry_after=15)), clock, total_seconds=20)
    assert (exchange.status, requests, clock.slept) == (429, 2, [15.0])


# --- budgets


def test_requests_keep_their_distance() -> None:
    """No more requests start in a second than allowed."""
    clock = Clock()
    starts: list[float] = []

    def script(_: int) -> Iterator[hostile.Step]:
        starts.append(clock.time)
        return iter(hostile.kept())

    with Hostile(script) as server, deployment(server.url, clock, per_second=4) as asked:
        for _ in range(5):
            asked.ask(ASKED)
    assert [after - before for before, after in itertools.pairwise(starts)] == [0.25] * 4


def test_the_number_of_requests_is_limited() -> None:
    """The request after the last is not sent."""
    with Hostile(hostile.always(whole())) as server, deployment(server.url, requests=2) as asked:
        asked.ask(ASKED)
        asked.ask(ASKED)
        with pytest.raises(BudgetSpent, match=r"^2 requests are sent, as many as allowed; allow more, or ask less$"):
            asked.ask(ASKED)
    assert len(server.requests) == 2


def test_the_time_is_limited() -> None:
    """After the time allowed nothing is sent; it runs from the first request."""
    clock = Clock()
    with Hostile(hostile.always(whole())) as server, deployment(server.url, clock, total_seconds=60) as asked:
        clock.time += 1000
        asked.ask(ASKED)
        clock.time += 61
        assert asked.seconds == 61.0
        with pytest.raises(BudgetSpent, match=r"^60 s are over"):
            asked.ask(ASKED)
    assert len(server.requests) == 1


def test_an_answer_that_takes_the_rest_of_the_time_spends_the_budget() -> None:
    """A server that is slower than what is left is not blamed for it."""
    with (
        Hostile(hostile.endlessly(head(content_length=9999), b" ", Act.PAUSE)) as server,
        deployment(server.url, Clock(0.5), total_seconds=8) as asked,
        pytest.raises(BudgetSpent, match="8 s are over"),
    ):
        asked.ask(ASKED)


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


def test_a_broken_answer_is_not_asked_again_beyond_the_budget() -> None:
    """The second try is a request like any other."""
    script, reason = hostile.BROKEN["truncated"]
    exchange, requests = ask(script, requests=1)
    assert (reason, 1) == (exchange.unreadable, requests)


@pytest.mark.parametrize("name", ["seconds", "body_bytes", "header_bytes", "requests", "total_seconds", "per_second"])
def test_a_limit_of_nothing_is_refused(name: str) -> None:
    """A limit that lets nothing through is a mistake, named."""
    with pytest.raises(UsageError, match=f"^{name}: 0 is too low; it must be above 0$"):
        Limits(**{name: 0})  # type: ignore[arg-type]


def test_no_waiting_is_a_limit() -> None:
    """Zero waits are allowed: the busy answer stands."""
    assert ((got := ask(hostile.always(BUSY), waits=0))[0].status, got[1]) == (429, 1)


# --- base URLs


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "base URL: is empty"),
        ("http://exa mple.com", "has spaces"),
        ("http://exämple.com", "letters that are not ASCII"),
        ("example.com", "'example.com' does not begin with http:// or https://; add it"),
        ("localhost:8080", "'localhost:8080' does not begin with http://"),
        ("ftp://example.com", "does not begin with http://"),
        ("file:///etc/passwd", "does not begin with http://"),
        ("http://", "names no host; write http://host:port"),
        ("http://:80", "names no host"),
        ("http://a:0", "names no host"),
        ("http://a:99999", "has a host or port that cannot be read"),
        ("http://[::1", "has a host or port that cannot be read"),
        ("http://me:secret@example.com", "holds a user name or password"),
        ("http://secret@example.com", "holds a user name or password"),
        ("http://example.com?key=secret", "has a query or fragment"),
        ("http://example.com/#secret", "has a query or fragment"),
        ("https://example.com/v1", "goes too far; end it before /v1"),
        ("https://example.com/v1/assistants/", "goes too far; end it before /v1"),
    ],
)
def test_a_wrong_base_url_is_refused_with_the_cure(url: str, message: str) -> None:
    """The message says what is wrong, and repeats no URL in which a secret stands."""
    with pytest.raises(UsageError, match=r"^base URL: ") as refused:
        Deployment(url)
    assert message in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_base_url_may_have_a_path() -> None:
    """A prefix stays, a slash at the end goes."""
    assert Deployment("https://example.com:8443/api/").base_url == "https://example.com:8443/api"


# --- secrets


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


def test_no_text_of_a_deployment_shows_a_secret() -> None:
    """`repr` tells the labels of the credentials, and `secrets` what to scrub."""
    asked = Deployment("http://a", {"first": Credentials.api_key(KEY), "second": Credentials.bearer("ey.token")})
    assert repr(asked) == "Deployment('http://a', credentials: none, first, second)"
    assert {KEY, "Bearer ey.token", "ey.token"} == set(asked.secrets)
    assert asked.credentials["none"] == NO_CREDENTIALS


# --- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a self-signed certificate for 127.0.0.1, with its key in the same file."""
    needs.program("openssl")
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    request = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=hostile -addext subjectAltName=IP:127.0.0.1"
    command = ["openssl", *request.split(), "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run(command, check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    """Return the context of a server with that certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


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


# --- memory

_MEMORY = """
import resource, sys
from contracts.checks.deployment import Deployment, Limits
from contracts.checks.exchange import Question
with Deployment(sys.argv[1], limits=Limits(seconds=60)) as deployment:
    exchange = deployment.ask(Question(credentials="none"))
try:
    lines = open("/proc/self/status").read().splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
except OSError:  # no Linux
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(kilobytes // 1024, exchange.status, exchange.unreadable)
"""


def _peak(script: Script) -> tuple[int, str]:
    """Return the megabytes at the peak of a process that asks with the default limits, and what it understood."""
    with Hostile(script) as server:
        command = [sys.executable, "-c", _MEMORY, server.url]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    megabytes, rest = done.stdout.split(" ", 1)
    return int(megabytes), rest.strip()


@pytest.mark.parametrize("case", hostile.FLOODS)
def test_a_flood_leaves_memory(case: str) -> None:
    """A gigabyte, sent or unfolded, takes little more than the 32 MB that the default limits allow."""
    megabytes, understood = _peak(hostile.FLOODS[case])
    assert understood == "200 body of more than 32 MB"
    assert megabytes < 100


@pytest.mark.parametrize("case", hostile.AMPLIFIERS)
def test_a_body_that_grows_in_memory_leaves_memory(case: str) -> None:
    """A body within the limit on bytes is parsed only where its value fits."""
    megabytes, understood = _peak(hostile.always(whole(hostile.AMPLIFIERS[case])))
    assert understood.startswith("200 ")
    assert megabytes < 300

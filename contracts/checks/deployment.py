"""Send questions to one deployment, politely, and come back whatever it does.

A deployment may be slow, endless, broken or somebody else's server. A socket that meters what it receives (seconds and
bytes) bounds every read below `http.client`, where a timeout would start anew with each byte; bodies are inflated here
in small pieces. The connection is urllib3's, without its pool: nothing follows a redirect, rewrites a URL or retries
unseen.
"""

from __future__ import annotations

import io
import re
import socket
import ssl
import threading
import time
import weakref
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from email.utils import parsedate_to_datetime
from http.client import BadStatusLine, HTTPException, IncompleteRead, RemoteDisconnected
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import SplitResult, urlsplit

from urllib3 import HTTPHeaderDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    InvalidChunkLength,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
)
from urllib3.response import BaseHTTPResponse

from contracts.checks.exchange import (
    NO_CREDENTIALS,
    AskingError,
    BudgetSpent,
    Credentials,
    Exchange,
    Question,
    UsageError,
    curl_line,
    scrub,
)


class OutOfReach(AskingError):  # noqa: N818 - the command line prints it as it reads
    """The deployment gave no answer; the message says why in one line, `__cause__` what was met."""


SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, however often they are sent."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What asking may cost."""

    seconds: float = 10
    """From connecting to an answer's last byte."""
    body_bytes: int = 32 * 2**20
    """A decoded body."""
    header_bytes: int = 64 * 2**10
    """An answer's status line and headers."""
    requests: int = 1000
    """Requests sent in all, those asked again included."""
    total_seconds: float = 600
    """From the first request on."""
    per_second: float | None = 10
    """Requests started in a second; None for as many as come."""
    waits: int = 3
    """How often a question answered with 429 or 503 is asked again."""
    longest_wait: float = 20
    """Seconds to wait at most before asking again, whatever `Retry-After` says."""
    methods: frozenset[str] = SAFE_METHODS
    """Methods that may be sent; any other could change the deployment's data, and is never sent twice."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, int | float) and not (value > 0 or (value == 0 and each.name == "waits")):
                raise UsageError(f"{each.name}: {value} is too low; it must be above 0")


# --- base URL


def _base(base_url: str) -> SplitResult:
    """Return a base URL's parts; a message repeats the URL only where no secret can stand in it."""
    if not re.fullmatch("[!-~]+", base_url):
        raise UsageError("base URL: is empty, or has spaces or letters that are not ASCII; write http://host:port")
    try:
        parts = urlsplit(base_url)
        port = parts.port
    except ValueError as error:
        raise UsageError("base URL: has a host or port that cannot be read; write http://host:port") from error
    if "@" in parts.netloc:
        raise UsageError("base URL: holds a user name or password; give credentials as an API key")
    if "?" in base_url or "#" in base_url:
        raise UsageError("base URL: has a query or fragment; end it before the ? or #")
    if parts.scheme not in ("http", "https"):
        raise UsageError(f"base URL: {base_url!r} does not begin with http:// or https://; add it")
    if not parts.hostname or port == 0:
        raise UsageError(f"base URL: {base_url!r} names no host; write {parts.scheme}://host:port")
    if parts.path.rstrip("/").endswith(("/v1", "/v1/assistants")):
        raise UsageError(f"base URL: {base_url!r} goes too far; end it before /v1")
    return parts._replace(path=parts.path.rstrip("/"))


# --- the metered wire


class _TooLargeError(Exception):
    """More bytes came than may."""


@dataclass(slots=True)
class _Meter:
    """What one answer may still cost."""

    clock: Callable[[], float]
    deadline: float = 0.0
    left: int = 0
    wire: socket.socket | None = None

    def start(self, seconds: float, size: int) -> None:
        self.deadline, self.left = self.clock() + seconds, size

    def seconds(self) -> float:
        """Return the seconds left, which are never none; raise TimeoutError when they are."""
        left = self.deadline - self.clock()
        if left <= 0:
            raise TimeoutError("the time for one answer is over")
        return left

    def count(self, received: int) -> None:
        self.left -= received
        if self.left < 0:
            raise _TooLargeError

    def hang_up(self) -> None:
        """Close the socket at once; an unread answer would keep it open until it is collected."""
        descriptor = -1 if self.wire is None else self.wire.detach()
        if descriptor >= 0:
            socket.close(descriptor)
        self.wire = None


class _Metered(socket.socket):
    """A socket that asks its meter before and after each read."""

    meter: _Meter

    def recv_into(self, *args: Any, **options: Any) -> int:
        self.settimeout(self.meter.seconds())
        received = super().recv_into(*args, **options)
        self.meter.count(received)
        return received


class _MeteredTLS(_Metered, ssl.SSLSocket):
    """The same below TLS: `super()` of the one above is the other here."""


class _Plain(HTTPConnection):
    meter: _Meter

    def connect(self) -> None:
        super().connect()
        plain = self.sock
        self.sock = metered = _Metered(plain.family, plain.type, plain.proto, fileno=plain.detach())
        metered.meter, self.meter.wire = self.meter, metered


class _TLS(HTTPSConnection):
    meter: _Meter

    def connect(self) -> None:
        super().connect()
        assert isinstance(self.sock, _MeteredTLS)  # noqa: S101 - the context below makes no other
        self.sock.meter, self.meter.wire = self.meter, self.sock


def _connection(base: SplitResult, meter: _Meter) -> HTTPConnection:
    connection: _Plain | _TLS
    if base.scheme == "http":
        connection = _Plain(base.hostname or "", base.port)
    else:
        context = ssl.create_default_context()
        context.sslsocket_class = _MeteredTLS
        connection = _TLS(base.hostname or "", base.port, ssl_context=context)
    connection.meter = meter
    return connection


# --- bodies

_PIECE = 2**16


class _EncodingError(Exception):
    """A body that its Content-Encoding does not describe."""


def _inflate(chunks: Iterator[bytes], window: Callable[[bytes], int], meter: _Meter) -> Iterator[bytes]:
    """Yield a compressed body in pieces of bounded size; `window` picks zlib's format by the first bytes."""
    inflater = None
    for chunk in chunks:
        rest = chunk
        while rest:
            meter.seconds()
            if inflater is None:
                inflater = zlib.decompressobj(window(rest))
            yield inflater.decompress(rest, _PIECE)
            rest = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            if inflater.eof:
                inflater = None
    if inflater is not None:
        yield inflater.flush()
        if not inflater.eof:
            raise _EncodingError("compressed body that ends too early")


def _gzip(_: bytes) -> int:
    return 16 + zlib.MAX_WBITS


def _deflate(first: bytes) -> int:
    """RFC 9110 means zlib's format, some servers mean the bare one; zlib's begins with an 8 in the low half."""
    return zlib.MAX_WBITS if first[0] & 15 == 8 else -zlib.MAX_WBITS


_WINDOWS: Mapping[str, Callable[[bytes], int]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}


def _pieces(response: BaseHTTPResponse, meter: _Meter) -> Iterator[bytes]:
    """Yield an answer's decoded body in pieces of bounded size."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    chunks = response.stream(_PIECE, decode_content=False)
    if encoding in ("", "identity"):
        yield from chunks
    elif encoding in _WINDOWS:
        try:
            yield from _inflate(chunks, _WINDOWS[encoding], meter)
        except zlib.error as error:
            raise _EncodingError(f"body that is not {encoding}, as its Content-Encoding says") from error
    else:
        raise _EncodingError(f"body in an encoding that was not asked for, {encoding!r}")


# --- what went wrong


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why there is no whole answer, and whether asking again at once may help."""

    reason: str
    passing: bool = False


_Hide = Callable[[str], str]
_Explain = Callable[[Any, float, _Hide], _Trouble]
"""Say what an error means to somebody who asked, given the seconds allowed, and what hides secrets in a server's words
before they are cut short.
"""


def _distrusted(error: ssl.SSLCertVerificationError, _: float, __: _Hide) -> _Trouble:
    cure = "set SSL_CERT_FILE to the certificate of the authority that signed it, or ask the host that it names"
    return _Trouble(f"its TLS certificate is not trusted ({error.verify_message.rstrip('.')}); {cure}")


def _no_tls(error: ssl.SSLError, _: float, __: _Hide) -> _Trouble:
    if error.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST"):
        return _Trouble("it does not speak TLS; begin the base URL with http://")
    return _Trouble(f"TLS failed ({error.reason}); check the port, and that it offers TLS 1.2 or newer")


def _no_http(error: BadStatusLine, _: float, hide: _Hide) -> _Trouble:
    begin = hide(error.args[0])[:40]
    return _Trouble(f"its answer is not HTTP, it begins {begin!r}; check the base URL's scheme and port")


def _strange(error: Exception, _: float, hide: _Hide) -> _Trouble:
    return _Trouble(f"its answer is not HTTP: {' '.join(hide(str(error)).split())[:120]}")


def _bad_chunk(error: InvalidChunkLength, _: float, __: _Hide) -> _Trouble:
    return _Trouble("body in chunks that cannot be read" if error.length else "body that breaks off", passing=True)


def _say(reason: str, *, passing: bool = False) -> _Explain:
    return lambda _, seconds, __: _Trouble(reason.format(seconds=f"{seconds:.3g}"), passing)


_Kind = type[BaseException] | tuple[type[BaseException], ...]
_NO_ANSWER: tuple[tuple[_Kind, _Explain], ...] = (
    (_TooLargeError, _say("its headers are larger than allowed; check that this is the API, or allow more")),
    ((NameResolutionError, LocationParseError), _say("its host name is not known; check the base URL's spelling")),
    (NewConnectionError, _say("it takes no connections; check that it is running, and the base URL's port")),
    (
        (ConnectTimeoutError, TimeoutError),
        _say("no answer within {seconds} s; check that it is up, or allow more seconds", passing=True),
    ),
    (ssl.SSLCertVerificationError, _distrusted),
    (RemoteDisconnected, _say("it closed the connection without an answer; check its log", passing=True)),
    (BadStatusLine, _no_http),
    (ssl.SSLEOFError, _say("it broke the connection off before an answer; check its log", passing=True)),
    (ssl.SSLError, _no_tls),
    (OSError, _say("it broke the connection off before an answer; check its log", passing=True)),
    (Exception, _strange),
)
"""What can be met before an answer's headers are read; the first kind found in the error or its causes counts."""
_NO_BODY: tuple[tuple[_Kind, _Explain], ...] = (
    (_EncodingError, lambda error, _, hide: _Trouble(hide(str(error))[:160])),
    (TimeoutError, _say("body that is not whole after {seconds} s", passing=True)),
    (InvalidChunkLength, _bad_chunk),
    (IncompleteRead, _say("body that ends too early", passing=True)),
    (Exception, _say("body that breaks off", passing=True)),
)
"""Likewise, while the body is read."""


def _trouble(table: tuple[tuple[_Kind, _Explain], ...], error: BaseException, seconds: float, hide: _Hide) -> _Trouble:
    chain = list(_causes(error))
    found = ((explain, each) for kind, explain in table for each in chain if isinstance(each, kind))
    explain, each = next(found)
    return explain(each, seconds, hide)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


class _InterruptedError(Exception):
    """An attempt without a whole answer: the trouble, and the part that came if a status did."""

    def __init__(self, trouble: _Trouble, part: Exchange | None = None) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble
        self.part = part


# --- asking again

_BUSY = (429, 503)


def _seconds_asked(headers: Mapping[str, str], now: Callable[[], float]) -> float | None:
    """Return what `Retry-After` asks for, in seconds; a date counts from the answer's own `Date` if it has one."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch("[0-9]{1,9}", text):
        return float(text)
    until, since = _moment(text), _moment(headers.get("date", ""))
    if until is None:
        return None
    return max(0.0, until - (now() if since is None else since))


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


# --- the deployment


def _own_version() -> str:
    try:
        return version("freddy-kit")
    except PackageNotFoundError:
        return "unknown"


_KEPT = 2**16
"""Bytes kept of a body that is not whole."""
_FAILURES = (HTTPError, HTTPException, OSError, _TooLargeError, _EncodingError)
"""What sending and reading may raise; anything else is a fault of this file."""


class Deployment:
    """One origin to ask, with the credentials that questions name, and limits that hold for all of them together.

    Questions are asked one at a time, from whichever thread. The label `none` is always known. `clock`, `sleep` and
    `now` are parameters for the tests; `now`, in seconds since 1970, gives a date in `Retry-After` its meaning.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Mapping[str, Credentials] | None = None,
        limits: Limits | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        base = _base(base_url)
        self.base_url = base.geturl()
        self.credentials: Mapping[str, Credentials] = {"none": NO_CREDENTIALS, **(credentials or {})}
        self.limits = limits or Limits()
        self.requests = 0
        """Requests sent so far."""
        self._prefix = base.path
        self._clock, self._sleep, self._now = clock, sleep, now
        self._started: float | None = None
        self._free_at = 0.0
        self._lock = threading.Lock()
        self._meter = _Meter(clock)
        self._connection = _connection(base, self._meter)
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": f"freddy-contracts/{_own_version()}",
        }
        weakref.finalize(self, self._connection.close)

    def __repr__(self) -> str:
        return f"Deployment({self.base_url!r}, credentials: {', '.join(self.credentials)})"

    def __enter__(self) -> Deployment:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; a later question opens another."""
        with self._lock:
            self._connection.close()

    @property
    def seconds(self) -> float:
        """Seconds since the first request."""
        return 0.0 if self._started is None else self._clock() - self._started

    @property
    def secrets(self) -> tuple[str, ...]:
        """All that `scrub` must hide in a report."""
        return tuple(secret for each in self.credentials.values() for secret in each.secrets)

    def ask(self, question: Question) -> Exchange:
        """Send a question and return the exchange, whatever the status and however broken the body.

        A redirect is an answer like any other. An answer of 429 or 503 is waited for and asked again, within the
        limits. Raises `OutOfReach` when no status came back, `BudgetSpent` when nothing more may be sent, and
        `UsageError` for credentials or a method that are not among the known.
        """
        credentials = self.credentials.get(question.credentials)
        if credentials is None:
            known = ", ".join(self.credentials)
            raise UsageError(f"credentials: unknown label {question.credentials!r}; known: {known}")
        if question.method not in self.limits.methods:
            known = ", ".join(sorted(self.limits.methods))
            raise UsageError(f"method: {question.method} may change the deployment's data; allowed: {known}")
        with self._lock:
            exchange = self._insist(question, credentials)
            for waited in range(self.limits.waits):
                pause = self._pause(exchange, waited) if question.method in SAFE_METHODS else None
                if pause is None:
                    break
                self._sleep(pause)
                exchange = self._insist(question, credentials)
            return exchange

    def _pause(self, exchange: Exchange, waited: int) -> float | None:
        """Return the seconds to wait before asking again, or None when the answer stands."""
        if exchange.status not in _BUSY or self.requests >= self.limits.requests:
            return None
        asked = _seconds_asked(exchange.headers, self._now)
        if asked is None and exchange.status == 503:
            return None  # Who is merely busy says until when; anything else is a fault, to be judged.
        pause = min(2.0**waited if asked is None else asked, self.limits.longest_wait)
        return pause if pause < self._seconds_left() else None

    def _insist(self, question: Question, credentials: Credentials) -> Exchange:
        """Ask, and once more when the trouble may have passed."""
        for may_ask_again in (question.method in SAFE_METHODS, False):
            try:
                return self._attempt(question, credentials)
            except _InterruptedError as error:
                interrupted = error
            if self._seconds_left() <= 0:
                raise self._time_is_over() from self._shown(interrupted.__cause__)
            if not (may_ask_again and interrupted.trouble.passing and self.requests < self.limits.requests):
                break
        if interrupted.part is not None:
            return interrupted.part
        raise OutOfReach(f"{self.base_url}: {interrupted.trouble.reason}") from self._shown(interrupted.__cause__)

    def _shown(self, cause: BaseException | None) -> BaseException | None:
        """Return a cause, unless its text, or that of a cause of it, repeats a secret."""
        text = "".join(f"{each} {each!r}" for each in _causes(cause))
        return cause if self._hide(text) == text else None

    def _hide(self, text: str) -> str:
        return scrub(text, self.secrets)

    def _attempt(self, question: Question, credentials: Credentials) -> Exchange:
        """Send a question once; raise `_InterruptedError` when its answer is not whole."""
        self._admit()
        self.requests += 1
        begun, seconds = self._clock(), min(self.limits.seconds, self._seconds_left())
        clean = False
        try:
            response = self._send(question, credentials, seconds)
            body, trouble, cause = self._read(response, seconds)
            clean = trouble is None and response.closed
        except _FAILURES as error:
            raise _InterruptedError(_trouble(_NO_ANSWER, error, seconds, self._hide)) from error
        finally:
            if not clean:
                self._hang_up()
        url = question.url(self.base_url)
        exchange = Exchange(
            question=question,
            url=url,
            status=response.status,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=body,
            seconds=self._clock() - begun,
            curl=curl_line(question, url, credentials),
            incomplete=trouble.reason if trouble else None,
        )
        if trouble and trouble.passing:
            raise _InterruptedError(trouble, exchange) from cause
        return exchange

    def _hang_up(self) -> None:
        self._connection.close()
        self._meter.hang_up()

    def _admit(self) -> None:
        """Wait until one more request may be sent, or raise `BudgetSpent`."""
        if self._started is None:
            self._started = self._clock()
        if self.requests >= self.limits.requests:
            raise BudgetSpent(f"{self.requests} requests are sent, as many as allowed; allow more, or ask less")
        pause = max(0.0, self._free_at - self._clock())
        if pause >= self._seconds_left():
            raise self._time_is_over()
        if pause:
            self._sleep(pause)
        if self.limits.per_second is not None:
            self._free_at = self._clock() + 1 / self.limits.per_second

    def _seconds_left(self) -> float:
        return self.limits.total_seconds - self.seconds

    def _time_is_over(self) -> BudgetSpent:
        return BudgetSpent(f"{self.limits.total_seconds:.6g} s are over, as long as allowed; allow more, or ask less")

    def _send(self, question: Question, credentials: Credentials, seconds: float) -> BaseHTTPResponse:
        """Send a request and return its answer, of which the headers are read."""
        if not self._connection.is_connected:
            self._connection.close()  # the server may have hung up since
        self._connection.timeout = seconds
        headers = HTTPHeaderDict(self._headers)
        for name, value in credentials.headers:
            headers.add(name, value)
        self._meter.start(seconds, self.limits.header_bytes + io.DEFAULT_BUFFER_SIZE)
        self._connection.request(
            question.method,
            question.target(self._prefix),
            headers=headers,
            preload_content=False,
            decode_content=False,
        )
        return self._connection.getresponse()

    def _read(self, response: BaseHTTPResponse, seconds: float) -> tuple[bytes, _Trouble | None, BaseException | None]:
        """Return the decoded body; or its beginning, what is wrong with it, and what was met."""
        most = self.limits.body_bytes
        too_large = _Trouble(f"body of more than {f'{most >> 20} MB' if most >= 2**20 else f'{most} bytes'}")
        self._meter.left = 2 * most + _PIECE  # chunks have a frame, which is not limited otherwise
        body = bytearray()
        try:
            for piece in _pieces(response, self._meter):
                body += piece
                if len(body) > most:
                    return bytes(body[:_KEPT]), too_large, None
        except _TooLargeError as error:
            return bytes(body[:_KEPT]), too_large, error
        except _FAILURES as error:
            return bytes(body[:_KEPT]), _trouble(_NO_BODY, error, seconds, self._hide), error
        return bytes(body), None, None

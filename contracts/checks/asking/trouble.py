"""What an error on the way to an answer means to somebody who asked."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import BadStatusLine, HTTPException, IncompleteRead, RemoteDisconnected
from typing import Any

from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    InvalidChunkLength,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
)

from contracts.checks.asking.inflating import EncodingError
from contracts.checks.asking.meter import TooLargeError

FAILURES = (HTTPError, HTTPException, OSError, TooLargeError, EncodingError)
"""What sending and reading may raise; anything else is a fault of the kit."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no whole answer, and whether asking again at once may help."""

    reason: str
    passing: bool = False


Hide = Callable[[str], str]
_Explain = Callable[[Any, float, Hide], Trouble]
"""Say what an error means to somebody who asked, given the seconds allowed, and what hides secrets in a server's words
before they are cut short.
"""


def _distrusted(error: ssl.SSLCertVerificationError, _: float, __: Hide) -> Trouble:
    cure = "set SSL_CERT_FILE to the certificate of the authority that signed it, or ask the host that it names"
    return Trouble(f"its TLS certificate is not trusted ({error.verify_message.rstrip('.')}); {cure}")


def _no_tls(error: ssl.SSLError, _: float, __: Hide) -> Trouble:
    if error.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST"):
        return Trouble("it does not speak TLS; begin the base URL with http://")
    return Trouble(f"TLS failed ({error.reason}); check the port, and that it offers TLS 1.2 or newer")


def _no_http(error: BadStatusLine, _: float, hide: Hide) -> Trouble:
    begin = hide(error.args[0])[:40]
    return Trouble(f"its answer is not HTTP, it begins {begin!r}; check the base URL's scheme and port")


def _strange(error: Exception, _: float, hide: Hide) -> Trouble:
    told = " ".join(hide(str(error)).split())[:120]
    return Trouble(f"its answer is not HTTP ({told}); check the base URL's scheme and port, and any proxy on the way")


def _bad_chunk(error: InvalidChunkLength, _: float, __: Hide) -> Trouble:
    return Trouble("body in chunks that cannot be read" if error.length else "body that breaks off", passing=True)


def _say(reason: str, *, passing: bool = False) -> _Explain:
    return lambda _, seconds, __: Trouble(reason.format(seconds=f"{seconds:.3g}"), passing)


_Kind = type[BaseException] | tuple[type[BaseException], ...]
_NO_ANSWER: tuple[tuple[_Kind, _Explain], ...] = (
    (TooLargeError, _say("its headers are larger than allowed; check that this is the API, or allow more")),
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
    (EncodingError, lambda error, _, hide: Trouble(hide(str(error))[:160])),
    (TimeoutError, _say("body that is not whole after {seconds} s", passing=True)),
    (InvalidChunkLength, _bad_chunk),
    (IncompleteRead, _say("body that ends too early", passing=True)),
    (Exception, _say("body that breaks off", passing=True)),
)
"""Likewise, while the body is read."""


def why_no_answer(error: BaseException, seconds: float, hide: Hide) -> Trouble:
    """Return what an error says that was met before an answer's headers were read."""
    return _trouble(_NO_ANSWER, error, seconds, hide)


def why_no_body(error: BaseException, seconds: float, hide: Hide) -> Trouble:
    """Return what an error says that was met while the body was read."""
    return _trouble(_NO_BODY, error, seconds, hide)


def _trouble(table: tuple[tuple[_Kind, _Explain], ...], error: BaseException, seconds: float, hide: Hide) -> Trouble:
    chain = list(causes(error))
    found = ((explain, each) for kind, explain in table for each in chain if isinstance(each, kind))
    explain, each = next(found)
    return explain(each, seconds, hide)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, its cause, the cause of that, and so on."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__

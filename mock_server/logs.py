"""What the server tells while it runs: one line a request, as text or JSON, and tracebacks of its own faults.

Nobody's key is ever written: not the headers, not a key put into the query string by mistake, not in a traceback.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import IO
from urllib.parse import unquote_plus

REQUESTS = logging.getLogger("mock_server.requests")
FAULTS = logging.getLogger("mock_server.faults")

USER_ID = "mock_server.user_id"
"""Where the application leaves, in the WSGI environment, who asked."""

SECRET_HEADERS = ("X-API-Key", "Authorization", "X-Mock-Token")

MASK = "***"
LONGEST_PATH = 1000
"""Characters of a path and query in a line; a search may be 60,000 long."""

_SECRET_NAME = re.compile("key|token|auth|secret|passw|bearer|jwt", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """One request and its answer, as the log tells it; `path` with the query, `bytes` of the body."""

    method: str
    path: str
    status: int
    bytes: int
    ms: float
    user_id: str | None


def _masked_pair(pair: str) -> str:
    name, sign, _ = pair.partition("=")
    return f"{name}={MASK}" if sign and _SECRET_NAME.search(unquote_plus(name)) else pair


_KEY = re.compile(r"\b(?:ak|oak|jwt)_\w+")
"""What looks like an API key or a token of this API, wherever it stands."""


def masked(path: str, secrets: Iterable[str] = ()) -> str:
    """Return a path and query without the values of parameters named like a key, and without the given secrets."""
    route, sign, query = _without(path, secrets).partition("?")
    if _SECRET_NAME.search(unquote_plus(query)):
        query = "&".join(_masked_pair(pair) for pair in query.split("&"))
    return route + sign + query


def masked_query(query: str, secrets: Iterable[str] = ()) -> str:
    """Return a query string as `masked` does."""
    return masked(f"?{query}", secrets)[1:]


@lru_cache(maxsize=1024)
def masked_header(name: str, value: str, secrets: tuple[str, ...] = ()) -> str:
    """Return a header's value without secrets; nothing is left of one that is named like a key."""
    return MASK if _SECRET_NAME.search(name) or name == "Cookie" else _without(value, secrets)


def _without(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, MASK) if secret else text
    return _KEY.sub(MASK, text)


def tell_request(request: Request) -> None:
    """Log one request; its path must be masked already."""
    REQUESTS.info("", extra={"request": request})


def tell(line: str, *, wrong: bool = False) -> None:
    """Log what happened besides requests; what is wrong is told whatever the format."""
    FAULTS.error(line) if wrong else REQUESTS.info(line)


def tell_fault(error: BaseException, place: str, secrets: Iterable[str] = ()) -> None:
    """Log a fault of the server with its traceback, without the given secrets."""
    text = "".join(traceback.format_exception(error)).rstrip()
    for secret in secrets:
        text = text.replace(secret, MASK) if secret else text
    FAULTS.error("fault while answering %s", place, extra={"traceback": text})


def _quoted(path: str) -> str:
    """Keep what a terminal would obey out of a line of text."""
    short = path if len(path) <= LONGEST_PATH else f"{path[:LONGEST_PATH]}... ({len(path)} characters)"
    return json.dumps(short)[1:-1]


class TextLines(logging.Formatter):
    """Lines for people."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a request on one line; a fault with its traceback below."""
        time = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        request: Request | None = getattr(record, "request", None)
        if request is None:
            return f"{time} {record.getMessage()}\n{getattr(record, 'traceback', '')}".rstrip()
        size = f"{request.bytes} B  {request.ms:.1f} ms  {request.user_id or '-'}"
        return f"{time} {request.method} {_quoted(request.path)}  {request.status}  {size}"


class JsonLines(logging.Formatter):
    """One JSON object a line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a request, or a fault with `message` and `traceback`."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        request: Request | None = getattr(record, "request", None)
        if request is None:
            told = {"message": record.getMessage(), "traceback": getattr(record, "traceback", None)}
        else:
            told = asdict(request) | {"path": request.path[:LONGEST_PATH], "ms": round(request.ms, 1)}
        return json.dumps({"time": time, "level": record.levelname.lower(), **told})


_FORMATTERS: Mapping[str, type[logging.Formatter]] = {"text": TextLines, "json": JsonLines, "none": TextLines}


def configure(log_format: str, stream: IO[str]) -> None:
    """Send the lines of this process to a stream; `none` keeps the faults."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_FORMATTERS[log_format]())
    for logger in (REQUESTS, FAULTS):
        logger.handlers = [handler]
        logger.propagate = False
    REQUESTS.setLevel(logging.CRITICAL if log_format == "none" else logging.INFO)

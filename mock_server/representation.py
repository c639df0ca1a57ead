"""How an answer becomes an HTTP response: ETag and 304, compression, and the headers that every answer has."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus

from mock_server.answers import Answer, trace_id
from mock_server.asked import Asked

API_VERSION = "2025-01-01"
"""The value that the API's debugging page shows for `freddy-api-version`."""

COMPRESSED_FROM = 1000
"""Bytes; below, compression gains less than a packet."""

VARY = ("Vary", "Accept-Encoding, Origin, Prefer")
VERSION = ("Freddy-API-Version", API_VERSION)

Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Reply:
    """What goes over the wire: a status, headers with the length of the body, and the body."""

    status: int
    headers: Headers
    body: bytes


def represent(answer: Answer, asked: Asked) -> Reply:
    """Turn an answer into a response; one of status 200 gets an ETag, and 304 when the client has it already."""
    body, added = answer.body, [("X-Request-Id", trace_id(asked.line()))]
    added.append(("Cache-Control", "private, no-cache" if answer.status == 200 else "no-store"))
    compressed = len(body) >= COMPRESSED_FROM and asked.headers.takes_gzip
    if answer.status == 200:
        # A strong tag names bytes: the compressed ones are others.
        tag = (answer.tag or sha256(body).hexdigest()[:32]) + ("-gzip" if compressed else "")
        added.append(("ETag", f'"{tag}"'))
        if asked.headers.has(tag):
            return Reply(304, (*added, VARY, VERSION), b"")
    if compressed:
        import gzip

        # Without a time, so that the same answer has the same bytes; quickly, as the client is near.
        body = gzip.compress(body, 1, mtime=0)
        added.append(("Content-Encoding", "gzip"))
    added.append(("Content-Length", str(len(body))))
    sent = b"" if asked.method == "HEAD" else body
    return Reply(answer.status, (*answer.headers, *added, VARY, VERSION), sent)


def phrase(status: int) -> str:
    """Return the words after a status; none for one that has no name."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""

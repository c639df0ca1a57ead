"""How an answer becomes an HTTP response: ETag and 304, compression, and the headers that every answer has."""

from __future__ import annotations

import gzip
from hashlib import blake2b
from uuid import NAMESPACE_URL, uuid5

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from mock_server.answers import Answer

API_VERSION = "2025-01-01"
"""The value that the API's debugging page shows for `freddy-api-version`."""

COMPRESSED_FROM = 1000
"""Bytes; below, compression gains less than a packet."""


def header(name: str) -> str | None:
    """Return a header as text: WSGI hands its bytes over as Latin-1, people write keys in UTF-8."""
    value = request.headers.get(name)
    return value if value is None else value.encode("latin-1", "replace").decode("utf-8", "replace")


def request_line() -> bytes:
    """Return what the trace id of an answer depends on; a HEAD request has that of its GET."""
    method = "GET" if request.method == "HEAD" else request.method
    return f"{method} {request.path}?".encode("utf-8", "replace") + request.query_string


def respond(answer: Answer) -> Response:
    """Turn an answer into a response; one of status 200 gets an ETag, and 304 when the client has it already."""
    response = Response(answer.body, answer.status, list(answer.headers))
    response.headers["X-Request-Id"] = str(uuid5(NAMESPACE_URL, request_line().decode("latin-1")))
    response.headers["Cache-Control"] = "private, no-cache" if answer.status == 200 else "no-store"
    compressed = len(answer.body) >= COMPRESSED_FROM and takes_gzip()
    if answer.status == 200:
        # A strong tag names bytes: the compressed ones are others.
        tag = blake2b(answer.body, digest_size=16).hexdigest() + ("-gzip" if compressed else "")
        response.set_etag(tag)
        if request.if_none_match.contains_weak(tag):
            response.status_code = 304
            return response  # Flask leaves out the body and what describes it
    if compressed:
        # Without a time, so that the same answer has the same bytes; quickly, as the client is near.
        response.set_data(gzip.compress(answer.body, 1, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def takes_gzip() -> bool:
    """Tell whether the client takes gzip and does not prefer no coding."""
    accepted = request.accept_encodings
    return 0 < accepted.quality("gzip") >= accepted.quality("identity")


def finish(response: AnyResponse) -> AnyResponse:
    """Say on every answer what it varies with, and which version of the API it mocks."""
    if response.content_length == 0:
        response.headers.pop("Content-Type", None)
    response.vary.update(("Accept-Encoding", "Origin"))
    if request.path.startswith("/v1"):
        response.headers.setdefault("Freddy-API-Version", API_VERSION)
    return response

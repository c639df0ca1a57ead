"""An answer, changed as its delivery says: another status, JSON that does not parse, the headers of a rate limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.schema.dialect import Dialect
from contracts.schema.problems import Refusal
from mock_server.faults.delivery import Delivery
from mock_server.faults.rate_limit import Headers, Standing, exhausted
from mock_server.faults.statuses import GATEWAY, gateway_page, refusal

if TYPE_CHECKING:
    from mock_server.answers import Answer

Refuse = Callable[[Refusal], "Answer"]

HTML: Headers = (("Content-Type", "text/html"),)
ALLOWED: Mapping[int, Headers] = {405: (("Allow", "GET, HEAD, OPTIONS"),)}
"""Status -> the headers that HTTP demands with it."""

FORCED_LIMIT, FORCED_SECONDS = 60, 1
"""What a 429 tells that no limiter gave: a client that waits as told is tested in a second."""


def altered(answer: Answer, delivery: Delivery, refuse: Refuse, *, dialect: Dialect, now: float) -> Answer:
    """Return the answer with the status and the body that the delivery says; `now` in Unix seconds.

    `refuse` writes a refusal of the API in the dialect. The rest of the delivery is left to the server.
    """
    if delivery.status is not None:
        answer = _failed(answer, delivery.status, refuse, dialect, now)
    return replace(answer, body=malformed(answer.body), tag="") if delivery.malformed and _is_json(answer) else answer


def _failed(answer: Answer, status: int, refuse: Refuse, dialect: Dialect, now: float) -> Answer:
    if status in GATEWAY:
        return replace(answer, status=status, body=gateway_page(status), headers=HTML)
    refused = refusal(status, dialect)
    if status != 429:
        return with_headers(refuse(refused), ALLOWED.get(status, ()))
    standing = exhausted(FORCED_LIMIT, now=now, until=now + FORCED_SECONDS)
    return limited(refuse(replace(refused, retry_after=standing.retry_after)), standing)


def limited(answer: Answer, standing: Standing) -> Answer:
    """Return an answer with what it tells of a rate limit, unless it tells of one already."""
    return with_headers(answer, standing.headers)


def with_headers(answer: Answer, headers: Headers) -> Answer:
    """Return an answer with further headers, none of them twice."""
    there = {name.lower() for name, _ in answer.headers}
    return replace(answer, headers=(*answer.headers, *(each for each in headers if each[0].lower() not in there)))


def malformed(body: bytes) -> bytes:
    """Return the first half of a JSON text, whole characters only: of an object or a list, no beginning parses."""
    if body.lstrip()[:1] not in (b"{", b"["):
        return body
    cut = max(1, len(body) // 2)
    while cut > 1 and body[cut] & 0xC0 == 0x80:
        cut -= 1
    return body[:cut]


def _is_json(answer: Answer) -> bool:
    return any(name.lower() == "content-type" and "json" in value.lower() for name, value in answer.headers)

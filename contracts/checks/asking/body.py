"""Read an answer's body to its end, or to where it breaks or becomes too large."""

from __future__ import annotations

from dataclasses import dataclass

from urllib3.response import BaseHTTPResponse

from contracts.checks.asking.inflating import PIECE, pieces
from contracts.checks.asking.meter import Meter, TooLargeError
from contracts.checks.asking.trouble import FAILURES, Hide, Trouble, why_no_body

KEPT = 2**16
"""Bytes kept of a body that is not whole."""


@dataclass(frozen=True, slots=True)
class Body:
    """A decoded body; or its beginning, what is wrong with it, and what was met."""

    content: bytes
    trouble: Trouble | None = None
    cause: BaseException | None = None


def read_body(response: BaseHTTPResponse, meter: Meter, most: int, seconds: float, hide: Hide) -> Body:
    """Return the body of an answer whose headers are read; `most` bytes of it may come, decoded."""
    too_large = Trouble(f"body of more than {f'{most >> 20} MB' if most >= 2**20 else f'{most} bytes'}")
    meter.left = 2 * most + PIECE  # chunks have a frame, which is not limited otherwise
    body = bytearray()
    try:
        for piece in pieces(response, meter):
            body += piece
            if len(body) > most:
                return Body(bytes(body[:KEPT]), too_large)
    except TooLargeError as error:
        return Body(bytes(body[:KEPT]), too_large, error)
    except FAILURES as error:
        return Body(bytes(body[:KEPT]), why_no_body(error, seconds, hide), error)
    return Body(bytes(body))

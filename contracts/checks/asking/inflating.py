"""Undo an answer's Content-Encoding, in pieces of bounded size."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping

from urllib3.response import BaseHTTPResponse

from contracts.checks.asking.meter import Meter

PIECE = 2**16
"""Bytes at most of one piece."""


class EncodingError(Exception):
    """A body that its Content-Encoding does not describe."""


def _inflate(chunks: Iterator[bytes], window: Callable[[bytes], int], meter: Meter) -> Iterator[bytes]:
    """Yield a compressed body in pieces of bounded size; `window` picks zlib's format by the first bytes."""
    inflater = None
    for chunk in chunks:
        rest = chunk
        while rest:
            meter.seconds()
            if inflater is None:
                inflater = zlib.decompressobj(window(rest))
            yield inflater.decompress(rest, PIECE)
            rest = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            if inflater.eof:
                inflater = None
    if inflater is not None:
        yield inflater.flush()
        if not inflater.eof:
            raise EncodingError("compressed body that ends too early")


def _gzip(_: bytes) -> int:
    return 16 + zlib.MAX_WBITS


def _deflate(first: bytes) -> int:
    """RFC 9110 means zlib's format, some servers mean the bare one; zlib's begins with an 8 in the low half."""
    return zlib.MAX_WBITS if first[0] & 15 == 8 else -zlib.MAX_WBITS


_WINDOWS: Mapping[str, Callable[[bytes], int]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}


def pieces(response: BaseHTTPResponse, meter: Meter) -> Iterator[bytes]:
    """Yield an answer's decoded body in pieces of bounded size."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    chunks = response.stream(PIECE, decode_content=False)
    if encoding in ("", "identity"):
        yield from chunks
    elif encoding in _WINDOWS:
        try:
            yield from _inflate(chunks, _WINDOWS[encoding], meter)
        except zlib.error as error:
            raise EncodingError(f"body that is not {encoding}, as its Content-Encoding says") from error
    else:
        raise EncodingError(f"body in an encoding that was not asked for, {encoding!r}")

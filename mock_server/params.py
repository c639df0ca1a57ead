"""The query string's bytes, decoded into pairs of texts as the documented API's framework does."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes


def pairs(query_string: bytes) -> list[tuple[str, str]]:
    """Decode a query string into names and values, in the order sent; repeated and blank ones are kept.

    `+` is a space; escapes and raw bytes alike are UTF-8, and what is none becomes U+FFFD, so that no text holds a lone
    surrogate. Never raises: a `%` that begins no escape stands for itself.
    """
    if b"%" not in query_string and b"+" not in query_string:
        # The signs that separate are ASCII, so that no character is cut by them: decoded at once, it is the same.
        return [part.partition("=")[::2] for part in query_string.decode("utf-8", "replace").split("&") if part]
    halves = (part.partition(b"=") for part in query_string.split(b"&") if part)
    return [(_text(name), _text(value)) for name, _, value in halves]


def _text(encoded: bytes) -> str:
    return unquote_to_bytes(encoded.replace(b"+", b" ")).decode("utf-8", "replace")

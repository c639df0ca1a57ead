"""Hide secrets in a text, in whatever form they are written."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import quote

_SHORTEST_SECRET = 4
"""Fewer characters than this are found in any text; hiding them would hide the report."""


def _written(secret: str) -> Iterator[str]:
    """Yield the forms in which a secret turns up in URLs, JSON, HTML, Python and encoded texts."""
    yield secret
    yield html.escape(secret)
    yield repr(secret)[1:-1]
    yield from (json.dumps(secret, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False))
    for quoted in (quote(secret, safe=""), quote(secret)):
        yield from (quoted, re.sub("%..", lambda found: found.group().lower(), quoted), quoted.replace("%20", "+"))
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(secret.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def scrub(text: str, secrets: Iterable[str]) -> str:
    """Return a text with every secret, in whatever form it is written, replaced by `***`.

    Secrets of fewer than four characters are left; the longest form is replaced first.
    """
    pattern = _pattern(frozenset(secrets))
    return text if pattern is None else pattern.sub("***", text)


@lru_cache(maxsize=32)
def _pattern(secrets: frozenset[str]) -> re.Pattern[str] | None:
    """Return what finds these secrets in a text; a run asks for the same ones a hundred thousand times."""
    forms = {form for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in _written(secret)}
    return re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True)))) if forms else None

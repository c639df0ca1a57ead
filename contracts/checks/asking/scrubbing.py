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
_SHORTEST_PART = 12
"""Characters of a secret's beginning that are hidden, too: a text may have been cut in the middle of one."""


def _written(secret: str) -> Iterator[str]:
    """Yield the forms in which a secret turns up in URLs, JSON, HTML, Python and encoded texts."""
    data = secret.encode("utf-8", "surrogatepass")
    yield secret
    yield html.escape(secret)
    yield "".join(f"&#{ord(each)};" for each in secret)
    yield from ("".join(f"&#x{ord(each):{form}};" for each in secret) for form in "xX")
    yield repr(secret)[1:-1]
    yield from (json.dumps(secret, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False))
    yield from ("".join(f"\\u{ord(each):04{form}}" for each in secret) for form in "xX")
    for quoted in (quote(secret, safe=""), quote(secret), "".join(f"%{each:02X}" for each in data)):
        lower = re.sub("%..", lambda found: found.group().lower(), quoted)
        yield from (quoted, lower, quoted.replace("%20", "+"), quote(quoted))
    yield from (data.hex(), data.hex().upper())
    yield from _in_base64(data)


def _in_base64(data: bytes) -> Iterator[str]:
    """Yield base64 of a secret, alone and in the midst of a longer text, where its bytes begin at any of three places.

    The first and last characters also hold bits of what stands around it.
    """
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(data).decode().rstrip("=")
        for before in range(3):
            shared = -(before + len(data)) % 3
            encoded = encode(bytes(before) + data + bytes(shared)).decode()
            form = encoded[(0, 2, 3)[before] : len(encoded) - (0, 2, 3)[shared]]
            yield from [form] if len(form) >= _SHORTEST_PART else []


def scrub(text: str, secrets: Iterable[str]) -> str:
    """Return a text with every secret, in whatever form it is written, replaced by `***`.

    So is a secret's beginning, where the text was cut in its midst. Secrets of fewer than four characters are left; the
    longest form is replaced first.
    """
    found = {form for start, forms in _forms(frozenset(secrets)).items() if start in text for form in forms}
    if not found:
        return text
    found |= {form[:length] for form in found for length in range(_SHORTEST_PART, len(form))}
    return re.sub("|".join(map(re.escape, sorted(found, key=lambda form: (-len(form), form)))), "***", text)


def holds(text: str, secrets: Iterable[str]) -> bool:
    """Tell whether a text holds a whole secret, in whatever form it is written."""
    return any(
        start in text and any(form in text for form in forms) for start, forms in _forms(frozenset(secrets)).items()
    )


@lru_cache(maxsize=32)
def _forms(secrets: frozenset[str]) -> dict[str, set[str]]:
    """Return every form of these secrets by its beginning; a run asks for the same ones a hundred thousand times."""
    forms: dict[str, set[str]] = {}
    for form in (form for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in _written(secret)):
        forms.setdefault(form[:_SHORTEST_PART], set()).add(form)
    return forms

"""A question to a deployment, as a pure value: nothing is sent here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

Value = str | int | bool | None
"""What a parameter can be set to: booleans are sent as `true` and `false`, None means not sent."""


def _text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_PATH = re.compile(r"/[!-\"$->@-~]*")
_RAW_QUERY = re.compile(r"[!-\"$-~]*")
_METHOD = re.compile(r"[A-Z]+")


@dataclass(frozen=True, slots=True)
class Question:
    """One request, before it is sent."""

    parameters: tuple[tuple[str, str], ...] = ()
    """Decoded names and values in the order sent; a name may repeat."""
    credentials: str = "first"
    """Label of the credentials to send, as the deployment knows them."""
    method: str = "GET"
    path: str = "/v1/assistants"
    raw_query: str | None = None
    """A query string to send as it stands, instead of `parameters`; whatever ASCII cannot carry is percent-encoded."""

    def __post_init__(self) -> None:
        rules = (
            ("method", _METHOD, self.method, "write it in capital letters"),
            ("path", _PATH, self.path, "start with a slash and percent-encode spaces, ?, # and what is not ASCII"),
            ("raw_query", _RAW_QUERY, self.raw_query or "", "percent-encode spaces, # and what is not ASCII"),
        )
        for name, rule, text, cure in rules:
            if not rule.fullmatch(text):
                raise ValueError(f"{name}: {text[:80]!r} cannot be sent; {cure}")

    @classmethod
    def of(cls, **parameters: Value) -> Question:
        """Return the documented question with these parameters."""
        return cls().vary(**parameters)

    @property
    def query_string(self) -> str:
        """The query string as sent; half a surrogate pair goes out as the bytes that UTF-8 forbids."""
        if self.raw_query is not None:
            return self.raw_query
        return urlencode(self.parameters, quote_via=quote, safe="", errors="surrogatepass")

    def target(self, prefix: str = "") -> str:
        """Return the request target: path and query, below a prefix."""
        query = self.query_string
        return f"{prefix.rstrip('/')}{self.path}{'?' if query or self.raw_query is not None else ''}{query}"

    def url(self, base_url: str) -> str:
        """Return the URL to ask at a deployment."""
        return self.target(base_url)

    def get(self, name: str) -> str | None:
        """Return the first value of a parameter, or None when it is not sent."""
        return next((value for sent, value in self.parameters if sent == name), None)

    def vary(self, /, **parameters: Value) -> Question:
        """Return this question with parameters changed in place, added at the end, or removed by None.

        A parameter that was sent several times is sent once afterwards.
        """
        if self.raw_query is not None:
            raise ValueError("a question with a raw query has no parameters to vary; vary one without")
        pairs = list(self.parameters)
        for name, value in parameters.items():
            at = next((index for index, pair in enumerate(pairs) if pair[0] == name), len(pairs))
            before, after = pairs[:at], [pair for pair in pairs[at:] if pair[0] != name]
            pairs = [*before, *([] if value is None else [(name, _text(value))]), *after]
        return replace(self, parameters=tuple(pairs))

    def also(self, name: str, value: str) -> Question:
        """Return this question with one more parameter at its end, even if the name is sent already."""
        return replace(self, parameters=(*self.parameters, (name, value)))

    def with_(self, **changes: Any) -> Question:
        """Return this question with other credentials, method, path, parameters or raw query."""
        return replace(self, **changes)

"""A request as the mock reads it, whichever server took it: no framework, and nothing of it read twice.

A client sends the same headers with every request, so what they mean is worked out once for each block of them, see
`serving.head`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from mock_server import logs, negotiation


class Headers:
    """The headers of a request; names are those of WSGI, such as `HTTP_X_API_KEY`, and values Latin-1."""

    def __init__(self, sent: Mapping[str, str]) -> None:
        """Read nothing yet."""
        self.sent = sent

    def get(self, name: str) -> str | None:
        """Return a header as text: its bytes are Latin-1 here, people write keys in UTF-8."""
        value = self.sent.get("HTTP_" + name.upper().replace("-", "_"))
        if value is None or value.isascii():
            return value
        return value.encode("latin-1", "replace").decode("utf-8", "replace")

    @cached_property
    def api_key(self) -> str | None:
        """`X-API-Key`."""
        return self.get("X-API-Key")

    @cached_property
    def authorization(self) -> str | None:
        """`Authorization`."""
        return self.get("Authorization")

    @cached_property
    def prefer(self) -> str | None:
        """`Prefer`."""
        return self.get("Prefer")

    @cached_property
    def takes_gzip(self) -> bool:
        """Whether the client takes gzip and does not prefer no coding."""
        accepted = self.get("Accept-Encoding")
        return accepted is not None and negotiation.takes_gzip(accepted)

    def has(self, tag: str) -> bool:
        """Tell whether the client has the answer of a tag already."""
        known = self.get("If-None-Match")
        return known is not None and negotiation.has_tag(known, tag)

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """The keys among them; of a token, also without the word before it."""
        whole = [text for name in logs.SECRET_HEADERS if (text := self.get(name))]
        bare = (self.authorization or "").partition(" ")[2].strip()
        return (*whole, bare) if bare else tuple(whole)

    @cached_property
    def told(self) -> tuple[tuple[str, str], ...]:
        """All of them under their usual spelling, without keys."""
        names = (name for name in self.sent if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH"))
        spelled = ((name.removeprefix("HTTP_").replace("_", "-").title(), self.sent[name]) for name in names)
        return tuple((name, logs.masked_header(name, value, self.secrets)) for name, value in spelled)


@dataclass(slots=True)
class Asked:
    """One request."""

    method: str
    sent_path: str
    """Without the query, as sent."""
    path: str
    """The same percent-decoded; bytes that are no UTF-8 are U+FFFD."""
    query: bytes
    """The query string as sent."""
    headers: Headers
    client: str
    """The connection that asks, such as `127.0.0.1:53122`."""

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> Asked:
        """Return a request that any WSGI server took."""
        path = str(environ["PATH_INFO"]).encode("latin-1", "replace").decode("utf-8", "replace")
        return cls(
            str(environ["REQUEST_METHOD"]),
            str(environ.get("REQUEST_URI") or quote(path)).partition("?")[0],
            path,
            str(environ.get("QUERY_STRING", "")).encode("latin-1", "replace"),
            Headers(environ),
            f"{environ.get('REMOTE_ADDR', '-')}:{environ.get('REMOTE_PORT', '-')}",
        )

    def line(self) -> bytes:
        """Return what the trace id of an answer depends on; a HEAD request has that of its GET."""
        method = "GET" if self.method == "HEAD" else self.method
        return f"{method} {self.path}?".encode("utf-8", "replace") + self.query

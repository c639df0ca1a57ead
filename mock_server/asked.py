"""A request as the mock reads it: from any WSGI server, without a framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; `environ` is WSGI's."""

    environ: Mapping[str, Any]

    @property
    def method(self) -> str:
        """The method as sent."""
        return str(self.environ["REQUEST_METHOD"])

    @property
    def path(self) -> str:
        """The path without the query, percent-decoded; bytes that are no UTF-8 are U+FFFD."""
        return str(self.environ["PATH_INFO"]).encode("latin-1", "replace").decode("utf-8", "replace")

    @property
    def sent_path(self) -> str:
        """The path as sent, without the query."""
        sent = self.environ.get("REQUEST_URI") or quote(self.path)
        return str(sent).partition("?")[0]

    @property
    def query(self) -> bytes:
        """The query string as sent."""
        return str(self.environ.get("QUERY_STRING", "")).encode("latin-1", "replace")

    @property
    def client(self) -> str:
        """The connection that asks, such as `127.0.0.1:53122`."""
        return f"{self.environ.get('REMOTE_ADDR', '-')}:{self.environ.get('REMOTE_PORT', '-')}"

    def header(self, name: str) -> str | None:
        """Return a header as text: WSGI hands its bytes over as Latin-1, people write keys in UTF-8."""
        value: str | None = self.environ.get("HTTP_" + name.upper().replace("-", "_"))
        if value is None or value.isascii():
            return value
        return str(value).encode("latin-1", "replace").decode("utf-8", "replace")

    def headers(self) -> tuple[tuple[str, str], ...]:
        """Return every header under its usual spelling."""
        return tuple(
            (name.removeprefix("HTTP_").replace("_", "-").title(), value)
            for name, value in self.environ.items()
            if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
        )

    def line(self) -> bytes:
        """Return what the trace id of an answer depends on; a HEAD request has that of its GET."""
        method = "GET" if self.method == "HEAD" else self.method
        return f"{method} {self.path}?".encode("utf-8", "replace") + self.query

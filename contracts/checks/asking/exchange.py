"""A question with the answer that it got, as a pure value; the answer is parsed when somebody looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.checks.asking.credentials import Credentials
from contracts.checks.asking.question import Question
from contracts.checks.asking.strict_json import read_json


def curl_line(question: Question, url: str, credentials: Credentials) -> str:
    """Return the command that asks the same again, to be pasted into bash as it stands."""
    words = ["curl"]
    if question.method != "GET":
        words.append("-I" if question.method == "HEAD" else f"-X {question.method}")
    if re.search(r"[\[\]{}]", url):
        words.append("--globoff")
    if re.search(r"/(\.|%2e)", question.path, re.IGNORECASE):
        words.append("--path-as-is")
    quoted = url.replace("'", "'\"'\"'")
    return " ".join([*words, *credentials.curl, f"'{quoted}'"])


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and the answer that it got; `repr` leaves out what the server wrote, which may repeat a key."""

    question: Question
    url: str
    status: int
    headers: Mapping[str, str] = field(hash=False, repr=False)
    """Names in lower case; the values of a repeated header are joined by `, `."""
    body: bytes = field(repr=False)
    """The decoded body; its beginning only where `incomplete` says so."""
    seconds: float
    """From sending the request to the body's last byte."""
    curl: str
    """The same question as a command, without secrets."""
    incomplete: str | None = field(default=None, repr=False)
    """Why the body could not be read to its end, if it could not."""
    _parsed: list[tuple[Any, str | None]] = field(init=False, compare=False, repr=False, default_factory=list)
    """The parsed body and why there is none, once somebody asks; what is only kept or shown is never parsed."""

    @property
    def json(self) -> Any:
        """The parsed body; None when it is not readable, or null."""
        return self._read()[0]

    @property
    def unreadable(self) -> str | None:
        """Why there is no JSON to look at, if there is none: `empty`, `not UTF-8: ...`, `not JSON: ...`, `body ...`."""
        return self._read()[1]

    def _read(self) -> tuple[Any, str | None]:
        if not self._parsed:
            self._parsed.append((None, self.incomplete) if self.incomplete else read_json(self.body))
        return self._parsed[0]

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON without doubt."""
        return self.unreadable is None

    @property
    def assistants(self) -> tuple[Any, ...]:
        """The items of the list that was answered; empty when it was none."""
        listed = self.json.get("assistants") if isinstance(self.json, dict) else None
        return tuple(listed) if isinstance(listed, list) else ()

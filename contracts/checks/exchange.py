"""A question to a deployment, and the exchange that it becomes: pure values, nothing is sent here.

An answer is parsed when the exchange is made, as strictly as JSON can be meant (RFC 8259, section 4: names should be
unique; section 8.1: UTF-8), and within bounds: a few megabytes of brackets would otherwise become a gigabyte of lists.
"""

from __future__ import annotations

import base64
import html
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NoReturn
from urllib.parse import quote, urlencode


class AskingError(Exception):
    """A question that got no answer.

    ::

        AskingError
        ├── UsageError     a person's mistake: a base URL, a key, a limit
        ├── OutOfReach     the deployment gave no answer
        └── BudgetSpent    the requests or the time allowed are used up
    """


class UsageError(AskingError):
    """A person's mistake; the message names the place and the cure, and never repeats a secret."""


class BudgetSpent(AskingError):  # noqa: N818 - the command line prints it as it reads
    """The requests or the time allowed are used up; nothing more is sent."""


# --- questions

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


# --- credentials

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UNSENDABLE = re.compile(r"[^\t\x20-\x7e\xa0-\xff]")


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """Headers that say who asks, and the arguments that make curl send them from the environment."""

    headers: tuple[tuple[str, str], ...] = ()
    curl: tuple[str, ...] = ()
    """Shell words, such as `-H "X-API-Key: $FREDDY_API_KEY"`; the secret itself never stands here."""

    def __post_init__(self) -> None:
        for name, value in self.headers:
            if not _HEADER_NAME.fullmatch(name):
                raise UsageError("credentials: a header's name may hold letters, digits and hyphens only")
            found = _UNSENDABLE.search(value)
            if found:
                what = "a line break" if found.group() in "\r\n" else "a character that no header can carry"
                place = f"character {found.start() + 1} of {len(value)}"
                raise UsageError(f"{name}: the value has {what} ({place}); copy the key again, without it")

    def __repr__(self) -> str:
        return f"Credentials({', '.join(f'{name}: ***' for name, _ in self.headers)})"

    @classmethod
    def api_key(cls, secret: str, variable: str = "FREDDY_API_KEY") -> Credentials:
        """Return an API key's credentials; the curl line reads the key from an environment variable."""
        return cls((("X-API-Key", secret),), (f'-H "X-API-Key: ${variable}"',))

    @classmethod
    def bearer(cls, secret: str, variable: str = "FREDDY_BEARER") -> Credentials:
        """Return a bearer token's credentials; the curl line reads the token from an environment variable."""
        return cls((("Authorization", f"Bearer {secret}"),), (f'-H "Authorization: Bearer ${variable}"',))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown: every header's value, and a bearer token without its scheme."""
        values = [value for _, value in self.headers]
        return tuple(part for value in values for part in (value, value.partition(" ")[2]) if part)


NO_CREDENTIALS = Credentials()
"""A question from nobody."""


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


# --- exchanges


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
    json: Any = field(init=False, compare=False, repr=False)
    """The parsed body; None when it is not readable, or null."""
    unreadable: str | None = field(init=False, compare=False, repr=False)
    """Why there is no JSON to look at, if there is none: `empty`, `not UTF-8: ...`, `not JSON: ...`, `body of ...`."""

    def __post_init__(self) -> None:
        parsed, why_not = (None, self.incomplete) if self.incomplete else _read_json(self.body)
        object.__setattr__(self, "json", parsed)
        object.__setattr__(self, "unreadable", why_not)

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON without doubt."""
        return self.unreadable is None

    @property
    def assistants(self) -> tuple[Any, ...]:
        """The items of the list that was answered; empty when it was none."""
        listed = self.json.get("assistants") if isinstance(self.json, dict) else None
        return tuple(listed) if isinstance(listed, list) else ()


_MOST_PARTS = 500_000
"""Brackets, commas and colons in a body. Each can become a hundred bytes of Python, and a page has at most a hundred
assistants."""
_MOST_TEXT = 64 * 2**20
"""Bytes of a decoded text: one emoji quadruples it."""
_HALF_A_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")


class _MeaningError(ValueError):
    """JSON by its grammar, but of no certain meaning."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _MeaningError(f"the name {twice[:80]!r} stands twice in one object")
    return made


def _refuse(constant: str) -> NoReturn:
    raise _MeaningError(f"{constant} is no JSON number")


def _number(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _MeaningError(f"{text[:80]} is larger than any double")
    return number


def _read_json(body: bytes) -> tuple[Any, str | None]:
    """Return the parsed body, or None and the reason why it cannot be read."""
    if not body:
        return None, "empty"
    if sum(map(body.count, (b"{", b"[", b",", b":"))) > _MOST_PARTS:
        return None, f"body of more than {_MOST_PARTS} brackets, commas and colons"
    try:
        return _parse(body), None
    except UnicodeDecodeError as error:
        return None, f"not UTF-8: byte 0x{body[error.start]:02x} at {error.start}"
    except json.JSONDecodeError as error:
        return None, f"not JSON: {error.msg} at character {error.pos}; the body begins {body[:20]!r}"
    except _MeaningError as error:
        return None, f"not JSON: {error}"
    except RecursionError:
        return None, "not JSON: nested too deeply"
    except ValueError:
        return None, "not JSON: an integer of thousands of digits"


def _parse(body: bytes) -> Any:
    text = body.decode()
    if sys.getsizeof(text) > _MOST_TEXT:
        raise _MeaningError(f"text of more than {_MOST_TEXT >> 20} MB when decoded")
    value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_number)
    if _HALF_A_PAIR.search(body):
        _demand_whole_pairs(value)
    return value


def _demand_whole_pairs(value: Any) -> None:
    for piece in json.JSONEncoder(ensure_ascii=False).iterencode(value):
        try:
            piece.encode()
        except UnicodeEncodeError as error:
            raise _MeaningError(f"half a surrogate pair, {ascii(piece[error.start])[1:-1]}, in a string") from error

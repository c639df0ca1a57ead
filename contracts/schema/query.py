"""The ten query parameters: their types, bounds and defaults, and how their text is read.

List page, "Query Parameters". Texts are read strictly: `" 10 "`, `1_0`, `+5` and `10.0` are no integers. Parameters
that the page does not name are ignored.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, Self, get_args, get_type_hints

from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.problems import Invalid
from contracts.schema.properties import AccessMode

LARGEST_OFFSET = 2**63 - 1
"""The page states no bound for `offset`; the largest 64-bit integer is one that every database has."""

ListedMode = Literal["private", "organization", "public"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a number lies, or the length of a text; pydantic asks it when it makes the parameter's schema."""

    least: int
    most: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Add the bounds to the schema of the type."""
        schema = handler(source)
        least, most = ("min_length", "max_length") if schema["type"] == "str" else ("ge", "le")
        return schema | {least: self.least} | ({} if self.most is None else {most: self.most})


_LIMIT, _OFFSET, _NOT_EMPTY = Bounds(1, 100), Bounds(0, LARGEST_OFFSET), Bounds(1)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """One question to the list, every parameter with its effective value.

    Thousands are made a second, of texts that were read already: nothing is checked again.
    """

    __pydantic_config__: ClassVar = {"strict": True, "use_attribute_docstrings": True}

    organization_id: Annotated[str, _NOT_EMPTY]
    """The organization whose assistants are listed."""
    limit: Annotated[int, _LIMIT] = 50
    """Assistants on a page at most."""
    offset: Annotated[int, _OFFSET] = 0
    """Assistants to skip."""
    search: str | None = None
    """Text to find in name or description."""
    access_mode: str | None = None
    """Show only assistants of this mode."""
    include_inactive: bool = False
    """Show inactive assistants too."""
    sort_by: Literal["name", "created_at", "updated_at"] = "name"
    """The sort field."""
    sort_order: Literal["asc", "desc"] = "asc"
    """The sort direction."""
    fields: Literal["summary", "standard", "full"] = "summary"
    """How much of each assistant is shown."""
    vector_store_id: str | None = None
    """Show only assistants that use this vector store."""

    def but(self, **values: Any) -> Self:
        """Return the question with other values of some parameters."""
        return dataclasses.replace(self, **values)


PARAMETERS = tuple(each.name for each in dataclasses.fields(ListQuery))
"""The names of the parameters, in the list page's order."""


class _TextError(ValueError):
    """A text that is no value of its parameter: the message's end, and the kind of mistake."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


Read = Callable[[str, Dialect], Any]

_SHOWN = 80
"""Characters of a wrong value that a message repeats."""


def _quote(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")


_INTEGER = re.compile("-?[0-9]+")


def _read_integer(bounds: Bounds, *, too_low: str, too_high: str) -> Read:
    @lru_cache(maxsize=1024)  # Most limits and offsets are met again.
    def number(text: str) -> int:
        if not _INTEGER.fullmatch(text):
            raise _TextError(f"{_quote(text)} is not an integer; send digits only, such as 10", "int_parsing")
        digits = text.lstrip("-0") or "0"
        value = int(digits[:20]) * (-1 if text.startswith("-") else 1)
        if value < bounds.least:
            raise _TextError(f"{_quote(text)[1:-1]} is below {bounds.least}; {too_low}", "greater_than_equal")
        if bounds.most is not None and value > bounds.most:
            raise _TextError(f"{_quote(text)[1:-1]} is above {bounds.most}; {too_high}", "less_than_equal")
        return value

    return lambda text, _: number(text)


_MANY_WORDS = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
_BOOLEANS: Mapping[str, Callable[[str], bool | None]] = {
    "many": lambda text: _MANY_WORDS.get(text.lower()),
    "two": lambda text: {"true": True, "false": False}.get(text),
}


def _read_boolean(text: str, dialect: Dialect) -> bool:
    value = _BOOLEANS[dialect["boolean_words"]](text)
    if value is None:
        raise _TextError(f"{_quote(text)} is not a boolean; send true or false", "bool_parsing")
    return value


def _choose(text: str, words: Sequence[str]) -> str:
    if text not in words:
        raise _TextError(f"{_quote(text)} is not one of {', '.join(words)}; send one of them, in lower case", "enum")
    return text


def _read_word(words: Sequence[str]) -> Read:
    return lambda text, _: _choose(text, words)


MODES: Mapping[str, Sequence[str] | None] = {
    "documented": get_args(ListedMode),
    "object_modes": get_args(AccessMode),
    "any": None,
    "others_empty": None,
}
"""Reading of `access_mode_filter` -> the values that the filter takes; None for any text."""

_MATCHED_MODES: Mapping[str, Sequence[str]] = {"others_empty": get_args(ListedMode)}
"""Reading of `access_mode_filter` -> the values that find something, where not all do that it takes."""


def is_of_mode(stored: str, asked: str, dialect: Dialect) -> bool:
    """Tell whether the filter `access_mode` keeps an assistant of a mode."""
    return stored == asked and asked in _MATCHED_MODES.get(dialect["access_mode_filter"], (asked,))


def _read_mode(text: str, dialect: Dialect) -> str:
    words = MODES[dialect["access_mode_filter"]]
    return text if words is None else _choose(text, words)


SEARCH_TERMS: Mapping[str, Callable[[str], str]] = {"trimmed": str.strip, "verbatim": str}
"""Reading of `search_spaces` -> the term that a text stands for."""


def _read_search(text: str, dialect: Dialect) -> str | None:
    return SEARCH_TERMS[dialect["search_spaces"]](text) or None


def _read_organization(text: str, _: Dialect) -> str:
    if not text:
        raise _TextError("is empty; send the id of the organization to list", "missing")
    return text


def _words(name: str) -> Sequence[str]:
    return get_args(get_type_hints(ListQuery)[name])


READERS: Mapping[str, Read] = {
    "organization_id": _read_organization,
    "limit": _read_integer(
        _LIMIT,
        too_low="ask for at least 1",
        too_high="ask for at most 100 and page with offset",
    ),
    "offset": _read_integer(
        _OFFSET,
        too_low="start at 0",
        too_high="no list is that long",
    ),
    "search": _read_search,
    "access_mode": _read_mode,
    "include_inactive": _read_boolean,
    "sort_by": _read_word(_words("sort_by")),
    "sort_order": _read_word(_words("sort_order")),
    "fields": _read_word(_words("fields")),
    "vector_store_id": lambda text, _: text,
}
"""Every parameter, in the list page's order, with the function that reads its text."""

DEFAULT_LIMITS: Mapping[str, int] = {"fifty": 50, "twenty": 20}
"""Reading of `default_limit` -> the limit when none is sent."""


def _only(texts: Sequence[str], _: Dialect) -> str:
    if len(texts) > 1:
        raise _TextError(f"is sent {len(texts)} times; send it once", "repeated")
    return texts[0]


_REPEATED: Mapping[str, Callable[[Sequence[str], Dialect], str]] = {
    "last": lambda texts, _: texts[-1],
    "first": lambda texts, _: texts[0],
    "refused": _only,
}


def _chosen(pairs: Iterable[tuple[str, str]], name: str, dialect: Dialect) -> str:
    """Return the text that counts of those sent for a parameter, of which there is one at least."""
    return _REPEATED[dialect["repeated_parameter"]]([text for sent, text in pairs if sent == name], dialect)


def read(pairs: Iterable[tuple[str, str]], dialect: Dialect = DOCUMENTED) -> ListQuery | tuple[Invalid, ...]:
    """Read decoded query pairs, in the order sent; return the query, or all that is wrong with it.

    Each wrong parameter's message names parameter, value and cure:
    `limit: 101 is above 100; ask for at most 100 and page with offset`.
    """
    sent = list(pairs)
    last = dict(sent)
    values: dict[str, Any] = {"limit": DEFAULT_LIMITS[dialect["default_limit"]]}
    invalid: list[Invalid] = []
    if "organization_id" not in last:
        message = "organization_id: is missing; send the id of the organization to list"
        invalid.append(Invalid("organization_id", None, message, "missing"))
    for name, text in last.items():
        if name in READERS:
            try:
                if len(last) < len(sent):
                    text = _chosen(sent, name, dialect)
                values[name] = READERS[name](text, dialect)
            except _TextError as wrong:
                invalid.append(Invalid(name, text, f"{name}: {wrong}", wrong.kind))
    if invalid:
        return tuple(sorted(invalid, key=lambda each: PARAMETERS.index(each.field)))
    return ListQuery(**values)


def read_organization(pairs: Iterable[tuple[str, str]], dialect: Dialect = DOCUMENTED) -> str | None:
    """Return the organization that decoded query pairs ask about, if they name one, whatever else is wrong."""
    sent = list(pairs)
    if "organization_id" not in dict(sent):
        return None
    try:
        return _read_organization(_chosen(sent, "organization_id", dialect), dialect)
    except _TextError:
        return None

"""Matchers read from what JSON holds, with an error that names the place, the value and the cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any

from mock_server.journal import applied
from mock_server.journal.matching import Matcher, Pairs

KEYS = tuple(each.name for each in fields(Matcher))
"""What a matcher may say."""


def read(value: Any) -> Matcher:
    """Read a matcher such as `{"query": {"limit": 20}, "absent": ["offset"], "status": "2xx"}`.

    Numbers and booleans of a query stand for how they are sent: `20`, `true`. A query's value may be a list where a
    name is sent more than once; `present`, `absent` and `applied` may be one text. Raises ValueError with the cure.
    """
    if not isinstance(value, Mapping):
        raise ValueError(f"matcher: {value!r} is no object; send one with any of {', '.join(KEYS)}")
    for key in value:
        if key not in KEYS:
            raise ValueError(f"{key}: is nothing a matcher can say; {_cure(key)}")
    return Matcher(**{key: _READERS[key](key, each) for key, each in value.items() if each is not None})


def _cure(key: Any) -> str:
    near = get_close_matches(str(key), KEYS, n=1)
    return f"did you mean {near[0]}?" if near else f"it can say {', '.join(KEYS)}"


def _text(place: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{place}: {value!r} is no text; send a string")
    return value


def _method(place: str, value: Any) -> str:
    return _text(place, value).upper()


def _path(place: str, value: Any) -> str:
    path = _text(place, value)
    if "?" in path:
        raise ValueError(f"{place}: {path!r} holds a query; name its parameters in `query`")
    return path


def _names(place: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"{place}: {value!r} is no list of names; send such as ['offset']")
    return tuple(_text(f"{place}[{at}]", each) for at, each in enumerate(value))


def _applied(place: str, value: Any) -> tuple[str, ...]:
    names = _names(place, value)
    return tuple(_done(place if isinstance(value, str) else f"{place}[{at}]", each) for at, each in enumerate(names))


def _done(place: str, text: str) -> str:
    try:
        return applied.read(text)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error


def _object(place: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{place}: {value!r} is no object; send names with their values")
    return value


def _query(place: str, value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, _values(f"{place}.{name}", each)) for name, each in _object(place, value).items())


def _values(place: str, value: Any) -> tuple[str, ...]:
    if value is None or value == []:
        raise ValueError(f"{place}: {value!r} is nothing that is sent; name it in `absent` where it must not be")
    return tuple(_sent(place, each) for each in (value if isinstance(value, list | tuple) else [value]))


def _sent(place: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _text(place, value)


def _headers(place: str, value: Any) -> Pairs:
    return tuple((name, _text(f"{place}.{name}", each)) for name, each in _object(place, value).items())


def _status(place: str, value: Any) -> str:
    if isinstance(value, bool) or not re.fullmatch("[1-5]([0-9]{2}|xx)", str(value)):
        raise ValueError(f"{place}: {value!r} is no status; send such as 404, or '4xx' for all of a kind")
    return str(value)


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "method": _method,
    "path": _path,
    "query": _query,
    "present": _names,
    "absent": _names,
    "headers": _headers,
    "status": _status,
    "user_id": _text,
    "applied": _applied,
}
"""Key of a matcher -> the function that reads its value, given the place to name in an error."""

"""One call of the control API, and what is told in answer to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_jsonable_python

from mock_server.control_api.failure import Headers
from mock_server.items import to_json
from mock_server.mock import Mock

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """A call that may be answered: its parameters are read, and its body is JSON."""

    mock: Mock
    places: Mapping[str, str] = field(default_factory=dict)
    """What the path names."""
    query: Mapping[str, Any] = field(default_factory=dict)
    """Parameters with their values, defaults included."""
    body: Any = None


@dataclass(frozen=True, slots=True)
class Told:
    """What goes back."""

    status: int
    body: bytes | Iterable[bytes] = b""
    kind: str = JSON
    headers: Headers = ()


def told(value: Any, status: int = 200, headers: Headers = ()) -> Told:
    """Return a value as JSON; models and dataclasses are objects."""
    return Told(status, to_json(to_jsonable_python(value)), headers=headers)

"""An operation of the control API: where it is called, what it takes, what it tells, and the function that does it.

The routes and the document are both made of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from mock_server.control_api import body, parameters
from mock_server.control_api.call import JSON, Call, Told
from mock_server.control_api.failure import Failure
from mock_server.control_api.parameters import Pairs, Parameter
from mock_server.mock import Mock


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path. Its function's name is its own, and its docstring tells what it does."""

    method: str
    path: str
    """As Flask writes it: `/_mock/journal/<number>`."""
    do: Callable[[Call], Told]
    answer: TypeAdapter[Any] | None = None
    """What the body of a good answer is; None for an answer without one, or of another kind than JSON."""
    status: int = 200
    takes: TypeAdapter[Any] | Mapping[str, Any] | None = None
    """What the body of a call is, or its JSON schema; None for a call without one."""
    parameters: Sequence[Parameter] = ()
    fails: tuple[int, ...] = ()
    """Statuses besides those of every operation."""
    kind: str = JSON
    """Content type of a good answer."""
    is_open: bool = False
    """Whether it needs no token, as it tells nothing of this mock; it then takes nothing but its path."""

    @property
    def name(self) -> str:
        """What it is called in the document."""
        return self.do.__name__

    @property
    def places(self) -> list[str]:
        """What its path names, in order."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.path)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it came, for an operation that its path and method name."""

    places: Mapping[str, str]
    pairs: Pairs = ()
    body: bytes = b""
    content_type: str | None = None


def answer(operation: Operation, mock: Mock, sent: Sent) -> Told:
    """Do what a request asks for; raise `Failure`."""
    query = parameters.read(sent.pairs, operation.parameters)
    return operation.do(Call(mock, sent.places, query, _body(operation, sent)))


def _body(operation: Operation, sent: Sent) -> Any:
    if operation.takes is None and not sent.body:
        return None
    value = body.read(sent.body, sent.content_type)
    if operation.takes is None and value != {}:
        raise Failure(422, f"{operation.method} {operation.path} takes no body; send none")
    return value

"""Query parameters of the control API: what each means, and how its text is read. An unknown one is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mock_server.control_api.failure import shown, unknown, wrong

MOST = 2**63 - 1

Schema = Mapping[str, Any]
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `name` ends with `.` where it is the beginning of names, such as `query.`."""

    name: str
    about: str
    schema: Schema
    read: Callable[[str, str], Any] = lambda _, text: text
    """Reads a text, given the name to blame; raises `Failure`."""
    default: Any = None
    required: bool = False
    many: bool = False
    """Whether it may be sent more than once: its value is the list of what was sent."""

    def names(self, name: str) -> bool:
        """Tell whether this is the parameter of a name."""
        return name == self.name or (self.name.endswith(".") and name.startswith(self.name))


def whole(name: str, about: str, *, least: int = 0, most: int = MOST, default: int | None = None) -> Parameter:
    """Return a parameter that is a whole number within bounds."""

    def read(place: str, text: str) -> int:
        if not re.fullmatch("[0-9]{1,20}", text) or not least <= int(text) <= most:
            raise wrong(f"{place}: {shown(text)!r} is no number from {least} to {most}; send one")
        return int(text)

    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(name, about, schema if default is None else {**schema, "default": default}, read, default)


def read(pairs: Pairs, known: Sequence[Parameter]) -> dict[str, Any]:
    """Return the values of what was sent, and of what was not its default; raise `Failure`.

    Of a parameter that is a beginning, the value is a dict of all names that begin so, without it.
    """
    values: dict[str, Any] = {each.name: each.default for each in known}
    met: set[str] = set()
    for name, text in pairs:
        parameter = next((each for each in known if each.names(name)), None)
        if parameter is None:
            raise unknown(name, [each.name for each in known], "parameter here")
        if name in met and not parameter.many:
            raise wrong(f"{shown(name)}: is sent twice; send it once")
        met.add(name)
        _put(values, parameter, name, parameter.read(name, text))
    missing = [each.name for each in known if each.required and values[each.name] is None]
    if missing:
        raise wrong(f"{missing[0]}: is missing; send it in the query")
    return values


def _put(values: dict[str, Any], parameter: Parameter, name: str, value: Any) -> None:
    if parameter.name.endswith("."):
        under = values[parameter.name] = values[parameter.name] or {}
        under.setdefault(name.removeprefix(parameter.name), []).append(value)
    elif parameter.many:
        values[name] = [*(values[name] or ()), value]
    else:
        values[name] = value

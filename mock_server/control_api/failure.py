"""What goes wrong with a call: a status, and a message that names the place, the value and the cure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches

from pydantic import ValidationError

from fixtures.datafile import saying
from mock_server.edits import MissingError, TakenError

Headers = tuple[tuple[str, str], ...]

MOST_SHOWN = 4000
"""Characters of a message."""

_FIELD = re.compile(r"([A-Za-z_][\w.\[\]-]*): ")


class Failure(Exception):  # noqa: N818 - an answer, not a mistake of ours
    """A call that is refused; `field` is the member or parameter that is wrong, if it is one."""

    def __init__(self, status: int, message: str, field: str | None = None, headers: Headers = ()) -> None:
        """Remember what to answer with."""
        super().__init__(message)
        self.status, self.field, self.headers = status, field, headers
        self.message = message if len(message) <= MOST_SHOWN else f"{message[:MOST_SHOWN]}..."

    def body(self) -> Mapping[str, Mapping[str, str | None]]:
        """Return what is sent."""
        return {"error": {"message": self.message, "field": self.field}}


def wrong(message: str) -> Failure:
    """Return the failure of a wrong value; the place at the head of its message is the field."""
    place = _FIELD.match(message)
    return Failure(422, message, place[1] if place else None)


def unknown(place: str, known: Sequence[str], what: str) -> Failure:
    """Return the failure of a name that is not known where it stands, such as `clock.frozn`."""
    near = get_close_matches(place.rpartition(".")[2] or place, known, n=1)
    cure = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}" if known else "leave it out"
    return Failure(422, f"{shown(place)}: is no {what}; {cure}", shown(place))


def shown(text: str) -> str:
    """Return a name that somebody sent, short enough for a message."""
    return text if len(text) <= 60 else f"{text[:57]}..."


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what pieces of the mock say about a wrong value into a `Failure`; what they do not expect stays loud."""
    try:
        yield
    except (ValueError, MissingError) as error:
        raise _failure_of(error) from error


def _failure_of(error: ValueError | MissingError) -> Failure:
    if isinstance(error, MissingError):
        return Failure(404, str(error.args[0]), error.field)
    if isinstance(error, TakenError):
        return Failure(409, str(error), "id")
    if isinstance(error, ValidationError):
        return wrong("; ".join(saying(each) for each in error.errors(include_url=False)))
    return wrong(str(error))

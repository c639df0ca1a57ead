"""The JSON of the control API that no dataclass stands for, as pydantic models: what the document is made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from contracts.schema.models.assistant import Assistant

Texts = str | list[str]
Sent = str | int | bool


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class ErrorDetails(_Shape):
    """What is wrong."""

    message: str
    """The place, the value and the cure."""
    field: str | None
    """The member, parameter or header that is wrong, if it is one."""


class Error(_Shape):
    """A call that was refused."""

    error: ErrorDetails
    """What is wrong."""


class Stored(_Shape):
    """Some assistants of an organization, in the order they are stored."""

    organization_id: str
    """The organization."""
    total: int
    """How many it has."""
    offset: int
    """How many were skipped."""
    limit: int
    """How many there are here at most."""
    assistants: list[Assistant]
    """They, as stored."""


class ShortEntry(_Shape):
    """One request of the journal, as a line of a list."""

    number: int
    """1, 2, … in the order answered."""
    began: str
    """When, in ISO 8601."""
    method: str
    """As sent."""
    path: str
    """With the query; keys are masked."""
    status: int
    """Of the answer."""
    bytes: int
    """Of the answer's body, before compression."""
    ms: float
    """Milliseconds until the answer was ready, waiting on purpose included."""
    user_id: str | None
    """Who asked; null when nobody known did."""
    applied: list[str]
    """What the mock did on purpose, such as `drop`, `latency=5` or `defect=offset_ignored`."""


class Entries(_Shape):
    """Requests, the newest last."""

    entries: list[ShortEntry]
    """Those that are meant."""
    last: int
    """The number of the newest of all, to ask for what comes `since`."""
    forgotten: int
    """How many entries the bounds have cost since the journal was last cleared."""


class WholeEntry(ShortEntry):
    """One request and its answer, with everything that is known of them."""

    path: str
    """Without the query."""
    client: str
    """The connection."""
    query: list[tuple[str, str]]
    """Names and values, decoded, in the order sent."""
    headers: list[tuple[str, str]]
    """In the order sent; the value of a secret is `***`."""
    answer_headers: list[tuple[str, str]]
    """In the order sent."""
    body: Any
    """The value of a JSON body, the text of any other, null where there is none."""
    version: int
    """Of the state that answered."""
    key_in_url: bool
    """Whether a key stood in the query, where it is masked."""


class Expectation(_Shape):
    """Which requests there must be, and how many; without a number, one at least."""

    method: str | None = None
    """Of this method."""
    path: str | None = None
    """For this path, without the query."""
    query: dict[str, Sent | list[Sent]] | None = None
    """With these parameters; a list where a name is sent more than once."""
    present: Texts | None = None
    """With these parameters, whatever their values."""
    absent: Texts | None = None
    """Without these parameters."""
    headers: dict[str, str] | None = None
    """With these headers; the value of a secret is `***`."""
    status: int | str | None = None
    """Answered with this status: 404, or `4xx` for all of a kind."""
    user_id: str | None = None
    """Asked by this user."""
    applied: Texts | None = None
    """What the mock did on purpose: `drop`, `latency=5`, `fault` for any fault, `defect=offset_ignored`."""
    times: Annotated[int | None, Field(ge=0)] = None
    """Exactly so many."""
    at_least: Annotated[int | None, Field(ge=0)] = None
    """So many or more."""
    at_most: Annotated[int | None, Field(ge=0)] = None
    """So many or fewer."""
    since: Annotated[int | None, Field(ge=0)] = None
    """Only among what came after the entry of this number."""


class ToldSign(_Shape):
    """Requests that show a mistake."""

    requests: list[int]
    """Their numbers in the journal."""
    evidence: str
    """What in them shows it."""
    certain: bool
    """Whether no client that does right makes these requests."""


class ToldFinding(_Shape):
    """One mistake of one client."""

    name: str
    """Of the mistake."""
    topic: str
    """What it is about."""
    client: str
    """Who makes it: an origin, or a program."""
    certainty: Literal["certain", "hint"]
    """Whether a client that does right may have asked this, too."""
    sentence: str
    """What the client does."""
    advice: str
    """What to do instead."""
    requests: list[int]
    """All requests that show it."""
    signs: list[ToldSign]
    """The same, apart."""


class Grades(_Shape):
    """What clients do wrong."""

    requests: int
    """How many were looked at."""
    findings: list[ToldFinding]
    """Certain ones first."""

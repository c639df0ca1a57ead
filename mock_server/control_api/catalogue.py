"""Everything that can be chosen: scenarios, dialects, readings, defects, faults and parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS, Dialect
from fixtures.scenarios import SCENARIOS
from mock_server.control_api.call import Call, Told, told
from mock_server.control_api.states import ToldDialect
from mock_server.faults.fault import KINDS


@dataclass(frozen=True, slots=True)
class ToldScenario:
    """A world for a purpose, and how many assistants its main organization has."""

    name: str
    story: str
    assistants: int


@dataclass(frozen=True, slots=True)
class ToldReading:
    """One way to take a sentence of the documents."""

    name: str
    means: str


@dataclass(frozen=True, slots=True)
class ToldAmbiguity:
    """A question that the documents leave open, the place that raises it, and its readings, the default first."""

    row: str
    question: str
    source: str
    readings: tuple[ToldReading, ...]


@dataclass(frozen=True, slots=True)
class ToldDefect:
    """A defect, what a client meets, and a public bug of its kind, if one is known."""

    name: str
    topic: str
    story: str
    link: str


@dataclass(frozen=True, slots=True)
class ToldFault:
    """A kind of fault, an example as it is written, and what a client meets."""

    kind: str
    example: str
    story: str


@dataclass(frozen=True, slots=True)
class ToldParameter:
    """A parameter of the list, its JSON schema without null, and whether it must be sent."""

    name: str
    description: str
    required: bool
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that there is to choose from."""

    scenarios: tuple[ToldScenario, ...]
    dialects: tuple[ToldDialect, ...]
    ambiguities: tuple[ToldAmbiguity, ...]
    defects: tuple[ToldDefect, ...]
    faults: tuple[ToldFault, ...]
    parameters: tuple[ToldParameter, ...]


def catalogue(dialect: Dialect) -> Catalogue:
    """Return everything that can be chosen; the parameters are those of a dialect."""
    return Catalogue(
        scenarios=tuple(ToldScenario(name, each.story, each.size) for name, each in SCENARIOS.items()),
        dialects=tuple(ToldDialect(each.name, each.differences) for each in DIALECTS.values()),
        ambiguities=tuple(_ambiguities()),
        defects=tuple(_defects()),
        faults=tuple(ToldFault(kind, each.example, each.story) for kind, each in KINDS.items()),
        parameters=tuple(_parameters(dialect)),
    )


def _ambiguities() -> Iterator[ToldAmbiguity]:
    for each in AMBIGUITIES.values():
        readings = tuple(ToldReading(reading.name, reading.means) for reading in each.readings)
        yield ToldAmbiguity(each.name, each.question, each.source, readings)


def _defects() -> Iterator[ToldDefect]:
    # Imported here: a right mock starts without them.
    from mock_server.defects.catalogue import DEFECTS

    for each in DEFECTS.values():
        yield ToldDefect(each.name, each.topic, each.story, each.link)


def _parameters(dialect: Dialect) -> Iterator[ToldParameter]:
    # Imported here: the first page is answered sooner without it.
    from contracts.schema.openapi import PATH, build

    for each in build(dialect)["paths"][PATH]["get"]["parameters"]:
        yield ToldParameter(each["name"], each["description"], each["required"], each["schema"])


# --- operations


def get_catalogue(call: Call) -> Told:
    """Tell what can be chosen: scenarios, dialects, readings, defects, faults, and the parameters of the list."""
    return told(catalogue(call.mock.live.state.dialect))

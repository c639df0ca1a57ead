"""How the header `Prefer` is read: each preference's value, and what becomes of those that cannot be had.

Preferences that are not known are ignored, as RFC 7240 demands, and named in the answer. A known one with a value that
cannot be had is refused: who writes `code=999` has made a mistake and wants to be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.schema.dialect import DIALECTS
from contracts.schema.problems import VALIDATION_ERROR, Invalid, Refusal
from mock_server.faults import preference_header
from mock_server.faults.effects import Rate
from mock_server.faults.fault import Fault, parse_all
from mock_server.faults.numerals import SHOWN, read_decimal
from mock_server.faults.preference_header import Preference, UnclosedQuoteError
from mock_server.faults.preferences import Preferences
from mock_server.faults.statuses import read_status

LONGEST_WAIT = 60
"""Seconds."""

BAD_REQUEST = replace(VALIDATION_ERROR, status=400)
"""What a preference is refused with: not 422, which the API gives to parameters."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names that can be preferred, besides those of the contract."""

    scenarios: Sequence[str]
    defects: Sequence[str]


def _one_of(text: str, what: str, names: Sequence[str], cure: str = "") -> str:
    if text not in names:
        from difflib import get_close_matches

        near = get_close_matches(text[:SHOWN], names, n=3)
        told = f"did you mean {' or '.join(near)}?" if near else cure or f"use one of {', '.join(names)}"
        raise ValueError(f"{text[:SHOWN]!r} is no {what}; {told}")
    return text


def _read_code(text: str, _: Known) -> int:
    return read_status(text)


def _read_scenario(text: str, known: Known) -> str:
    return _one_of(text, "scenario", known.scenarios)


def _read_defects(text: str, known: Known) -> tuple[str, ...]:
    names = dict.fromkeys(each.strip() for each in text.split(",") if each.strip())
    cure = "freddy-mock --list-defects names them"
    return tuple(_one_of(name, "defect", known.defects, cure) for name in names)


def _read_wait(text: str, _: Known) -> float:
    return read_decimal(text, least=0, most=LONGEST_WAIT, cure="write seconds such as 2 or 0.5")


def _read_faults(text: str, _: Known) -> tuple[Fault, ...]:
    faults = parse_all(text)
    if any(isinstance(fault.effect, Rate) for fault in faults):
        raise ValueError("rate_limit counts the requests of all; set it for the server, or prefer code=429")
    return faults


def _read_dialect(text: str, _: Known) -> str:
    return _one_of(text, "dialect", tuple(DIALECTS))


@dataclass(frozen=True, slots=True)
class Kind:
    """One preference: which member of `Preferences` it sets, how its value is read, an example, and what it does."""

    member: str
    read: Callable[[str, Known], Any]
    example: str
    story: str


KINDS: Mapping[str, Kind] = {
    "code": Kind("code", _read_code, "code=429", "this answer is an error of that status"),
    "scenario": Kind("scenario", _read_scenario, "scenario=one-over", "this answer comes from that world"),
    "defect": Kind(
        "defects",
        _read_defects,
        "defect=has_more_always_true",
        'this answer has that defect, or several: defect="offset_ignored,has_more_always_true"',
    ),
    "wait": Kind("wait", _read_wait, "wait=2", "this answer comes so many seconds later"),
    "fault": Kind(
        "faults",
        _read_faults,
        "fault=truncate",
        'this answer meets that fault, or several: fault="latency=200,drop@0.5"',
    ),
    "dialect": Kind("dialect", _read_dialect, "dialect=sdk", "this answer is in that dialect"),
}
"""Name of a preference -> what it is."""


# --- the header


def parse(lines: Sequence[str], known: Known) -> Preferences | Refusal:
    """Return what the lines of the header `Prefer` say, or the refusal of all values that cannot be had.

    Of a preference that is repeated, the first counts.
    """
    try:
        sent = preference_header.read_lines(lines)
    except UnclosedQuoteError as error:
        return _refuse([Invalid("Prefer", ", ".join(lines)[:SHOWN], f"Prefer: {error}", "unclosed_quote")])
    first: dict[str, Preference] = {}
    ignored: list[str] = []
    for each in sent:
        if each.name not in KINDS:
            ignored.append(each.name)
        elif each.name in first:
            ignored.append(f"{each.name} (repeated)")
        else:
            first[each.name] = each
        ignored += [f"{name} (parameter of {each.name})" for name in each.parameters]
    values, mistakes = _read(first.values(), known)
    return _refuse(mistakes) if mistakes else Preferences(**values, ignored=tuple(dict.fromkeys(ignored)))


def _read(sent: Iterable[Preference], known: Known) -> tuple[dict[str, Any], list[Invalid]]:
    values: dict[str, Any] = {}
    mistakes = []
    for each in sent:
        kind = KINDS[each.name]
        try:
            if not each.value.strip(", "):
                raise ValueError(f"has no value; write {kind.example}")
            values[kind.member] = kind.read(each.value, known)
        except ValueError as error:
            written = f"{each.name}={each.value}"[:SHOWN]
            mistakes.append(Invalid("Prefer", written, f"Prefer: {each.name}: {error}", "preference"))
    return values, mistakes


def _refuse(mistakes: Sequence[Invalid]) -> Refusal:
    return Refusal(BAD_REQUEST, "; ".join(each.message for each in mistakes), tuple(mistakes))

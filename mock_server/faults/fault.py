"""A fault as a person writes it: a kind, perhaps `=` and parameters, perhaps `@` and a probability.

`latency=50..400`, `drop@0.1`; several are separated by commas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mock_server.faults import effects
from mock_server.faults.effects import Always, Effect, Rate
from mock_server.faults.numerals import SHOWN, read_decimal, write


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault: how its parameters are read, an example, and what a client meets, in one line."""

    read: Callable[[str], Effect]
    example: str
    story: str


def _required(kind: str, read: Callable[[str], Effect], example: str, story: str) -> Kind:
    def needing(text: str) -> Effect:
        if not text:
            raise ValueError(f"has no value; write {kind}={example}")
        return read(text)

    return Kind(needing, f"{kind}={example}", story)


def _alone(kind: str, effect: Always, story: str) -> Kind:
    def refusing(text: str) -> Effect:
        if text:
            raise ValueError(f"{text[:SHOWN]!r} is too much; write {kind} alone")
        return effect

    return Kind(refusing, kind, story)


KINDS: Mapping[str, Kind] = {
    "latency": _required(
        "latency",
        effects.read_late,
        "50..400",
        "the first byte is late by milliseconds: 200, a range 50..400, or lognormal:200:0.5 (median, sigma)",
    ),
    "slow_body": _required("slow_body", effects.read_slow, "2000", "the body trickles, at so many bytes per second"),
    "drop": _alone("drop", effects.DROPPED, "the connection is closed without an answer"),
    "truncate": Kind(
        effects.read_truncated,
        "truncate",
        "the connection is closed within the body; truncate=0.5 closes it in the middle",
    ),
    "malformed_json": _alone("malformed_json", effects.MALFORMED, "the body is whole by its length, but no JSON"),
    "error": _required(
        "error", effects.read_failing, "503", "another status: the documented error, or a gateway's page for 502 to 504"
    ),
    "timeout": _alone("timeout", effects.HANGING, "no answer ever comes, and the connection stays open"),
    "rate_limit": _required(
        "rate_limit",
        effects.read_rate,
        "60/60",
        "so many requests with one key or token in so many seconds, then 429",
    ),
}
"""Name of a kind -> what it is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and with which share of the requests."""

    kind: str
    effect: Effect
    probability: float = 1.0

    def __str__(self) -> str:
        parameters = str(self.effect)
        chance = "" if self.probability == 1 else f"@{write(self.probability)}"
        return f"{self.kind}={parameters}{chance}" if parameters else f"{self.kind}{chance}"


def parse(text: str) -> Fault:
    """Read one fault; `str` writes it back. ValueError names the kind, the value and the cure."""
    written, at, chance = text.strip().partition("@")
    name, _, parameters = written.partition("=")
    if name not in KINDS:
        raise ValueError(_unknown(name))
    try:
        effect = KINDS[name].read(parameters)
        probability = _read_chance(chance, effect) if at else 1.0
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
    return Fault(name, effect, probability)


def parse_all(text: str) -> tuple[Fault, ...]:
    """Read faults that are separated by commas; an empty text is none."""
    return tuple(parse(each) for each in text.split(",") if each.strip())


def _read_chance(text: str, effect: Effect) -> float:
    if isinstance(effect, Rate):
        raise ValueError("counts every request; leave out the @")
    return read_decimal(text, least=0, most=1, cure="write the share of requests, such as @0.1")


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name[:SHOWN].lower(), KINDS, n=1)
    cure = f"did you mean {near[0]}?" if near else f"use one of {', '.join(KINDS)}"
    return f"{name[:SHOWN]!r} is no fault; {cure}"

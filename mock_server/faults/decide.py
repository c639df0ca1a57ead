"""Which faults a request meets: a function of the seed, the faults and the request's number.

A flaky run can be repeated, and requests may be decided in any order or by several processes. Which requests are hit
depends on a fault's kind only: other parameters hit the same requests, and a higher probability hits more besides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from fixtures import streams
from mock_server.faults.chosen import Faults
from mock_server.faults.delivery import AS_IS, Delivery, combined
from mock_server.faults.fault import KINDS, Fault, parse

MOST_SEED = (1 << 63) - 1


def from_dict(value: object) -> Faults:
    """Read `{"faults": ["drop@0.1"], "seed": 7}`, of which either may be missing; ValueError names place and cure."""
    if not isinstance(value, dict):
        raise ValueError('not an object; send {"faults": ["drop@0.1"], "seed": 7}')
    unknown = [repr(name) for name in value if name not in ("faults", "seed")]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: unknown; send faults and seed")
    return Faults(_read_faults(value.get("faults", [])), _read_seed(value.get("seed", 0)))


def _read_faults(given: object) -> tuple[Fault, ...]:
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        examples = ", ".join(f'"{kind.example}"' for kind in KINDS.values())
        raise ValueError(f"faults: not a list of texts; send some of [{examples}]")
    try:
        return tuple(parse(each) for each in given)
    except ValueError as error:
        raise ValueError(f"faults: {error}") from error


def _read_seed(given: object) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= MOST_SEED:
        raise ValueError(f"seed: {given!r} is no seed; send a whole number from 0 on")
    return given


def decide(faults: Faults, number: int, *asked: Delivery) -> Delivery:
    """Return how the answer to a request of a number is delivered; what the request itself asked for comes first."""
    return combined((*asked, *drawn(faults, number)))


def drawn(faults: Faults, number: int) -> Iterator[Delivery]:
    """Yield what each fault does to the answer, of those that the request meets."""
    for fault, stream, text in _streams(faults):
        if _share(stream, 2 * number) < fault.probability:
            done = fault.effect.delivery(_share(stream, 2 * number + 1))
            if done != AS_IS:
                yield replace(done, applied=(text,))


@lru_cache(maxsize=256)
def _streams(faults: Faults) -> tuple[tuple[Fault, int, str], ...]:
    """Return each fault with its stream, equal kinds with streams of their own, and its text."""
    met: Counter[str] = Counter()
    found = []
    for fault in faults.faults:
        found.append((fault, streams.key("fault", faults.seed, fault.kind, met[fault.kind]), str(fault)))
        met[fault.kind] += 1
    return tuple(found)


def _share(stream: int, index: int) -> float:
    """Return a number above 0 and below 1; 52 bits and a half are still exact, so that neither bound is met."""
    return ((streams.scramble(stream, index) >> 12) + 0.5) * 2.0**-52

"""Which faults a request meets: by seed and number, in any order, as often as asked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.faults.decide import Faults, decide, from_dict
from mock_server.faults.delivery import AS_IS, Delivery
from mock_server.faults.fault import parse, parse_all
from tests.test_mock_server.faults import strategies

MANY = 2000
numbers = st.integers(1, 2**40)


def _hit(text: str, seed: int = 0) -> set[int]:
    """Return which of many requests meet a fault."""
    faults = Faults((parse(text),), seed)
    return {number for number in range(1, MANY + 1) if decide(faults, number) != AS_IS}


@given(strategies.faults, st.lists(numbers, max_size=5), st.randoms())
def test_decisions_depend_on_seed_and_number_alone(faults: Faults, asked: list[int], random: Random) -> None:
    """In another order, and by faults that were read anew, every request meets what it met."""
    met = {number: decide(faults, number) for number in asked}
    again = from_dict(json.loads(json.dumps(faults.to_dict())))
    shuffled = list(asked)
    random.shuffle(shuffled)
    assert met == {number: decide(again, number) for number in shuffled}


def test_decisions_are_the_same_for_ever() -> None:
    """A run that is repeated on another machine, or after an update of the mock, meets the same faults."""
    faults = Faults(parse_all("latency=50..400,truncate@0.5,error=503@0.5,drop@0.2"), 7)
    decided = [decide(faults, number) for number in range(1, 6)]
    assert [
        (0.172421, 0.5330423369854426, 503),
        (0.338496, 0.8002041318449286, 503),
        (0.165384, 0.8643744834531873, 503),
        (0.1431, None, None),
        (0.312733, None, None),
    ] == [(each.wait, each.cut_at, each.status) for each in decided]


@pytest.mark.parametrize("probability", [0.02, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1])
def test_about_the_asked_share_is_hit(probability: float, seed: int) -> None:
    """Of many requests, within four standard deviations."""
    expected = MANY * probability
    assert abs(len(_hit(f"drop@{probability}", seed)) - expected) < 4 * (expected * (1 - probability)) ** 0.5


def test_probabilities_of_none_and_all() -> None:
    """0 hits nothing, 1 everything."""
    assert (0, MANY) == (len(_hit("drop@0")), len(_hit("drop")))


def test_a_higher_probability_hits_more_besides() -> None:
    """The same requests are hit, by whatever parameters."""
    assert _hit("error=503@0.1") < _hit("error=500@0.2")


def test_seeds_kinds_and_repeats_are_independent() -> None:
    """Another seed, another kind, and a second fault of the same kind hit other requests."""
    assert 4 == len(
        {
            frozenset(_hit(*each))
            for each in (("drop@0.5", 0), ("drop@0.5", 1), ("timeout@0.5", 0), ("error=500@0.5", 0))
        }
    )
    both = {number for number in range(MANY) if decide(Faults(parse_all("latency=1@0.5,latency=2@0.5")), number).wait}
    assert MANY * 0.7 < len(both) < MANY * 0.8


@given(strategies.faults, st.sampled_from(("latency=1", "latency=1@0.5")), numbers)
def test_a_further_fault_moves_no_other(faults: Faults, further: str, number: int) -> None:
    """One of another kind leaves what the rest do as it was, wherever it is put."""
    others = tuple(fault for fault in faults.faults if fault.kind != "latency")
    before = decide(replace(faults, faults=others), number)
    for more in ((*others, parse(further)), (parse(further), *others)):
        after = decide(replace(faults, faults=more), number)
        assert before == replace(after, wait=0.0, applied=tuple(text for text in after.applied if text != further))


@given(strategies.faults, numbers)
def test_what_is_told_was_asked_for(faults: Faults, number: int) -> None:
    """Only faults that are set are applied; a rate limit is none that chance decides."""
    told = decide(faults, number).applied
    assert set(told) <= {str(fault) for fault in faults.faults if fault.kind != "rate_limit"}


def test_what_the_request_asks_for_comes_first() -> None:
    """A status that was asked for wins over one of a fault, and delays add up."""
    faults = Faults(parse_all("error=503,latency=500"))
    asked = Delivery(status=429, applied=("code=429",)), Delivery(wait=2, applied=("wait=2",))
    whole = Delivery(wait=2.5, status=429, applied=("code=429", "wait=2", "latency=500"))
    assert whole == decide(faults, 1, *asked)


# --- as values of JSON


@given(strategies.faults)
def test_faults_survive_as_json(faults: Faults) -> None:
    """They are written and read back."""
    assert faults == from_dict(json.loads(json.dumps(faults.to_dict())))


def test_what_is_left_out_has_its_default() -> None:
    """No faults, seed 0."""
    assert Faults() == from_dict({})


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (["drop"], 'not an object; send {"faults": ["drop@0.1"], "seed": 7}'),
        ({"fault": ["drop"]}, "'fault': unknown; send faults and seed"),
        ({"faults": "drop"}, 'faults: not a list of texts; send some of ["latency=50..400", "slow_body=2000",'),
        ({"faults": [1]}, "faults: not a list of texts"),
        ({"faults": ["dorp"]}, "faults: 'dorp' is no fault; did you mean drop?"),
        ({"faults": ["rate_limit=1/1"] * 2}, "rate_limit: is given twice; leave one of them out"),
        ({"seed": -1}, "seed: -1 is no seed; send a whole number from 0 on"),
        ({"seed": True}, "seed: True is no seed"),
        ({"seed": 2**63}, f"seed: {2**63} is no seed"),
        ({"seed": "7"}, "seed: '7' is no seed"),
    ],
)
def test_a_mistake_is_told_with_its_cure(value: object, told: str) -> None:
    """The message names the member, the value and what to send instead."""
    with pytest.raises(ValueError, match=re.escape(told)):
        from_dict(value)


def test_the_rate_limit_is_found() -> None:
    """Among other faults, or not at all."""
    limited = Faults(parse_all("drop@0.1,rate_limit=60/30"))
    assert ("60/30", None) == (str(limited.rate), Faults().rate)

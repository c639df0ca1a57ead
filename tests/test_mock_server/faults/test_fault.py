"""Faults as texts: read, written back, and refused with the cure."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.faults import effects
from mock_server.faults.effects import Failing, Late, Rate, Slow, Truncated
from mock_server.faults.fault import KINDS, Fault, parse, parse_all
from mock_server.faults.waiting import Fixed, Lognormal, Uniform
from tests.test_mock_server.faults import strategies


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("latency=200", Fault("latency", Late(Fixed(200)))),
        ("latency=0.5", Fault("latency", Late(Fixed(0.5)))),
        ("latency=50..400", Fault("latency", Late(Uniform(50, 400)))),
        ("latency=lognormal:200:0.5", Fault("latency", Late(Lognormal(200, 0.5)))),
        ("slow_body=2000", Fault("slow_body", Slow(2000))),
        ("drop", Fault("drop", effects.DROPPED)),
        ("drop@0.1", Fault("drop", effects.DROPPED, 0.1)),
        ("truncate", Fault("truncate", Truncated())),
        ("truncate=0.5@0.25", Fault("truncate", Truncated(0.5), 0.25)),
        ("malformed_json@0", Fault("malformed_json", effects.MALFORMED, 0)),
        ("error=503@0.05", Fault("error", Failing(503), 0.05)),
        ("timeout", Fault("timeout", effects.HANGING)),
        ("rate_limit=60/60", Fault("rate_limit", Rate(60, 60))),
    ],
)
def test_each_form_is_read_and_written(text: str, fault: Fault) -> None:
    """Text and value say the same."""
    assert (fault, text) == (parse(text), str(fault))


@pytest.mark.parametrize(
    ("text", "written"),
    [(" drop ", "drop"), ("drop@1.0", "drop"), ("latency=0200.50", "latency=200.5"), ("drop=", "drop")],
)
def test_other_ways_to_write_it(text: str, written: str) -> None:
    """There is one way in which a fault is told."""
    assert written == str(parse(text))


@given(st.one_of(strategies.drawn_faults, strategies.rate_limits))
def test_what_is_written_is_read_back(fault: Fault) -> None:
    """Every value survives as text, to the last digit."""
    assert fault == parse(str(fault))


@given(st.lists(strategies.drawn_faults))
def test_several_are_separated_by_commas(faults: list[Fault]) -> None:
    """No fault holds a comma itself."""
    assert tuple(faults) == parse_all(", ".join(map(str, faults)))


_WAITING = "write milliseconds such as 200, a range such as 50..400, or lognormal:200:0.5 with median and sigma"
_LIMIT = "write requests and seconds such as 60/60"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("latncy=200", "'latncy' is no fault; did you mean latency?"),
        ("Malformed-JSON", "'Malformed-JSON' is no fault; did you mean malformed_json?"),
        ("x" * 99, f"'{'x' * 60}' is no fault; use one of {', '.join(KINDS)}"),
        ("", f"'' is no fault; use one of {', '.join(KINDS)}"),
        ("latency", "latency: has no value; write latency=50..400"),
        ("latency=-1", f"latency: -1 is below 0; {_WAITING}"),
        ("rate_limit=-1/60", "rate_limit: -1 is below 1; write requests and seconds such as 60/60"),
        ("latency=-0", f"latency: '-0' is no number; {_WAITING}"),
        ("latency=1e3", f"latency: '1e3' is no number; {_WAITING}"),
        ("latency=NaN", f"latency: 'NaN' is no number; {_WAITING}"),
        ("latency=600001", f"latency: 600001 is not from 0 to 600000; {_WAITING}"),
        ("latency=400..50", "latency: 400..50 begins above its end; write 50..400"),
        ("latency=50..", f"latency: '' is no number; {_WAITING}"),
        ("latency=lognormal:200", f"latency: '' is no number; {_WAITING}"),
        ("latency=lognormal:200:6", f"latency: 6 is not from 0 to 5; {_WAITING}"),
        ("slow_body=0", "slow_body: 0 is not from 1 to 1000000000; write bytes per second such as 2000"),
        ("drop=5", "drop: '5' is too much; write drop alone"),
        (
            "truncate=1",
            "truncate: 1 is not from 0 to 0.999999; write the fraction of the body that is sent, such as 0.5, "
            "or truncate alone for any",
        ),
        (
            "error=200",
            "error: '200' is no status of an error here; use one of "
            "400, 401, 403, 404, 405, 414, 422, 429, 500, 502, 503, 504",
        ),
        ("drop@2", "drop: 2 is not from 0 to 1; write the share of requests, such as @0.1"),
        ("drop@10%", "drop: '10%' is no number; write the share of requests, such as @0.1"),
        ("drop@", "drop: '' is no number; write the share of requests, such as @0.1"),
        ("rate_limit=60", f"rate_limit: '60' has no '/'; {_LIMIT}"),
        ("rate_limit=0/60", f"rate_limit: 0 is not from 1 to 1000000000; {_LIMIT}"),
        ("rate_limit=60/1.5", f"rate_limit: '1.5' is no whole number; {_LIMIT}"),
        ("rate_limit=60/60@0.5", "rate_limit: counts every request; leave out the @"),
    ],
)
def test_a_mistake_is_told_with_its_cure(text: str, told: str) -> None:
    """The message names the kind, the value and what to write instead."""
    with pytest.raises(ValueError, match=re.escape(told) + r"\Z"):
        parse(text)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """What is refused is told by ValueError, in one line."""
    with suppress(ValueError):
        assert parse(str(parse(text)))
        return
    with pytest.raises(ValueError, match=r"\A.+\Z"):
        parse(text)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_an_example_and_a_story(name: str) -> None:
    """The example is a fault of that kind, the story one line."""
    kind = KINDS[name]
    assert (name, kind.example) == (parse(kind.example).kind, str(parse(kind.example)))
    assert kind.story
    assert "\n" not in kind.story

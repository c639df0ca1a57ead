"""The header `Prefer`: read, refused with the cure, and told as applied or ignored."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.schema.problems import VALIDATION_ERROR, Refusal
from fixtures.scenarios import SCENARIOS
from mock_server.defects.catalogue import DEFECTS
from mock_server.faults.decide import Faults
from mock_server.faults.delivery import AS_IS, Delivery
from mock_server.faults.fault import parse as fault
from mock_server.faults.fault import parse_all
from mock_server.faults.prefer import KINDS, Known, parse
from mock_server.faults.preferences import NAMES, NOTHING, Preferences

KNOWN = Known(tuple(SCENARIOS), tuple(DEFECTS))


def read(*lines: str) -> Preferences:
    """Return the preferences of lines that are not refused."""
    preferences = parse(lines, KNOWN)
    assert isinstance(preferences, Preferences), preferences
    return preferences


# --- reading


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", {}),
        (" , ,, ", {}),
        ("code=429", {"code": 429}),
        ("code=503", {"code": 503}),
        ('CODE = "429"', {"code": 429}),
        ('code="4\\29"', {"code": 429}),
        ("scenario=one-over", {"scenario": "one-over"}),
        ("defect=has_more_always_true", {"defects": ("has_more_always_true",)}),
        (
            'defect="offset_ignored, has_more_always_true,offset_ignored"',
            {"defects": ("offset_ignored", "has_more_always_true")},
        ),
        ("wait=2", {"wait": 2.0}),
        ("wait=0.5", {"wait": 0.5}),
        ("wait=60", {"wait": 60.0}),
        ("dialect=sdk", {"dialect": "sdk"}),
        ("fault=drop", {"faults": (fault("drop"),)}),
        ("fault=error=503@0.1", {"faults": (fault("error=503@0.1"),)}),
        ('fault="latency=50..400,drop@0.5"', {"faults": parse_all("latency=50..400,drop@0.5")}),
        ("code=429, wait=2,dialect=sdk", {"code": 429, "wait": 2.0, "dialect": "sdk"}),
    ],
)
def test_each_preference_is_read(line: str, said: dict[str, Any]) -> None:
    """Names in any case, values with or without quotes, several in a line."""
    assert Preferences(**said) == read(line)


def test_several_lines_are_one_list() -> None:
    """As HTTP says of every such header."""
    assert Preferences(code=429, wait=2.0) == read("code=429", "wait=2")


@pytest.mark.parametrize(
    ("lines", "said", "ignored"),
    [
        (["respond-async"], {}, ("respond-async",)),
        (["return=minimal; foo, Wait=2, handling=lenient"], {"wait": 2.0}, None),
        (["wait=1, wait=2"], {"wait": 1.0}, ("wait (repeated)",)),
        (["wait=1", "WAIT=nonsense"], {"wait": 1.0}, ("wait (repeated)",)),
        (["code=503; wait=2"], {"code": 503}, ("wait (parameter of code)",)),
        (['code=503;; a="b,c" ;'], {"code": 503}, ("a (parameter of code)",)),
        (["x, y, x"], {}, ("x", "y")),
        (["=5"], {}, ("",)),
    ],
)
def test_what_is_not_understood_is_ignored_and_kept(
    lines: list[str], said: dict[str, Any], ignored: tuple[str, ...] | None
) -> None:
    """Unknown names, further ones of a name, and parameters."""
    expected = ("return", "foo (parameter of return)", "handling") if ignored is None else ignored
    assert Preferences(**said, ignored=expected) == read(*lines)


def test_every_preference_has_a_reader_an_example_and_a_story() -> None:
    """The examples are read, and set the member that their kind names."""
    assert NAMES == tuple(KINDS)
    for kind in KINDS.values():
        assert getattr(NOTHING, kind.member) != getattr(read(kind.example), kind.member)
        assert kind.story
        for example in re.findall(r'[a-z]+="[^"]+"', kind.story):
            assert NOTHING != read(example)


# --- refusing


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "code=999",
            "code: '999' is no status of an error here; use one of "
            "400, 401, 403, 404, 405, 414, 422, 429, 500, 502, 503, 504",
        ),
        ("code", "code: has no value; write code=429"),
        ('defect=""', "defect: has no value; write defect=has_more_always_true"),
        ("scenario=one_over", "scenario: 'one_over' is no scenario; did you mean one-over?"),
        ("scenario=%", f"scenario: '%' is no scenario; use one of {', '.join(SCENARIOS)}"),
        ("defect=offset_ignord", "defect: 'offset_ignord' is no defect; did you mean offset_ignored"),
        ("defect=%", "defect: '%' is no defect; freddy-mock --list-defects names them"),
        ("dialect=SDK", "dialect: 'SDK' is no dialect; use one of documented, example, sdk, legacy"),
        ("wait=61", "wait: 61 is not from 0 to 60; write seconds such as 2 or 0.5"),
        ("wait=-1", "wait: -1 is below 0; write seconds such as 2 or 0.5"),
        ("wait=NaN", "wait: 'NaN' is no number; write seconds such as 2 or 0.5"),
        ("wait=inf", "wait: 'inf' is no number; write seconds such as 2 or 0.5"),
        ("fault=dorp", "fault: 'dorp' is no fault; did you mean drop?"),
        (
            "fault=rate_limit=1/1",
            "fault: rate_limit counts the requests of all; set it for the server, or prefer code=429",
        ),
        ('fault="drop', 'a quote is never closed; write another " at its end'),
    ],
)
def test_a_value_that_cannot_be_had_is_refused(line: str, told: str) -> None:
    """With 400 and the cure, in a sentence and as a wrong field."""
    refusal = parse([line], KNOWN)
    assert isinstance(refusal, Refusal)
    assert (400, VALIDATION_ERROR.code) == (refusal.problem.status, refusal.problem.code)
    assert refusal.reason.startswith(f"Prefer: {told}")
    assert [("Prefer", refusal.reason)] == [(each.field, each.message) for each in refusal.invalid]


def test_all_mistakes_are_told_at_once() -> None:
    """Each with what was written."""
    refusal = parse(["code=1, wait=x, dialect=sdk"], KNOWN)
    assert isinstance(refusal, Refusal)
    assert ["code=1", "wait=x"] == [each.value for each in refusal.invalid]
    assert refusal.reason == "; ".join(each.message for each in refusal.invalid)


_pieces = st.lists(
    st.one_of(st.sampled_from([*KINDS, "=", ",", ";", '"', "\\", " ", "1", "drop", "@0.1", "sdk"]), st.text(max_size=3))
)


@given(st.lists(_pieces.map("".join), max_size=3))
def test_any_header_is_read_or_refused(lines: list[str]) -> None:
    """Nothing raises, and what an answer tells can stand in a header."""
    found = parse(lines, KNOWN)
    if isinstance(found, Preferences):
        for _, text in found.headers(AS_IS):
            assert re.fullmatch("[ -~]+", text)


# --- answering


@pytest.mark.parametrize(
    ("line", "applied"),
    [
        ("", ""),
        ("respond-async", ""),
        ("code=429", "code=429"),
        ("wait=0", "wait=0"),
        (
            "dialect=sdk, wait=2.50, defect=offset_ignored, scenario=one-over",
            "scenario=one-over, defect=offset_ignored, wait=2.5, dialect=sdk",
        ),
        (
            'defect="offset_ignored, has_more_always_true"',
            'defect="offset_ignored,has_more_always_true"',
        ),
        ("fault=truncate", "fault=truncate"),
        ("fault=slow_body=5", 'fault="slow_body=5"'),
        ("fault=drop@0", ""),
        ('fault="truncate=0.5,drop@0"', 'fault="truncate=0.5"'),
        ("code=503, fault=malformed_json", "code=503"),
    ],
)
def test_what_was_applied_is_told(line: str, applied: str) -> None:
    """As it would be written again; a fault only where this answer met it."""
    preferences = read(line)
    delivery = preferences.deliver(Faults(), 1)
    assert applied == preferences.applied(delivery)
    again = read(applied)
    assert (preferences.code, preferences.defects, preferences.wait) == (again.code, again.defects, again.wait)


def test_the_headers_of_an_answer() -> None:
    """What was applied, and what was ignored beside what is known; neither where there is none."""
    assert () == NOTHING.headers(AS_IS)
    assert (("Preference-Applied", "code=429"),) == read("code=429").headers(AS_IS)
    known = "known are code, scenario, defect, wait, fault, dialect"
    assert (
        ("Preference-Applied", "wait=2"),
        ("X-Mock-Ignored-Preferences", f"wait (repeated), respond-async, n?o; {known}"),
    ) == read("wait=2, wait=3", "respond-async", "n\xe4o").headers(AS_IS)
    ignored = dict(read(*(f"p{number}" for number in range(99))).headers(AS_IS))["X-Mock-Ignored-Preferences"]
    assert re.fullmatch(r"p0, p1, .*, p8, p9; known are .*", ignored)


def test_preferences_are_delivered_before_faults() -> None:
    """The status that was asked for counts; delays add up; the server's faults are met besides."""
    faults = Faults(parse_all("error=500,latency=1000"))
    told = ("code=429", "wait=2", "latency=1000")
    assert Delivery(wait=3.0, status=429, applied=told) == read("wait=2, code=429").deliver(faults, 1)
    assert ("error=503", "latency=1000") == read("fault=error=503").deliver(faults, 1).applied
    assert ("error=500", "latency=1000") == NOTHING.deliver(faults, 1).applied


def test_a_preferred_fault_is_left_to_the_same_chance() -> None:
    """By the server's seed and the request's number, so that it can be repeated."""
    preferences = read("fault=truncate@0.5")

    def hit(seed: int) -> list[bool]:
        return [preferences.deliver(Faults(seed=seed), number).cut_at is not None for number in range(100)]

    assert hit(1) == hit(1) != hit(2)
    assert 30 < sum(hit(1)) < 70

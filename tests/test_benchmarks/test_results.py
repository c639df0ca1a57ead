"""Ratios, tables and pictures of what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import fromstring

import pytest

from measuring import markdown, plot
from measuring.load import Load
from measuring.results import Demand, Round, calmest, demands, different, hot, middle, ranked
from measuring.servers import MOCK, PEERS


def measured(*rates: int) -> Sequence[Round]:
    """Return a round for each rate."""
    loads = [Load(requests=rate, bytes=rate * 20_000, p50=1.0, p99=2.0, cpu_seconds=1.0) for rate in rates]
    return [Round(start=0.5, memory=60.0, hot=load, different=None, full=load) for load in loads]


ROUNDS = {"nginx": measured(100, 400, 200), MOCK: measured(50, 100, 120)}


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    """Rounds are compared with themselves, as the machine's mood differs between them: 0.5, 0.25, 0.6."""
    demand = Demand("throughput", hot, "nginx", 0.4)
    assert demand.ratio(ROUNDS, MOCK) == 0.5
    assert middle(ROUNDS["nginx"], hot) == 200
    assert ranked(ROUNDS) == ["nginx", MOCK]


@pytest.mark.parametrize(
    ("is_least", "ratio", "expected"), [(True, 0.4, True), (True, 0.39, False), (False, 0.41, False)]
)
def test_a_bound_holds(is_least: bool, ratio: float, expected: bool) -> None:
    """The bound itself is within."""
    assert Demand("", hot, "nginx", 0.4, is_least=is_least).holds(ratio) is expected


def waited(*shares: float | None) -> Sequence[Round]:
    """Return a round for each share of waiting; the later, the slower."""
    loads = [
        Load(requests=1, bytes=1, p50=1.0, p99=2.0 + number, cpu_seconds=1.0, waited=share)
        for number, share in enumerate(shares)
    ]
    return [Round(start=0.5, memory=60.0, hot=load, different=None, full=None) for load in loads]


def test_latencies_are_of_the_round_that_was_disturbed_least() -> None:
    """Whatever they are in that round; where nobody counts who waits, all rounds are as good."""
    calm = next(each for each in demands(MOCK) if each.of_calmest)
    assert calm.ratio({MOCK: waited(0.4, 0.01, 0.02)}, MOCK) == 3.0
    assert calm.ratio({MOCK: waited(None, None, None)}, MOCK) == 3.0
    assert calmest(waited()) == []


def test_the_table_shows_latencies_of_the_calmest_round() -> None:
    """With the share that says how calm it was."""
    text = markdown.peers({MOCK: waited(0.4, 0.013, 0.2)}, {MOCK: "mock"}, {MOCK: "all"}, {})
    assert "| 1.00 | 3.00 | 1.3% |" in text


def test_what_was_not_measured_is_no_ratio() -> None:
    """Neither a missing peer nor a missing kind of load counts as held."""
    assert Demand("", hot, "Mockoon", 15).ratio(ROUNDS, MOCK) is None
    assert Demand("", different, "nginx", 1).ratio(ROUNDS, MOCK) is None


def test_every_demand_names_a_peer() -> None:
    """A misspelt peer would be never measured."""
    assert {demand.peer for demand in demands(MOCK)} <= {peer.name for peer in PEERS}


def test_the_table_names_peers_that_are_missing() -> None:
    """The fastest first; a peer that cannot be had stands there with its reason."""
    text = markdown.peers(
        ROUNDS,
        {"nginx": "nginx 1.2", MOCK: "freddy-mock 3"},
        {"nginx": "nothing", MOCK: "all"},
        {"Mockoon": "node is not installed | sorry"},
    )
    _, _, *rows = text.splitlines()
    assert [row.split(" | ")[:3] for row in rows[:2]] == [
        ["| nginx 1.2", "nothing", "200"],
        ["| freddy-mock 3", "all", "100"],
    ]
    assert rows[2].startswith("| Mockoon | not measured: node is not installed \\| sorry | – |")


def test_the_table_of_demands_says_what_falls_short() -> None:
    """Each with its ratio, its bound and a word."""
    asked = (Demand("speed", hot, "nginx", 0.4), Demand("speed", hot, "nginx", 0.6), Demand("speed", hot, "Prism", 2))
    assert markdown.demands(asked, ROUNDS, MOCK).splitlines()[2:] == [
        "| speed | 0.50 × nginx's | at least 0.4 | holds |",
        "| speed | 0.50 × nginx's | at least 0.6 | **falls short** |",
        "| speed | – | at least 2 × Prism's | not measured |",
    ]


def test_bars_are_a_picture() -> None:
    """A bar for each value, none for what was not measured; ten times as much is one decade longer."""
    picture = fromstring(plot.bars("A & B", ["nginx", MOCK], {"one": [1000, 100], "two": [None, 10]}))  # noqa: S314
    bars = [each for each in picture.findall(".//{*}rect") if each.get("x") == str(plot.LABELS)]
    assert len(bars) == 3
    widths = sorted(float(bar.get("width", "")) for bar in bars)
    assert widths[2] == pytest.approx(2 * widths[1], abs=0.2)
    assert "A & B" in [each.text for each in picture.findall(".//{*}text")]


def test_lines_are_a_picture() -> None:
    """A dot for each point; a cost that grows as the size does rises."""
    picture = fromstring(plot.lines("t", "x", {"one": [(100, 0.1), (1000, 1.0)], "two": [(100, 1.0)]}))  # noqa: S314
    dots = [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in picture.findall(".//{*}circle")]
    assert len(dots) == 3
    assert dots[1][0] > dots[0][0]
    assert dots[1][1] < dots[0][1]

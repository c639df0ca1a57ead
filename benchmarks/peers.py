"""Measure the mock beside every peer that can be installed: throughput, latency, start and memory, in one run.

`python benchmarks/peers.py` installs the peers into a folder outside the repository and writes a table and a plot. All
servers are started once and stay, warmed up. In every round another process of each is started and timed until it
answers, then the standing ones are put under each kind of load, one after the other. A server has one core to itself
and is charged by its CPU seconds; wrk has the other. Needs wrk, and `pip install .` for the mock.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from measuring import load, markdown, plot
from measuring.installing import UnavailableError, find
from measuring.machine import heading, prepare
from measuring.material import Material, gather, items_in
from measuring.publishing import add_options, progress, publish
from measuring.questions import Question, questions, terms
from measuring.results import RATES, Round, Rounds, demands, middle, ranked
from measuring.running import FailedError, Launch, Running, get, running
from measuring.servers import MOCK, PEERS, Peer

WARM_UP = 2
NOTE = """\
Medians of {rounds} rounds in which all took turns; ratios are of the same round. One process of each server, alone on a
core; wrk on another, with 16 connections. Throughput is requests answered in a CPU second of the server. *Asked before*
is the same page of 50 items ({page:.0f} kB) again; *100 full objects* is another page, of {full:.0f} kB. *Never asked
before* are offsets, limits, filters, sorts and searches mixed, none twice: each peer is asked what it understands of
them, and one that heeds less answers more. Start is to the first answer, memory what was resident under load. Latencies
are those of *asked before* in its calmest round, in which something on the machine *waited* for a core for the least
part of the time: whose core is taken answers a tick of the scheduler later, and is no slower server for it.
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A peer whose server stands, and how another one of it is started."""

    peer: Peer
    launch: Launch
    server: Running


def main() -> None:
    """Measure, and write the table and the plot."""
    given = _given()
    try:
        find("wrk")
    except UnavailableError as error:
        sys.exit(f"peers: {error}")
    prepare()
    began = perf_counter()
    versions, missing = install(given.peers_dir, given.only)
    with tempfile.TemporaryDirectory(prefix="peers-") as name, ExitStack() as stack:
        folder = Path(name)
        try:
            material = gather(_made(folder / "material"))
        except FailedError as error:
            sys.exit(f"peers: the mock, which has what all others serve: {error}")
        standing = stand(stack, [each for each in PEERS if each.name in versions], given, folder, material, missing)
        rounds = measure(standing, given, folder, material, missing)
    titles = {name: f"{name} {version}" for name, version in versions.items()}
    publish("peers", text(given.rounds, rounds, titles, missing, material), picture(rounds, titles), given)
    progress(f"{perf_counter() - began:.0f} s in all")


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    cache = Path.home() / ".cache" / "freddy-kit" / "peers"
    parser.add_argument("--peers-dir", type=Path, default=cache, help=f"where peers are installed (default: {cache})")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2, help="of each load (default: 2)")
    parser.add_argument("--questions", type=int, default=40_000, help="never asked before, a round (default: 40000)")
    parser.add_argument("--only", nargs="+", choices=[each.name for each in PEERS], help="some peers, by name")
    add_options(parser)
    return parser.parse_args()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def install(folder: Path, only: Sequence[str] | None) -> tuple[dict[str, str], dict[str, str]]:
    """Install peers; return the versions of those that are there, and the reasons of those that are not."""
    versions, missing = {}, {}
    folder.mkdir(parents=True, exist_ok=True)
    for peer in PEERS:
        if only and peer.name not in only:
            continue
        progress(f"installing {peer.name}")
        try:
            versions[peer.name] = peer.package.install(folder.resolve())
        except UnavailableError as error:
            missing[peer.name] = str(error)
            progress(f"  {error}")
    return versions, missing


def stand(
    stack: ExitStack,
    peers: Sequence[Peer],
    given: argparse.Namespace,
    folder: Path,
    material: Material,
    missing: dict[str, str],
) -> list[Standing]:
    """Start a server of every peer and warm it up; those that fail are missing."""
    standing: list[Standing] = []
    for peer in peers:
        progress(f"warming up {peer.name}")
        launch = peer.launch(given.peers_dir.resolve(), _made(folder / peer.name), material)
        try:
            server = stack.enter_context(running(launch, peer.hot))
            demand_items(peer, server)
            load.apply(server, peer.hot, WARM_UP, (), folder / "paths")
        except FailedError as error:
            missing[peer.name] = str(error)
            progress(f"  {error}")
        else:
            standing.append(Standing(peer, launch, server))
    return standing


def demand_items(peer: Peer, server: Running) -> None:
    """Raise FailedError when a peer does not list as many items as were asked for: less would be faster."""
    # A peer that makes its answer up has no page of full objects, and as many items as it likes.
    for target, count in ((peer.hot, 50), (peer.full, 100)) if peer.full else ():
        status, body = get(server.port, target)
        listed = items_in(body) if status == 200 else 0
        if listed != count:
            raise FailedError(f"{target.path} is answered with status {status} and {listed} items, not {count}")


def measure(
    standing: Sequence[Standing],
    given: argparse.Namespace,
    folder: Path,
    material: Material,
    missing: dict[str, str],
) -> Rounds:
    """Let all take turns; a peer that fails once is missing."""
    rounds: dict[str, list[Round]] = {each.peer.name: [] for each in standing}
    searches = terms(material.names)
    asked = questions(given.questions * given.rounds, offsets=len(material.names), searches=searches)
    for number in range(given.rounds):
        progress(f"round {number + 1} of {given.rounds}")
        share = asked[number * given.questions : (number + 1) * given.questions]
        turns = take_turns([each for each in standing if each.peer.name in rounds], share, given, folder, missing)
        for name, measured in turns.items():
            rounds[name].append(Round(**measured))
        for name in missing:
            rounds.pop(name, None)
    return rounds


def take_turns(
    standing: Sequence[Standing],
    asked: Sequence[Question],
    given: argparse.Namespace,
    folder: Path,
    missing: dict[str, str],
) -> dict[str, dict[str, Any]]:
    """Measure all peers once: one after the other under each kind of load, so that those compared meet one mood."""
    found: dict[str, dict[str, Any]] = {each.peer.name: {"memory": 0.0} for each in standing}
    for kind, under in LOADS.items():
        for each in standing:
            name = each.peer.name
            if name in missing:
                continue
            try:
                found[name][kind] = under(each, asked, given.seconds, folder / "paths")
            except FailedError as error:
                missing[name] = str(error)
                progress(f"{name}, {kind}: {error}")
                del found[name]
                continue
            found[name]["memory"] = max(found[name]["memory"], each.server.megabytes())
    return found


Under = Callable[[Standing, Sequence[Question], int, Path], Any]


def _start(standing: Standing, *_: object) -> float:
    with running(standing.launch, standing.peer.hot) as another:
        return another.seconds


def _hot(standing: Standing, _: Sequence[Question], seconds: int, scratch: Path) -> load.Load:
    return load.apply(standing.server, standing.peer.hot, seconds, (), scratch)


def _different(standing: Standing, asked: Sequence[Question], seconds: int, scratch: Path) -> load.Load | None:
    peer = standing.peer
    if peer.different is None:
        return None
    return load.apply(standing.server, peer.hot, seconds, list(map(peer.different, asked)), scratch)


def _full(standing: Standing, _: Sequence[Question], seconds: int, scratch: Path) -> load.Load | None:
    peer = standing.peer
    return None if peer.full is None else load.apply(standing.server, peer.full, seconds, (), scratch)


LOADS: Mapping[str, Under] = {"start": _start, "hot": _hot, "different": _different, "full": _full}
"""What a round measures of each peer, by its name in `Round`."""


def text(count: int, rounds: Rounds, titles: Mapping[str, str], missing: Mapping[str, str], material: Material) -> str:
    """Return the tables, with what has to be known about them."""
    page, full = len(material.page) / 1000, len(material.full) / 1000
    return "\n".join(
        (
            f"{heading(sys.argv)}\n",
            NOTE.format(rounds=count, page=page, full=full),
            markdown.peers(rounds, titles, {each.name: each.heeds for each in PEERS}, missing),
            markdown.demands(demands(MOCK), rounds, MOCK),
        )
    )


def picture(rounds: Rounds, titles: Mapping[str, str]) -> str:
    """Return the plot of the throughput of all peers."""
    order = ranked(rounds)
    series = {kind: [middle(rounds[name], value) for name in order] for kind, value in RATES.items()}
    title = "Requests answered in a CPU second of the server (logarithmic)"
    return plot.bars(title, [titles[name] for name in order], series)


if __name__ == "__main__":
    main()

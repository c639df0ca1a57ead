"""Ask a mock hundreds of thousands of questions while it is changed all the time, and explain every answer.

`python benchmarks/soak.py` starts `freddy-mock --control`. One process changes it through the control API: assistants
are added, edited and removed, scenarios, dialects and faults switched. Others ask: pages, filters, searches,
projections, wrong parameters, wrong keys. Every answer names the number of changes that it was made after; those
changes are done again here, one by one, and `contracts.schema.reference` is asked the same question. What differs, and
no fault that was switched on at the time explains, is told and counted; so are memory, threads and sockets of the mock.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from contracts.schema import reference
from contracts.schema.access import Caller
from contracts.schema.problems import Refusal
from fixtures import make_world
from measuring.changes import MAIN, TOKEN, change
from mock_server import commands, params
from mock_server.faults.decide import Faults
from mock_server.state import State

ROUTE = "/v1/assistants"
KEYS = ("ak_mock_owner_main", "ak_mock_member_main", "ak_mock_department_main", "ak_mock_editor_main", "ak_nobody")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question."""

    query: str
    key: str


# --- changes


class History:
    """The states of the mock, made again from the log of its changes."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._read = 0
        self.states = [State(make_world())]
        self._rows: dict[int, Any] = {}

    def known(self) -> int:
        """Return how many changes may have been made by now."""
        with self._log.open("rb") as log:
            log.seek(self._read)
            for line in log:
                if not line.endswith(b"\n"):
                    break  # it is being written
                command = commands.ANY.validate_json(line)
                self.states.append(commands.done(command, self.states[-1], self.states[0]))
                self._read += len(line)
        return len(self.states) - 1

    def rows(self, version: int) -> Any:
        """Return the main organization's assistants after so many changes."""
        if version not in self._rows:
            while len(self._rows) > 8:
                del self._rows[next(iter(self._rows))]
            found = self.states[version].world.organization(MAIN)
            self._rows[version] = list(found.rows()) if found else []
        return self._rows[version]


# --- questions


def question(chance: random.Random) -> Asked:
    """Return a question, now and then a wrong one."""
    wanted: dict[str, Any] = {"organization_id": MAIN if chance.random() < 0.97 else "org_none"}
    may = {
        "limit": lambda: chance.choice((1, 2, 7, 20, 50, 99, 100, 0, 101)),
        "offset": lambda: chance.choice((0, 1, 10, 50, 100, 150, 10**6, -1)),
        "search": lambda: chance.choice(("soak", "Soak", "bot", "a", "zwei", "%", "ß")),
        "access_mode": lambda: chance.choice(("private", "organization", "public", "nobody")),
        "include_inactive": lambda: chance.choice(("true", "false")),
        "sort_by": lambda: chance.choice(("name", "created_at", "updated_at")),
        "sort_order": lambda: chance.choice(("asc", "desc")),
        "fields": lambda: chance.choice(("summary", "standard", "full")),
    }
    wanted |= {name: make() for name, make in may.items() if chance.random() < 0.3}
    return Asked(urlencode(wanted), chance.choice(KEYS))


def expected(history: History, version: int, asked: Asked) -> tuple[int, Any]:
    """Return the status and body that the reference gives."""
    state = history.states[version]
    caller = reference.authenticate(asked.key, None, state.world.credentials, state.dialect)
    if not isinstance(caller, Caller):
        return caller.problem.status, None
    organizations = [each.id for each in state.world.organizations]
    query = reference.admit(params.pairs(asked.query.encode()), caller, organizations, state.dialect)
    if isinstance(query, Refusal):
        return query.problem.status, None
    return 200, reference.list_assistants(history.rows(version), query, caller, state.dialect)


def has(faults: Faults, *kinds: str) -> bool:
    """Tell whether one of some faults is switched on."""
    return any(str(each).startswith(kinds) for each in faults.faults)


def explain(history: History, asked: Asked, before: int, status: int, version: int, body: bytes) -> str:
    """Return what explains an answer; a text that begins with "!" where nothing does."""
    after = history.known()
    if not before <= version <= after:
        return f"! answered after {version} changes, while {before} to {after} had been made: {asked}"
    faults = history.states[version].faults
    if status in (500, 503) and has(faults, f"error={status}"):
        return f"error={status}"
    right, value = expected(history, version, asked)
    if status != right:
        return f"! {status} instead of {right} after {version} changes: {asked}"
    try:
        found = json.loads(body)
    except ValueError:
        return "malformed_json" if has(faults, "malformed_json") else f"! no JSON after {version} changes: {asked}"
    if value is None:
        return str(status)
    return "as the reference" if found == value else f"! another list after {version} changes: {asked}"


def ask(port: int, log: str, number: int, seed: int) -> Counter[str]:
    """Ask so many questions on a kept connection; return what explained the answers."""
    history, chance = History(Path(log)), random.Random(seed)  # noqa: S311 - no secret
    told: Counter[str] = Counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    asked = question(chance)
    for _ in range(number):
        # Some again: these are answered from memory.
        asked = asked if chance.random() < 0.4 else question(chance)
        before = acknowledged(history)
        try:
            connection.request("GET", f"{ROUTE}?{asked.query}", headers={"X-API-Key": asked.key})
            response = connection.getresponse()
            body = response.read()
        except (HTTPException, ConnectionError) as error:
            connection.close()
            kinds = ("truncate",) if "Incomplete" in type(error).__name__ else ("drop",)
            met = any(has(each.faults, *kinds) for each in history.states[before : history.known() + 1])
            told[kinds[0] if met else f"! {type(error).__name__}: {asked}"] += 1
            continue
        version = int(response.headers["X-Mock-Version"])
        told[explain(history, asked, before, response.status, version, body)] += 1
    connection.close()
    return told


def acknowledged(history: History) -> int:
    """Return how many changes were acknowledged at least: all that stand in the log but the last."""
    return max(0, history.known() - 1)


# --- the whole


@dataclass(frozen=True, slots=True)
class Resources:
    """What a process holds."""

    megabytes: float
    threads: int
    files: int


def resources(process_id: int) -> Resources:
    """Return what a process holds now."""
    status = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    size, threads = (int(re.findall(rf"{name}:\s+(\d+)", status)[0]) for name in ("VmRSS", "Threads"))
    return Resources(size / 1024, threads, len(os.listdir(f"/proc/{process_id}/fd")))


@contextmanager
def mock() -> Iterator[tuple[int, int]]:
    """Run a mock; its process id and port are the value."""
    command = [sys.executable, "-m", "mock_server", "--port", "0", "--control", "--control-token", TOKEN]
    with subprocess.Popen([*command, "--log-format", "none"], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            banner = iter(process.stdout or ())
            port = next(int(found[1]) for line in banner if (found := re.search(r"http://[^/\s]*:(\d+)", line)))
            yield process.pid, port
        finally:
            process.terminate()


def soak(requests: int, clients: int, seed: int, rounds: int = 10) -> tuple[Counter[str], int, list[Resources]]:
    """Return what explained the answers, how many changes were made, and what the mock held after each round."""
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, mock() as (process_id, port):
        log, stop = Path(folder) / "changes.ndjson", Path(folder) / "stop"
        log.touch()
        held = [resources(process_id)]
        with ProcessPoolExecutor(clients + 1, get_context("spawn")) as processes:
            changing = processes.submit(change, port, str(log), str(stop), seed)
            try:
                for number in range(rounds):
                    share = requests // rounds // clients
                    seeds = range(seed + number * clients, seed + (number + 1) * clients)
                    asking = [processes.submit(ask, port, str(log), share, each) for each in seeds]
                    told += sum((each.result() for each in asking), Counter())
                    held.append(resources(process_id))
            finally:
                stop.touch()
            changed = changing.result()
        time.sleep(0.5)
        held.append(resources(process_id))
    return told, changed, held


def main() -> int:
    """Print what was found; 1 when an answer is unexplained."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--clients", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    began = time.monotonic()
    told, changed, held = soak(given.requests, given.clients, given.seed)
    unexplained = {text: count for text, count in told.items() if text.startswith("!")}
    explained = {text: count for text, count in told.most_common() if not text.startswith("!")}
    print(f"{sum(told.values()):,} requests, {changed:,} changes, {time.monotonic() - began:.0f} s")
    print("explained: " + ", ".join(f"{text} {count:,}" for text, count in explained.items()))
    print(f"unexplained: {sum(unexplained.values())}", *list(unexplained)[:10], sep="\n  ")
    print("memory, MB: " + ", ".join(f"{each.megabytes:.0f}" for each in held))
    print(f"threads {held[1].threads} to {held[-1].threads}, open files {held[0].files} to {held[-1].files}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())

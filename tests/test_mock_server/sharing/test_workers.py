"""`freddy-mock --workers`: several processes at one port, of which any may be killed at any moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from mock_server import cli
from mock_server.mock import Mock
from tests.test_mock_server.conftest import HEADERS, MAIN, PAGE, ROOT, Running, Start, clean_environment
from tests.test_mock_server.sharing.changes import added, total
from tests.test_mock_server.sharing.conftest import Redis, Replicate, eventually

TOKEN = "a-token-to-test-with"
SHARED = f"/v1/assistants?organization_id={MAIN}&search=Shared&limit=1"


def children(process: int) -> set[int]:
    """Return the process ids of a process's children."""
    told = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return set(map(int, told.split()))


@pytest.fixture(scope="module")
def url(redis: Redis) -> str:
    """Return the database of the workers."""
    return redis.url()


@pytest.fixture(scope="module")
def workers(start: Start, url: str) -> Running:
    """Return two workers at one port."""
    control = ("--control", "--control-token", TOKEN)
    return start("--workers", "2", "--state", url, "--log-format", "none", *control)


@pytest.fixture
def writer(replicate: Replicate, url: str) -> Mock:
    """Return a replica in this process that shares their state."""
    return replicate(url)


def listed(running: Running) -> int:
    """Return how many shared assistants a worker lists, whichever answers."""
    response, body = running.ask(SHARED)
    assert response.status == 200
    return int(json.loads(body)["total"])


def test_killed_workers_lose_nothing(workers: Running, writer: Mock) -> None:
    """Every change is seen by every new connection once it was acknowledged, while workers are killed all the time."""
    killed: set[int] = set()
    before, seen = total(writer), []
    for number in range(30):
        if number % 12 == 6:
            killed.add(victim := sorted(children(workers.process.pid) - killed)[number % 5 % 2])
            os.kill(victim, signal.SIGKILL)
        writer.do(added(f"k{number}"))
        seen.append(listed(workers) - before)
    assert list(range(1, 31)) == seen
    assert len(killed) == 2
    assert eventually(lambda: len(children(workers.process.pid) - killed) == 2)
    assert {30} == {listed(workers) - before for _ in range(8)}


def write(running: Running, name: str) -> int | None:
    """Add an assistant by a call to whichever worker answers; return its status, None when the worker died of it."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=10)
    headers = {"X-Mock-Token": TOKEN, "Content-Type": "application/json"}
    try:
        connection.request("POST", "/_mock/assistants", json.dumps(added(name).assistant), headers)
        return connection.getresponse().status
    except (ConnectionError, HTTPException):
        return None
    finally:
        connection.close()


def test_workers_killed_in_the_midst_of_calls_lose_nothing(workers: Running, writer: Mock) -> None:
    """What any worker acknowledged over the wire is there, whenever it or another was killed."""
    names, killed = [f"w{number}" for number in range(24)], set[int]()
    with ThreadPoolExecutor(2) as pool:
        writing = pool.map(lambda name: write(workers, name), names)
        for number in range(3):
            time.sleep(0.01 + 0.07 * number)
            killed.add(victim := min(children(workers.process.pid) - killed))
            os.kill(victim, signal.SIGKILL)
        acknowledged = {f"asst_{name}" for name, status in zip(names, writing, strict=True) if status == 201}
    organization = writer.live.state.world.organization(MAIN)
    assert organization is not None
    assert set() == acknowledged - {row["id"] for row in organization.rows()}
    assert len(acknowledged) > 12
    assert eventually(lambda: len(children(workers.process.pid) - killed) == 2)
    assert {total(writer)} == {listed(workers) for _ in range(6)}


WRITER = """
import sys
from fixtures.world import make_world
from mock_server.sharing.joining import shared
from mock_server.state import State
from tests.test_mock_server.sharing.changes import added
with shared(sys.argv[1], State(make_world())) as (mock, follow):
    follow()
    for number in range(int(sys.argv[3])):
        mock.do(added(f"{sys.argv[2]}_{number}"))
        print(f"asst_{sys.argv[2]}_{number}", flush=True)
"""


def test_killed_writers_lose_nothing_that_was_acknowledged(workers: Running, writer: Mock, url: str) -> None:
    """Two processes write at once, and one of them is killed in the midst of it."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, name, count],
            cwd=ROOT,
            env=clean_environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        for name, count in (("a", "12"), ("killed", "1000"))
    ]
    doomed = processes[-1]
    assert doomed.stdout is not None
    told = [doomed.stdout.readline() for _ in range(5)]
    doomed.kill()
    acknowledged = "".join(told) + "".join(process.communicate(timeout=30)[0] for process in processes)
    ids = {line for line in acknowledged.splitlines() if line.startswith("asst_")}
    organization = writer.live.state.world.organization(MAIN)
    assert organization is not None
    assert set() == ids - {row["id"] for row in organization.rows()}
    assert {f"asst_a_{number}" for number in range(12)} <= ids
    assert {total(writer)} == {listed(workers) for _ in range(6)}


def test_the_journal_tells_of_all_workers(workers: Running, writer: Mock) -> None:
    """What each of twenty connections asked, in order, numbered without a gap."""
    last = writer.journal.last
    for number in range(20):
        workers.ask(f"{PAGE}&limit={number + 1}")
    entries = writer.journal.entries(last)
    assert list(range(last + 1, last + 21)) == [entry.number for entry in entries]
    told = json.loads(workers.ask(f"/_mock/journal?since={last}&limit=3", {"X-Mock-Token": TOKEN})[1])
    assert told["last"] == last + 20
    assert [f"limit={number + 1}" for number in range(20)] == [
        entry.record.query.decode().rpartition("&")[2] for entry in entries
    ]


def test_the_banner_is_told_once(workers: Running) -> None:
    """With who answers, and where their state is."""
    assert workers.banner.count("listening on") == 1
    assert "2 workers, state in redis://127.0.0.1:" in workers.banner


def test_a_signal_ends_all(start: Start, redis: Redis) -> None:
    """Exit code 0, nothing said, nobody left."""
    running = start("--workers", "2", "--state", redis.url(), "--log-format", "none")
    started = children(running.process.pid)
    assert (0, "") == running.stop()
    assert [] == [process for process in started if Path(f"/proc/{process}").exists()]


def test_workers_end_with_their_parent(start: Start, redis: Redis) -> None:
    """Also when nobody could tell them to."""
    running = start("--workers", "2", "--state", redis.url(), "--log-format", "none")
    started = children(running.process.pid)
    assert len(started) == 2
    running.process.kill()
    assert eventually(lambda: not any(Path(f"/proc/{process}").exists() for process in started))


def test_without_redis_it_says_why(start: Start, frail_redis: Redis) -> None:
    """503 to everything, what was answered by its bytes before included; all is well when Redis is back."""
    running = start("--state", frail_redis.url(), "--log-format", "none")
    connection = HTTPConnection("127.0.0.1", running.port, timeout=10)

    def status(path: str = PAGE) -> int:
        connection.request("GET", path, headers=HEADERS)
        response = connection.getresponse()
        body = response.read()
        if response.status == 503:
            assert b"out of reach" in body
            assert b"SERVICE_UNAVAILABLE" in body
            assert response.headers["Retry-After"] == "1"
        return response.status

    assert [200, 200, 200] == [status(), status(), status("/")]
    frail_redis.hold()
    assert eventually(lambda: status() == 503)
    assert [503, 503, 503] == [status(), status("/openapi.json"), status("/")]
    frail_redis.release()
    assert eventually(lambda: status() == 200)
    connection.close()


def test_who_was_held_up_answers_nothing_old(start: Start, redis: Redis, replicate: Replicate) -> None:
    """A process stands still while a change is acknowledged elsewhere: what it remembers by its bytes is not given."""
    url = redis.url()
    writer, running = replicate(url), start("--state", url, "--log-format", "none")
    connection = HTTPConnection("127.0.0.1", running.port, timeout=10)

    def ask() -> None:
        connection.request("GET", SHARED, headers=HEADERS)

    def answer() -> tuple[int, int | None]:
        response = connection.getresponse()
        return response.status, json.loads(response.read()).get("total")

    for _ in range(3):
        ask()
        assert answer() == (200, 0)
    running.process.send_signal(signal.SIGSTOP)
    writer.do(added(1))
    ask()
    running.process.send_signal(signal.SIGCONT)
    assert answer() in ((503, None), (200, 1))
    ask()
    assert answer() in ((503, None), (200, 1))
    connection.close()
    assert eventually(lambda: b'"total":1' in running.ask(SHARED)[1])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--workers", "2"], ["--workers", "--state redis://127.0.0.1:6379/0"]),
        (
            ["--state", "redis://:secret@127.0.0.1:1/0"],
            ["--state", "redis://***@127.0.0.1:1/0", "out of reach", "start a Redis there, or name another"],
        ),
        (["--state", "http://:secret@127.0.0.1/0"], ["--state", "http://***@127.0.0.1/0", "redis://HOST:PORT"]),
        (["--stat=redis://:secret@127.0.0.1/0"], ["--stat=redis://***@127.0.0.1/0", "--help"]),
    ],
)
def test_mistakes_are_told_without_the_password(
    capsys: pytest.CaptureFixture[str], arguments: list[str], expected: list[str]
) -> None:
    """One line with the cure."""
    assert cli.main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert all(text in line for text in expected)
    assert "secret" not in line


def test_other_options_are_refused(capsys: pytest.CaptureFixture[str], workers: Running, url: str) -> None:
    """Before anything is started."""
    assert cli.main(["--port", "0", "--seed", "1", "--workers", "2", "--state", url]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "seed 0 (here 1)" in told.err

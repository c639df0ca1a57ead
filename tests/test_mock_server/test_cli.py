"""The command `freddy-mock`: options, mistakes, listings, starting and stopping."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.schema.dialect import DIALECTS
from fixtures.scenarios import SCENARIOS
from mock_server import cli, reloading
from mock_server.faults.fault import KINDS
from mock_server.settings import OPTIONS, Option
from tests.test_mock_server.conftest import MAIN, PAGE, ROOT, Start, clean_environment

HEAVY = ("flask", "werkzeug", "numpy", "pydantic", "faker", "schemathesis", "pytest")


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    command = [sys.executable, "-m", "mock_server", *arguments]
    environment = clean_environment(**variables)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=20, check=False)


@pytest.mark.parametrize("option", ["--help", "--version", "--port=x"])
def test_quick_answers_load_nothing_heavy(option: str) -> None:
    """Help must be there at once, and so must the answer to a typing error."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "mock_server", option],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "argparse" in imported
    assert imported.isdisjoint(HEAVY)


def test_help_names_every_option() -> None:
    """Nothing can be set that cannot be found."""
    done = run("--help")

    assert done.returncode == 0
    assert all(Option.flag(setting) in done.stdout for setting in OPTIONS)


@pytest.mark.parametrize("columns", [50, 100])
def test_help_is_as_wide_as_the_terminal(columns: int) -> None:
    """Whoever shows it has it in a window."""
    told = run("--help", COLUMNS=str(columns)).stdout

    assert columns - 12 <= max(map(len, told.splitlines())) <= columns


FAULTS = {each.example: each for each in KINDS.values()}


@pytest.mark.parametrize(
    ("option", "known"),
    [("--list-scenarios", SCENARIOS), ("--list-dialects", DIALECTS), ("--list-faults", FAULTS)],
)
def test_listing_has_a_line_for_each(option: str, known: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    """Name first, then what it is."""
    assert cli.main([option]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0].strip() for line in lines] == list(known)
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines)


def test_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """For bug reports."""
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("freddy-mock")


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return the lines with which wrong use is refused."""
    assert cli.main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.splitlines()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--port", "x"], ["--port", "'x'", "0 for any free one"]),
        (["--scenario", "nope"], ["--scenario", "'nope'", *SCENARIOS]),
        (["--dialect", "nope"], ["--dialect", "nope", *DIALECTS]),
        (["--dialect", "nope.toml"], ["--dialect", "nope.toml", "No such file"]),
        (["--data", "nope.json"], ["--data", "nope.json", "no such file"]),
        (["--cors-origin", "localhost"], ["--cors-origin", "'localhost'", "http://localhost:3000"]),
        (["--data", __file__, "--scenario", "ties"], ["--scenario", "--data", "leave one"]),
        (["--fault", "dropp"], ["--fault", "'dropp'", "did you mean drop?"]),
        (["--fault", "rate_limit=1/1", "--fault", "rate_limit=2/1"], ["--fault", "is given twice"]),
        (["--control-token", "abcdefgh"], ["--control-token", "without --control"]),
        (["--allowed-host", "mock.local"], ["--allowed-host", "without --control"]),
        (["--control", "--host", "0.0.0.0"], ["--control", "0.0.0.0", "--control-token", "127.0.0.1"]),  # noqa: S104
        (["--control", "--host", "::"], ["--control", "::", "--control-token"]),
        (["--prot", "80"], ["--prot", "--help"]),
        (["80"], ["80", "--help"]),
    ],
)
def test_mistake_is_one_line_with_the_cure(
    capsys: pytest.CaptureFixture[str], arguments: list[str], expected: list[str]
) -> None:
    """Exit code 2, no traceback, no usage text to scroll past."""
    (line,) = refusal(capsys, *arguments)

    assert line.startswith("freddy-mock: ")
    assert all(text in line for text in expected)


@pytest.mark.parametrize("text", ["[readings]\nnope = 'x'", "[readings]\ntimestamps = 'nope'", "not toml", "\xff"])
def test_dialect_file_is_refused_with_the_reason(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str) -> None:
    """The file's name and what is wrong in it."""
    path = tmp_path / "mine.toml"
    path.write_bytes(text.encode("latin-1"))

    assert str(path) in refusal(capsys, "--dialect", str(path))[0]


def test_data_file_is_refused_line_by_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Each fault with its line; of very many, the first."""
    path = tmp_path / "mine.ndjson"
    path.write_text(
        '{"id": "asst_1", "organization_id": "org_a", "name": "x"}\n' + '{"id": 1}\nnope\n' * 30, encoding="utf-8"
    )

    lines = refusal(capsys, "--data", str(path))

    assert all(any(f"mine.ndjson:{number}" in line for line in lines) for number in (2, 3))
    assert len(lines) == reloading.MOST_LINES + 1
    assert lines[-1].endswith("more")


def test_taken_port_is_told_with_the_cure(capsys: pytest.CaptureFixture[str]) -> None:
    """The most frequent accident."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        (line,) = refusal(capsys, "--port", str(taken.getsockname()[1]))

    assert "in use" in line
    assert "--port 0" in line


def test_foreign_address_is_told_with_the_cure(capsys: pytest.CaptureFixture[str]) -> None:
    """An address of another machine, or no address at all."""
    for host in ("192.0.2.1", "no.such.host.invalid", "x" * 300):
        (line,) = refusal(capsys, "--host", host, "--port", "0")
        assert "--host" in line


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_it_cleanly(start: Start, number: int) -> None:
    """Exit code 0, and nothing said."""
    server = start("--log-format", "none")
    server.ask(PAGE)

    assert server.stop(number) == (0, "")


def test_scenario_seed_and_dialect_are_served(start: Start) -> None:
    """What was asked for is what answers."""
    server = start("--scenario", "ties", "--seed", "7", "--dialect", "example", "--log-format", "none")

    body = json.loads(server.ask("/")[1])

    assert (body["scenario"], body["seed"], body["dialect"]) == ("ties", 7, "example")
    assert "scenario ties, seed 7" in server.banner
    assert json.loads(server.ask(PAGE)[1])["limit"] == 20


def test_dialect_file_is_served(start: Start, tmp_path: Path) -> None:
    """A declared difference of one's own."""
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\n[readings]\ndefault_limit = "twenty"\n', encoding="utf-8")

    server = start("--dialect", str(path), "--log-format", "none")

    assert json.loads(server.ask(PAGE)[1])["pagination"]["limit"] == 20


def test_data_file_is_served_and_its_curl_line_works(start: Start, tmp_path: Path) -> None:
    """Assistants of one's own; the banner speaks of their organization."""
    path = tmp_path / "mine.ndjson"
    rows = [
        {"id": f"asst_{index}", "organization_id": f"org_{'b' if index else 'a'}", "name": "x", "access_mode": "public"}
        for index in range(3)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    server = start("--data", str(path), "--log-format", "none")

    words = shlex.split(server.banner[server.banner.index("export ") :])
    key = words[1].partition("=")[2]
    url = next(word for word in words if word.startswith("http"))
    response, body = server.ask(url[url.index("/v1") :], {"X-API-Key": key})
    assert response.status == 200
    assert [item["id"] for item in json.loads(body)["assistants"]] == ["asst_1", "asst_2"]


@pytest.mark.parametrize("option", ["--list-scenarios", "--port=0"])
def test_reader_may_go(option: str) -> None:
    """Without a traceback when nobody reads on, as with `head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "mock_server", option]
    environment = clean_environment(PYTHONUNBUFFERED="")

    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=writing, stderr=subprocess.PIPE, timeout=20, check=False
    )

    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_variable_is_read() -> None:
    """The environment sets what no option does; a mistake there is told as well."""
    done = run(FREDDY_MOCK_PORT="http")

    assert (done.returncode, done.stderr.partition(":")[2].strip().partition(":")[0]) == (2, "FREDDY_MOCK_PORT")


@pytest.mark.parametrize(("named", "allowed"), [([], False), (["https://a.example", "https://b.example"], True)])
def test_named_origins_reach_the_server(start: Start, named: list[str], allowed: bool) -> None:
    """The option may be repeated."""
    options = [word for origin in named for word in ("--cors-origin", origin)]
    server = start("--log-format", "none", *options)

    response, _ = server.ask(f"/v1/assistants?organization_id={MAIN}", {"Origin": "https://b.example"})

    assert (response.getheader("Access-Control-Allow-Origin") == "https://b.example") is allowed


def test_faults_of_all_requests_are_served(start: Start) -> None:
    """What was asked for goes wrong, and the banner says so."""
    server = start("--fault", "error=503", "--fault", "latency=1", "--fault-seed", "3", "--log-format", "none")

    assert server.ask(PAGE)[0].status == 503
    assert "fault error=503, fault latency=1" in server.banner


def test_control_is_for_who_has_the_token_of_the_banner(start: Start) -> None:
    """Made up anew each time, and never in a log."""
    server = start("--control")
    token = server.banner.partition("/_mock/#token=")[2].split()[0]
    headers = {"X-Mock-Token": token}

    assert 401 == server.ask("/_mock/state")[0].status
    assert 200 == server.ask("/_mock/state", headers)[0].status
    assert 403 == server.ask("/_mock/state", headers | {"Host": "evil.example"})[0].status
    assert 404 == server.ask(f"/_mock/{token}?x={token}", headers)[0].status
    assert 404 == server.ask(f"/_mock/nothing?token={token}", {"Authorization": f"Bearer {token}"})[0].status
    assert 200 == server.ask(f"{PAGE}&probe={token}", headers)[0].status
    assert 200 == server.ask("/_mock/reset", headers, "POST")[0].status

    code, logged = server.stop()
    # A console looks every second: that alone is not told.
    assert (0, ["401", "403", "404", "404", "200", "200"]) == (code, re.findall("  ([0-9]{3})  ", logged))
    assert len(token) >= 32
    assert token not in logged


def test_a_token_of_ones_own_is_not_shown_again(start: Start) -> None:
    """Other names of the machine are let in when they are named."""
    options = ("--control-token", "my-own-token", "--allowed-host", "mock.local", "--log-format", "none")
    server = start("--control", *options)

    assert "my-own-token" not in server.banner
    assert f"http://127.0.0.1:{server.port}/_mock/\n" in server.banner
    headers = {"X-Mock-Token": "my-own-token", "Host": "mock.local"}
    assert 200 == server.ask("/_mock/state", headers)[0].status


def test_without_control_there_is_nothing_to_control(start: Start) -> None:
    """Off unless asked for."""
    server = start("--log-format", "none")

    assert "_mock/" not in server.banner
    assert 404 == server.ask("/_mock/state")[0].status

"""A data file that changes is served again, once it is whole; what breaks the contract is told and changes nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fixtures.datafile import read_rows
from fixtures.world import world_of_rows
from mock_server.commands import ANY, Add, Load, Reset, Set
from mock_server.mock import Mock
from mock_server.reloading import MOST_LINES, DataFile
from mock_server.state import State
from tests.test_mock_server.conftest import Running, Start


def line(name: str, **further: object) -> str:
    """Return a line of a data file."""
    row = {"id": f"asst_{name}", "organization_id": "org_a", "name": name, "access_mode": "public", **further}
    return json.dumps(row) + "\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a data file of one assistant."""
    path = tmp_path / "mine.ndjson"
    path.write_text(line("one"), encoding="utf-8")
    return path


@pytest.fixture
def mock(path: Path) -> Mock:
    """Return a mock that serves it."""
    return Mock(State(world_of_rows(read_rows(path))))


def names(mock: Mock) -> list[str]:
    """Return the names of the assistants that are served."""
    return [row["name"] for each in mock.live.state.world.organizations for row in each.rows()]


def change(path: Path, text: str, second: int) -> None:
    """Write a file as if some seconds later."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (second, second))


def test_change_is_served_once_it_is_the_same_twice(path: Path, mock: Mock) -> None:
    """Not while somebody writes it, and not again."""
    file = DataFile(path, mock)
    file.look()
    file.look()
    assert mock.live.version == 0
    change(path, line("one") + line("two")[:20], 1)
    file.look()
    assert names(mock) == ["one"]
    change(path, line("one") + line("two"), 2)
    file.look()
    assert names(mock) == ["one"]
    file.look()
    assert names(mock) == ["one", "two"]
    file.look()
    assert mock.live.version == 1


def test_another_file_in_its_place_is_served(path: Path, mock: Mock) -> None:
    """As editors save: the name is nobody's for a moment, and the new file may look like the old one."""
    file = DataFile(path, mock)
    before = path.stat()
    path.rename(path.with_suffix(".old"))
    file.look()
    file.look()
    change(path, line("two"), 0)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    file.look()
    file.look()
    assert names(mock) == ["two"]


def test_what_was_changed_while_it_was_read_is_read_again(
    path: Path, mock: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a file may keep the contract, and may break it as well: neither is served or told."""
    file = DataFile(path, mock)
    change(path, line("half"), 1)
    file.look()

    def and_then_changed(_: Path) -> list[dict[str, object]]:
        change(path, line("whole"), 2)
        return read_rows(path)

    monkeypatch.setattr("mock_server.reloading.read_rows", and_then_changed)
    file.look()
    assert names(mock) == ["one"]
    monkeypatch.undo()
    file.look()
    file.look()
    assert names(mock) == ["whole"]


def test_what_breaks_the_contract_is_told_once(path: Path, mock: Mock, caplog: pytest.LogCaptureFixture) -> None:
    """Line by line, the first of very many; what was served stays."""
    file = DataFile(path, mock)
    change(path, line("two") + line("bad", temperature=3) * 30, 1)
    for _ in range(4):
        file.look()
    assert (names(mock), mock.live.version) == (["one"], 0)
    messages = [record.getMessage() for record in caplog.records]
    assert messages[0] == "--data: mine.ndjson:2: temperature: 3 is above 2"
    assert (len(messages), messages[-1]) == (MOST_LINES + 2, "--data: the assistants stay as they were")
    change(path, line("two"), 2)
    file.look()
    file.look()
    assert names(mock) == ["two"]


def test_a_reset_goes_back_to_the_file_as_it_was_loaded_last(path: Path, mock: Mock) -> None:
    """All else goes back to the start; what is refused is not loaded."""
    file = DataFile(path, mock)
    for second, text in ((1, line("two")), (2, line("three")), (3, line("bad", temperature=3))):
        change(path, text, second)
        file.look()
        file.look()
    mock.do(Add(assistant=json.loads(line("more"))))
    mock.do(Set(dialect="sdk"))
    mock.do(Reset())
    assert (names(mock), mock.live.state.dialect) == (["three"], mock.initial.dialect)
    mock.do(Reset())
    assert names(mock) == ["three"]


def test_a_reset_of_another_process_does_not_make_the_same_file_again(path: Path, mock: Mock) -> None:
    """It may hold very many assistants."""
    other = Mock(mock.initial)
    load = Load(assistants=read_rows(path))
    other.follow(1, load)
    organizations = other.live.state.world.organizations
    other.follow(2, ANY.validate_json(Reset(loaded=load).model_dump_json()))
    assert other.live.state.world.organizations is organizations
    other.follow(0, Reset())
    assert other.live.state is other.initial


def test_the_seed_stays_when_a_file_is_loaded(path: Path) -> None:
    """It is an option of its own."""
    mock = Mock(State(world_of_rows(read_rows(path), seed=7)))
    file = DataFile(path, mock)
    change(path, line("two"), 1)
    file.look()
    file.look()
    mock.do(Reset())
    assert (names(mock), mock.live.state.world.seed) == (["two"], 7)


@pytest.mark.parametrize("switch", [Set(scenario="data"), Set(scenario="data", seed=3)], ids=["alone", "with a seed"])
def test_the_way_back_to_the_file_is_told(mock: Mock, switch: Set) -> None:
    """`data` names no world that can be generated."""
    mock.do(Set(scenario="ties"))
    with pytest.raises(ValueError, match=r"^scenario: 'data' .*reset the mock to go back to its data file"):
        mock.do(switch)


def told(server: Running, last: str) -> list[dict[str, str]]:
    """Read what a mock tells, up to a line that holds a text."""
    assert server.process.stderr is not None
    found: list[dict[str, str]] = []
    while not found or last not in found[-1]["message"]:
        found.append(json.loads(server.process.stderr.readline()))
    return found


def test_running_mock_follows_its_file(start: Start, path: Path) -> None:
    """Over the wire: saved badly, then well; connections and the address stay."""
    server = start("--data", str(path), "--log-format", "json")

    def served() -> list[str]:
        response, body = server.ask("/v1/assistants?organization_id=org_a", {"X-API-Key": "ak_mock_owner_a"})
        assert response.status == 200
        assert server.process.stderr is not None
        assert '"status": 200' in server.process.stderr.readline()
        return [each["name"] for each in json.loads(body)["assistants"]]

    assert served() == ["one"]
    path.write_text(line("two") + "{", encoding="utf-8")
    problems = told(server, "stay as they were")
    assert problems[0]["message"].startswith("--data: mine.ndjson:2: ")
    assert {each["level"] for each in problems} == {"error"}
    assert served() == ["one"]
    path.write_text(line("two") + line("three"), encoding="utf-8")
    assert told(server, "served now")[-1]["message"] == "--data: mine.ndjson has changed; assistants served now: 2"
    assert served() == ["three", "two"]
    assert server.stop() == (0, "")

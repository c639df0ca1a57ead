"""The mock serves what the generator writes, and the kit finds nothing wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.cli import main as contracts
from fixtures import read_rows, world_of_rows
from fixtures.cli import main
from fixtures.jobs import Job
from mock_server.app import create_app
from tests.serving import served


@pytest.mark.parametrize("name", ["a.ndjson", "a.json"])
def test_the_kit_passes_on_a_generated_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Generated, loaded with `--data`, served over HTTP, and checked."""
    path = tmp_path / name
    assert main(["generate", "--seed", "5", "--count", "150", "-o", str(path)]) == 0
    world = world_of_rows(read_rows(path))
    extract = Job(seed=5, count=150).open()
    assert extract.organization.rows(extract.between(0, 150)) == world.organizations[0].rows()
    (short_name,) = world.short_names
    monkeypatch.setenv("FREDDY_API_KEY", world.api_key("editor", short_name))
    monkeypatch.setenv("FREDDY_ORG_ID", world.organizations[0].id)
    with served(create_app(world)) as url:
        code = contracts(["check", "--base-url", url, "--examples", "0", "--rate-limit", "10000/s"])
    said = capsys.readouterr().out
    assert (code, "conforms" in said) == (0, True), said

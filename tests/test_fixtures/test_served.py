"""The mock serves what the generator writes, and the kit finds nothing wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures import read_rows, world_of_rows
from fixtures.cli import main
from tests.test_contracts.checks.deployments import judge
from tests.test_contracts.checks.test_run import alarms


@pytest.mark.parametrize("name", ["a.ndjson", "a.json"])
def test_the_kit_passes_on_a_generated_file(tmp_path: Path, name: str) -> None:
    """Generated, loaded with `--data`, served and checked."""
    path = tmp_path / name
    assert main(["generate", "--seed", "5", "--count", "150", "-o", str(path)]) == 0
    world = world_of_rows(read_rows(path))
    verdict = judge(world=world)
    assert ([], "conforms") == (alarms(verdict), verdict.summary)

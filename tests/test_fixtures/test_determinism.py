"""The same bytes in another process, with another hash seed, in other slices, in another order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys
from hashlib import sha256
from fixtures import make_world
from fixtures.rows import FIELDS, encode

scenario, step, direction, fields = sys.argv[1:]
world = make_world(scenario=scenario)
order = sorted(FIELDS, reverse=fields == "backwards")
lines = {}
for short_name in list(world.short_names)[::int(direction)]:
    organization = world.named(short_name)
    starts = range(0, min(len(organization), 1500), int(step))
    for start in list(starts)[::int(direction)]:
        indices = range(start, min(start + int(step), len(organization), 1500))
        made = organization.rows(indices, order)
        for index, row in zip(indices, made):
            lines[short_name, index] = encode({field: row[field] for field in FIELDS})
digest = sha256()
for place in sorted(lines):
    digest.update(lines[place])
print(digest.hexdigest())
"""
WAYS = [("0", "1500", "1", "forwards"), ("1", "7", "-1", "backwards"), ("4242", "64", "1", "backwards")]
"""Hash seed, rows of a slice, direction of slices and organizations, order of fields."""


@pytest.mark.parametrize("scenario", ["default", "huge", "unicode", "long-text", "extremes"])
def test_processes_agree(scenario: str) -> None:
    """No process, slice or order leaves a trace in the bytes."""
    digests = set()
    for hash_seed, *way in WAYS:
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": f"UTC{len(way[0])}", "LC_ALL": "C"}
        command = [sys.executable, "-c", PROGRAM, scenario, *way]
        made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        digests.add(made.stdout)
    assert len(digests) == 1

"""The same bytes in another process, with another hash seed, in other slices, in another order."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys
from hashlib import sha256
from fixtures import make_world
from fixtures.rows import FIELDS, encode

step, direction, fields, *scenarios = sys.argv[1:]
order = sorted(FIELDS, reverse=fields == "backwards")
for scenario in scenarios[::int(direction)]:
    world = make_world(scenario=scenario, anew=True)
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
    print(scenario, digest.hexdigest())
"""
WAYS = [("0", "1500", "1", "forwards"), ("1", "7", "-1", "backwards"), ("4242", "64", "1", "backwards")]
"""Hash seed, rows of a slice, direction of scenarios, organizations and slices, order of fields."""
SCENARIOS = ("default", "huge", "unicode", "long-text", "extremes")


def digests(hash_seed: str, *way: str) -> list[str]:
    """Return the digest of each scenario, made by a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": f"UTC{len(way[0])}", "LC_ALL": "C"}
    command = [sys.executable, "-c", PROGRAM, *way, *SCENARIOS]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return sorted(made.stdout.splitlines())


def test_processes_agree() -> None:
    """No process, slice, or order of anything leaves a trace in the bytes."""
    first, *others = (digests(*way) for way in WAYS)
    assert len(first) == len(SCENARIOS)
    assert all(first == other for other in others)

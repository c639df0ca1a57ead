"""What a mock was started with, as text: replicas that were started with anything else are not replicas."""

from __future__ import annotations

import json
from hashlib import blake2b

from fixtures.rows import encode
from fixtures.world import World
from mock_server.state import State


def start_of(state: State) -> str:
    """Return a state as a JSON object, the same text for the same state."""
    told = {
        "version": _version(),
        "scenario": state.world.scenario,
        "seed": state.world.seed,
        "data": _digest(state.world) if state.world.scenario == "data" else None,
        "dialect": {"name": state.dialect.name, **state.dialect.differences},
        "defects": state.defects,
        "faults": state.faults.to_dict(),
    }
    return json.dumps(told, ensure_ascii=False)


def _version() -> str:
    # Imported here, as it takes as long as the rest of the package: a mock that shares nothing tells nobody.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("freddy-kit")
    except PackageNotFoundError:
        return "from its source"


def _digest(world: World) -> str:
    digest = blake2b(digest_size=16)
    for organization in world.organizations:
        for row in organization.rows():
            digest.update(encode(row))
    return digest.hexdigest()


def different(mine: str, there: str, place: str) -> str:
    """Return a sentence about two different starts, with the cure; `place` names the database."""
    ours, theirs = json.loads(mine), json.loads(there)
    told = ", ".join(
        f"{name} {json.dumps(theirs.get(name), ensure_ascii=False)} (here {json.dumps(ours.get(name))})"
        for name in ours
        if ours[name] != theirs.get(name)
    )
    cure = "start with the same options, or share in a database of another number"
    return f"the mock whose state is in {place} was started with other options: {told}; {cure}"

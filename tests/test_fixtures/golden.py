"""Hashes of every scenario's bytes.

`python -m tests.test_fixtures.golden` writes them anew. Do that only for a change of the data that is meant, and say
so in the changelog: whoever keeps generated files will see them change.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from fixtures import SCENARIOS, make_world
from fixtures.rows import encode

FILE = Path(__file__).with_name("golden-worlds.json")
HEAD = 2_000
SCATTERED = 500
"""Of an organization too big to hash whole: the first rows, and slices of so many spread over the rest."""


def slices(size: int) -> Iterator[range]:
    """Yield the indices that are hashed of an organization."""
    yield range(min(size, HEAD))
    if size > HEAD:
        yield from (range(size * part // 5 - SCATTERED, size * part // 5) for part in (1, 2, 3, 4, 5))


def hashes(scenario: str, *, seed: int = 0) -> dict[str, str]:
    """Return short name of an organization -> SHA-256 of its lines."""
    world = make_world(seed=seed, scenario=scenario)
    found = {}
    for short_name in world.short_names:
        organization = world.named(short_name)
        digest = sha256()
        for indices in slices(len(organization)):
            digest.update(b"".join(encode(row) + b"\n" for row in organization.rows(indices)))
        found[short_name] = digest.hexdigest()
    return found


def main() -> None:
    """Write the hashes of every scenario, and of another seed."""
    golden = {scenario: hashes(scenario) for scenario in SCENARIOS}
    golden["default, seed 1"] = hashes("default", seed=1)
    FILE.write_text(json.dumps(golden, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

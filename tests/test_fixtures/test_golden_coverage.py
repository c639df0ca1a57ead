"""The bytes of coverage sets stay what they are, in any process."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.test_fixtures.golden_coverage import FILE, NAMES, arguments, hashed

ROOT = Path(__file__).parents[2]
GOLDEN = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_are_the_golden_ones(name: str) -> None:
    """Form and strength: sets that people keep do not change under them."""
    assert hashed(name) == GOLDEN[name]


def test_no_hash_is_left_over() -> None:
    """Every hash is of something."""
    assert list(NAMES) == list(GOLDEN)


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_any_hash_seed_makes_the_same_bytes(seed: str) -> None:
    """Sets of texts are counted on the way; their order in memory leaves no trace."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "UTC4", "LC_ALL": "C"}
    command = [sys.executable, "-m", "fixtures", *arguments("cases 2")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert sha256(done.stdout).hexdigest() == GOLDEN["cases 2"]

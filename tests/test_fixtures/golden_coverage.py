"""Hashes of what `freddy-fixtures cover` writes.

`python -m tests.test_fixtures.golden_coverage` writes them anew; `tests/test_fixtures/golden.py` says when to. A value,
a question or a reading that the contract gains is such a change. Triples take minutes to find and have no hash.
"""

import json
from contextlib import redirect_stdout
from hashlib import sha256
from io import BytesIO, TextIOWrapper
from pathlib import Path

from fixtures.cli import main as command

FILE = Path(__file__).with_name("golden-coverage.json")
NAMES = tuple(f"{form} {strength}" for strength in (1, 2) for form in ("assistants", "cases"))
"""What is hashed: a form and a strength."""


def arguments(name: str) -> list[str]:
    """Return what the command is asked for what a name stands for."""
    form, strength = name.split()
    return ["cover", "--form", form, "--strength", strength, "--quiet"]


def hashed(name: str) -> str:
    """Return the SHA-256 of what the command writes."""
    written = BytesIO()
    with redirect_stdout(TextIOWrapper(written)):
        assert command(arguments(name)) == 0
        return sha256(written.getvalue()).hexdigest()


def main() -> None:
    """Write the hashes."""
    FILE.write_text(json.dumps({name: hashed(name) for name in NAMES}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Hashes of what every format makes of every scenario and locale.

`python -m tests.test_fixtures.formats.golden` writes them anew; `tests/test_fixtures/golden.py` says when to. What
Parquet is made of depends on pyarrow's version: its hash is that of the rows that pyarrow reads.
"""

from __future__ import annotations

import io
import json
from hashlib import sha256
from pathlib import Path

from pyarrow import parquet

from fixtures.formats import pages
from fixtures.formats.styles import UnwritableError
from fixtures.formats.table import FORMATS
from fixtures.jobs import Job
from fixtures.rows import encode
from fixtures.scenarios import SCENARIOS
from fixtures.world import LOCALES
from tests.test_fixtures.formats.made import bytes_of

FILE = Path(__file__).with_name("golden-formats.json")
MOST = 300
"""Assistants of a scenario that are hashed."""
REFUSED = "refused"


def names() -> list[str]:
    """Return what is hashed: each format of each scenario, and three of each other locale."""
    spoken = [f"{kind} default {locale}" for locale in LOCALES[1:] for kind in ("ndjson", "csv", "pages")]
    return [*(f"{kind} {scenario} en_US" for kind in FORMATS for scenario in SCENARIOS), *spoken]


def hashed(name: str) -> str:
    """Return the SHA-256 of a format's bytes, or that the format refuses the scenario."""
    kind, scenario, locale = name.split()
    stop = min(MOST, SCENARIOS[scenario].size)
    job = Job(format=kind, scenario=scenario, locale=locale, stop=stop)
    try:
        if FORMATS[kind].is_folder:
            made = b"".join(
                part for file in pages.pages(job, job.open()).items() for part in (file[0].encode(), file[1])
            )
        else:
            made = bytes_of(job)
    except UnwritableError:
        return REFUSED
    if kind == "parquet":
        made = b"\n".join(map(encode, parquet.read_table(io.BytesIO(made)).to_pylist()))
    if kind == "har":
        made = encode(json.loads(made)["log"]["entries"])  # without the version
    return sha256(made).hexdigest()


def main() -> None:
    """Write the hashes."""
    FILE.write_text(json.dumps({name: hashed(name) for name in names()}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

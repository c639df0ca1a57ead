"""A small world is served without the libraries that only large ones, or other callers, need."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path
from urllib.parse import urlencode

from tests.test_mock_server.conftest import MAIN, ROOT, Running, clean_environment

HEAVY = {"numpy", "pydantic", "pydantic_core", "flask", "werkzeug"}
SMALL = "org_32b53d320e2be971957bd1bf77f2df3b"
KEYS = (
    {"X-API-Key": "ak_mock_owner_main"},
    {"X-API-Key": "ak_mock_member_main", "Accept-Encoding": "gzip"},
    {"X-API-Key": "", "Authorization": "Bearer jwt_mock_outsider"},
    {"X-API-Key": "", "Authorization": "Bearer jwt_mock_owner", "If-None-Match": '"other"'},
)
RIGHT = [
    {"organization_id": organization, "sort_by": by, "sort_order": order, "fields": fields} | others
    for organization, by, order, fields, others in product(
        (MAIN, SMALL),
        ("name", "created_at", "updated_at"),
        ("asc", "desc"),
        ("summary", "standard", "full"),
        (
            {},
            {"search": "bot"},
            {"search": "ß%"},
            {"access_mode": "public"},
            {"include_inactive": "true", "limit": "7", "offset": "14"},
            {"vector_store_id": "vs_1"},
        ),
    )
]
WRONG = [{}, {"organization_id": MAIN, "limit": "0"}, {"organization_id": "org_missing"}, {"organization_id": ""}]


def questions() -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield a hundred questions of all kinds: path, headers, method."""
    right = [RIGHT[number * 7 % len(RIGHT)] for number in range(92)]
    for asked, headers, method in zip([*right, *WRONG, *WRONG], cycle(KEYS), cycle(("GET", "GET", "HEAD"))):
        yield f"/v1/assistants?{urlencode(asked)}", headers, method


def test_a_small_world_needs_no_heavy_library(tmp_path: Path) -> None:
    """From the start of the command to its hundredth answer, nothing is imported that costs a tenth of a second."""
    log = tmp_path / "imports"
    with log.open("w") as told:
        process = subprocess.Popen(
            [sys.executable, "-X", "importtime", "-m", "mock_server", "--port", "0", "--log-format", "none"],
            cwd=ROOT,
            env=clean_environment(),
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        )
        try:
            assert process.stdout is not None
            banner = next(line for line in process.stdout if "http://" in line)
            mock = Running(process, banner)
            statuses = {mock.ask(path, headers, method)[0].status for path, headers, method in questions()}
        finally:
            process.terminate()
            process.communicate(timeout=10)
    imported = {line.rpartition("|")[2].strip() for line in log.read_text().splitlines() if "import time:" in line}

    assert {200, 422, 403} <= statuses
    assert "mock_server.answers" in imported
    assert set() == HEAVY & imported

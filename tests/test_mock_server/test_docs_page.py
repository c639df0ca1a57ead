"""The documentation page works in a real browser that can reach nothing but the mock."""

from __future__ import annotations

import subprocess
from pathlib import Path

from fixtures.world import make_world
from mock_server.app import create_app
from tests import needs
from tests.serving import served

OFFLINE = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--virtual-time-budget=20000",
    "--dump-dom",
)


def test_the_page_shows_the_operation_offline(tmp_path: Path) -> None:
    """Swagger UI renders the running document: operation, parameters, a caller's key to sign in with."""
    browser = needs.program("chromium")
    with served(create_app(make_world())) as url:
        done = subprocess.run(
            [browser, *OFFLINE, f"--user-data-dir={tmp_path}", f"{url}/docs"],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    for expected in ("/v1/assistants", "vector_store_id", "List assistants", "ak_mock_owner_abc123"):
        assert expected in done.stdout
    assert "Failed to load" not in done.stdout

"""What ordinary answers do not need is not loaded before them."""

from __future__ import annotations

import json
import subprocess
import sys

ANSWERING = """
import json, sys
from mock_server import banner, cli, running, serving
from mock_server.asked import Asked, Headers
from mock_server.mock import Mock
from mock_server.settings import Settings
from mock_server.state import State
from mock_server.wsgi import ROUTE, Front

settings = Settings()
state = State(cli.load_world(settings), cli.load_dialect(settings.dialect), (), cli.load_faults(settings))
banner.banner("http://127.0.0.1:8080", state.world, state.dialect.name)
front = Front(Mock(state), None)
organization = state.world.named("main").id
sent = {"HTTP_X_API_KEY": "ak_mock_owner_main", "HTTP_ACCEPT_ENCODING": "identity", "HTTP_IF_NONE_MATCH": '"1"'}
for query in ("", "&search=bot", "&fields=full&sort_by=updated_at", "&limit=0"):
    query_string = f"organization_id={organization}{query}".encode()
    asked = Asked("GET", ROUTE, ROUTE, query_string, Headers(sent), "127.0.0.1:1")
    assert front.outcome(asked, dict).reply.status == (422 if "=0" in query else 200)
serving.writing.Date().line(0)
json.dump(list(sys.modules), sys.stdout)
"""

LATER = {
    "flask",
    "werkzeug",
    "redis",
    "statistics",
    "mock_server.defects",
    "mock_server.faults.effects",
    "mock_server.faults.fault",
    "mock_server.faults.prefer",
    "mock_server.sharing.start",
}


def test_ordinary_answers_come_without_what_is_needed_later() -> None:
    """A start and ordinary answers load no framework and no machinery of faults, defects and sharing."""
    told = subprocess.run([sys.executable, "-c", ANSWERING], capture_output=True, text=True, check=True).stdout

    assert LATER & set(json.loads(told)) == set()

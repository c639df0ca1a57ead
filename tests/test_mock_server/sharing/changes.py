"""Changes to make, and what a mock lists after them."""

from __future__ import annotations

import json
from typing import Any

from mock_server.asked import Asked
from mock_server.commands import Add
from mock_server.mock import Mock
from tests.test_mock_server.conftest import KEY, MAIN


def added(number: int | str) -> Add:
    """Return a command that adds an assistant."""
    row = {"id": f"asst_{number}", "organization_id": MAIN, "name": f"Shared {number}", "access_mode": "public"}
    return Add(assistant=row)


def asked(query: str = "search=Shared&limit=100") -> Asked:
    """Return a question about the assistants that were added."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/v1/assistants",
        "QUERY_STRING": f"organization_id={MAIN}&{query}",
        "HTTP_X_API_KEY": KEY,
        "REMOTE_ADDR": "127.0.0.1",
        "REMOTE_PORT": "1",
    }
    return Asked.of(environ)


def total(mock: Mock) -> int:
    """Return how many of them a mock lists."""
    body: dict[str, Any] = json.loads(mock.handle(asked()).reply.body)
    return int(body["total"])

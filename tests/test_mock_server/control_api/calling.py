"""Call the control API of a mock in process; every answer is held against the document."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from fixtures.world import World, make_world
from mock_server.app import app_of
from mock_server.control_api.document import build
from mock_server.control_api.settings import ControlSettings
from mock_server.control_api.table import OPERATIONS
from mock_server.mock import Mock
from mock_server.state import State

TOKEN = "a-token-of-these-tests"
NOW = datetime(2025, 11, 11, 10, 30, tzinfo=UTC)
WORLD = make_world()
MAIN, SMALL = WORLD.named("main").id, WORLD.named("small").id
NEW = {"id": "asst_new", "organization_id": MAIN, "name": "Brand New", "access_mode": "public"}

DOCUMENT = build(OPERATIONS)


class Caller:
    """A mock with its control API, and somebody who has the token."""

    def __init__(self, world: World = WORLD, *, hosts: tuple[str, ...] = ()) -> None:
        """Make the mock of a world."""
        self.mock = Mock(State(world), clock=lambda: NOW)
        self.app = app_of(self.mock, control=ControlSettings(TOKEN, hosts))
        self.client = self.app.test_client()

    def call(self, method: str, path: str, value: Any = None, **options: Any) -> TestResponse:
        """Call an operation with the token, and a body if a value is given; `path` begins after `/_mock/`."""
        if value is not None:
            options |= {"data": json.dumps(value), "content_type": "application/json"}
        headers = {"X-Mock-Token": TOKEN, **options.pop("headers", {})}
        response = self.client.open(f"/_mock/{path}", method=method, headers=headers, **options)
        check(method, f"/_mock/{path}".partition("?")[0], response)
        return response

    def get(self, path: str, **options: Any) -> Any:
        """Return the JSON of what a path tells."""
        response = self.call("GET", path, **options)
        assert response.status_code == 200, response.text
        return response.get_json()

    def refused(self, status: int, method: str, path: str, value: Any = None, **options: Any) -> tuple[str, str | None]:
        """Return message and field of a call that must be refused with a status."""
        response = self.call(method, path, value, **options)
        assert status == response.status_code, response.text
        error = response.get_json()["error"]
        return error["message"], error["field"]

    def page(self, key: str = "ak_mock_owner_main", headers: Any = (), **query: Any) -> TestResponse:
        """Ask the mocked API for a page of the main organization."""
        asked = {"organization_id": MAIN, **query}
        return self.client.get("/v1/assistants", query_string=asked, headers={"X-API-Key": key, **dict(headers)})


def check(method: str, path: str, response: TestResponse) -> None:
    """Demand that an answer is one that the document tells of, with the headers of all."""
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    operation = documented(method, path)
    if operation is None:
        assert response.status_code in (401, 403, 404, 405)
        validate({"$ref": "#/components/schemas/Error"}, response.get_json())
        return
    told = operation["responses"][str(response.status_code)]
    if response.status_code == 204:
        assert response.data == b""
        return
    schema = told["content"].get("application/json", {}).get("schema")
    if schema is not None:
        validate(schema, response.get_json())


def documented(method: str, path: str) -> Any:
    """Return what the document says about a method on a path; None when it says nothing. Exact paths go first."""
    for known in sorted(DOCUMENT["paths"], key=lambda each: each.count("{")):
        pattern = re.sub(r"\\\{organization_id\\\}", ".+", re.escape(known))
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", pattern), path):
            return DOCUMENT["paths"][known].get(method.lower())
    return None


def validate(schema: Any, value: Any) -> None:
    """Demand that a value is as a schema of the document says."""
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(value)

"""The mock in process as a small client meets it, with a clock that only the client moves, and the journal of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

from contracts.schema.dialect import DIALECTS
from fixtures.world import World, make_world
from mock_server import logs
from mock_server.app import create_app
from mock_server.journal.record import Entry, Record
from tests.test_mock_server.conftest import KEY, MAIN, NOW

OWNER = "usr_owner"


@cache
def world(scenario: str) -> World:
    """Make the world of a scenario once."""
    return make_world(scenario=scenario)


@cache
def client_of(scenario: str, dialect: str, defects: tuple[str, ...]) -> FlaskClient:
    """Return a client of a mock, made once."""
    return create_app(world(scenario), DIALECTS[dialect], clock=lambda: NOW, defects=defects).test_client()


@dataclass(frozen=True)
class Reply:
    """What a client gets."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    offset: int = 0

    @property
    def json(self) -> Any:
        """The parsed body."""
        return json.loads(self.body)

    @property
    def total(self) -> int:
        """Assistants on all pages."""
        return int(self.json["total"])

    @property
    def count(self) -> int:
        """Assistants on this page."""
        return len(self.json["assistants"])

    @property
    def limit(self) -> int:
        """The limit that the answer tells."""
        return int(self.json.get("pagination", self.json)["limit"])

    @property
    def has_more(self) -> bool:
        """Whether more follow, as the client reads it in either form of the envelope."""
        body = self.json
        if "pagination" in body:
            return bool(body["pagination"]["has_more"])
        return self.offset + self.count < self.total


@dataclass
class Bench:
    """One client's way to the mock."""

    scenario: str = "one-over"
    dialect: str = "documented"
    defects: tuple[str, ...] = ()
    now: float = 1_700_000_000.0
    version: int = 1
    due: float = 0.0
    """When the last answer under way arrives."""
    troubles: list[tuple[int, Mapping[str, str], str]] = field(default_factory=list)
    written: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = client_of(self.scenario, self.dialect, self.defects)

    def ask(
        self,
        query: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        seconds: float = 0.02,
        wait: bool = True,
        connection: int = 1,
        method: str = "GET",
        agent: str = "small client",
        **parameters: object,
    ) -> Reply:
        """Ask for a list; with `wait` false the clock stands still, and the answer arrives later."""
        if query is None:
            query = urlencode({"organization_id": MAIN} | parameters)
        sent = {"User-Agent": agent} | ({"X-API-Key": KEY} if headers is None else headers)
        reply, applied = self._answer(method, query, sent)
        record = Record(
            method=method,
            path="/v1/assistants",
            query=logs.masked(f"?{query}").removeprefix("?").encode(),
            headers=tuple((name, "***" if name in logs.SECRET_HEADERS else text) for name, text in sent.items()),
            status=reply.status,
            answer_headers=tuple(reply.headers.items()),
            body=reply.body,
            user_id=OWNER if reply.status in (200, 304) else None,
            applied=applied,
            version=self.version,
            key_in_url=logs.masked(f"?{query}") != f"?{query}",
        )
        self.written.append(Entry(0, self.now, seconds, f"127.0.0.1:{50000 + connection}", record))
        self.due = max(self.due, self.now + seconds)
        if wait:
            self.now += seconds
        return replace(reply, offset=int(str(parameters.get("offset", 0))))

    def _answer(self, method: str, query: str, sent: Mapping[str, str]) -> tuple[Reply, tuple[str, ...]]:
        if self.troubles:
            status, headers, applied = self.troubles.pop(0)
            return Reply(status, headers, b""), (applied,) if applied else ()
        response = self.client.open("/v1/assistants", method=method, query_string=query, headers=dict(sent))
        return Reply(response.status_code, dict(response.headers), response.data), ()

    def fail(self, status: int, *, times: int = 1, applied: str = "", **headers: str) -> None:
        """Have the next answers fail."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        self.troubles += [(status, named, applied)] * times

    def pause(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    def settle(self) -> None:
        """Wait for every answer that is under way."""
        self.now = max(self.now, self.due)

    @property
    def entries(self) -> list[Entry]:
        """The journal: numbered in the order answered."""
        answered = sorted(self.written, key=lambda entry: entry.began + entry.seconds)
        return [replace(entry, number=number) for number, entry in enumerate(answered, 1)]

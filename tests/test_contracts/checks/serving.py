"""A mock on a real socket in this process, right or wrong in one way, and the deployment that asks it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.limits import Limits
from contracts.checks.identities import identities
from contracts.checks.run import Scope
from contracts.schema.dialect import DOCUMENTED, Dialect
from fixtures.world import World, make_world
from mock_server.app import create_app
from tests.serving import served as served_application

ROOT = Path(__file__).parents[3]
KEY = "ak_mock_owner_main"
Body = Callable[[bytes], bytes]


def always_more(body: bytes) -> bytes:
    """Say on every page that more follows."""
    return re.sub(rb'"has_more":\s*false', b'"has_more":true', body)


@lru_cache
def world() -> World:
    """Make the default world once."""
    return make_world()


@contextmanager
def served(dialect: Dialect = DOCUMENTED, change: Body | None = None, status: str | None = None) -> Iterator[str]:
    """Serve the default world; `change` rewrites the bodies, `status` answers every question with it."""
    right = create_app(world(), dialect)

    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if change is None and status is None:
            return right(environ, start)
        told: list[Any] = []
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        body = b"".join(right(environ, lambda *given: told.append(given)))
        body = change(body) if change is not None else body
        kept = [(name, value) for name, value in told[0][1] if name.lower() != "content-length"]
        start(status or told[0][0], [*kept, ("Content-Length", str(len(body)))])
        return [body]

    with served_application(application) as url:
        yield url


def organization(name: str = "main") -> str:
    """Return the id of an organization of the default world."""
    return world().named(name).id


def deployment(url: str, key: str = KEY) -> Deployment:
    """Return a deployment to ask as fast as it answers."""
    return Deployment(url, identities(key), Limits(per_second=None, requests=5000))


def scope(asked: Deployment) -> Scope:
    """Return the scope of a run about the largest organization."""
    return Scope(organization(), base_url=asked.base_url, secrets=asked.secrets)


def environment(url: str = "", key: str = KEY) -> dict[str, str]:
    """Return the environment of a command that asks a deployment; without a URL, of one that asks none."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FREDDY_", "PYTEST_"))}
    named = {"FREDDY_BASE_URL": url, "FREDDY_API_KEY": key, "FREDDY_ORG_ID": organization()} if url else {}
    return kept | named | {"PYTHONPATH": str(ROOT), "FREDDY_RATE_LIMIT": "1000/s"}

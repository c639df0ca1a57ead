"""The deployment that the environment names, for those who have no command line of ours: `st run` and pytest."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import UsageError
from contracts.checks.run import Scope, Send
from contracts.commands.asking import Asking
from contracts.commands.connection import connect
from contracts.commands.dialects import load
from contracts.schema.dialect import DOCUMENTED, Dialect

VARIABLES: Mapping[str, str] = {
    "base_url": "FREDDY_BASE_URL",
    "api_key": "FREDDY_API_KEY",
    "bearer": "FREDDY_BEARER",
    "organization_id": "FREDDY_ORG_ID",
    "second_api_key": "FREDDY_SECOND_API_KEY",
    "foreign_organization_id": "FREDDY_FOREIGN_ORG_ID",
    "dialect": "FREDDY_DIALECT",
    "rate_limit": "FREDDY_RATE_LIMIT",
}
"""What can be told, and the variable that tells it."""

_DEFAULTS = {"rate_limit": "10/s", "timeout": 10.0, "max_requests": 2000, "max_time": 900.0}


@dataclass(frozen=True, slots=True)
class Named:
    """A deployment, what to ask about, and the dialect to judge by if it is not to be learned."""

    deployment: Deployment
    scope: Scope
    dialect: Dialect | None

    @property
    def send(self) -> Send:
        """Asks, and raises `Refused` where the first answer is a closed door."""
        return Asking(self.deployment, lambda: datetime.now(UTC), lambda _: None)


def read(environ: Mapping[str, str], given: Mapping[str, str | None] | None = None) -> Named | None:
    """Return the deployment that `given` options and the environment name, or None where neither has a base URL.

    Raises `UsageError` where something is missing besides, `DialectError` for an unknown dialect.
    """
    told = {name: (given or {}).get(name) or environ.get(variable) for name, variable in VARIABLES.items()}
    if not told["base_url"]:
        if "" in ((given or {}).get("base_url"), environ.get(VARIABLES["base_url"])):
            raise UsageError("base URL: is empty; set it, or leave it out to have a mock started")
        return None
    wanted = {name: value for name, value in told.items() if value}
    # A key that is given as an option wins over a token of the environment, as on the command line.
    given_credentials = {name: (given or {}).get(name) for name in ("api_key", "bearer")}
    options = {**dict.fromkeys(VARIABLES), **_DEFAULTS, **wanted, **given_credentials}
    connection = connect(argparse.Namespace(**options), environ)
    return Named(connection.deployment, connection.scope(), load(told["dialect"]) if told["dialect"] else None)


def dialect(environ: Mapping[str, str]) -> Dialect:
    """Return the dialect that the environment names, or else the documented one."""
    name = environ.get(VARIABLES["dialect"])
    return load(name) if name else DOCUMENTED

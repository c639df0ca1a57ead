"""From options and environment to a deployment that can be asked."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from dataclasses import dataclass

from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import BudgetSpent, UsageError
from contracts.checks.asking.limits import Limits
from contracts.checks.identities import identities
from contracts.checks.run import Scope

_UNITS = {"s": 1, "m": 60}


@dataclass(frozen=True, slots=True)
class Connection:
    """A deployment, and the organization to ask about."""

    deployment: Deployment
    organization_id: str
    foreign_organization_id: str | None
    has_second: bool
    has_token: bool

    def scope(self, *, strict: bool = False, skip: frozenset[str] = frozenset()) -> Scope:
        """Return what a run about this connection is about, and by which relations nothing is judged."""
        return Scope(
            self.organization_id,
            self.foreign_organization_id,
            base_url=self.deployment.base_url,
            secrets=self.deployment.credentials["first"].secrets,
            has_second=self.has_second,
            has_token=self.has_token,
            strict=strict,
            skip=skip,
        )


def connect(options: argparse.Namespace, environment: Mapping[str, str], suffix: str = "") -> Connection:
    """Return the connection that the options describe, or else the environment; raise `UsageError` for a gap.

    `suffix` names the second deployment of `compare`, whose key and organization are the first's unless given.
    """
    base_url = _required(options, environment, "base_url", "FREDDY_BASE_URL", "http://host:port", suffix)
    organization_id = _required(options, environment, "organization_id", "FREDDY_ORG_ID", "org_...", suffix)
    api_key, bearer = _credentials(options, environment, suffix)
    second = options.second_api_key or environment.get("FREDDY_SECOND_API_KEY") or None
    limits = Limits(
        seconds=options.timeout,
        requests=options.max_requests,
        total_seconds=options.max_time,
        per_second=rate(options.rate_limit),
    )
    deployment = Deployment(base_url, identities(api_key, bearer, second), limits)
    return Connection(
        deployment, organization_id, options.foreign_organization_id, second is not None, bool(api_key and bearer)
    )


def option_of(spent: BudgetSpent) -> str:
    """Return the option that allows more of what is spent, in brackets."""
    option = {"requests": "--max-requests", "total_seconds": "--max-time"}.get(spent.limit)
    return f" ({option})" if option else ""


def rate(text: str) -> float:
    """Return requests in a second from `50/s` or `90/m`."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)/([sm])", text)
    if not found or not float(found[1]):
        raise UsageError(f"--rate-limit: {text[:40]!r} is no rate; write a number and a unit, as 50/s or 90/m")
    return float(found[1]) / _UNITS[found[2]]


def _flag(name: str, suffix: str = "") -> str:
    return "--" + name.replace("_", "-") + suffix.replace("_", "-")


def _required(
    options: argparse.Namespace, environment: Mapping[str, str], name: str, variable: str, form: str, suffix: str
) -> str:
    value = getattr(options, name + suffix) or environment.get(variable + suffix)
    if not value and suffix and name != "base_url":
        return _required(options, environment, name, variable, form, "")
    if not value:
        flag = _flag(name, suffix)
        raise UsageError(f"{flag}: is missing; give {flag} {form}, or set {variable}{suffix}")
    return str(value)


def _credentials(
    options: argparse.Namespace, environment: Mapping[str, str], suffix: str
) -> tuple[str | None, str | None]:
    """Return an API key, a bearer token, or both; a key that is an option wins over a token of the environment."""
    key, token = getattr(options, "api_key" + suffix), getattr(options, "bearer" + suffix)
    if not key:
        key = environment.get("FREDDY_API_KEY" + suffix)
        token = token or environment.get("FREDDY_BEARER" + suffix)
    if key or token:
        return key or None, token or None
    if suffix:
        return _credentials(options, environment, "")
    raise UsageError(
        "--api-key: is missing; set FREDDY_API_KEY, or give --api-key KEY (or --bearer TOKEN or FREDDY_BEARER)"
    )

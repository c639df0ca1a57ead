"""What Schemathesis is told: which of its checks judge, and a document and a configuration about real data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from contracts.checks import census as censuses
from contracts.checks.asking.deployment import Deployment
from contracts.checks.census import Census
from contracts.schema import openapi
from contracts.schema.dialect import Dialect

OFF: Mapping[str, str] = {
    "negative_data_rejection": "passes a wrong value beside a right one; the validation relations judge each value on "
    "the wire",
    "positive_data_acceptance": "takes control characters and texts of any length for right; "
    "`right-parameters-are-answered` knows the bounds",
    "ignored_auth": "ends `st fuzz` with a crash that prints the key; the authentication relations probe six kinds of "
    "credentials",
    "unsupported_method": "sends methods that could change data",
    "allow_header_conformance": "judges the answers to methods that are not sent",
    "missing_required_header": "no header is required but the key, which the authentication relations leave out",
    "use_after_free": "needs an operation that deletes",
    "ensure_resource_availability": "needs an operation that creates",
    "object_level_authorization": "needs an operation that creates; the isolation relations ask as a second caller",
}
"""Checks of Schemathesis that are switched off, and why; `schemathesis.toml` says the same."""

ON: Mapping[str, str] = {
    "not_a_server_error": "no document; a server that is asked does not break",
    "status_code_conformance": "the statuses of the list page and of the API's error pages",
    "content_type_conformance": 'LIST, curl, "Response": a JSON document',
    "response_headers_conformance": "the headers of the OpenAPI document",
    "response_schema_conformance": 'LIST, "Returns", and the properties of OBJECT',
}
"""Checks of Schemathesis that judge every generated question, and what they guard."""

MOST_WORDS = 20
_WORD = re.compile(r"[A-Za-z]{4,}")


def document(dialect: Dialect | None, base_url: str, census: Census) -> dict[str, Any]:
    """Return the OpenAPI document of a dialect, with examples that the data answers."""
    made = openapi.build(dialect, server=base_url, organizations=[census.organization_id], tolerant=True)
    seed_examples(made, census)
    return made


def seed_examples(made: dict[str, Any], census: Census) -> None:
    """Give a document's parameters examples that together find one assistant, as boundary cases begin with them."""
    usable = (item for item in census.items if item.get("is_active") and _words([item]))
    item = max(usable, key=lambda each: bool(each.get("vector_store_ids")), default=None)
    if item is None:
        return
    values = {
        "organization_id": census.organization_id,
        "search": _words([item])[0],
        "vector_store_id": next(iter(censuses.stores([item])), None),
        "access_mode": item.get("access_mode"),
        "fields": "full",
    }
    for parameter in made["paths"][openapi.PATH]["get"]["parameters"]:
        value = values.get(parameter["name"])
        if isinstance(value, str) and value in parameter["schema"].get("enum", [value]):
            parameter["examples"] = {"census": {"value": value}}


def _words(items: Sequence[Mapping[str, Any]]) -> list[str]:
    names = (name for item in items if isinstance(name := item.get("name"), str))
    return list(dict.fromkeys(word for name in names for word in _WORD.findall(name)))[:MOST_WORDS]


def sample() -> str:
    """Return the configuration for plain `st run`, as text."""
    return (resources.files("contracts.checks") / "schemathesis.toml").read_text("utf-8")


def configuration(deployment: Deployment, census: Census, *, seed: int = 1, examples: int = 60) -> dict[str, Any]:
    """Return the sample's configuration for a deployment, with words and stores from its data to ask about."""
    given = tomllib.loads(sample())
    del given["hooks"], given["rate-limit"]  # the deployment, which sends, keeps its own pace
    known = {
        "organization_id": ([census.organization_id], 0.95),
        "search": (_words(census.items), 0.6),
        "vector_store_id": (censuses.stores(census.items)[:MOST_WORDS], 0.6),
    }
    usable = {name: ([_literal(each) for each in values], share) for name, (values, share) in known.items() if values}
    given |= {
        "base-url": _literal(deployment.base_url),
        "headers": {name: _literal(value) for name, value in deployment.credentials["first"].headers},
        "seed": seed,
        "request-timeout": deployment.limits.seconds,
        "dictionaries": {name: {"values": values} for name, (values, _) in usable.items()},
        "parameters": {
            f"query.{name}": {"dictionary": name, "probability": share} for name, (_, share) in usable.items()
        },
    }
    given["generation"]["max-examples"] = examples
    given["checks"]["FreddySuite"] = {"enabled": False}
    return given


def _literal(text: str) -> str:
    """Return a text that the configuration does not take for a variable's name."""
    return text.replace("${", "$${")

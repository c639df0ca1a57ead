"""Requests and answers written by hand, over a small world: `tests/data/golden`, readable without Python.

A file holds remarks (`# `), a request line, headers, a blank line, the expected status and the expected body. Errors
carry `TRACE_ID` and `TIMESTAMP`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from contracts.schema.access import Caller, Credential, Membership
from contracts.schema.properties import STORED

GOLDEN = Path(__file__).parent / "data" / "golden"
TRACE_ID = "00000000-0000-4000-8000-000000000000"
TIMESTAMP = "2025-01-15T10:30:00Z"


@dataclass(frozen=True)
class Request:
    """A request as written: method, target and headers."""

    method: str
    target: str
    headers: dict[str, str]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The decoded query, in the order sent."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)


class Case(NamedTuple):
    """One request and the answer to it."""

    name: str
    request: Request
    status: int
    body: Any


def _read(text: str, name: str) -> Case:
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    blank = lines.index("")
    method, target = lines[0].split(" ")
    headers = dict(line.split(": ", 1) for line in lines[1:blank])
    return Case(
        name, Request(method, target, headers), int(lines[blank + 1]), json.loads("\n".join(lines[blank + 2 :]))
    )


def cases() -> Iterator[Case]:
    """Read every case, by name."""
    for file in sorted(GOLDEN.glob("*.http")):
        yield _read(file.read_text(encoding="utf-8"), file.stem)


def rows() -> list[dict[str, Any]]:
    """Read the world's assistants, as stored: what all have, and what each has for itself."""
    world = json.loads((GOLDEN / "assistants.json").read_text(encoding="utf-8"))
    whole = [world["all"] | each for each in world["assistants"]]
    return [{name: each[name] for name in STORED} for each in whole]


def organizations() -> list[str]:
    """Read the ids of the organizations that exist."""
    return list(json.loads((GOLDEN / "callers.json").read_text(encoding="utf-8"))["organizations"])


def credentials() -> dict[str, Credential]:
    """Read every API key and token by its secret, each with the person it stands for."""
    world = json.loads((GOLDEN / "callers.json").read_text(encoding="utf-8"))
    memberships = {
        user: tuple(Membership(each, frozenset(of["roles"]), frozenset(of["departments"])) for each, of in held.items())
        for user, held in world["users"].items()
    }
    found = {}
    for secret, key in world["api_keys"].items():
        caller = Caller(key["user"], memberships[key["user"]], key["id"], key["organization"])
        found[secret] = Credential(secret, "api_key", caller, key["state"])
    for secret, token in world["tokens"].items():
        caller = Caller(token["user"], memberships[token["user"]])
        found[secret] = Credential(secret, "bearer", caller, token["state"])
    return found

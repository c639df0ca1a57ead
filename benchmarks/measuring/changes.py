"""Changes of a running mock without end: what they are, and who makes them through the control API."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from fixtures import make_world

TOKEN = "soak-soak-soak"  # noqa: S105 - of a mock that ends with this program
SCENARIOS = ("default", "ties", "one-over", "exact-page", "unicode", "sparse")
FAULTS = ("drop@0.02", "truncate@0.02", "malformed_json@0.02", "error=503@0.05", "error=500@0.05", "latency=0..3")
CHANGES_A_SECOND = 20
MAIN = make_world().named("main").id


def changes(seed: int) -> Iterator[dict[str, Any]]:
    """Yield commands, each of which the state before it allows."""
    chance, added = random.Random(seed), list[str]()  # noqa: S311 - no secret
    for number in range(10**9):
        kind = chance.choice(("add", "add", "add", "edit", "edit", "remove", "set"))
        if kind == "add" or not added:
            added.append(f"asst_soak_{number}")
            name = chance.choice(("Soak", "soak zwei", "ſoak", "SOAK 3"))
            yield {
                "do": "add",
                "assistant": {
                    "id": added[-1],
                    "organization_id": MAIN,
                    "name": name,
                    "access_mode": chance.choice(("public", "organization")),
                    "is_active": chance.random() < 0.8,
                    "created_at": 1_700_000_000 + number,
                },
            }
        elif kind == "edit":
            where = {"organization_id": MAIN, "assistant_id": chance.choice(added)}
            yield {"do": "edit", **where, "changes": {"name": f"Edited {number}", "updated_at": 1_700_000_000 + number}}
        elif kind == "remove":
            assistant = added.pop(chance.randrange(len(added)))
            yield {"do": "remove", "organization_id": MAIN, "assistant_id": assistant}
        else:
            setting = chance.choice(("scenario", "dialect", "faults", "faults", "seed"))
            value = {
                "scenario": chance.choice(SCENARIOS),
                "dialect": chance.choice(("documented", "example", "sdk", "legacy")),
                "faults": {"faults": chance.sample(FAULTS, chance.randrange(3)), "seed": number},
                "seed": chance.randrange(5),
            }[setting]
            added = [] if setting in ("scenario", "seed") else added
            yield {"do": "set", setting: value}


def call_of(command: dict[str, Any]) -> tuple[str, str, dict[str, Any] | None]:
    """Return method, path and body of the control API's call that is a command."""
    rest = {name: value for name, value in command.items() if name != "do"}
    if command["do"] == "add":
        return "POST", "/_mock/assistants", rest["assistant"]
    if command["do"] == "set":
        return "PATCH", "/_mock/state", rest
    path = f"/_mock/assistants/{rest['organization_id']}/{rest['assistant_id']}"
    return ("PATCH", path, rest["changes"]) if command["do"] == "edit" else ("DELETE", path, None)


def change(port: int, log: str, stop: str, seed: int) -> int:
    """Change the mock until a file is there; every command stands in the log before it is sent."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    done = 0
    with Path(log).open("a", encoding="utf-8") as written:
        for command in changes(seed):
            if Path(stop).exists():
                return done
            written.write(json.dumps(command) + "\n")
            written.flush()
            method, path, body = call_of(command)
            headers = {"X-Mock-Token": TOKEN, "Content-Type": "application/json"}
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            told = response.read()
            if response.status >= 300:
                raise RuntimeError(f"{command} was refused: {response.status} {told!r}")
            done += 1
            time.sleep(1 / CHANGES_A_SECOND)
    return done

"""What all peers serve: the mock's own items, and the two answers that carry them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from measuring import ROOT
from measuring.running import FailedError, Launch, Target, get, running

PATH = "/v1/assistants"
ORGANIZATION = "organization_id=org_72e0224eca9c0d0340df3880d0d353b3"
HEADERS = {"X-API-Key": "ak_mock_owner_main"}
PAGE = f"{PATH}?{ORGANIZATION}"
FULL = f"{PAGE}&fields=full&limit=100"
OURS = {"PYTHONPATH": str(ROOT)}
"""So that the mock of this folder is started, wherever its process stands."""
FREDDY_MOCK = "import sys; from mock_server.cli import main; sys.exit(main())"
"""What the command does that pip installs; `python -m` would look for the module before."""


@dataclass(frozen=True)
class Material:
    """The bytes of a page of 50 summaries and of 100 full objects, all items of both kinds, and the OpenAPI document.

    Items are in the order of their names, as the mock lists them without being asked for an order: so that the first
    page of a peer that does not sort is the mock's.
    """

    page: bytes
    full: bytes
    summaries: list[dict[str, Any]]
    objects: list[dict[str, Any]]
    document: Mapping[str, Any]

    @cached_property
    def names(self) -> list[str]:
        """What the items are called."""
        return [item["name"] for item in self.summaries]


def mock(port: int) -> Sequence[str]:
    """Return the command that starts the mock, from any folder with `OURS` in the environment."""
    return (sys.executable, "-c", FREDDY_MOCK, "--log-format", "none", "--port", str(port))


def items_in(body: bytes) -> int:
    """Return how many items an answer lists: as the documents have it, as json-server has it, or bare."""
    answer = json.loads(body)
    if isinstance(answer, dict):
        answer = answer.get("assistants", answer.get("data", ()))
    return len(answer)


def gather(folder: Path) -> Material:
    """Ask the mock for everything that the peers will serve."""
    with running(Launch(mock, folder, OURS), Target(PAGE, HEADERS)) as server:

        def body(path: str) -> bytes:
            status, answer = get(server.port, Target(path, HEADERS))
            if status != 200:
                raise FailedError(f"the mock answers {path} with status {status}")
            return answer

        def items(fields: str) -> list[dict[str, Any]]:
            pages = [json.loads(body(f"{PAGE}&fields={fields}&limit=100&offset={start}")) for start in (0, 100)]
            return [item for page in pages for item in page["assistants"]]

        page, full, summaries, objects = body(PAGE), body(FULL), items("summary"), items("full")
    command = [sys.executable, "-m", "contracts", "openapi"]
    document = subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout  # noqa: S603
    return Material(page, full, summaries, objects, json.loads(document))

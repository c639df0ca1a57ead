"""`freddy-contracts check` as a process, against servers of this machine: what it told, wrote and took."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from contracts.commands.check import KINDS
from mock_server.app import create_app
from tests.test_contracts.checks import ready, serving
from tests.test_contracts.checks.hostile import Act, Hostile, Script, Step, whole

KEY = "ak_canary+4711/never-to-be-seen?"
"""A key that a URL writes otherwise."""
OLD = "of an earlier run"
MOST_REQUESTS = 300


@dataclass(frozen=True)
class Told:
    """What a check came to."""

    code: int
    out: str
    err: str
    written: dict[str, bytes]
    """Every file in the folder where it was started."""
    megabytes: int

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report."""
        return dict(json.loads(self.written["json"]))


def check(url: str, folder: Path, *options: str, key: str = KEY, organization_id: str = "org_abc123") -> Told:
    """Check with every kind of report, in a folder where those of an earlier run lie."""
    here = folder / "here"
    here.mkdir()
    for kind in KINDS:
        (here / kind).write_text(OLD, "utf-8")
    arguments = ["check", "--rate-limit", "1000/s", "--max-requests", str(MOST_REQUESTS)]
    arguments += [*(f"--report={kind}={kind}" for kind in KINDS), *options]
    named = {"FREDDY_BASE_URL": url, "FREDDY_API_KEY": key, "FREDDY_ORG_ID": organization_id}
    ended = ready.run(arguments, here, folder, serving.environment() | named)
    written = {str(file.relative_to(here)): file.read_bytes() for file in here.rglob("*") if file.is_file()}
    return Told(ended.code, ended.out, ended.err, written, ended.megabytes)


def forms(key: str) -> Iterator[str]:
    """Yield the ways in which a server may write a key."""
    yield key
    yield quote(key, safe="")
    yield quote(quote(key, safe=""))
    yield key.encode().hex()
    yield "".join(f"\\u{ord(each):04x}" for each in key)
    yield "".join(f"&#{ord(each)};" for each in key)
    for before in ("", "a", "ab"):
        yield base64.b64encode(f"{before}{key}".encode()).decode()
        yield base64.urlsafe_b64encode(f"{before}{key}:secret".encode()).decode()


def leaks(told: Told, key: str = KEY) -> list[tuple[str, str]]:
    """Return where a key can be read, in whatever form, whole or its first dozen letters."""
    texts = {"out": told.out.encode(), "err": told.err.encode(), **told.written}
    parts = {form[2:-4] if len(form) > len(key) else form[:12] for form in forms(key)}
    return [(name, part) for name, text in texts.items() for part in parts if part.encode() in text]


# --- deployments that turn

Answer = Callable[[bytes], bytes]


def sound(keys: Mapping[str, str]) -> Answer:
    """Return what answers a request as the mock does that has other keys: key sent -> key of the mock."""
    client = create_app(serving.world()).test_client()

    def answer(heard: bytes) -> bytes:
        line, *rest = heard.decode("latin-1").partition("\r\n\r\n")[0].split("\r\n")
        method, target, _ = line.split(" ", 2)
        path, _, query = target.partition("?")
        headers = dict(each.split(": ", 1) for each in rest if ": " in each)
        sent = {"X-API-Key": keys.get(headers["X-API-Key"], "none")} if "X-API-Key" in headers else {}
        sent |= {"Authorization": headers["Authorization"]} if "Authorization" in headers else {}
        got = client.open(path, method=method, query_string=query, headers=sent)
        return whole(got.data, got.status_code, content_type=got.content_type or "", connection="keep-alive")

    return answer


class Turning(Hostile):
    """A deployment that answers well so many times, and then plays a script."""

    def __init__(self, answer: Answer, times: int, script: Script) -> None:
        super().__init__(self._turning)
        self._answer, self._times, self._later = answer, times, script

    def _turning(self, number: int) -> Iterator[Step]:
        if number < self._times:
            return iter((self._answer(self.requests[number]), Act.KEEP))
        return self._later(number)

"""No key is written anywhere, in whatever form a deployment repeats it, and nothing else is left behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.commands.check import KINDS
from tests.test_contracts.checks import serving
from tests.test_contracts.checks.checking import KEY, Told, check, forms, leaks, sound
from tests.test_contracts.checks.hostile import Act, Hostile, Step, always, whole

ORGANIZATION = serving.organization("small")
SECOND = "ak_second-canary/5678-of-somebody-else"
KEYS = {KEY: serving.world().api_key("owner", "small"), SECOND: serving.world().api_key("outsider", "small")}


class Echoing(Hostile):
    """A deployment that repeats every key, in every form, in headers, bodies, errors and redirects."""

    def __init__(self) -> None:
        super().__init__(self._echoing)
        self._answer = sound(KEYS)
        self._said = [form for key in KEYS for form in forms(key)]

    def _echoing(self, number: int) -> Iterator[Step]:
        heard = self.requests[number]
        head, _, body = self._answer(heard).partition(b"\r\n\r\n")
        status = int(head.split()[1])
        headers: dict[str, str | int] = {f"x_echo_{place}": form for place, form in enumerate(self._said)}
        content_type = "application/json"
        if b"no-such-path" in heard or (b"sort_by=" in heard.split(b"\r\n")[0] and status != 200):
            body, content_type = f"<h1>Wrong: {' '.join(self._said)}".encode(), "text/html"
        elif b"/assistants/?" in heard:
            headers["location"] = f"http://127.0.0.1:9/?{'&'.join(self._said)}"
            status = 302
        else:
            # Escapes stand as they are: they are the form.
            noted = ", ".join(f'"{form}"' for form in self._said)
            told = json.loads(body)
            if "error" in told:
                told["error"]["message"] = f"{' '.join(self._said)} is wrong"
            body = json.dumps(told).encode()[:-1] + f', "note": [{noted}]}}'.encode()
        headers |= {"content_type": content_type, "connection": "keep-alive", "set_cookie": f"session={KEY}"}
        yield whole(body, status, **headers)
        yield Act.KEEP


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Check a deployment that repeats the keys."""
    with Echoing() as server:
        return check(
            server.url, tmp_path_factory.mktemp("echo"), "--second-api-key", SECOND, organization_id=ORGANIZATION
        )


def test_a_key_that_is_repeated_is_a_finding(told: Told) -> None:
    """The deployment is broken for it, and the har report shows where a key stood."""
    assert 1 == told.code, told.err
    assert "broken: no-answer-repeats-the-key" in told.out
    assert b"***" in told.written["har"]
    assert "Traceback" not in told.err


@pytest.mark.parametrize("key", [KEY, SECOND])
def test_no_report_and_no_line_holds_a_key(told: Told, key: str) -> None:
    """Plain, for URLs, twice, as escapes, in hexadecimal and in base64, whole or cut: it is nowhere."""
    assert set(KINDS) <= set(told.written)
    assert [] == leaks(told, key)


def test_nothing_is_left_behind(told: Told) -> None:
    """The folder where it was started holds the reports that were asked for, and nothing else."""
    assert set(KINDS) == set(told.written)


def test_a_redirect_that_carries_the_key_is_told_without_it(tmp_path: Path) -> None:
    """The place is told, not the key in it, in whatever form."""
    place = f"http://127.0.0.1:9/?{'&'.join(forms(KEY))}"
    with Hostile(always(whole(status=302, location=place))) as server:
        redirected = check(server.url, tmp_path)
    assert "the first answer is 302, to http://127.0.0.1:9/?***&***" in redirected.err
    assert [] == leaks(redirected)

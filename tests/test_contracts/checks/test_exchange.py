"""Exchanges as values, and the commands that ask the same."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest

from contracts.checks.asking.credentials import NO_CREDENTIALS, Credentials
from contracts.checks.asking.exchange import Exchange, curl_line
from contracts.checks.asking.question import Question

ASKED = Question.of(organization_id="org_abc123", limit=10)

BASE = "http://127.0.0.1:8080"


def exchange(body: bytes) -> Exchange:
    """Return an exchange with a body."""
    return Exchange(
        question=ASKED, url=ASKED.url(BASE), status=200, headers={}, body=body, seconds=0.1, curl="curl 'http://...'"
    )


def test_an_exchange_is_parsed() -> None:
    """A JSON body is at hand as a value, with the items of the list."""
    made = exchange(b'{"assistants": [{"id": "asst_1"}]}')
    assert (made.is_json, made.unreadable, made.assistants) == (True, None, ({"id": "asst_1"},))
    assert made.json is made.json
    assert made == replace(made)
    assert {made} == {replace(made)}


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b"1", b"{}", b'{"assistants": null}', b'{"assistants": {"a": 1}}', b"<"]
)
def test_a_body_without_a_list_has_no_assistants(body: bytes) -> None:
    """Whatever else came, the items are none."""
    assert exchange(body).assistants == ()


def test_an_incomplete_body_is_not_parsed() -> None:
    """The beginning of a body is no value, even if it could be one."""
    made = replace(exchange(b"{}"), incomplete="body of more than 32 MB")
    assert (made.is_json, made.json, made.unreadable) == (False, None, "body of more than 32 MB")


CURL_CASES: dict[str, tuple[Question, Credentials, list[str]]] = {
    "documented": (ASKED, Credentials.api_key("k"), ["-H", "X-API-Key: first key"]),
    "second": (ASKED, Credentials.api_key("k", "FREDDY_SECOND_API_KEY"), ["-H", "X-API-Key: second key"]),
    "bearer": (ASKED, Credentials.bearer("k"), ["-H", "Authorization: Bearer token"]),
    "nobody": (ASKED, NO_CREDENTIALS, []),
    "head": (ASKED.with_(method="HEAD"), NO_CREDENTIALS, ["-I"]),
    "post": (ASKED.with_(method="POST"), NO_CREDENTIALS, ["-X", "POST"]),
    "shell": (Question(raw_query="a='$(date)'`date`!\\&b=\"$HOME\";ls|*"), NO_CREDENTIALS, []),
    "globs": (Question(raw_query="a=[1-3]{b,c}"), NO_CREDENTIALS, ["--globoff"]),
    "dots": (Question(path="/v1/../v1/assistants"), NO_CREDENTIALS, ["--path-as-is"]),
    "all": (Question.of(search="it's 100% \N{GRINNING FACE}\n&=#+"), NO_CREDENTIALS, []),
}


@pytest.mark.parametrize("case", CURL_CASES)
def test_a_curl_line_can_be_pasted_into_bash(case: str) -> None:
    """Bash hands curl exactly the URL asked, and headers filled from the environment."""
    question, credentials, expected = CURL_CASES[case]
    fake = "curl() { printf '%s\\0' \"$@\"; }\n"
    keys = {"FREDDY_API_KEY": "first key", "FREDDY_SECOND_API_KEY": "second key", "FREDDY_BEARER": "token"}
    line = curl_line(question, question.url(BASE), credentials)
    done = subprocess.run(["bash", "-c", fake + line], capture_output=True, text=True, check=True, env=keys)
    assert [*expected, question.url(BASE)] == done.stdout.split("\0")[:-1]


def test_a_documented_curl_line_is_short() -> None:
    """The plain case has nothing that a reader must skip."""
    expected = (
        'curl -H "X-API-Key: $FREDDY_API_KEY" '
        "'http://127.0.0.1:8080/v1/assistants?organization_id=org_abc123&limit=10'"
    )
    assert expected == curl_line(ASKED, ASKED.url(BASE), Credentials.api_key("k"))

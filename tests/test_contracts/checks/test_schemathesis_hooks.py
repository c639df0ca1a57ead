"""Plain `st run` with the hooks module, the exported document and the sample configuration."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from schemathesis import Response

from contracts.checks import schemathesis_hooks
from contracts.checks.generating.settings import sample
from contracts.checks.judge import question_of
from contracts.checks.relation import RELATIONS
from contracts.schema import openapi
from contracts.schema.dialect import named
from tests.test_contracts.checks import serving

CANARY = "ak_canary_4711_never_to_be_seen"


def st_run(folder: Path, environment: dict[str, str], *options: str, dialect: str = "documented") -> tuple[int, str]:
    """Run Schemathesis in a folder; return its exit code, and all that it told and wrote."""
    (folder / "openapi.json").write_text(json.dumps(openapi.build(named(dialect))), "utf-8")
    (folder / "schemathesis.toml").write_text(sample(), "utf-8")
    report = ["--report", "junit,ndjson", "--report-dir", "report"]
    command = [sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", "--rate-limit", "1000/s"]
    done = subprocess.run(
        [*command, *report, *options], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    written = [path.read_text("utf-8", "replace") for path in folder.glob("report/*")]
    return done.returncode, "\n".join([done.stdout, done.stderr, *written])


def test_a_right_deployment_passes(tmp_path: Path) -> None:
    """It ends with 0, the suite included."""
    with serving.served() as url:
        code, told = st_run(tmp_path, serving.environment(url))
    assert code == 0, told


def test_a_broken_deployment_fails_with_our_relation(tmp_path: Path) -> None:
    """It ends with 1; the relation is named, with a line to paste and without the key."""
    with serving.served(change=serving.always_more) as url:
        code, told = st_run(tmp_path, serving.environment(url), "--exclude-checks", "response_schema_conformance")
    assert code == 1
    assert "has-more-tells-whether-more-exist" in told
    assert "$FREDDY_API_KEY" in told
    assert serving.KEY not in told


def test_a_key_that_is_not_accepted_ends_it_at_once(tmp_path: Path) -> None:
    """Nothing is asked: one line says why, without the key."""
    with serving.served() as url:
        code, told = st_run(tmp_path, serving.environment(url, CANARY))
    assert code == 2
    assert "the key is not accepted" in told
    assert "Traceback" not in told
    assert "No test cases were generated" in " ".join(told.split())
    assert CANARY not in told


def test_without_an_environment_the_suite_says_what_it_lacks(tmp_path: Path) -> None:
    """The relations judge by the documented dialect; that nothing else was asked is a failure with a cure."""
    with serving.served() as url:
        environment = serving.environment() | {"FREDDY_API_KEY": serving.KEY, "FREDDY_ORG_ID": serving.organization()}
        text = sample().replace("${FREDDY_BASE_URL}", url)
        (tmp_path / "given.toml").write_text(text, "utf-8")
        (tmp_path / "openapi.json").write_text(json.dumps(openapi.build()), "utf-8")
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", "given.toml", "run", "openapi.json"]
        done = subprocess.run(
            [*command, "--rate-limit", "1000/s", "--phases", "examples"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 1
    assert "set FREDDY_BASE_URL" in done.stdout


def test_every_relation_has_a_failure_of_its_own() -> None:
    """Schemathesis tells failures of one class once, so relations must not share one."""
    assert list(schemathesis_hooks.FAILURES) == list(RELATIONS)
    assert len({each.__name__ for each in schemathesis_hooks.FAILURES.values()}) == len(RELATIONS)


def response(url: str, **headers: str) -> Response:
    """Return an answer to a question as Schemathesis has it."""
    request = requests.Request("GET", url, headers=headers).prepare()
    return Response(200, {"Content-Type": ["application/json"]}, b"{}", request, 0.1, True)


@pytest.mark.parametrize(
    ("query", "parameters", "raw"),
    [
        ("a=1&a=2&b", (("a", "1"), ("a", "2"), ("b", "")), None),
        ("a=%20+%C3%A9%26", (("a", "  é&"),), None),
        ("a=%ff", (), "a=%ff"),
        ("", (), None),
    ],
)
def test_a_question_is_read_from_the_wire(query: str, parameters: tuple[object, ...], raw: str | None) -> None:
    """Parameters stand as they were sent; bytes that are not UTF-8 are kept."""
    asked = question_of("GET", f"http://host/base/v1/assistants?{query}", "http://host/base")
    assert (asked.parameters, asked.raw_query, asked.path) == (parameters, raw, "/v1/assistants")


def test_who_asked_is_read_from_the_headers() -> None:
    """The deployment's own key is the first caller; whatever else is nobody, and no key stands in the curl line."""
    asked = serving.deployment("http://host", CANARY)
    url = "http://host/v1/assistants?organization_id=org_1"
    first = schemathesis_hooks.exchange_of(response(url, **{"X-API-Key": CANARY}), asked)
    nobody = schemathesis_hooks.exchange_of(response(url), asked)
    assert (first.question.credentials, nobody.question.credentials) == ("first", "none")
    assert first.question.get("organization_id") == "org_1"
    assert CANARY not in first.curl + nobody.curl

"""`freddy-contracts check`, `learn`, `compare` and `rules` against servers on this machine, as a person runs them."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from contracts.checks.generating.engine import AS_RELATIONS
from contracts.checks.relation import RELATIONS, by_topic
from contracts.cli import _parser, main
from contracts.commands.check import KINDS
from contracts.commands.connection import connect
from contracts.schema.dialect import DOCUMENTED, EXAMPLE, SDK, Dialect, from_toml
from fixtures.world import make_world
from mock_server.app import create_app
from tests.serving import served

WORLD = make_world()
KEY, SECOND = WORLD.api_key("owner", "main"), WORLD.api_key("member", "main")
ORGANIZATION = WORLD.named("main").id


class Leaking:
    """A deployment that counts one too many for every mode, and repeats the key wherever it can."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer as the application does, spoilt."""
        answered: dict[str, Any] = {}
        environ.pop("HTTP_ACCEPT_ENCODING", None)

        def remember(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            answered.update(status=status, headers=headers)

        given = self.app(environ, remember)
        body = b"".join(given)
        getattr(given, "close", lambda: None)()
        key = environ.get("HTTP_X_API_KEY", "")
        headers = [(name, value) for name, value in answered["headers"] if name.lower() != "content-length"]
        body = self._spoilt(body, environ["QUERY_STRING"], key)
        start(answered["status"], [*headers, ("X-Echo", key), ("Content-Length", str(len(body)))])
        return [body]

    def _spoilt(self, body: bytes, query: str, key: str) -> bytes:
        content = json.loads(body) if body.startswith(b"{") else {}
        if "access_mode" in query and "total" in content:
            content["total"] += 1
        if "limit=101" in query:
            content["error"]["code"] = key
        escaped = "".join(f"\\u{ord(each):04x}" for each in key)
        return (json.dumps({**content, "note": key, "told": "@"}).replace("@", escaped) + "\n").encode()


def _app(dialect: Dialect = DOCUMENTED) -> WSGIApplication:
    return create_app(WORLD, dialect)


@pytest.fixture(scope="module")
def sound() -> Iterator[str]:
    """A deployment that keeps the contract."""
    with served(_app()) as url:
        yield url


@pytest.fixture(scope="module")
def leaking() -> Iterator[str]:
    """A deployment that breaks it."""
    with served(Leaking(_app())) as url:
        yield url


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BASE_URL", "BEARER", "SECOND_API_KEY", "BASE_URL_2", "API_KEY_2", "ORG_ID_2"):
        monkeypatch.delenv(f"FREDDY_{name}", raising=False)
    monkeypatch.setenv("FREDDY_API_KEY", KEY)
    monkeypatch.setenv("FREDDY_ORG_ID", ORGANIZATION)


FAST = ("--rate-limit", "1000/s")
PLAN = (*FAST, "--examples", "0")
"""Without generated questions, where they show nothing more."""

Captured = pytest.CaptureFixture[str]


# --- check


def test_a_sound_deployment_conforms(sound: str, capsys: Captured, tmp_path: Path) -> None:
    """Exit code 0, the verdict on the first line, and the costs in the JSON report."""
    report = tmp_path / "report.json"
    assert 0 == main(["check", "--base-url", sound, *FAST, "--second-api-key", SECOND, "--report", f"json={report}"])
    printed = capsys.readouterr()
    assert printed.out.startswith(f"conforms: {sound}, {ORGANIZATION}: ")
    assert "" == printed.err
    assert len(printed.out.splitlines()) <= 12
    told = json.loads(report.read_text("utf-8"))
    assert ("conforms", {}) == (told["verdict"], told["dialect"]["deviations"])
    assert 0 < told["requests"] <= 300


def test_a_broken_deployment_fails_and_no_output_holds_the_key(leaking: str, capsys: Captured, tmp_path: Path) -> None:
    """Exit code 1; and though the deployment repeats the key everywhere, no report does, in any form."""
    wanted = [f"--report={kind}={tmp_path / kind}" for kind in KINDS]
    assert 1 == main(["check", "--base-url", leaking, *FAST, "--examples", "5", "--second-api-key", SECOND, *wanted])
    printed = capsys.readouterr()
    assert "broken: total-counts-what-matches-on-all-pages" in printed.out
    assert "curl -H" in printed.out
    texts = {kind: (tmp_path / kind).read_text("utf-8") for kind in KINDS} | {"out": printed.out, "err": printed.err}
    for name, text in texts.items():
        for secret in (KEY, SECOND, *("".join(f"\\u{ord(each):04x}" for each in key) for key in (KEY, SECOND))):
            assert secret not in text, name
    assert "***" in texts["har"]


def test_strictness_makes_deviations_errors(capsys: Captured) -> None:
    """Another dialect is a note by default, an error with --strict, and neither if it is the one expected."""
    with served(_app(EXAMPLE)) as url:
        codes = [
            main(["check", "--base-url", url, *PLAN, "--only", "sorting", *more])
            for more in ((), ("--strict",), ("--strict", "--dialect", "example"))
        ]
    assert [0, 1, 0] == codes
    assert "error: reads the documents otherwise" in capsys.readouterr().out


def test_a_baseline_excuses_what_is_known(leaking: str, sound: str, capsys: Captured, tmp_path: Path) -> None:
    """Written once, the baseline lets the run pass, and tells later what was mended."""
    file = str(tmp_path / "known.json")
    options = [*PLAN, "--baseline", file]
    assert 0 == main(["check", "--base-url", leaking, *options, "--baseline-update"])
    assert 0 == main(["check", "--base-url", leaking, *options])
    assert "known to be broken:" in capsys.readouterr().out
    assert 0 == main(["check", "--base-url", sound, *options])
    assert f"fixed since {file}" in capsys.readouterr().out


def test_only_and_skip_choose_relations_and_topics(sound: str, capsys: Captured) -> None:
    """A topic stands for its relations; what is skipped is not judged."""
    skip = ["--skip", "every-assistant-has-one-place"]
    assert 0 == main(["check", "--base-url", sound, *PLAN, "--only", "sorting", *skip])
    assert f"{len(by_topic()['sorting']) - 1} of " in capsys.readouterr().out


def test_a_document_on_standard_output_stands_alone(sound: str, capsys: Captured) -> None:
    """`json=-` can be piped: the console's lines go to standard error."""
    assert 0 == main(["check", "--base-url", sound, *PLAN, "--only", "sorting", "--report", "json=-"])
    printed = capsys.readouterr()
    assert "conforms" == json.loads(printed.out)["verdict"]
    assert printed.err.startswith("conforms: ")


def test_annotations_stand_instead_of_the_verdict(sound: str, capsys: Captured) -> None:
    """`github=-` tells everything once, in the lines that a runner shows."""
    assert 0 == main(["check", "--base-url", sound, *PLAN, "--report", "github=-"])
    printed = capsys.readouterr()
    assert [True] == [
        line.startswith("::notice title=freddy-contracts::conforms: ") for line in printed.out.splitlines()
    ]
    assert "" == printed.err


def test_an_empty_list_passes_nothing(sound: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """An organization without assistants ends with exit code 2 and says what to do."""
    monkeypatch.setenv("FREDDY_API_KEY", WORLD.api_key("owner", "bare"))
    monkeypatch.setenv("FREDDY_ORG_ID", WORLD.named("bare").id)
    assert 2 == main(["check", "--base-url", sound, *FAST])
    printed = capsys.readouterr().out
    assert printed.startswith("too little exercised: ")
    assert "ask about an organization with more" in printed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--api-key", "ak_wrong"],
            "the first answer is 401, the key is not accepted; check --api-key or FREDDY_API_KEY",
        ),
        (["--organization-id", "org_nobody"], "the first answer is 403, the key is not accepted for this organization"),
        (["--max-requests", "3"], "3 requests are sent, as many as allowed; allow more, or ask less (--max-requests"),
        (
            ["--only", "neighbors-in-order"],
            "unknown relation 'neighbors-in-order'; did you mean neighbours-are-in-order",
        ),
        (["--only", "sorting", "--skip", "sorting"], "--skip: leaves no relation to judge"),
        (["--report", "xml=x"], "--report: unknown kind 'xml'; known: json, junit, html, sarif, github, har"),
        (["--report", "json"], "--report: json names no file; write json=FILE"),
        (["--report", "json=/no/such/x"], "--report: the directory /no/such does not exist; make it first"),
        (["--report", "json=-", "--report", "har=-"], "--report: - is named twice"),
        (["--rate-limit", "5"], "--rate-limit: '5' is no rate; write a number and a unit, as 50/s or 90/m"),
        (["--dialect", "klingon"], "unknown dialect 'klingon'; known: documented"),
        (["--baseline-update"], "--baseline-update: needs to know which file"),
        (["--baseline", "/no/such/file"], "--baseline: /no/such/file: No such file or directory"),
    ],
)
def test_a_mistake_is_told_in_one_line(sound: str, capsys: Captured, options: list[str], message: str) -> None:
    """Exit code 2, one line that says what is wrong and what to do, and no report."""
    assert 2 == main(["check", "--base-url", sound, *options])
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.startswith("freddy-contracts: ")
    assert 1 == printed.err.count("\n")
    assert "" == printed.out


@pytest.mark.parametrize(
    ("variable", "option"),
    [("FREDDY_BASE_URL", "--base-url"), ("FREDDY_ORG_ID", "--organization-id"), ("FREDDY_API_KEY", "--api-key")],
)
def test_what_is_missing_is_named_with_option_and_variable(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, variable: str, option: str
) -> None:
    """Each required value is asked for by its option and its environment variable."""
    monkeypatch.setenv("FREDDY_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.delenv(variable)
    assert 2 == main(["check"])
    error = capsys.readouterr().err
    assert error.startswith(f"freddy-contracts: {option}: is missing; ")
    assert variable in error


@pytest.mark.parametrize(
    "argv", [["--api-kye", KEY], ["check", "--api-kye", KEY], ["check", f"--api-kye={KEY}"], ["check", KEY]]
)
def test_a_misspelt_option_never_repeats_the_key(capsys: Captured, argv: list[str]) -> None:
    """The message names the option, not what follows it."""
    with contextlib.suppress(SystemExit):
        main(argv)
    assert KEY not in capsys.readouterr().err


def test_a_deployment_out_of_reach_is_told(capsys: Captured) -> None:
    """Nobody listening is exit code 2 and one line."""
    assert 2 == main(["check", "--base-url", "http://127.0.0.1:9"])
    assert capsys.readouterr().err.startswith("freddy-contracts: http://127.0.0.1:9: it takes no connections")


# --- learn, compare, rules


def test_learn_writes_the_dialect_that_the_mock_speaks(capsys: Captured, tmp_path: Path) -> None:
    """The file reads back as the dialect in which the deployment was started, and the table has every row."""
    file = tmp_path / "learned.toml"
    with served(_app(SDK)) as url:
        assert 0 == main(["learn", "--base-url", url, *FAST, "--output", str(file)])
    assert SDK.differences == from_toml(file.read_text("utf-8")).differences
    printed = capsys.readouterr().out
    assert f"serve it with freddy-mock --dialect {file}" in printed
    assert printed.startswith("ROW ")


def test_learn_hides_the_key(leaking: str, capsys: Captured) -> None:
    """The table holds no key, even where the deployment repeats it."""
    assert 0 == main(["learn", "--base-url", leaking, *FAST, "--output", "-"])
    printed = capsys.readouterr()
    assert KEY not in printed.out + printed.err
    assert from_toml(printed.out)


def test_two_equal_deployments_agree(sound: str, capsys: Captured) -> None:
    """A deployment compared with itself differs in nothing."""
    assert 0 == main(["compare", "--base-url", sound, "--base-url-2", sound, *FAST, "--only", "sorting"])
    assert capsys.readouterr().out.startswith("the two agree:")


def test_compare_tells_what_only_one_of_them_breaks(sound: str, leaking: str, capsys: Captured) -> None:
    """Relations that end otherwise come with the curl lines of the one that is broken; and no key."""
    assert 1 == main(["compare", "--base-url", sound, "--base-url-2", leaking, *FAST, "--api-key-2", KEY])
    printed = capsys.readouterr().out
    assert "total-counts-what-matches-on-all-pages: conforms | broken" in printed
    assert KEY not in printed


def test_skip_takes_checks_of_schemathesis_too(sound: str, capsys: Captured) -> None:
    """What `rules` lists can be left out, by name or as the topic `schemathesis`."""
    options = ["--skip", "schemathesis-response-headers-conformance", "--examples", "1", "--report", "json=-"]
    assert 0 == main(["check", "--base-url", sound, *options])
    names = {each["name"] for each in json.loads(capsys.readouterr().out)["relations"]}
    assert {*RELATIONS, *AS_RELATIONS} - names == {"schemathesis-response-headers-conformance"}


def test_compare_tells_how_their_dialects_differ(sound: str, capsys: Captured) -> None:
    """Rows that both decided and read otherwise are told with their question."""
    with served(_app(EXAMPLE)) as url:
        assert 1 == main(["compare", "--base-url", sound, "--base-url-2", url, *FAST, "--only", "sorting"])
    assert "timestamps: unix_seconds | iso_8601" in capsys.readouterr().out


def test_rules_lists_every_relation(capsys: Captured) -> None:
    """Each relation, and each check of Schemathesis, appears with its sentence and the data that it needs."""
    assert 0 == main(["rules"])
    printed = capsys.readouterr().out
    for name, relation in {**RELATIONS, **AS_RELATIONS}.items():
        assert f"  {name}\n    {relation.sentence}\n    needs {relation.needs}\n" in printed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--second-api-key", "ak_of_nobody"], "--second-api-key: the deployment does not accept it"),
        (["--foreign-organization-id", ORGANIZATION], "--foreign-organization-id: is the organization asked about"),
    ],
)
def test_a_side_that_does_not_exist_is_no_verdict(
    capsys: Captured, sound: str, options: list[str], message: str
) -> None:
    """A second key that nobody has, or an own organization called foreign, is a mistake and not a finding."""
    assert 2 == main(["check", "--base-url", sound, *PLAN, *options])
    assert message in capsys.readouterr().err


def test_what_is_not_installed_is_told_in_one_line(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, a command says what to install."""

    def missing(name: str) -> None:
        raise ModuleNotFoundError("No module named 'urllib3'", name="urllib3")

    monkeypatch.setattr("contracts.cli.import_module", missing)
    assert 2 == main(["rules"])
    expected = "freddy-contracts: rules: needs urllib3, which is not installed; pip install 'freddy-kit[contracts]'\n"
    assert expected == capsys.readouterr().err


def test_a_reader_who_stops_reading_changes_nothing(leaking: str, tmp_path: Path) -> None:
    """With the output closed early, as `head` does, the exit code and the reports are those of the verdict."""
    report = tmp_path / "verdict.json"
    command = [sys.executable, "-m", "contracts", "check", "--base-url", leaking, *PLAN, "--report", f"json={report}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert 1 == process.wait()
    assert "broken" == json.loads(report.read_text("utf-8"))["verdict"]


@pytest.mark.parametrize(
    ("options", "environment", "labels"),
    [
        (["--bearer", "t"], {"FREDDY_API_KEY": "k"}, {"first": "X-API-Key", "bearer": "Authorization"}),
        (["--api-key", "k", "--bearer", "t"], {}, {"first": "X-API-Key", "bearer": "Authorization"}),
        (["--api-key", "k"], {"FREDDY_BEARER": "t"}, {"first": "X-API-Key"}),
        (["--bearer", "t"], {}, {"first": "Authorization"}),
    ],
)
def test_a_token_is_asked_beside_a_key(options: list[str], environment: dict[str, str], labels: dict[str, str]) -> None:
    """The key is the first caller wherever it is given; a token beside it is another, and alone it is the first."""
    arguments = _parser().parse_args(["check", "--base-url", "http://127.0.0.1:1", "--organization-id", "o", *options])
    known = connect(arguments, environment).deployment.credentials
    found = {label: known[label].headers[0][0] for label in ("first", "bearer") if label in known}
    assert labels == found

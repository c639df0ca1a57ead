"""The README tells the truth: its commands run, its tables are complete."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.checks import relations as _relations  # noqa: F401 - declares every relation
from contracts.checks.relation import RELATIONS
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS, from_toml
from contracts.schema.openapi import possible_problems
from fixtures import coverage_set
from fixtures.coverage.report import report
from fixtures.formats.table import FORMATS
from fixtures.people import PEOPLE, STATES
from fixtures.scenarios import SCENARIOS
from fixtures.world import LOCALES, ORGANIZATIONS, make_world
from mock_server.app import app_of
from mock_server.control_api.document import build
from mock_server.control_api.settings import ControlSettings
from mock_server.control_api.table import OPERATIONS
from mock_server.mock import Mock
from mock_server.settings import OPTIONS, Option
from mock_server.state import State
from tests import serving
from tests.readme import README, ROOT, blocks, table_row
from tests.test_official_client import served

COMMANDS = {"freddy-mock": "mock_server", "freddy-contracts": "contracts", "freddy-fixtures": "fixtures"}


def test_ci_runs_the_readmes_test_command() -> None:
    """The command that a person pastes is the one that CI runs."""
    command = next(text.strip() for text in blocks("sh") if "pytest" in text)
    assert f"\n{command}\n" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_documented_curl_line_answers_as_shown() -> None:
    """The curl line, pasted into a shell, prints the answer that stands below it."""
    command = next(text for text in blocks("sh") if "curl" in text)
    with served(make_world()) as url:
        done = subprocess.run(
            ["bash", "-c", command.replace("http://127.0.0.1:8080", url).replace("curl ", "curl -sS ")],
            capture_output=True,
            text=True,
            check=True,
        )
    assert blocks("json")[0].strip() == done.stdout
    assert json.loads(done.stdout)


def test_the_control_lines_do_as_told() -> None:
    """The calls, pasted into a shell, are all answered, and the last one takes back what they did."""
    command = next(text for text in blocks("sh") if "/_mock" in text)
    token = re.findall(r"--control-token (\S+)\n", README)[0]
    mock = Mock(State(make_world()))
    with serving.served(app_of(mock, control=ControlSettings(token))) as url:
        command = command.replace("http://127.0.0.1:8080", url).replace("curl ", "curl -sSf -w '\\n' ")
        done = subprocess.run(["bash", "-ec", command], capture_output=True, text=True, check=True)
    switched, added, verified, back = map(json.loads, done.stdout.splitlines())
    assert ("ties", ["latency=50..400"]) == (switched["scenario"], switched["faults"]["faults"])
    assert ("asst_mine", True) == (added["id"], verified["ok"])
    assert ("default", [], 3) == (back["scenario"], back["faults"]["faults"], back["version"])


def test_every_call_of_control_has_its_row() -> None:
    """The table is the control API's document."""
    documented = {(each.upper(), path) for path, one in build(OPERATIONS)["paths"].items() for each in one}
    assert documented == set(re.findall("`([A-Z]+) (/_mock/[^`?]*)`", README))


@pytest.mark.parametrize("code", blocks("python"))
def test_python_examples_run(code: str) -> None:
    """Every Python example runs, assertions included."""
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README's own code


@pytest.mark.parametrize("text", blocks("toml"))
def test_dialect_files_can_be_read(text: str) -> None:
    """Every TOML example is a dialect."""
    assert from_toml(text).differences


def test_every_ambiguity_has_its_row() -> None:
    """The table of ambiguities is the contract's."""
    for row in AMBIGUITIES.values():
        readings = ", ".join(f"`{reading.name}`" for reading in row.readings)
        assert table_row(f"`{row.name}`", row.question, readings) in README


def test_every_heading_stands_once() -> None:
    """Links go by headings, and nothing is told twice."""
    outside = re.sub(r"^```.*?^```", "", README, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ .+$", outside, re.MULTILINE)

    assert [] == [each for each in dict.fromkeys(headings) if headings.count(each) > 1]


def test_every_scenario_has_its_row() -> None:
    """The table of scenarios is the generator's."""
    for name, scenario in SCENARIOS.items():
        assert table_row(f"`{name}`", f"{scenario.size:,}", scenario.story) in README


def test_every_option_dialect_caller_and_organization_is_named() -> None:
    """Whatever can be chosen stands in the README."""
    expected = [
        *(Option.flag(name) for name in OPTIONS),
        *(f"`{name}`" for name in DIALECTS),
        *(f"| {name} |" for name in PEOPLE),
        *(f"`{secret}`" for secret in STATES),
        *(f"`{organization_id}`" for organization_id, _ in ORGANIZATIONS.values()),
    ]
    assert [] == [text for text in expected if text not in README]


def test_every_error_of_the_mock_is_named() -> None:
    """Every code that the documented mock answers with stands in the table of errors."""
    codes = {problem.code for problem in possible_problems(DIALECTS["documented"]) if problem.status < 429}
    assert set() == {code for code in codes if f"`{code}`" not in README}


def test_every_format_and_locale_of_fixtures_is_named() -> None:
    """Whatever `freddy-fixtures generate` can write."""
    expected = [*(f"| `{name}` |" for name in FORMATS), *(f"`{locale}`" for locale in LOCALES[1:])]
    assert [] == [text for text in expected if text not in README]


@pytest.mark.parametrize("text", [text for text in blocks("sh") if text.startswith("freddy-fixtures")])
def test_fixtures_commands_run(tmp_path: Path, text: str) -> None:
    """Every block of `freddy-fixtures` commands, pasted into a shell, does what it says."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-ec", text], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == (report(coverage_set()) if "cover" in text else "")
    assert "verify" not in text or "as promised" in done.stdout


def test_the_number_of_relations_is_told() -> None:
    """The kit's relations are counted right."""
    assert f"by {len(RELATIONS)} relations" in README.replace("\n", " ")


def test_the_coverage_set_is_as_told() -> None:
    """The two lines are what the command says, and the words count as it does."""
    found = coverage_set(2)
    told = next(text for text in blocks("text") if "factors" in text)
    assert report(found).startswith(told)
    assert "Sixty-eight assistants" in README
    assert len(found.cases) == 68


@pytest.mark.parametrize("line", [line for line in "\n".join(blocks("sh")).splitlines() if line.startswith("freddy-")])
def test_commands_shown_are_commands(line: str) -> None:
    """Every command line of ours names a command and options that there are."""
    for part in line.split("&&"):
        words = shlex.split(part.partition(">")[0])
        if words[0] not in COMMANDS:
            continue
        command = [word for word in words[1:2] if not word.startswith("-")]
        known = subprocess.run(
            [sys.executable, "-m", COMMANDS[words[0]], *command, "--help"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert [] == [word for word in words if word.startswith("--") and word not in known]

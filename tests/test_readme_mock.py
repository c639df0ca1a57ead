"""What the README tells of the mock: tables are complete, lines to paste do as told, every feature has its test."""

from __future__ import annotations

import re
import subprocess
from dataclasses import fields

import pytest

from fixtures.world import make_world
from mock_server.app import create_app
from mock_server.control_api.shapes import Expectation
from mock_server.faults import fault, prefer
from mock_server.grading.grade import MISTAKES
from mock_server.settings import OPTIONS, PREFIX, Option, Settings
from tests import needs, serving
from tests.readme import README, ROOT, blocks, table_row

FEATURES = (
    "start from OpenAPI",
    "limit and offset honoured",
    "documented envelope",
    "sorting",
    "filtering",
    "search",
    "documented validation errors",
    "projections",
    "one data set behind all requests",
    "seed",
    "writes visible",
    "forced responses",
    "latency",
    "connection faults",
    "rate limits",
    "conditional requests",
    "gzip",
    "journal and verification",
    "why-no-match",
    "record and replay",
    "validating proxy",
    "diff with a real deployment",
    "hot reload",
    "CORS",
    "admin API",
    "web UI",
    "TLS",
    "container-friendly start",
    "served OpenAPI and docs page",
    "in-process use",
    "loopback default",
    "no code from configuration",
)
"""What is asked of mocks in this field."""
RARE = ("learned dialect", "client grading", "named defects", "equal to an executable contract")
"""What is not, as nobody has it."""

SHOWN = re.findall(r"^\| ([\w -]+) \| .+ \| `([\w/]+\.py)::(\w+)` \|$", README, re.MULTILINE)


def test_every_feature_has_its_row() -> None:
    """In the order in which they are asked for, each once."""
    assert [*FEATURES, *RARE] == [name for name, _, _ in SHOWN]


@pytest.mark.parametrize(("feature", "path", "name"), SHOWN)
def test_every_feature_is_shown_by_a_test(feature: str, path: str, name: str) -> None:
    """The test that a row names is there."""
    file = ROOT / "tests" / path
    assert file.is_file(), feature
    assert f"\ndef {name}(" in file.read_text("utf-8"), feature


@pytest.mark.parametrize("setting", [each.name for each in fields(Settings)])
def test_every_option_has_its_row(setting: str) -> None:
    """As `--help` writes it, with the default that holds."""
    option, default = OPTIONS[setting], getattr(Settings(), setting)
    written = f"`{Option.flag(setting)} {option.metavar}".rstrip().replace("|", r"\|") + "`"
    rows = [line for line in README.splitlines() if line.startswith("| `--") and written in line]
    assert len(rows) == 1
    if default not in (None, (), False):
        assert rows[0].split(" | ")[1] == str(default)


def test_every_preference_and_fault_has_its_row() -> None:
    """The tables are those of the mock."""
    kinds = [*prefer.KINDS.values(), *fault.KINDS.values()]
    assert [] == [each.example for each in kinds if table_row(f"`{each.example}`", each.story) not in README]


def test_preferences_do_as_told() -> None:
    """The curl lines, pasted into a shell: each answer tells that it was bent as asked."""
    command = next(text for text in blocks("sh") if "Prefer: " in text)
    with serving.served(create_app(make_world())) as url:
        command = command.replace("http://127.0.0.1:8080", url).replace("curl ", "curl -sS ")
        done = subprocess.run(["bash", "-ec", command], capture_output=True, text=True, check=True)
    asked = re.findall("""Prefer: (.+?)['"] """, command)
    applied = re.findall("(?m)^Preference-Applied: (.+?)\r?$", done.stdout)
    assert list(map(_pieces, asked)) == list(map(_pieces, applied))
    assert len(asked) == 4
    assert " 429 " in done.stdout


def _pieces(preferences: str) -> list[str]:
    """Return what a header says, whatever the order and the quotes."""
    return sorted(preferences.replace('"', "").replace(" ", "").split(","))


@pytest.mark.parametrize("code", blocks("js"))
def test_modules_parse(code: str) -> None:
    """What is to be pasted into a front end is JavaScript."""
    node = needs.program("node")
    command = [node, "--input-type=module", "--check", "-"]
    done = subprocess.run(command, input=code, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_variable_is_one() -> None:
    """Whatever a Dockerfile or a shell sets is read."""
    known = {Option.variable(each.name) for each in fields(Settings)}
    named = set(re.findall(rf"({PREFIX}[A-Z_]+)=", README))
    assert named
    assert named <= known


def test_every_member_of_a_verification_is_named() -> None:
    """In its table, by what the control API's document says."""
    table = README.partition("#### Verification")[2].partition("###")[0]
    named = {name for line in table.splitlines() for name in re.findall("`([a-z_]+)`", line.split(" | ")[0])}
    assert set(Expectation.model_fields) == named


def test_every_mistake_of_clients_is_named() -> None:
    """Under its topic."""
    topics: dict[str, list[str]] = {}
    for each in MISTAKES.values():
        topics.setdefault(each.topic, []).append(f"`{each.name}`")
    assert [] == [topic for topic, names in topics.items() if table_row(topic, ", ".join(names)) not in README]

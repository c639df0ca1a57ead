"""The contract under pytest: a test for each relation and phase, for one process and for several."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from contracts import pytest_plugin
from contracts.checks import environment
from contracts.checks.asking.errors import UsageError
from contracts.checks.environment import VARIABLES
from contracts.checks.generating.engine import PHASES
from contracts.checks.relation import RELATIONS
from contracts.checks.suite import outcomes
from tests.test_contracts.checks import serving

TESTS = len(RELATIONS) + len(PHASES) + 1


def run(folder: Path, environment: dict[str, str], *options: str) -> tuple[int, str, dict[str, str]]:
    """Run the suite in a folder; return the exit code, all that was told, and how each case of the JUnit file ended."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error"]
    suite = ["--pyargs", "contracts.checks.suite", "--junitxml=junit.xml", "-rs", "--freddy-examples=5"]
    done = subprocess.run(
        [*command, *suite, *options], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    written = (folder / "junit.xml").read_text("utf-8")
    cases = Xml.fromstring(written).iter("testcase")  # noqa: S314 - pytest wrote it
    ended = {case.get("name", ""): next((part.tag for part in case), "passed") for case in cases}
    return done.returncode, done.stdout + done.stderr + written, ended


@pytest.mark.parametrize("workers", ["0", "2"])
def test_the_mock_is_started_and_passes(tmp_path: Path, workers: str) -> None:
    """Without a base URL a mock is asked; every relation and phase is one case, however many workers there are."""
    code, told, ended = run(tmp_path, serving.environment(), "-n", workers)
    assert code == 0, told
    assert len(ended) == TESTS
    assert set(ended.values()) <= {"passed", "skipped"}
    assert {f"test_relation[{name}]" for name in RELATIONS} <= set(ended)
    assert [ended[f"test_generated_questions[{phase}]"] for phase in PHASES] == ["passed"] * len(PHASES)
    assert "not exercised: needs" in told


def test_a_broken_deployment_fails_in_its_own_words(tmp_path: Path) -> None:
    """The relation's case fails with sentence, message and curl line; no traceback, no key."""
    with serving.served(change=serving.always_more) as url:
        code, told, ended = run(tmp_path, serving.environment(url))
    assert code == 1
    assert ended["test_relation[has-more-tells-whether-more-exist]"] == "failure"
    assert ended["test_relation[both-totals-agree]"] == "passed"
    assert "failure" in [ended[f"test_generated_questions[{phase}]"] for phase in PHASES]
    assert 'LIST, `pagination`: "has_more' in told
    assert 'curl -H "X-API-Key: $FREDDY_API_KEY"' in told
    assert "Traceback" not in told
    assert "outcomes.py" not in told.split("short test summary")[0]
    assert serving.KEY not in told


def test_a_key_that_is_not_accepted_is_told_once_with_a_cure(tmp_path: Path) -> None:
    """Nothing could be tested: one case of all workers' is an error that says why, the others point at it."""
    canary = "ak_canary_4711_never_to_be_seen"
    with serving.served() as url:
        code, told, ended = run(tmp_path, serving.environment(url, canary), "-k", "totals or examples", "-n", "2")
    assert code == 1
    assert Counter(ended.values()) == {"error": 1, "skipped": 1}
    assert "the key is not accepted; check --api-key or FREDDY_API_KEY" in told
    assert "nothing could be asked: " in told
    assert "test_relation[both-totals-agree] says why" in told
    assert canary not in told


def test_options_win_over_the_environment(tmp_path: Path) -> None:
    """A base URL on the command line is asked, whatever the environment says; phases left out are not asked."""
    with serving.served() as url:
        environment = serving.environment("http://127.0.0.1:1")
        code, told, ended = run(tmp_path, environment, f"--freddy-base-url={url}", "-k", "both-totals-agree")
    assert (code, ended) == (0, {"test_relation[both-totals-agree]": "passed"}), told


def test_the_plugin_is_inert() -> None:
    """Loading it loads nothing of the kit, and no Schemathesis."""
    code = (
        "import sys, contracts.pytest_plugin; heavy = ('contracts.', 'schemathesis', 'pydantic', 'urllib3');"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=serving.environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['contracts.pytest_plugin']"


def test_every_option_has_its_variable() -> None:
    """What the command line can tell, the environment can tell as well."""
    assert set(pytest_plugin.OPTIONS) == set(VARIABLES) - {"bearer"}


def test_outcomes_are_found_once(tmp_path: Path) -> None:
    """Whoever comes second reads what the first one found."""
    made: Counter[str] = Counter()

    def make() -> outcomes.Outcomes:
        made["outcomes"] += 1
        return {"a relation": ("passed", "")}

    file = tmp_path / "shared.sqlite"
    assert outcomes.shared(file, make) == outcomes.shared(file, make) == {"a relation": ("passed", "")}
    assert made["outcomes"] == 1


def test_an_empty_base_url_is_a_mistake() -> None:
    """A variable that CI forgot must not turn into a green run against the mock."""
    with pytest.raises(UsageError, match="base URL: is empty"):
        environment.read({"FREDDY_BASE_URL": ""})
    with pytest.raises(UsageError, match="base URL: is empty"):
        environment.read({}, {"base_url": ""})
    assert environment.read({}) is None

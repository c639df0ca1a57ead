"""The plugin gives a mock to any test, and costs a run that uses none nothing."""

from __future__ import annotations

import pytest

from tests.readme import blocks
from tests.test_fixtures.test_package import loaded_by

pytest_plugins = ["pytester"]

OPTIONS = (
    "--strict-markers",
    "-pno:cacheprovider",
    "-Werror",
    # These tests have loaded our packages already, which a run of its own does not.
    "-Wignore::pytest.PytestAssertRewriteWarning",
)
ASKING = """
    import json
    import urllib.error
    from http.client import HTTPConnection
    from urllib.request import Request, urlopen

    import pytest

    MAIN = "org_72e0224eca9c0d0340df3880d0d353b3"

    def ask(mock, query="", caller="owner"):
        url = f"{mock.url}/v1/assistants?organization_id={MAIN}{query}"
        with urlopen(Request(url, headers={"X-API-Key": mock.api_key(caller)}), timeout=10) as answer:
            return json.load(answer)
"""


def run(pytester: pytest.Pytester, code: str, *options: str) -> pytest.RunResult:
    """Run tests in a file of their own, in this process: the mock's server is a thread of it, as in any run."""
    indented = "\n".join(f"    {line}" for line in code.strip("\n").splitlines())
    pytester.makepyfile(f"{ASKING}\n{indented}")
    return pytester.runpytest_inprocess(*OPTIONS, *options)


def test_a_test_gets_a_mock_of_its_own(pytester: pytest.Pytester) -> None:
    """Over a port and in process; nothing of one test is left for the next, one server serves all."""
    code = """
addresses = set()

@pytest.mark.parametrize("time", range(3))
def test_fresh(freddy_mock, time):
    addresses.add(freddy_mock.url)
    assert ask(freddy_mock)["total"] == 131
    freddy_mock.add({"id": "asst_mine", "organization_id": MAIN, "name": "Mine", "access_mode": "public"})
    freddy_mock.switch(faults=["latency=1"])
    assert ask(freddy_mock)["total"] == 132
    assert [each.number for each in freddy_mock.requests] == [1, 2]
    assert len(addresses) == 1

def test_in_process(freddy_mock):
    headers = {"X-API-Key": freddy_mock.api_key("member", "main")}
    assert freddy_mock.client.get(f"/v1/assistants?organization_id={MAIN}", headers=headers).json["total"]
    assert freddy_mock.client.get("/openapi.json").json["openapi"].startswith("3.1")
    freddy_mock.verify(path="/v1/assistants", times=1)

def test_changes(freddy_mock):
    (row,) = freddy_mock.rows("org_abc123")
    freddy_mock.edit("org_abc123", row["id"], name="Other")
    assert freddy_mock.rows("org_abc123")[0]["name"] == "Other"
    freddy_mock.remove("org_abc123", row["id"])
    assert freddy_mock.rows("org_abc123") == ()
    freddy_mock.reset()
    assert freddy_mock.rows("org_abc123") == (row,)
    freddy_mock.replace([{"id": "asst_1", "organization_id": "org_a", "name": "x"}])
    assert freddy_mock.world.named("a").id == "org_a"

def test_nobody_asked(freddy_mock):
    freddy_mock.verify(times=0)
    assert freddy_mock.grade() == []
    freddy_mock.assert_no_mistakes()
"""
    run(pytester, code).assert_outcomes(passed=6)


def test_a_marker_says_what_the_mock_begins_with(pytester: pytest.Pytester) -> None:
    """The nearest one counts; what it leaves out is as the class or the module says."""
    code = """
pytestmark = pytest.mark.freddy_mock(scenario="ties", seed=3)

def test_of_the_module(freddy_mock):
    assert (freddy_mock.world.scenario, freddy_mock.world.seed) == ("ties", 3)

@pytest.mark.freddy_mock(scenario="one-over", faults=["error=503"], dialect="example", defects="offset_ignored")
def test_of_its_own(freddy_mock):
    state = freddy_mock.mock.live.state
    assert (state.world.scenario, state.world.seed, state.dialect.name) == ("one-over", 3, "example")
    assert (state.defects, state.faults.seed) == (("offset_ignored",), 3)
    with pytest.raises(urllib.error.HTTPError, match="503"):
        ask(freddy_mock)
    freddy_mock.verify(status=503, applied="error")
    freddy_mock.switch(scenario="default", faults=[], dialect="documented", defects=[])
    ask(freddy_mock)
    freddy_mock.reset()
    assert freddy_mock.mock.live.state == state

@pytest.mark.freddy_mock(clock="2025-11-11T10:30:00Z")
def test_time_stands_still(freddy_mock):
    answer = freddy_mock.client.get("/v1/assistants").json
    assert answer["error"]["timestamp"].startswith("2025-11-11T10:30:00")
"""
    run(pytester, code).assert_outcomes(passed=3)


def test_a_failure_tells_what_was_asked(pytester: pytest.Pytester) -> None:
    """What came nearest, the mistakes, and the last requests, without a line of ours in the traceback."""
    code = """
def test_asked_otherwise(freddy_mock):
    ask(freddy_mock, "&limit=25")
    freddy_mock.verify(query={"limit": 20})

def test_beyond_the_end(freddy_mock):
    # On one connection: on several, what follows within milliseconds may have been under way already.
    connection = HTTPConnection(freddy_mock.url.removeprefix("http://"), timeout=10)
    for offset in (0, 50, 100, 150, 200, 250):
        path = f"/v1/assistants?organization_id={MAIN}&offset={offset}"
        connection.request("GET", path, headers={"X-API-Key": freddy_mock.api_key("owner")})
        connection.getresponse().read()
    connection.close()
    freddy_mock.assert_no_mistakes()

def test_many(freddy_mock):
    for _ in range(23):
        ask(freddy_mock)
    assert not "many"

def test_no_key(freddy_mock):
    freddy_mock.api_key("outsider", "main")

def test_without_a_mock():
    assert not "without"
"""
    result = run(pytester, code)
    result.assert_outcomes(failed=5)
    result.stdout.fnmatch_lines_random(
        [
            "E*expected at least 1 of: request with limit=20; found 0 among 1",
            "E*#1 GET /v1/assistants*limit=25 (200): limit is '25', not '20'",
            "E*mistake: loops-past-the-end",
            "*Captured freddy-mock call*",
            "#1 GET /v1/assistants?organization_id=*&limit=25  200  *B  * ms  usr_*",
            "3 earlier",
            "#23 GET *",
            "E*KeyError: 'outsider has no key for main; callers: owner, *; organizations: *main, *'",
            "nothing was asked",
        ]
    )
    result.stdout.no_fnmatch_line("*verifying.verify(*")
    result.stdout.no_fnmatch_line("#3 GET /v1/assistants?organization_id=org_72e0224eca9c0d0340df3880d0d353b3  *")
    assert result.stdout.str().count("Captured freddy-mock call") == 4


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("scenario='tied'", "scenario: 'tied' is unknown; use one of default, *"),
        ("size=3", "size: is nothing to switch; use scenario, *"),
        ("seed='x'", "seed: 'x': input should be a valid integer"),
        ("defects=['nope']", "defects: 'nope' is unknown; *"),
        ("faults=['dorp']", "faults: 'dorp' is no fault; did you mean drop[?]"),
    ],
)
def test_a_wrong_marker_is_told_in_one_line(pytester: pytest.Pytester, marker: str, message: str) -> None:
    """Without a traceback of ours."""
    result = run(pytester, f"@pytest.mark.freddy_mock({marker})\ndef test_mock(freddy_mock):\n    pass")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"@pytest.mark.freddy_mock: {message}"])
    result.stdout.no_fnmatch_line("*marker.kwargs*")


def test_a_worker_reports_what_was_asked(pytester: pytest.Pytester) -> None:
    """Under xdist, where each worker has a server of its own and another process tells what failed."""
    code = """
@pytest.mark.parametrize("offset", [0, 1])
def test_failing(freddy_mock, offset):
    ask(freddy_mock, f"&offset={offset}")
    freddy_mock.verify(times=2)
"""
    result = run(pytester, code, "-n1", "-pno:schemathesis")  # which a worker would load for nothing
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*Captured freddy-mock call*", "#1 GET *&offset=1  200 *"])


def test_the_readmes_examples_pass(pytester: pytest.Pytester) -> None:
    """Every test that the README shows with this plugin, run as it stands."""
    examples = [text for text in blocks("python") if "freddy_mock" in text]
    assert examples
    pytester.makepyfile(*examples)
    pytester.runpytest_inprocess(*OPTIONS).assert_outcomes(passed="\n".join(examples).count("def test_"))


def test_loading_the_plugin_loads_nothing_heavy() -> None:
    """Every run of pytest pays for it, in every project."""
    loaded = loaded_by("import mock_server.pytest_plugin")
    assert not {"numpy", "pydantic", "faker", "flask", "werkzeug", "contracts", "fixtures", "asyncio.sslproto"} & loaded
    assert {name for name in loaded if name.startswith("mock_server")} == {"mock_server", "mock_server.pytest_plugin"}

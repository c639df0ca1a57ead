"""The mock for pytest: the fixture `freddy_mock`, one for each test.

pytest loads this file at every start, wherever the mock is installed; so it loads nothing else until a test asks.

    def test_pages_are_asked_with_the_documented_limit(freddy_mock):
        show_assistants(freddy_mock.url, key=freddy_mock.api_key("member", "main"))
        freddy_mock.verify(query={"limit": 50}, times=1)

    @pytest.mark.freddy_mock(scenario="one-over", faults=["drop@0.1"], seed=3)
    def test_dropped_connections_are_asked_again(freddy_mock): ...

One server serves all tests of a process, so a test costs milliseconds; each has a mock and a journal of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mock_server.background import Background
    from mock_server.testing import FreddyMock

MARKER = "freddy_mock"
_GIVEN: pytest.StashKey[FreddyMock] = pytest.StashKey()
"""Where a test's mock is, for the report of a failure."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker that chooses what the mock begins with."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(scenario, seed, dialect, defects, faults, clock): what the fixture `freddy_mock` begins with",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Tell the last requests in the report of a test that fails."""
    mock = item.stash.get(_GIVEN, None)
    if mock is None:
        return
    if call.excinfo is not None:
        item.add_report_section(call.when, "freddy-mock", mock.told())
    if call.when == "teardown":
        del item.stash[_GIVEN]


@pytest.fixture(scope="session")
def _freddy_mock_background() -> Iterator[Background]:
    from mock_server.background import Background

    background = Background()
    yield background
    background.close()


@pytest.fixture
def freddy_mock(request: pytest.FixtureRequest, _freddy_mock_background: Background) -> FreddyMock:
    """A mock of the documented API, as the marker `freddy_mock` says; without one, of the default world.

    Ask it at `.url` or in process with `.client`, change it with `.switch`, `.add`, `.edit` and `.remove`, and question
    it with `.requests`, `.verify`, `.grade` and `.assert_no_mistakes`.
    """
    from mock_server.testing import FreddyMock, state_of

    # The nearest marker is the first one; what it says counts before what its class and module say.
    markers = reversed(list(request.node.iter_markers(MARKER)))
    marked = {name: value for marker in markers for name, value in marker.kwargs.items()}
    try:
        mock = FreddyMock(state_of(**marked), _freddy_mock_background)
    except (TypeError, ValueError, KeyError) as error:
        problem = error.args[0] if isinstance(error, KeyError) else str(error)
    else:
        request.node.stash[_GIVEN] = mock
        return mock
    pytest.fail(f"@pytest.mark.{MARKER}: {problem}", pytrace=False)

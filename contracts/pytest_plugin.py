"""The contract for pytest: `pytest --pyargs contracts.checks.suite --freddy-base-url ...`.

pytest loads this file at every start, wherever the kit is installed; so it adds options and a fixture, and loads
nothing of the kit until a test asks for the fixture. Without a base URL the tests ask a mock that is started for them.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from contracts.checks.suite.outcomes import Outcomes

OPTIONS = {
    "base_url": "the deployment to ask, as http://host:port; without it a mock is started (FREDDY_BASE_URL)",
    "api_key": "the API key to ask with; FREDDY_API_KEY keeps it out of lists of processes",
    "organization_id": "the organization to ask about (FREDDY_ORG_ID)",
    "second_api_key": "the key of a second caller of the same organization (FREDDY_SECOND_API_KEY)",
    "foreign_organization_id": "an organization that the key does not open (FREDDY_FOREIGN_ORG_ID)",
    "dialect": "a dialect or its file to judge by, instead of the learned one (FREDDY_DIALECT)",
    "rate_limit": "how fast to ask, as 50/s or 90/m (FREDDY_RATE_LIMIT; 10/s)",
}
"""Option -> its help; each can also be set in the environment."""


def _flag(name: str) -> str:
    return f"--freddy-{name.replace('_', '-')}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that name a deployment."""
    group = parser.getgroup("freddy", "the contract of GET /v1/assistants (contracts.checks.suite)")
    for name, text in OPTIONS.items():
        group.addoption(_flag(name), metavar=name.upper(), help=text)
    group.addoption(_flag("examples"), type=int, default=60, metavar="N", help="questions that Schemathesis draws (60)")
    group.addoption(_flag("seed"), type=int, default=1, metavar="N", help="another one draws other questions (1)")


@pytest.fixture(scope="session")
def freddy_found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """How each relation and each phase of generated questions ends; the deployment is asked once in a run."""
    from contracts.checks.suite import outcomes

    config = request.config
    make = partial(
        outcomes.find,
        {name: config.getoption(_flag(name)) for name in OPTIONS},
        os.environ,
        generated=any(
            getattr(item, "originalname", "") == "test_generated_questions" for item in request.session.items
        ),
        seed=config.getoption(_flag("seed")),
        examples=config.getoption(_flag("examples")),
    )
    worker = getattr(config, "workerinput", None)
    if worker is None:
        return outcomes.safely(make)
    file = tmp_path_factory.getbasetemp().parent / f"freddy-{worker['testrunuid']}.sqlite"
    return outcomes.shared(file, partial(outcomes.safely, make))


@pytest.fixture
def freddy_outcomes(request: pytest.FixtureRequest, freddy_found: Outcomes) -> Outcomes:
    """What was found; where nothing could be asked, the run's first test says why, and every other points at it."""
    from contracts.checks.suite.outcomes import UNREACHED

    if UNREACHED in freddy_found:
        items = (item for item in request.session.items if request.fixturename in getattr(item, "fixturenames", ()))
        first = next(items, request.node)  # The same one for every worker: each collects all.
        if request.node.nodeid == first.nodeid:
            pytest.fail(freddy_found[UNREACHED][1], pytrace=False)
        pytest.skip(f"nothing could be asked: {first.nodeid} says why")
    return freddy_found

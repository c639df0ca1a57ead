"""A caller for each test."""

from __future__ import annotations

import pytest

from tests.test_mock_server.control_api.calling import Caller


@pytest.fixture
def caller() -> Caller:
    """Return somebody who has the token of a fresh mock of the default world."""
    return Caller()

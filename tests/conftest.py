"""Options of the test run."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes depends on what else the machine does; it is no property of what is tested.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a person ask for longer proofs than every run can afford."""
    parser.addoption(
        "--store-examples",
        type=int,
        default=2000,
        metavar="N",
        help="random worlds in which the mock's store must equal the reference (default: %(default)s)",
    )
    parser.addoption(
        "--dialect-examples",
        type=int,
        default=20,
        metavar="N",
        help="random dialects that the kit must learn without a false alarm (default: %(default)s)",
    )
    parser.addoption(
        "--dialect-queries",
        type=int,
        default=50,
        metavar="N",
        help="random queries that a mock in each learned dialect must answer as the original (default: %(default)s)",
    )
    parser.addoption(
        "--every-defect",
        action="store_true",
        help="have the kit catch every defect of the mock, not only one for each relation and every sixteenth",
    )

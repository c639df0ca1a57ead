"""Options of the test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a person ask for a longer proof than every run can afford."""
    parser.addoption(
        "--store-examples",
        type=int,
        default=2000,
        metavar="N",
        help="random worlds in which the mock's store must equal the reference (default: %(default)s)",
    )

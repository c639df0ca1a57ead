"""What asking may cost."""

from __future__ import annotations

import pytest

from contracts.checks.asking.errors import UsageError
from contracts.checks.asking.limits import Limits
from tests.test_contracts.checks import hostile
from tests.test_contracts.checks.asking import BUSY, refused


@pytest.mark.parametrize(
    "name", ["seconds", "body_bytes", "header_bytes", "memory_bytes", "requests", "total_seconds", "per_second"]
)
def test_a_limit_of_nothing_is_refused(name: str) -> None:
    """A limit that lets nothing through is a mistake, named."""
    with pytest.raises(UsageError, match=f"^{name}: 0 is too low; it must be above 0$"):
        Limits(**{name: 0})  # type: ignore[arg-type]


def test_no_waiting_is_a_limit() -> None:
    """Zero waits are allowed: a busy server is asked once."""
    assert refused(hostile.always(BUSY), waits=0)[1] == 1

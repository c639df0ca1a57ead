"""What a test needs of the machine: without it, the test is skipped, and in CI it fails."""

from __future__ import annotations

import glob
import os
import shutil

import pytest


def program(name: str, places: str = "") -> str:
    """Return the path of a program, on the PATH or in folders that match a pattern, or end the test with the reason."""
    found = shutil.which(name) or next((path for path in sorted(glob.glob(f"{places}/{name}")) if places), None)
    if found is not None:
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{name} is not installed; .ci/run installs it")
    pytest.skip(f"{name} is not installed")

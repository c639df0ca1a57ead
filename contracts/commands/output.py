"""Printing to somebody who may stop reading."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unless_closed() -> Iterator[None]:
    """Print what stands within to its end, or until the reader has seen enough; what was found stays as it is."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

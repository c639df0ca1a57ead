"""A home for what Hypothesis stores, gone after use: nothing is left in the folder where a check was started.

Hypothesis computes which characters UTF-8 can carry by encoding each, which takes seconds and as much memory as the
rest of a check; it stores the answer, and here finds it stored.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_BEFORE_SURROGATES, _AFTER_SURROGATES = 0xD7FF, 0xE000


@contextmanager
def temporary_home() -> Iterator[None]:
    """Have Hypothesis store what it does in a temporary folder."""
    from hypothesis import configuration

    before = configuration.__dict__["__hypothesis_home_directory"]  # a function that returns it is missing
    with TemporaryDirectory(prefix="freddy-contracts-") as folder:
        configuration.set_hypothesis_home_dir(folder)
        try:
            _store_what_utf_8_carries()
            yield
        finally:
            configuration.set_hypothesis_home_dir(before)


def _store_what_utf_8_carries() -> None:
    """Store the characters that UTF-8 encodes, and that it gives back otherwise, which are none."""
    from hypothesis.internal import charmap

    file: Path = charmap.charmap_file("codec-v2-utf-8")
    file.parent.mkdir(parents=True, exist_ok=True)
    every = [(0, _BEFORE_SURROGATES), (_AFTER_SURROGATES, sys.maxunicode)]
    file.write_bytes(gzip.compress(json.dumps([every, []]).encode(), mtime=0))

"""What an answer told, in every form that the mock writes it."""

from __future__ import annotations

import json

import pytest

from contracts.schema.dialect import DIALECTS
from mock_server.grading import told
from mock_server.grading.told import Told
from tests.test_mock_server.grading.bench import Bench


@pytest.mark.parametrize("dialect", DIALECTS)
def test_pages_are_read_in_every_dialect(dialect: str) -> None:
    """Also where the envelope has no has_more."""
    bench = Bench(dialect=dialect)

    first, last = (told.read(bench.ask(limit=60, offset=offset).body, offset) for offset in (0, 60))

    assert (Told(60, 101, True, 60), Told(41, 101, False, 60)) == (first, last)


def test_has_more_counts_as_told() -> None:
    """A lie is what the client goes by, and so is a text, which programs take for true."""
    for said, taken in ((True, True), (False, False), ("false", True), (None, True)):
        page = {"assistants": [{}], "total": 2, "pagination": {"total": 2, "limit": 1, "has_more": said}}

        assert Told(1, 2, taken, 1) == told.read(json.dumps(page).encode(), 0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b'{"assistants": 3, "total": 1}',
        b'{"assistants": []}',
        b'{"assistants": [], "total": true}',
        b'{"assistants": [], "total": -1}',
        b'{"assistants": [], "total": "3"}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_page_tells_nothing(body: bytes) -> None:
    """However broken it is."""
    assert told.read(body, 0) is None

"""What the tests of formats share: a job, and its bytes."""

from __future__ import annotations

from typing import Any

from fixtures.formats.table import FORMATS
from fixtures.jobs import Job
from fixtures.rows import Row

SCENARIOS = ("default", "one", "empty", "ties", "unicode", "long-text", "extremes", "sparse", "dense")
"""Scenarios whose rows differ in kind."""


def bytes_of(job: Job) -> bytes:
    """Return the whole document of a job, before compression."""
    document = FORMATS[job.format].document(job, job.open())
    return b"".join(part for chunk in range(document.chunks) for part in document.chunk(chunk))


def rows_of(**given: Any) -> list[Row]:
    """Return the rows that a job with these parameters writes."""
    extract = Job(**given).open()
    return extract.organization.rows(extract.between(0, len(extract)))

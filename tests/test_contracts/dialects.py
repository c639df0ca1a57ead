"""Every reading of every row as a dialect of its own, and random dialects."""

from __future__ import annotations

from hypothesis import strategies as st

from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DOCUMENTED, Dialect

READINGS = [(row.name, reading.name) for row in AMBIGUITIES.values() for reading in row.readings]
DIFFERING = [(row.name, reading.name) for row in AMBIGUITIES.values() for reading in row.readings[1:]]


def taking(row: str, reading: str) -> Dialect:
    """Return the dialect that takes one reading of one row, and every default besides."""
    return DOCUMENTED.replace(f"{row}={reading}", **{row: reading})


def reading_maps() -> st.SearchStrategy[dict[str, str]]:
    """Return a strategy of one reading for each of some rows."""
    choices = {row.name: st.sampled_from([each.name for each in row.readings]) for row in AMBIGUITIES.values()}
    return st.fixed_dictionaries({}, optional=choices)


def dialects() -> st.SearchStrategy[Dialect]:
    """Return a strategy of dialects, each differing anywhere from the documented one."""
    return reading_maps().map(lambda readings: Dialect("random", readings))

"""The relations, topic by topic; importing this package declares them all."""

from contracts.checks.relations import (
    authentication,
    envelope,
    filtering,
    isolation,
    pagination,
    projection,
    repeatability,
    schema,
    searching,
    sorting,
    validation,
)

__all__ = [
    "authentication",
    "envelope",
    "filtering",
    "isolation",
    "pagination",
    "projection",
    "repeatability",
    "schema",
    "searching",
    "sorting",
    "validation",
]

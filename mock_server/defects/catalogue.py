"""Every defect: importing this module declares them all."""

from mock_server.defects import (
    authentication,
    envelope,
    errors,
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
from mock_server.defects.declare import DEFECTS, by_topic

__all__ = [
    "DEFECTS",
    "authentication",
    "by_topic",
    "envelope",
    "errors",
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

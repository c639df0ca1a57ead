"""Every defect: importing this module declares them all."""

from mock_server.defects import (
    authentication,
    breaking,
    envelope,
    errors,
    filtering,
    isolation,
    pagination,
    places,
    projection,
    repeatability,
    schema,
    searches,
    searching,
    sorting,
    validation,
)
from mock_server.defects.declare import DEFECTS, by_topic, named

__all__ = [
    "DEFECTS",
    "authentication",
    "breaking",
    "by_topic",
    "envelope",
    "errors",
    "filtering",
    "isolation",
    "named",
    "pagination",
    "places",
    "projection",
    "repeatability",
    "schema",
    "searches",
    "searching",
    "sorting",
    "validation",
]

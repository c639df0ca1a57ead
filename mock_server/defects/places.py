"""Assistants that stand in front or behind whatever the order, and equals that change places."""

from __future__ import annotations

from contracts.schema.access import AccessLevel
from mock_server.answers import Admitted
from mock_server.defects.declare import defect
from mock_server.defects.steps import Rows, Steps
from mock_server.defects.ways import ties_turned

# --- what stands first


@defect("sorting", step="order")
def default_stands_first(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """The default assistant stands first, whatever the order."""
    return sorted(steps.order(rows, asked), key=lambda row: not row["is_default"])


@defect("sorting", step="order")
def own_stand_first(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """The caller's own assistants stand first, whatever the order."""
    return sorted(steps.order(rows, asked), key=lambda row: steps.level(row, asked) != AccessLevel.OWNER)


@defect("sorting", step="order")
def inactive_stand_last(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Inactive assistants stand last, whatever the order."""
    return sorted(steps.order(rows, asked), key=lambda row: not row["is_active"])


@defect("sorting", step="order")
def ties_depend_on_limit(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Assistants with equal sort values change places when the limit is below 10."""
    return steps.order(rows, asked) if asked.query.limit >= 10 else ties_turned(steps, rows, asked)


@defect("sorting", step="order", link="https://github.com/LanternOps/breeze/issues/3462")
def ties_depend_on_page(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Assistants with equal sort values change places from the second page on."""
    return ties_turned(steps, rows, asked) if asked.query.offset else steps.order(rows, asked)


@defect("sorting", step="order")
def ties_depend_on_fields(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Assistants with equal sort values change places with fields=full."""
    return ties_turned(steps, rows, asked) if asked.query.fields == "full" else steps.order(rows, asked)


@defect("sorting", step="order")
def ties_turned_on_odd_pages(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """On every other page equals stand in the opposite order, so that some are met twice and some never."""
    odd = asked.query.offset // asked.query.limit % 2
    return ties_turned(steps, rows, asked) if odd else steps.order(rows, asked)

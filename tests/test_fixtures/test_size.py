"""A million assistants cost what is asked of them."""

import tracemalloc

import numpy as np
import pytest

from contracts.schema.properties import SUMMARY
from fixtures import make_world
from fixtures.columns import Column

HUGE = make_world(scenario="huge").named("main")
SUMMARY_FIELDS = [field for field in SUMMARY if field != "user_access_level"]


def test_a_page_of_a_million_costs_a_page() -> None:
    """Fifty summaries from the middle need less than half a megabyte: nothing is made for the other rows."""
    page = np.arange(500_000, 500_050)
    HUGE.rows(page, SUMMARY_FIELDS)  # The first time fills the pools of words.
    tracemalloc.start()
    HUGE.rows(page, SUMMARY_FIELDS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 500_000


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "created_by",
        "access_mode",
        "is_active",
        "access_users",
        "access_departments",
        "editable_by_users",
        "editable_by_roles",
        "visible_in_chat_to_users",
        "visible_to_roles",
        "vector_store_ids",
    ],
)
def test_a_million_values_take_two_bytes_each_at_most(field: str) -> None:
    """What the mock holds of a huge organization is codes into small pools."""
    column = HUGE.column(field, range(1000))
    assert isinstance(column, Column)
    assert column.codes.itemsize == (2 if field == "name" else 1)
    assert len(column.values) <= 65_536

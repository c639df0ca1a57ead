"""The default world is kept in a file: it is what the generator makes, and needs neither numpy nor Faker."""

import gzip
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures import keeping, make_world
from fixtures.columns import Numbers
from fixtures.kept import FILE, KeptOrganization
from fixtures.organizations import TIMES
from fixtures.rows import FIELDS, encode
from tests.test_fixtures.test_package import loaded_by

KEPT, ANEW = make_world(), make_world(anew=True)
NAMES = ("main", "small", "bare")
EACH = pytest.mark.parametrize("name", NAMES)
SHARED = ("access_departments", "access_users", "editable_by_users", "rule_ids", "tool_capabilities")

HOW = "the file of the default world is stale: `python -m fixtures.keeping` writes it anew"


def test_the_file_is_what_the_generator_makes() -> None:
    """Not a byte differs, the version of the streams included; how it is compressed does not count."""
    assert keeping.content() == gzip.decompress(FILE.read_bytes()), HOW


@EACH
def test_what_is_kept_is_what_is_generated(name: str) -> None:
    """Id, name, size and every row, down to the order of keys and the kinds of numbers."""
    known, made = KEPT.named(name), ANEW.named(name)
    assert (made.id, made.name, len(made)) == (known.id, known.name, len(known))
    assert [encode(row) for row in made.rows()] == [encode(row) for row in known.rows()], HOW
    assert made.rows() == known.rows()


@given(indices=st.lists(st.integers(0, 199)), fields=st.lists(st.sampled_from(FIELDS), min_size=1, unique=True))
def test_any_rows_and_fields_are_those_generated(indices: list[int], fields: Sequence[str]) -> None:
    """Whichever are asked for, in whatever order, by a list or by an array."""
    known, expected = KEPT.named("main"), ANEW.named("main").rows(indices, fields)
    assert expected == known.rows(indices, fields)
    assert expected == known.rows(np.array(indices, np.int64), fields)


@EACH
def test_columns_are_those_generated(name: str) -> None:
    """The same values of every field, whole or in part."""
    known, made = KEPT.named(name), ANEW.named(name)
    every_second = range(0, len(made), 2)
    for indices in (None, every_second, np.array(every_second, np.int64)):
        expected = {field: column.to_list() for field, column in made.columns(FIELDS, indices).items()}
        assert expected == {field: column.to_list() for field, column in known.columns(FIELDS, indices).items()}
        assert expected == {field: known.column(field, indices).to_list() for field in FIELDS}


@EACH
@pytest.mark.parametrize("field", ["id", "name", *TIMES])
def test_columns_order_as_those_generated(name: str, field: str) -> None:
    """Ties and nulls included; times are numbers, which cost least to order."""
    orders = [np.lexsort(each.named(name).column(field).sort_keys()).tolist() for each in (KEPT, ANEW)]
    assert orders[0] == orders[1]
    assert isinstance(KEPT.named(name).column(field), Numbers) == (field in TIMES)


def test_equal_values_are_one_object() -> None:
    """What many assistants share is in memory once, however many rows are asked for."""
    rows = KEPT.named("main").rows()
    for field in SHARED:
        assert len({id(row[field]) for row in rows}) == len({encode(row[field]) for row in rows})


@pytest.mark.parametrize(
    ("asked", "is_kept"),
    [
        ({}, True),
        ({"seed": 0, "scenario": "default", "locale": "en_US"}, True),
        ({"seed": 1}, False),
        ({"scenario": "large"}, False),
        ({"locale": "de_DE"}, False),
        ({"anew": True}, False),
    ],
)
def test_only_the_default_world_is_kept(asked: dict[str, object], is_kept: bool) -> None:
    """Another seed, scenario or locale is generated, and so is what is asked for anew."""
    world = make_world(**asked)  # type: ignore[arg-type]
    assert all(isinstance(world.named(name), KeptOrganization) == is_kept for name in NAMES)


def test_a_file_holds_nothing_but_its_text() -> None:
    """No time and no name: written anew on the same machine, it is the same file."""
    written = keeping.packed(b"text")
    assert gzip.decompress(written) == b"text"
    assert written[4:8] == bytes(4)


ASKED = """
from fixtures.world import make_world
world = make_world()
for each in world.organizations:
    assert len(each.rows()) == len(each) and each.id and each.name
    assert len(each.rows(list(range(len(each))), ["id", "name", "tool_capabilities"])) == len(each)
assert world.api_key("owner", "main") in world.credentials and world.callers["owner"].memberships
"""


def test_reading_the_default_world_loads_nothing_heavy() -> None:
    """The mock starts with it: no numpy, no models, no Faker, nor what only a generator needs."""
    loaded = loaded_by(f"exec({ASKED!r})")
    generator = {f"fixtures.{name}" for name in ("columns", "drafts", "generated", "mixing", "names", "stock")}
    assert "fixtures.kept" in loaded
    assert not ({"numpy", "pydantic", "faker", "fixtures.recipes"} | generator) & loaded


def test_whoever_reads_data_files_waits_for_the_models_only_then() -> None:
    """The mock can serve such files, and most often does not."""
    assert not {"numpy", "pydantic"} & loaded_by("import fixtures.datafile")


def test_the_names_of_scenarios_load_nothing_heavy() -> None:
    """Whoever only lists scenarios, or misspells one, waits for no recipe."""
    asked = "from fixtures.scenarios import SCENARIOS; assert SCENARIOS['edges'].size"
    assert not {"numpy", "faker", "fixtures.recipes"} & loaded_by(asked)

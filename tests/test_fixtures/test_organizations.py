"""Any slice of an organization, alone and in any order, is the same as that slice of the whole."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import make_world
from fixtures.drafts import Recipe
from fixtures.generated import GeneratedOrganization
from fixtures.organizations import ListedOrganization, Organization
from fixtures.recipes.picking import Maybe, pick
from fixtures.rows import FIELDS

SIZE = 200
INDICES = st.lists(st.integers(0, SIZE - 1), max_size=20)
SOME_FIELDS = st.lists(st.sampled_from(FIELDS), min_size=1, unique=True)


def main_organization(**parameters: Any) -> GeneratedOrganization:
    """Return the main organization of a world."""
    organization = make_world(**parameters, anew=True).named("main")
    assert isinstance(organization, GeneratedOrganization)
    return organization


MAIN = main_organization()
WHOLE = MAIN.rows()
LISTED = ListedOrganization(MAIN.id, MAIN.name, tuple(WHOLE))
KEPT = make_world().named("main")
EACH = pytest.mark.parametrize("organization", [MAIN, LISTED, KEPT], ids=["generated", "listed", "kept"])


@EACH
@given(indices=INDICES, fields=SOME_FIELDS)
@settings(deadline=None)
def test_a_slice_is_a_slice_of_the_whole(organization: Organization, indices: list[int], fields: Sequence[str]) -> None:
    """Whatever indices and fields are asked for, in whatever order, the values are those of the whole."""
    expected = [{field: WHOLE[index][field] for field in fields} for index in indices]
    assert expected == organization.rows(indices, fields)


@EACH
@given(indices=INDICES, field=st.sampled_from(FIELDS))
@settings(deadline=None)
def test_a_column_is_a_column_of_the_whole(organization: Organization, indices: list[int], field: str) -> None:
    """A single column at some indices has the values that the rows have."""
    expected = [WHOLE[index][field] for index in indices]
    assert expected == organization.column(field, indices).to_list()
    assert len(organization) == len(organization.column(field))


def test_growing_an_organization_moves_no_row() -> None:
    """The first rows of a million are the rows of two hundred."""
    assert main_organization(scenario="huge").rows(range(SIZE)) == WHOLE


def test_adding_a_field_moves_no_other() -> None:
    """A new recipe, drawing as others do, leaves every byte of the other fields where it was."""
    recipes: dict[str, Recipe] = {"mood": Maybe(pick("sunny", "grey"), unset_of_100=20), **MAIN.recipes}
    grown = replace(MAIN, recipes=recipes)
    assert {"sunny", "grey", None} == set(grown.column("mood").to_list())
    assert grown.rows() == WHOLE


@pytest.mark.parametrize("dropped", ["description", "access_mode", "temperature"])
def test_changing_a_recipe_moves_only_what_is_made_from_it(dropped: str) -> None:
    """Another recipe for a field changes that field; the rest follows only where it is derived."""
    derived = {"access_mode": {"access_users", "access_departments"}}.get(dropped, set())
    changed = replace(MAIN, recipes={**MAIN.recipes, dropped: pick("other")}).rows()
    moved = {field for field in FIELDS for old, new in zip(WHOLE, changed, strict=True) if old[field] != new[field]}
    assert dropped in moved
    assert moved <= {dropped} | derived


def test_no_two_fields_share_a_stream() -> None:
    """Two fields of the same recipe differ, and so do two organizations and two seeds."""
    same = pick(*range(1000))
    organization = replace(MAIN, recipes={"one": same, "two": same})
    columns = [
        organization.column("one").to_list(),
        organization.column("two").to_list(),
        replace(organization, seed=1).column("one").to_list(),
        replace(organization, stock=make_world(anew=True).named("small").stock).column("one").to_list(),  # type: ignore[attr-defined]
    ]
    assert len({tuple(column) for column in columns}) == 4


@EACH
@pytest.mark.parametrize("index", [-1, SIZE])
def test_an_index_outside_is_refused(organization: Organization, index: int) -> None:
    """There is no wrapping around: an index below 0 or past the end is an error."""
    with pytest.raises(IndexError, match="outside 0 to 199"):
        organization.rows([0, index])


@EACH
def test_rows_hold_every_field_in_the_documents_order(organization: Organization) -> None:
    """A row has 59 keys: 56 of the object page, then three that only the list page names."""
    row = organization.rows([5])[0]
    assert list(FIELDS) == list(row)
    assert len(row) == 59
    assert list(row)[56:] == ["description", "icon_id", "icon_url"]


def test_asking_for_nothing_gives_nothing() -> None:
    """No indices, no rows; an empty organization has empty columns."""
    bare = make_world().named("bare")
    assert bare.rows() == []
    assert MAIN.rows([]) == []
    assert all(bare.column(field).to_list() == [] for field in FIELDS)
    assert all(len(bare.column(field).sort_keys()[-1]) == 0 for field in ("id", "name", "created_at"))


def test_ids_of_a_million_assistants_are_distinct() -> None:
    """The upper half of an id is a bijection of the index."""
    ids = main_organization(scenario="huge").column("id")
    assert len(np.unique(ids.sort_keys()[1])) == 1_000_000

"""Every scenario keeps to the contract and to its own promise."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from contracts.schema.access import level
from contracts.schema.models.assistant import Assistant
from contracts.schema.properties import LISTS, OPTIONAL
from fixtures import SCENARIOS, make_world
from fixtures.recipes.bounds import BOUNDS
from fixtures.recipes.scenarios import DIFFERENCES
from fixtures.recipes.table import RECIPES
from fixtures.rows import FIELDS, Row
from fixtures.scenarios import DEFAULT

ALL = pytest.mark.parametrize("scenario", SCENARIOS)
SAMPLE = 1_000


@cache
def rows(scenario: str, *, seed: int = 0) -> list[Row]:
    """Return the main organization of a scenario: all of it, or a spread sample of a big one."""
    organization = make_world(seed=seed, scenario=scenario).named("main")
    size = len(organization)
    return organization.rows(None if size <= SAMPLE else np.linspace(0, size - 1, SAMPLE).astype(np.int64))


def values(scenario: str, field: str) -> list[Any]:
    """Return one field of a scenario's rows."""
    return [row[field] for row in rows(scenario)]


@ALL
@pytest.mark.parametrize("seed", [0, 20_261])
def test_every_assistant_validates_against_the_contract(scenario: str, seed: int) -> None:
    """Each organization's rows are assistants as the contract describes them."""
    for row in rows(scenario, seed=seed):
        Assistant.model_validate(row)
    for short_name in ("abc123", "xyz789", "small"):
        for row in make_world(seed=seed, scenario=scenario).named(short_name).rows():
            Assistant.model_validate(row)


@ALL
def test_rows_agree_with_themselves(scenario: str) -> None:
    """Deleted is inactive, nothing changes before it is made, ids differ, one default, icons come in pairs."""
    made = rows(scenario)
    assert len({row["id"] for row in made}) == len(made)
    assert [row["is_default"] for row in made] == [True, *[False] * (len(made) - 1)][: len(made)]
    for row in made:
        assert row["created_at"] <= row["updated_at"] <= (row["deleted_at"] or row["updated_at"])
        assert row["deleted_at"] is None or not row["is_active"]
        assert (row["icon_id"] is None) == (row["icon_url"] is None)
        assert (row["icon_data"] is None) == (row["icon_type"] in (None, "default"))
        assert set(row["tool_configurations"]) == {"systemTools", "mcpTools", "streamlineTools"}
        assert all(isinstance(row[field], list) for field in LISTS)


@ALL
def test_sizes_are_as_told(scenario: str) -> None:
    """The main organization has the size in the table; the others never change."""
    sizes = [len(organization) for organization in make_world(scenario=scenario).organizations]
    assert sizes == [1, 1, SCENARIOS[scenario].size, 23, 0]


def test_the_sizes_that_have_a_name_have_it() -> None:
    """Names promise a size; the table holds to it."""
    named = {"empty": 0, "one": 1, "exact-page": 100, "one-over": 101, "large": 100_000, "huge": 1_000_000}
    assert named == {name: SCENARIOS[name].size for name in named}


@ALL
def test_only_the_main_organization_differs(scenario: str) -> None:
    """A scenario leaves ids, callers, keys and every other organization as they are in the default world."""
    world, default = make_world(scenario=scenario), make_world()
    assert default.credentials == world.credentials
    assert default.callers == world.callers
    for short_name in ("abc123", "xyz789", "small", "bare"):
        assert default.named(short_name).rows() == world.named(short_name).rows()


@ALL
def test_replaced_recipes_replace_something(scenario: str) -> None:
    """A recipe under a misspelt name would change nothing and nobody would notice."""
    assert set(DIFFERENCES.get(scenario, {})) <= set(RECIPES)


@pytest.mark.parametrize("scenario", ["one", "exact-page", "one-over"])
@pytest.mark.parametrize("caller", ["owner", "editor", "member", "department"])
def test_page_scenarios_are_seen_whole_by_every_member(scenario: str, caller: str) -> None:
    """Every row counts for every member, so that the number of pages is known."""
    world = make_world(scenario=scenario)
    assert all(row["is_active"] and row["deleted_at"] is None and row["api_enabled"] for row in rows(scenario))
    assert all(level(row, world.callers[caller]) for row in rows(scenario))


def test_ties_are_ties() -> None:
    """Three names and two times of each kind; two of the names differ in case alone."""
    assert [len(set(values("ties", field))) for field in ("name", "created_at", "updated_at")] == [3, 2, 2]
    assert len({name.casefold() for name in values("ties", "name")}) == 2


def test_unicode_has_the_troublesome_pairs() -> None:
    """Composed and decomposed, final sigma, dotless i, joiners, directions; and every text is valid UTF-8."""
    texts = "\n".join(filter(None, (*values("unicode", "name"), *values("unicode", "description"))))
    for piece in ("é", "e\u0301", "ß", "SS", "ς", "Σ", "ı", "İ", "\u200d", "\u202e", "\U0010ffff", "ﬃ", "\u0000"):
        assert piece in texts
    assert texts == texts.encode().decode()


def test_long_texts_are_long() -> None:
    """Names of 200 to 1,000 characters; descriptions and instructions of 8 to 32 thousand, a needle at the end."""
    assert {200, 1000} <= {len(name) for name in values("long-text", "name")}
    for field in ("description", "instructions"):
        lengths = {len(text) for text in values("long-text", field)}
        assert (min(lengths), max(lengths)) == (8192, 32_768)
    assert all(text.endswith(" needle") for text in values("long-text", "description"))


@pytest.mark.parametrize("field", [field for field in BOUNDS if not field.startswith("_")])
def test_extremes_show_every_bound(field: str) -> None:
    """Each value on an edge occurs; index 0 has the lowest and index 1 the highest."""
    found = values("extremes", field)
    assert all(bound in found for bound in BOUNDS[field])
    assert list(BOUNDS[field][:2]) == found[:2]


def test_extremes_cover_every_field() -> None:
    """A field without edges is named here with its reason, so that a new one is not forgotten."""
    without = {
        "id": "one form only",
        "organization_id": "the organization's",
        "created_by": "one of its people",
        "is_default": "at most one",
        "is_active": "follows deleted_at",
        "deleted_at": "in the second of the last change",
        "created_at": "its own recipe, tested below",
        "updated_at": "its own recipe, tested below",
        "icon_type": "the trait _icon",
        "icon_data": "the trait _icon",
        "icon_url": "follows icon_id",
        "tool_capabilities": "follow tool_configurations",
    }
    assert set(FIELDS) == {field for field in BOUNDS if not field.startswith("_")} | set(without)


def test_extremes_show_the_bounds_of_time() -> None:
    """The first second, both sides of 32 bits, the last second of the year 9999."""
    assert {0, 2**31 - 1, 2**31, 2**32, 253_402_300_799} <= set(values("extremes", "created_at"))
    assert values("extremes", "created_at")[:2] == [0, 2**31 - 1]
    changed = [row["updated_at"] > row["created_at"] for row in rows("extremes")]
    assert {True, False} == set(changed)


def test_extremes_reach_the_numbers_the_documents_name() -> None:
    """The documents bound five numbers; both ends of each occur."""
    documented = {
        "temperature": (0, 2),
        "frequency_penalty": (-2, 2),
        "presence_penalty": (-2, 2),
        "top_logprobs": (0, 20),
        "top_p": (0, 1),
    }
    for field, (lowest, highest) in documented.items():
        found = [value for value in values("extremes", field) if value is not None]
        assert (lowest, highest) == (min(found), max(found))
    biases = [bias for value in values("extremes", "logit_bias") if value for bias in value.values()]
    assert (min(biases), max(biases)) == (-100, 100)


def test_sparse_leaves_every_optional_property_unset() -> None:
    """Null, or the empty list."""
    for field in {*OPTIONAL, *LISTS} - {"user_access_level"}:
        assert all(value in (None, []) for value in values("sparse", field)), field


def test_dense_sets_every_optional_property() -> None:
    """Neither null nor an empty list anywhere, but for `deleted_at`, which every fourth row has."""
    for field in {*OPTIONAL, *LISTS} - {"user_access_level", "deleted_at"}:
        assert all(value not in (None, []) for value in values("dense", field)), field
    assert [value is not None for value in values("dense", "deleted_at")] == [False, False, False, True] * 15


@ALL
def test_no_secret_is_made(scenario: str) -> None:
    """What stands for a token or a header of an MCP server is plainly an example."""
    for row in rows(scenario):
        for tool in row["tool_configurations"]["mcpTools"]:
            assert tool.get("authorization", "example-token") == "example-token"
            assert tool.get("headers", {"X-Example": "example"}) == {"X-Example": "example"}


def test_an_unknown_scenario_is_refused_with_the_known_ones() -> None:
    """The message names the value and what it may be."""
    with pytest.raises(ValueError, match=r"'hug' is unknown; use one of default, empty, one, .*, huge$"):
        make_world(scenario="hug")


def test_every_scenario_has_a_story() -> None:
    """The list of scenarios says what each is for, the default one first."""
    assert next(iter(SCENARIOS)) == DEFAULT
    assert all(scenario.story for scenario in SCENARIOS.values())

"""The default world has the variety that clients and checks need, and the people to see it."""

import re
from collections import Counter
from typing import Any

import pytest

from contracts.schema.access import AccessLevel, level
from contracts.schema.properties import SUMMARY
from fixtures import make_world, world_of_rows
from fixtures.rows import Row, complete
from fixtures.world import World

WORLD = make_world()
MAIN = WORLD.named("main").rows()
LIVE = [row for row in MAIN if row["deleted_at"] is None]
SEEDS = pytest.mark.parametrize("seed", range(5))


def main_rows(seed: int) -> list[Row]:
    """Return the main organization of a seed."""
    return make_world(seed=seed).named("main").rows()


def test_organizations_are_the_documents_and_three_more() -> None:
    """Ids never change; the generated organizations have 200, 23 and no assistants."""
    assert [(known.id, len(known)) for known in WORLD.organizations] == [
        ("org_abc123", 1),
        ("org_xyz789", 1),
        ("org_72e0224eca9c0d0340df3880d0d353b3", 200),
        ("org_32b53d320e2be971957bd1bf77f2df3b", 23),
        ("org_620ab6fafba0e28b66b2fec525f7d160", 0),
    ]


def test_organizations_are_found_by_id_and_by_short_name() -> None:
    """An unknown id is None: whoever asks decides what that means."""
    assert WORLD.organization("org_abc123") is WORLD.named("abc123")
    assert WORLD.organization("org_nobody") is None


def test_a_short_name_that_nothing_has_is_told_the_known_ones() -> None:
    """In the words that the mock's keys end with."""
    with pytest.raises(KeyError, match=r"^'big: no such organization; known are abc123, xyz789, main, small, bare'$"):
        WORLD.named("big")
    with pytest.raises(KeyError):
        WORLD.named("nobody")


@SEEDS
def test_every_mode_occurs_and_the_open_ones_most(seed: int) -> None:
    """All six modes; `organization` and `public` are among the three most frequent."""
    modes = Counter(row["access_mode"] for row in main_rows(seed))
    assert set(modes) == {"private", "restricted", "department", "organization", "global", "public"}
    assert {"organization", "public"} <= {mode for mode, _ in modes.most_common(3)}


@SEEDS
def test_some_are_inactive_and_some_deleted(seed: int) -> None:
    """Inactive but not deleted, and soft-deleted, in numbers that a page shows."""
    rows = main_rows(seed)
    assert 10 <= sum(not row["is_active"] and row["deleted_at"] is None for row in rows) <= 45
    assert 3 <= sum(row["deleted_at"] is not None for row in rows) <= 22


@SEEDS
@pytest.mark.parametrize("field", ["name", "created_at", "updated_at", "description"])
def test_every_sort_key_has_ties(seed: int, field: str) -> None:
    """At least two pairs of listed assistants share a value, and most values are not shared."""
    counted = Counter(row[field] for row in main_rows(seed) if row["deleted_at"] is None and row[field] is not None)
    assert sum(count > 1 for count in counted.values()) >= 2
    assert len(counted) > 100


@SEEDS
def test_half_of_the_changes_are_the_creation(seed: int) -> None:
    """Assistants that nobody changed have equal times."""
    same = sum(row["created_at"] == row["updated_at"] for row in main_rows(seed))
    assert 70 <= same <= 130


def test_times_lie_in_two_fixed_years() -> None:
    """Created in 2024 and 2025, whatever the clock says."""
    assert all(1_704_067_200 <= row["created_at"] < 1_767_225_600 for row in MAIN)


@SEEDS
def test_names_are_hard_to_sort(seed: int) -> None:
    """Casefold order, code-point order and lower-case order differ; names start with any kind of character."""
    names = [row["name"] for row in main_rows(seed)]
    assert sorted(names) != sorted(names, key=str.casefold)
    assert any(name[0].islower() for name in names)
    assert any(not name.isascii() for name in names)


@pytest.mark.parametrize("mark", ["%", "_", "&", '"', "'", "#"])
def test_names_are_hard_to_search(mark: str) -> None:
    """What a pattern, a query string or an HTML page takes for itself occurs in names."""
    assert any(mark in row["name"] for row in LIVE)


@pytest.mark.parametrize(
    "script", ["[\u3040-\u30ff\u4e00-\u9fff]", "[\u0600-\u06ff]", "[\u0370-\u03ff]", "[\u0900-\u097f]", "[À-ÿ]"]
)
def test_names_come_in_several_scripts(script: str) -> None:
    """Japanese, Arabic, Greek, Devanagari, and Latin with accents."""
    assert any(re.search(script, row["name"]) for row in LIVE)


def test_some_words_occur_in_names_only_and_some_in_descriptions_only() -> None:
    """A search that forgets names or descriptions is seen."""
    names = " ".join(row["name"] for row in LIVE).casefold()
    descriptions = " ".join(row["description"] or "" for row in LIVE).casefold()
    for word in ("onboarding", "copilot", "librarian"):
        assert word in names
        assert word not in descriptions
    for word in ("handles", "inquiries", "escalations"):
        assert word in descriptions
        assert word not in names
    assert 5 <= sum(row["description"] is None for row in LIVE) <= 40


def test_vector_stores_are_shared() -> None:
    """Eight stores, each in several assistants; lists of several; about half the assistants use none."""
    lists = [row["vector_store_ids"] for row in LIVE]
    used = Counter(store for stores in lists for store in stores)
    assert len(used) == 8
    assert min(used.values()) >= 2
    assert {0, 1, 2, 3} == {len(stores) for stores in lists}
    assert all(len(set(stores)) == len(stores) for stores in lists)
    assert 60 <= sum(not stores for stores in lists) <= 130


def test_one_vector_store_begins_with_another() -> None:
    """A filter that compares prefixes finds too much."""
    used = {store for row in LIVE for store in row["vector_store_ids"]}
    pairs = [(short, long) for short in used for long in used if short != long and long.startswith(short)]
    assert len(pairs) == 1
    short, long = pairs[0]
    assert any(long in row["vector_store_ids"] and short not in row["vector_store_ids"] for row in LIVE)


def test_the_first_row_is_the_default_that_all_members_see() -> None:
    """Index 0 is active, not deleted, visible to the organization, whatever the seed."""
    for seed in range(40):
        first = make_world(seed=seed).named("main").rows([0])[0]
        assert first["is_default"]
        assert first["is_active"]
        assert first["deleted_at"] is None
        assert first["access_mode"] == "organization"


def test_every_member_sees_another_list() -> None:
    """The visible sets of the callers differ, and none is everything; the outsider sees none."""
    seen = {
        name: frozenset(row["id"] for row in LIVE if level(row, caller) is not None)
        for name, caller in WORLD.callers.items()
    }
    assert seen.pop("outsider") == frozenset()
    assert len(set(seen.values())) == 4
    assert all(60 < len(ids) < len(LIVE) for ids in seen.values())


@pytest.mark.parametrize("wanted", AccessLevel)
@pytest.mark.parametrize("caller", ["owner", "editor", "member", "department"])
def test_every_level_occurs_for_every_member(caller: str, wanted: AccessLevel) -> None:
    """Each of them owns, edits and views something."""
    assert any(level(row, WORLD.callers[caller]) == wanted for row in LIVE)


BLANK: dict[str, Any] = {"created_by": "usr_nobody", "access_mode": "private"}


@SEEDS
@pytest.mark.parametrize(
    "path",
    [
        "created_by",
        "editable_by_users",
        "editable_by_roles",
        "access_mode",
        "access_users",
        "access_departments",
        "visible_to_roles",
        "visible_in_chat_to_users",
    ],
)
def test_every_way_to_access_is_decisive_for_somebody(seed: int, path: str) -> None:
    """A server that forgets one of the access rules shows a caller another list."""
    world = make_world(seed=seed)
    listed = [row for row in world.named("main").rows() if row["deleted_at"] is None]
    assert any(
        level(row, caller) is not None and level({**row, path: BLANK.get(path, [])}, caller) is None
        for row in listed
        for caller in world.callers.values()
    )


def test_departments_that_differ_in_case_let_nobody_in() -> None:
    """Names of departments are compared exactly."""
    assert any(row["access_departments"] == ["engineering"] for row in MAIN)


def test_summaries_are_small() -> None:
    """Some rows lack an icon, some have one; temperatures are tenths up to 1."""
    assert {True, False} == {row["icon_id"] is None for row in LIVE}
    assert {round(row["temperature"] * 10) for row in LIVE} == set(range(11))
    assert all(row["temperature"] in [tenth / 10 for tenth in range(11)] for row in LIVE)
    assert set(SUMMARY) - {"user_access_level"} <= set(LIVE[0])


def test_both_forms_of_everything_in_mcp_tools_occur() -> None:
    """Allowed tools by name and by filter, approval by word and by filter, servers by URL and by connector."""
    tools = [tool for row in MAIN for tool in row["tool_configurations"]["mcpTools"]]
    assert {list, dict, type(None)} == {type(tool.get("allowedTools")) for tool in tools}
    assert {str, dict, type(None)} == {type(tool.get("requireApproval")) for tool in tools}
    assert {True, False} == {"serverUrl" in tool for tool in tools}
    assert all(("serverUrl" in tool) != ("connectorId" in tool) for tool in tools)


def test_capabilities_follow_the_tools() -> None:
    """A tool that is off or missing is no capability; the one that is on is."""
    for row in MAIN:
        tools = row["tool_configurations"]["systemTools"]
        if row["tool_capabilities"] is not None:
            assert row["tool_capabilities"]["webSearch"] == (
                "webSearch" in tools and tools["webSearch"]["mode"] != "off"
            )
    assert {True, False} == {row["tool_capabilities"] is None for row in MAIN}


def rows_of(*given: dict[str, Any]) -> World:
    """Return the world of some short rows."""
    return world_of_rows([complete(row) for row in given])


def test_a_world_of_rows_has_their_organizations_and_our_callers() -> None:
    """Organizations come in the order of the rows; every caller but the outsider belongs to each."""
    world = rows_of(
        {"id": "asst_1", "organization_id": "org_b", "name": "One"},
        {"id": "asst_2", "organization_id": "org_a", "name": "Two"},
        {"id": "asst_3", "organization_id": "org_b", "name": "Three"},
    )
    assert [(known.id, len(known)) for known in world.organizations] == [("org_b", 2), ("org_a", 1)]
    assert [row["name"] for row in world.named("b").rows()] == ["One", "Three"]
    assert [len(caller.memberships) for caller in world.callers.values()] == [2, 2, 2, 2, 0]
    assert world.credentials[world.api_key("member", "a")].caller.key_organization_id == "org_a"


def test_a_world_of_rows_lets_no_outsider_in_by_name() -> None:
    """An organization that happens to be called as ours gains no member by that."""
    world = rows_of({"id": "asst_1", "organization_id": "org_small", "name": "One"})
    assert world.callers["outsider"].memberships == ()


def test_short_names_never_collide() -> None:
    """`org_a` and `a` are two organizations with two keys."""
    world = rows_of(*({"id": f"asst_{id_}", "organization_id": id_, "name": "x"} for id_ in ("org_a", "a", "org_a_")))
    assert {world.named(short).id for short in world.short_names} == {"org_a", "a", "org_a_"}

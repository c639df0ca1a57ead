"""The official client, as judge: it lists everything that the mock serves, and reads every item as what it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from aitronos import Aitronos, AsyncAitronos
from aitronos.core.api_error import ApiError
from aitronos.errors import UnprocessableEntityError
from aitronos.types.assistant_response import AssistantResponse
from aitronos.types.assistant_standard_response import AssistantStandardResponse
from aitronos.types.assistant_summary_response import AssistantSummaryResponse

from contracts.schema.dialect import DOCUMENTED, SDK, Dialect
from contracts.schema.query import ListQuery
from contracts.schema.reference import list_assistants
from fixtures.scenarios import SCENARIOS
from fixtures.world import World, make_world
from mock_server.app import create_app
from tests import serving

ITEMS = {"summary": AssistantSummaryResponse, "standard": AssistantStandardResponse, "full": AssistantResponse}
LIMIT = 100
VAST = {"large", "huge"}
"""Scenarios whose lists are too long to read whole in a test: their first, a middle and their last page are read."""


def served(world: World, dialect: Dialect = DOCUMENTED) -> AbstractContextManager[str]:
    """Serve a world; the value of the context is its address."""
    return serving.served(create_app(world, dialect))


@pytest.fixture(scope="module", params=SCENARIOS)
def scenario(request: pytest.FixtureRequest) -> Iterator[tuple[World, str]]:
    """A world of every scenario, served."""
    world = make_world(scenario=request.param)
    with served(world) as url:
        yield world, url


def offsets(total: int, *, vast: bool) -> list[int]:
    """Return where the pages of a list start: all of them, or three of a vast list."""
    starts = list(range(0, total, LIMIT)) or [0]
    return [starts[0], starts[len(starts) // 2], starts[-1]] if vast else starts


def identities(world: World, organization_id: str) -> list[tuple[str, str, int]]:
    """Return id, name and creation time of what the owner may see, in order, as the reference lists it."""
    rows = world.organization(organization_id).rows()
    query = ListQuery(organization_id=organization_id, include_inactive=True)
    return [
        (item["id"], item["name"], item["created_at"])
        for start in range(0, len(rows), LIMIT)
        for item in list_assistants(rows, query.but(limit=LIMIT, offset=start), world.callers["owner"])["assistants"]
    ]


@pytest.mark.parametrize("fields", ITEMS)
def test_the_client_lists_every_scenario(scenario: tuple[World, str], fields: str) -> None:
    """Every page parses, each item as the type of its projection, and nothing is lost or repeated."""
    world, url = scenario
    client = Aitronos(api_key="", token=world.bearer_token("owner"), base_url=url)
    vast = world.scenario in VAST
    for organization in world.organizations:
        ask = {"organization_id": organization.id, "limit": LIMIT, "fields": fields, "include_inactive": True}
        first = client.assistants.list_assistants(**ask)
        pages = [
            client.assistants.list_assistants(**ask, offset=start)
            for start in offsets(first.total, vast=vast and len(organization) > LIMIT)
        ]
        items = [item for page in pages for item in page.assistants]
        assert {ITEMS[fields]} >= {type(item) for item in items}
        assert [False] == [page.pagination.has_more for page in pages[-1:]]
        if not vast:
            listed = [(item.id, item.name, item.created_at) for item in items]
            assert identities(world, organization.id) == listed


@pytest.mark.parametrize("fields", ITEMS)
def test_the_asynchronous_client_lists_the_default_world(fields: str) -> None:
    """The asynchronous client reads the same pages as the synchronous one."""
    world = make_world()

    async def pages(url: str, organization_id: str) -> list[object]:
        client = AsyncAitronos(api_key="", token=world.bearer_token("owner"), base_url=url)
        ask = {"organization_id": organization_id, "limit": LIMIT, "fields": fields}
        first = await client.assistants.list_assistants(**ask)
        return [
            item
            for start in offsets(first.total, vast=False)
            for item in (await client.assistants.list_assistants(**ask, offset=start)).assistants
        ]

    with served(world) as url:
        client = Aitronos(api_key="", token=world.bearer_token("owner"), base_url=url)
        for organization in world.organizations:
            items = asyncio.run(pages(url, organization.id))
            assert {ITEMS[fields]} >= {type(item) for item in items}
            total = client.assistants.list_assistants(organization_id=organization.id).total
            assert total == len(items)


@pytest.mark.parametrize("fields", ITEMS)
def test_the_client_finds_its_own_spelling_in_its_dialect(fields: str) -> None:
    """In the dialect `sdk` the client reads tools and stop sequences into its own attributes, not into extras."""
    world = make_world(scenario="dense")
    with served(world, SDK) as url:
        client = Aitronos(api_key="", token=world.bearer_token("owner"), base_url=url)
        page = client.assistants.list_assistants(
            organization_id=world.named("main").id, limit=LIMIT, fields=fields, include_inactive=True
        )
    assert {ITEMS[fields]} == {type(item) for item in page.assistants}
    if fields == "full":
        assert all(item.tool_configurations.system_tools for item in page.assistants)
        assert all(item.stop_sequences for item in page.assistants)


REFUSED = {
    "no key": ("", "org_abc123", 401, "AUTHENTICATION_REQUIRED"),
    "wrong key": ("ak_wrong", "org_abc123", 401, "INVALID_API_KEY"),
    "expired key": ("ak_mock_expired", "org_abc123", 401, "API_KEY_EXPIRED"),
    "foreign organization": ("ak_mock_owner_abc123", "org_xyz789", 403, "ORGANIZATION_ACCESS_DENIED"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_client_raises_what_the_mock_refuses(case: str) -> None:
    """A 401 or 403 arrives as the client's error with status and documented body."""
    key, organization_id, status, code = REFUSED[case]
    with served(make_world()) as url, pytest.raises(ApiError) as caught:
        Aitronos(api_key=key, base_url=url).assistants.list_assistants(organization_id=organization_id)
    assert (status, code) == (caught.value.status_code, caught.value.body["error"]["code"])


def test_the_client_raises_its_own_error_for_a_wrong_parameter() -> None:
    """A 422 arrives as `UnprocessableEntityError` with every wrong parameter in its body."""
    with served(make_world()) as url:
        client = Aitronos(api_key="ak_mock_owner_abc123", base_url=url)
        with pytest.raises(UnprocessableEntityError) as caught:
            client.assistants.list_assistants(organization_id="org_abc123", limit=101, sort_by="size")
    details = caught.value.body["error"]["details"]
    assert ["limit", "sort_by"] == [each["field"] for each in details["fields"]]

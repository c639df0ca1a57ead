"""The banner: everything that is needed to ask, and nothing that does not work."""

from __future__ import annotations

import shlex

import pytest
from flask.testing import FlaskClient

from fixtures.rows import complete
from fixtures.world import World, make_world, world_of_rows
from mock_server.app import create_app
from mock_server.banner import WIDTH, banner, curl, introductions, reached_by, showcase, tokens

ODD = ["org_a", 'a"b $(x) `y` !z', "org_ж&x=1", "q%20'"]
"""Ids that a data file may hold."""

ADDRESS = "http://127.0.0.1:8080"


def world_of(*organization_ids: str) -> World:
    """Return the world of a data file with one assistant for each organization."""
    rows = [
        complete({"id": f"asst_{index}", "organization_id": name, "name": "x", "access_mode": "public"})
        for index, name in enumerate(organization_ids)
    ]
    return world_of_rows(rows)


def ask(client: FlaskClient, lines: list[str]) -> tuple[int, int]:
    """Do what a shell would do with the curl lines; return the status and the number of assistants."""
    (_, assignment), command = shlex.split(lines[0]), shlex.split("\n".join(lines[1:]))
    header = command[command.index("-H") + 1].replace("$FREDDY_API_KEY", assignment.partition("=")[2])
    name, _, value = header.partition(": ")
    wire = value.encode().decode("latin-1")
    response = client.get(
        command[1].removeprefix(ADDRESS), environ_overrides={f"HTTP_{name.upper().replace('-', '_')}": wire}
    )
    return response.status_code, len(response.get_json().get("assistants", ()))


def test_curl_line_is_the_documented_one(world: World) -> None:
    """As printed in the documents, but for the address."""
    asked = showcase(world)
    assert asked is not None

    assert curl(ADDRESS, asked) == [
        "export FREDDY_API_KEY=ak_mock_owner_abc123",
        'curl "http://127.0.0.1:8080/v1/assistants?organization_id=org_abc123" \\',
        '  -H "X-API-Key: $FREDDY_API_KEY"',
    ]


@pytest.mark.parametrize(
    "world",
    [make_world(), make_world(seed=7, scenario="one"), *map(world_of, ODD)],
    ids=lambda world: f"{world.scenario}-{world.organizations[0].id}",
)
def test_curl_line_works_when_pasted(world: World) -> None:
    """In every world, also one whose ids a shell or a URL would take apart."""
    asked = showcase(world)
    assert asked is not None

    assert ask(create_app(world).test_client(), curl(ADDRESS, asked)) == (200, 1)


def test_every_key_opens_its_organization(world: World, client: FlaskClient) -> None:
    """Each caller's line in the banner is true."""
    known = introductions(world)

    assert [each.name for each in known] == list(world.callers)
    assert [len(world.organization(each.organization_id) or ()) for each in known] == [200, 200, 200, 200, 23]
    for each in known:
        path = f"/v1/assistants?organization_id={each.organization_id}"
        assert client.get(path, headers={"X-API-Key": each.secret}).status_code == 200


def test_every_token_opens_its_callers_organizations(world: World, client: FlaskClient) -> None:
    """A signed-in front end sends these."""
    for token in tokens(world):
        for membership in world.credentials[token].caller.memberships:
            path = f"/v1/assistants?organization_id={membership.organization_id}"
            assert client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert len(tokens(world)) == len(world.callers)


def test_everything_is_in_sight(world: World) -> None:
    """Address, page, dialect, world, organizations with their sizes, callers with what they are."""
    text = banner(ADDRESS, world, "documented")

    for expected in (
        f"{ADDRESS}/docs",
        "documented",
        "scenario default, seed 0",
        "org_72e0224eca9c0d0340df3880d0d353b3  200  Lumen Works",
        "a viewer in the department Engineering",
        "jwt_mock_member",
    ):
        assert expected in text


@pytest.mark.parametrize("world", [make_world(), world_of(*(f"org_{'long' * 30}_{index}" for index in range(300)))])
def test_banner_is_short_and_narrow(world: World) -> None:
    """It fits a terminal, however many and long the organizations are; only what is pasted is never cut."""
    lines = banner(ADDRESS, world, "documented").splitlines()

    assert len(lines) < 40
    assert max(len(line) for line in lines if "curl " not in line and "export " not in line) <= WIDTH


def test_world_without_people_has_no_line_to_paste() -> None:
    """Nothing is promised that cannot be kept; the page is shown all the same."""
    empty = world_of()

    assert "curl" not in banner(ADDRESS, empty, "documented")
    assert create_app(empty).test_client().get("/docs").status_code == 200


def test_the_console_is_shown_whole() -> None:
    """An address to open is never cut, however long; without control, nothing is said of it."""
    console = f"/_mock/#token={'x' * 200}"

    assert f"\n  {ADDRESS}{console}\n" in banner(ADDRESS, make_world(), "documented", console)
    assert "Control" not in banner(ADDRESS, make_world(), "documented")


def test_who_else_may_come_in_is_told() -> None:
    """With control, also under which names, and how another is let in; a mock of this machine alone says nothing."""
    reach, names = reached_by("0.0.0.0"), ("localhost", "mock.local")  # noqa: S104 - told, not bound
    assert reach == "other machines too, at every address of this one"
    text = banner(ADDRESS, make_world(), "documented", "/_mock/", reach=reach, names=names)

    assert f"reached by     {reach}" in text
    assert "under the names localhost, mock.local; --allowed-host NAME adds one" in text
    assert reached_by("10.0.0.1") == "other machines too, at 10.0.0.1"
    assert [None] * 4 == [reached_by(host) for host in ("127.0.0.1", "localhost", "::1", "127.0.0.2")]
    assert "NAME" not in banner(ADDRESS, make_world(), "documented", reach=reach, names=names)
    assert "reached" not in banner(ADDRESS, make_world(), "documented", "/_mock/")

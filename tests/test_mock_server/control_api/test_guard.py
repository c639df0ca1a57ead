"""Who may call: those with the token, under a name of this server, and no page of another origin."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from mock_server.control_api.table import OPERATIONS
from tests.test_mock_server.control_api.calling import TOKEN, Caller

OPEN = [each for each in OPERATIONS if each.is_open]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Mock-Token": TOKEN},
        {"Authorization": f"Bearer {TOKEN}"},
        {"Authorization": f"bearer  {TOKEN}"},
        {"X-Mock-Token": TOKEN, "Authorization": "Bearer other"},
    ],
)
def test_the_token_lets_in(caller: Caller, headers: dict[str, str]) -> None:
    """As its own header, or as a bearer token."""
    assert caller.client.get("/_mock/state", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, "is missing"),
        ({"X-Mock-Token": ""}, "is missing"),
        ({"X-Mock-Token": TOKEN[:-1]}, "is not the mock's"),
        ({"X-Mock-Token": f"{TOKEN}x"}, "is not the mock's"),
        ({"X-Mock-Token": "tökén"}, "is not the mock's"),
        ({"Authorization": f"Basic {TOKEN}"}, "is missing"),
        ({"X-API-Key": "ak_mock_owner_main"}, "is missing"),
    ],
)
def test_nothing_is_told_or_done_without_it(caller: Caller, headers: dict[str, str], said: str) -> None:
    """Every operation but those for the console's files, whatever comes with the call."""
    for each in OPERATIONS:
        if not each.is_open:
            path = re.sub("<[^>]*>", "x", each.path)
            response = caller.client.open(path, method=each.method, headers=headers)
            assert (401, "Bearer") == (response.status_code, response.headers["WWW-Authenticate"])
            assert said in response.get_json()["error"]["message"]
            assert TOKEN not in response.text
    assert caller.mock.live.version == 0


def test_only_the_console_is_open() -> None:
    """Its files tell nothing of this mock."""
    assert ["/_mock/", "/_mock/console/<name>"] == [each.path for each in OPEN]


@pytest.mark.parametrize("path", ["stat", "state/", "state", "journal/1/why/not"])
def test_what_is_not_there_is_told_to_who_has_the_token_only(caller: Caller, path: str) -> None:
    """A stranger does not learn what there is."""
    assert caller.client.put(f"/_mock/{path}").status_code == 401
    assert caller.call("PUT", path, {}).status_code in (404, 405)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "[::1]", "mock.local:80"])
def test_names_of_this_server_are_let_in(host: str) -> None:
    """Any port: a container's is often another outside."""
    assert Caller(hosts=("mock.local",)).call("GET", "state", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "localhost."),
        *(
            "user@localhost",
            "localhost/",
            "localhost:80:80",
            "[::1",
            "::1",
            "",
            "192.168.0.1",
            "127.0.0.2",
            "mock.local",
        ),
    ],
)
def test_other_names_are_refused(caller: Caller, host: str) -> None:
    """A page whose own name leads to this machine would ask under that name (DNS rebinding)."""
    for path in ("", "state", "console/console.js", "nothing"):
        message, field = caller.refused(403, "GET", path, headers={"Host": host})
        assert ("Host", True) == (field, "--allowed-host" in message)


@pytest.mark.parametrize(
    ("host", "cure"),
    [
        ("mock.local:8080", "if it is a name of this machine, start the mock with --allowed-host mock.local"),
        ("MOCK", "start the mock with --allowed-host mock"),
        ("[fe80::1]:80", "start the mock with --allowed-host fe80::1"),
        ("a:b:c", "start the mock with --allowed-host NAME"),
    ],
)
def test_the_option_that_lets_a_name_in_is_told(caller: Caller, host: str, cure: str) -> None:
    """Without the port, as the option takes it."""
    assert caller.refused(403, "GET", "state", headers={"Host": host})[0].endswith(cure)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:5173", "http://127.0.0.1", "http://localhost.evil"]
)
def test_pages_of_other_origins_are_refused(caller: Caller, origin: str) -> None:
    """Though they had the token, and for every method: not even a preflight is answered with a yes."""
    headers = {"X-Mock-Token": TOKEN, "Origin": origin, "Access-Control-Request-Method": "PATCH"}
    for method in ("GET", "HEAD", "OPTIONS", "POST", "PATCH", "DELETE", "TRACE"):
        response = caller.client.open("/_mock/state", method=method, headers=headers)
        assert 403 == response.status_code
        assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(("host", "origin"), [("localhost:81", "http://localhost:81"), ("[::1]", "https://[::1]")])
def test_the_consoles_own_origin_is_let_in(caller: Caller, host: str, origin: str) -> None:
    """Browsers send it with every call that is no plain GET."""
    response = caller.call("POST", "reset", headers={"Host": host, "Origin": origin})
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers


def test_the_api_itself_is_not_so_guarded(caller: Caller) -> None:
    """It answers behind the proxy of a development server, and a page of a front end."""
    headers = {"Host": "app.example", "Origin": "http://localhost:5173"}
    assert caller.page(headers=headers).status_code == 200


def test_without_settings_there_is_nothing(client: FlaskClient) -> None:
    """It is off unless asked for."""
    assert client.get("/_mock/state", headers={"X-Mock-Token": TOKEN}).status_code == 404


def test_head_and_options_say_what_get_would(caller: Caller) -> None:
    """As HTTP has it."""
    head = caller.client.head("/_mock/state", headers={"X-Mock-Token": TOKEN})
    options = caller.client.options("/_mock/state", headers={"X-Mock-Token": TOKEN})
    assert (200, b"") == (head.status_code, head.data)
    assert {"GET", "HEAD", "OPTIONS", "PATCH"} == set(options.headers["Allow"].split(", "))


def test_a_wrong_method_is_told_the_right_ones(caller: Caller) -> None:
    """405 with `Allow`, in the shape of all refusals."""
    response = caller.call("DELETE", "state")
    assert (405, "GET, HEAD, OPTIONS, PATCH") == (response.status_code, response.headers["Allow"])


def test_the_path_without_its_slash_leads_to_the_console(caller: Caller) -> None:
    """As people type it."""
    assert caller.client.get("/_mock").headers["Location"] in ("/_mock/", "http://localhost/_mock/")

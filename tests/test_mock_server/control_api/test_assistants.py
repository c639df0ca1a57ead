"""The stored assistants, listed and changed."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from contracts.schema.access import level
from fixtures.rows import complete
from fixtures.world import world_of_rows
from tests.test_mock_server.control_api.calling import MAIN, NEW, NOW, SMALL, WORLD, Caller

ROWS = WORLD.named("main").rows()
FIRST = ROWS[0]["id"]
TIME = int(NOW.timestamp())


def test_stored_assistants_are_listed_whole(caller: Caller) -> None:
    """All of them, deleted and inactive ones too, in the order they are stored, page by page."""
    pages = [caller.get(f"assistants?organization_id={MAIN}&limit=90&offset={offset}") for offset in (0, 90, 180, 270)]
    assert ROWS == [row for page in pages for row in page["assistants"]]
    assert [(200, 90, 0), (200, 90, 90), (200, 90, 180), (200, 90, 270)] == [
        (page["total"], page["limit"], page["offset"]) for page in pages
    ]
    assert 100 == len(caller.get(f"assistants?organization_id={MAIN}")["assistants"])


def test_an_added_assistant_is_completed_listed_and_told(caller: Caller) -> None:
    """With documented defaults and the mock's time; a front end sees it at once."""
    added = caller.call("POST", "assistants", NEW)
    expected = complete({**NEW, "created_at": TIME})
    assert (201, expected) == (added.status_code, added.get_json())
    assert expected == caller.get(f"assistants/{MAIN}/asst_new")
    assert ["asst_new"] == [each["id"] for each in caller.page(search="brand new").get_json()["assistants"]]


def test_an_edited_assistant_keeps_the_rest(caller: Caller) -> None:
    """Only what is sent changes, and when it was modified."""
    edited = caller.call("PATCH", f"assistants/{MAIN}/{FIRST}", {"name": "Other", "access_users": ["usr_x"]})
    assert {**ROWS[0], "name": "Other", "access_users": ["usr_x"], "updated_at": TIME} == edited.get_json()
    assert edited.get_json() == caller.get(f"assistants/{MAIN}/{FIRST}")


def test_a_removed_assistant_leaves_no_trace(caller: Caller) -> None:
    """The others stay as they are."""
    assert caller.call("DELETE", f"assistants/{MAIN}/{FIRST}").status_code == 204
    assert ROWS[1:] == caller.get(f"assistants?organization_id={MAIN}&limit=1000")["assistants"]
    message, field = caller.refused(404, "GET", f"assistants/{MAIN}/{FIRST}")
    assert (f"{FIRST}: no such assistant in {MAIN}", "assistant_id") == (message, field)


@pytest.mark.parametrize("wrapped", [False, True])
def test_all_assistants_are_replaced(caller: Caller, wrapped: bool) -> None:
    """A list alone, or as an answer of the API has it; every caller gets a key for the new organization."""
    rows = [{**NEW, "organization_id": "org_mine"}, {**NEW, "organization_id": "org_mine", "id": "asst_other"}]
    told = caller.call("PUT", "assistants", {"assistants": rows} if wrapped else rows).get_json()
    assert ("data", [("org_mine", 2)]) == (
        told["scenario"],
        [(each["id"], each["assistants"]) for each in told["organizations"]],
    )
    key = told["organizations"][0]["keys"][0]["key"]
    assert 2 == caller.page(key=key, organization_id="org_mine").get_json()["total"]


def test_odd_organizations_have_their_paths() -> None:
    """The ids of a data file may hold anything."""
    odd = "org/ж ?#"
    caller = Caller(world_of_rows([complete({**NEW, "organization_id": odd})]))
    assert odd == caller.get(f"assistants/{quote(odd, safe='')}/asst_new")["organization_id"]
    assert caller.call("DELETE", f"assistants/{quote(odd, safe='')}/asst_new").status_code == 204


@pytest.mark.parametrize(
    ("status", "method", "path", "value", "field", "said"),
    [
        (409, "POST", "assistants", {**NEW, "id": FIRST}, "id", "edit it, or choose another id"),
        (422, "POST", "assistants", {"name": "x"}, "id", "is missing; every assistant needs one"),
        (422, "POST", "assistants", {**NEW, "temperature": 3}, "temperature", "3 is above 2"),
        (422, "POST", "assistants", {**NEW, "temprature": 1}, "temprature", "did you mean temperature?"),
        (422, "POST", "assistants", {**NEW, "id": "new"}, "id", "'new': string should match pattern"),
        (422, "POST", "assistants", [NEW], None, "the body is an array; send an object"),
        (404, "POST", "assistants", {**NEW, "organization_id": "org_none"}, "organization_id", "the world has"),
        (422, "PATCH", f"assistants/{MAIN}/{FIRST}", {"name": 5}, "name", "5: input should be a valid string"),
        (422, "PATCH", f"assistants/{MAIN}/{FIRST}", {"nam": "x"}, "nam", "did you mean name?"),
        (422, "PATCH", f"assistants/{MAIN}/{FIRST}", {"id": "asst_x"}, "id", "remove the assistant and add another"),
        (422, "PATCH", f"assistants/{MAIN}/{FIRST}", {"access_users": None}, "access_users", "valid list"),
        (404, "PATCH", f"assistants/{SMALL}/{FIRST}", {"name": "x"}, "assistant_id", "no such assistant"),
        (404, "PATCH", f"assistants/org_none/{FIRST}", {"nam": "x"}, "organization_id", "the world has org_abc123"),
        (404, "DELETE", f"assistants/{MAIN}/asst_none", None, "assistant_id", "no such assistant"),
        (422, "PUT", "assistants", [], "assistants", "there is none; send one at least"),
        (422, "PUT", "assistants", [5], "assistants[0]", "write an assistant as {...}"),
        (422, "PUT", "assistants", {"assistant": []}, "assistant", "did you mean assistants?"),
        (422, "PUT", "assistants", {"assistants": 5}, "assistants", "send one, alone or as this member"),
        (422, "PUT", "assistants", [NEW, NEW], "assistants[1]", "'asst_new' is taken, see assistants[0]"),
        (422, "PUT", "assistants", [{**NEW, "name": None}], "assistants[0]", "name: None"),
        (422, "GET", "assistants", None, "organization_id", "is missing"),
        (404, "GET", "assistants?organization_id=org_none", None, "organization_id", "the world has org_abc123"),
        (422, "GET", f"assistants?organization_id={MAIN}&limit=1001", None, "limit", "from 1 to 1000"),
        (422, "GET", f"assistants?organization_id={MAIN}&limit=1&limit=2", None, "limit", "send it once"),
        (422, "GET", f"assistants?organization_id={MAIN}&offset=-1", None, "offset", "'-1' is no number from 0"),
        (422, "GET", f"assistants?organisation_id={MAIN}", None, "organisation_id", "did you mean organization_id?"),
    ],
)
def test_what_is_wrong_is_named_with_its_cure(
    caller: Caller, status: int, method: str, path: str, value: Any, field: str | None, said: str
) -> None:
    """And nothing is changed."""
    message, found = caller.refused(status, method, path, value)
    assert (field, True) == (found, said in message), message
    assert caller.mock.live.version == 0


def test_everything_wrong_with_an_assistant_is_told_at_once(caller: Caller) -> None:
    """Nobody corrects one property only to meet the next."""
    message, _ = caller.refused(422, "POST", "assistants", {**NEW, "temperature": 3, "top_p": -1, "colour": "red"})
    assert all(f"{name}: " in message for name in ("colour", "temperature", "top_p"))


def test_bodies_must_be_json(caller: Caller) -> None:
    """By their type and by their bytes; a form that any page could send is no JSON."""
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""):
        said, _ = caller.refused(415, "POST", "assistants", data=b"{}", content_type=kind)
        assert "send application/json" in said
    for kind in ("application/json", ""):
        said, _ = caller.refused(400, "POST", "assistants", data=b"", content_type=kind)
        assert said == "the body is empty; send a JSON object, {} where nothing is to be said"
    for data in (b"", b"{", b'{"a": 1, "a": 2}', b'{"a": NaN}', b"\xff", b'{"a": 1' + b"0" * 30 + b"}", b"[" * 99_999):
        said, _ = caller.refused(400, "POST", "assistants", data=data, content_type="application/json; charset=utf-8")
        assert said.startswith("the body")


def test_bodies_are_limited(caller: Caller) -> None:
    """In size, and in how they come."""
    huge, chunked = {"CONTENT_LENGTH": str(1 << 24)}, {"HTTP_TRANSFER_ENCODING": "chunked"}
    assert "8,388,608" in caller.refused(413, "POST", "assistants", environ_overrides=huge)[0]
    assert "Content-Length" in caller.refused(411, "POST", "assistants", environ_overrides=chunked)[0]


def test_who_takes_no_body_says_so(caller: Caller) -> None:
    """An empty object is none."""
    assert caller.call("POST", "reset", {}).status_code == 200
    assert "takes no body" in caller.refused(422, "POST", "reset", {"seed": 1})[0]


def test_the_access_matrix_is_the_references(caller: Caller) -> None:
    """Each cell is the level that the reference gives."""
    told = caller.get(f"access?organization_id={MAIN}&limit=20&offset=40")
    for line, row in zip(told["lines"], ROWS[40:60], strict=True):
        expected = [level(row, WORLD.callers[name]) for name in told["callers"]]
        assert (row["id"], expected) == (line["id"], [cell["level"] for cell in line["cells"]])
    assert "outsider" not in told["members"]
    assert "from 1 to 100" in caller.refused(422, "GET", f"access?organization_id={MAIN}&limit=101")[0]

"""A running mock can be changed in process, one whole step at a time."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from pydantic import ValidationError

from fixtures.world import make_world
from mock_server.app import create_app
from mock_server.control import Control

WORLD = make_world()
MAIN = WORLD.named("main").id
KEY = {"X-API-Key": WORLD.api_key("owner", "main")}
NEW = {"id": "asst_new", "organization_id": MAIN, "name": "Brand New", "access_mode": "public"}


@pytest.fixture
def app() -> Flask:
    """A mock of the default world."""
    return create_app(WORLD)


def found(app: Flask, **query: Any) -> list[dict[str, Any]]:
    """Return what a search in the main organization lists."""
    answer = app.test_client().get("/v1/assistants", query_string={"organization_id": MAIN, **query}, headers=KEY)
    items: list[dict[str, Any]] = answer.get_json()["assistants"]
    return items


def test_an_added_assistant_is_listed(app: Flask) -> None:
    """The next question finds it, completed with documented defaults."""
    Control(app).add(NEW)
    assert [("asst_new", 0.7)] == [(item["id"], item["temperature"]) for item in found(app, search="brand new")]


def test_an_edited_assistant_is_listed_as_edited(app: Flask) -> None:
    """Only what was changed is changed."""
    control = Control(app)
    control.add(NEW)
    (before,) = found(app, search="brand new")
    control.edit(MAIN, "asst_new", name="Brand New Name")
    assert [before | {"name": "Brand New Name"}] == found(app, search="brand new")


def test_a_removed_assistant_is_gone(app: Flask) -> None:
    """It leaves no trace."""
    control = Control(app)
    before = control.rows(MAIN)
    control.add(NEW)
    control.remove(MAIN, "asst_new")
    assert before == control.rows(MAIN)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda control: control.add(NEW | {"temperature": 3}), ValidationError),
        (lambda control: control.add(NEW | {"colour": "red"}), ValueError),
        (lambda control: control.add(control.rows(MAIN)[0]), ValueError),
        (lambda control: control.add(NEW | {"organization_id": "org_none"}), KeyError),
        (lambda control: control.edit(MAIN, "asst_none", name="x"), KeyError),
        (lambda control: control.edit(MAIN, control.rows(MAIN)[0]["id"], name=5), ValidationError),
        (lambda control: control.remove(MAIN, "asst_none"), KeyError),
    ],
    ids=["bad value", "unknown property", "taken id", "no organization", "edit nobody", "bad edit", "remove nobody"],
)
def test_a_wrong_change_changes_nothing(app: Flask, change: Any, error: type[Exception]) -> None:
    """It is refused with a reason, and the world stays as it was."""
    control = Control(app)
    before = control.rows(MAIN)
    with pytest.raises(error):
        change(control)
    assert before == control.rows(MAIN)


def test_changes_from_many_threads_are_all_kept(app: Flask) -> None:
    """No change is lost to another at the same time."""
    control = Control(app)
    threads = [threading.Thread(target=control.add, args=(NEW | {"id": f"asst_new_{number}"},)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {f"asst_new_{number}" for number in range(20)} == {item["id"] for item in found(app, search="brand new")}


@pytest.mark.parametrize("given", [("asst_mine", {"name": "Other"}), (None, "asst_abc123")])
def test_what_is_no_id_is_told_how_the_call_is_written(app: Flask, given: Any) -> None:
    """Changes stand as keywords behind two ids."""
    control = Control(app)
    with pytest.raises(TypeError, match=r"is no id; write edit\(organization_id, assistant_id, name='Other'\)$"):
        control.edit(*given)
    with pytest.raises(TypeError, match=r"is no id; write remove\(organization_id, assistant_id\)$"):
        control.remove(*given)

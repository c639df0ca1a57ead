"""The documents' own assistants are served as the documents print them."""

import json
from importlib.resources import files
from typing import Any

from contracts.schema.models.assistant import Assistant
from fixtures import make_world
from fixtures.documents import list_example, object_example
from fixtures.rows import FIELDS


def example(name: str) -> dict[str, Any]:
    """Return an example of the documents."""
    read: dict[str, Any] = json.loads(files("contracts.schema").joinpath("examples", name).read_text(encoding="utf-8"))
    return read


def test_the_object_page_example_is_whole_and_unchanged() -> None:
    """Every property of the example has the example's value."""
    printed, row = example("assistant-object.json"), object_example()
    assert printed == {name: row[name] for name in printed}


def test_the_list_page_example_differs_only_where_the_page_contradicts_itself() -> None:
    """`model` is `default_model_key`, and its ISO times are Unix seconds; all else is as printed."""
    printed, row = example("list-assistants.json")["assistants"][0], list_example()
    assert printed.pop("model") == row["default_model_key"]
    assert [printed.pop("created_at"), printed.pop("updated_at")] == ["2025-11-11T10:30:00Z"] * 2
    assert [row["created_at"], row["updated_at"]] == [1_762_857_000] * 2
    assert printed == {name: row[name] for name in printed}


def test_both_are_complete_assistants() -> None:
    """What the examples leave out is filled, in the documented order, and the contract agrees."""
    for row in (list_example(), object_example()):
        assert list(FIELDS) == list(row)
        Assistant.model_validate(row)


def test_the_documented_curl_line_finds_the_documented_assistant() -> None:
    """`org_abc123` holds `asst_abc123` and nothing else, as the page's `"total": 1` says."""
    world = make_world()
    assert [row["id"] for row in world.named("abc123").rows()] == ["asst_abc123"]
    assert [row["id"] for row in world.named("xyz789").rows()] == ["asst_customer_support_001"]

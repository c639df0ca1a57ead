"""Edge cases have names, and each is in every text of the assistant that shows it."""

from typing import Any

import pytest

from contracts.schema.access import level
from contracts.schema.models.assistant import Assistant
from fixtures import make_world
from fixtures.cli import main
from fixtures.coverage.factors import of_model
from fixtures.edge import CASES, PACKS, Case, named
from fixtures.recipes.edges import assistant_id
from fixtures.rows import Row, encode

WORLD = make_world(scenario="edges")
ROWS = WORLD.named("main").rows()
SHOWN = [pytest.param(case, row, id=case.name) for case, row in zip(CASES, ROWS, strict=True)]

EXCEPT = {
    "id": "letters, digits and underscores only; it has the case's name",
    "output_mode": "one of its words, of which `text` is one",
    "response_format": "one of its words, of which `text` is one",
    "organization_id": "the organization's",
    "created_by": "one of its people, so that somebody owns it",
    "tool_configurations.mcpTools[].authorization": "stands for a secret, and is plainly an example",
    "tool_configurations.mcpTools[].headers": "stands for a secret, and is plainly an example",
}
"""Texts that hold no edge case, and why."""


def texts(model_path: str, value: Any) -> list[str]:
    """Return all texts at a path of the contract in a row."""
    for step in model_path.split("."):
        name = step.removesuffix("[]")
        value = [each[name] for each in value if name in each] if isinstance(value, list) else [value[name]]
        value = [one for each in value for one in (each if step.endswith("[]") else [each]) if one is not None]
    found: list[str] = []
    for each in value:
        found += strings(each)
    return found


def strings(value: Any) -> list[str]:
    """Return every text in a JSON value, keys included."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, member in value.items() for text in (key, *strings(member))]
    return [text for member in value for text in strings(member)] if isinstance(value, list) else []


def text_paths() -> list[str]:
    """Return the paths of the contract that can hold a text of one's own, in a list or an object, or bare."""
    found, left = [], list(of_model(Assistant))
    while left:
        factor = left.pop()
        left += factor.opened()
        holding = {choice.label for choice in factor.choices} & {"text", "one", "filled", "of 0.0"}
        if holding and not factor.opened():
            found.append(factor.path)
    return sorted(set(found) - set(EXCEPT))


def test_names_are_unique() -> None:
    """Within all packs, and packs included: a name finds one thing."""
    names = [*PACKS, *(case.name for case in CASES)]
    assert len(names) == len(set(names))
    assert len({case.text for case in CASES}) == len(CASES)


def test_every_kind_of_text_has_a_pack() -> None:
    """The packs are what a tester looks for."""
    assert {
        "length", "space", "right-to-left", "combining", "emoji", "homoglyphs", "zero-width", "control", "sql", "html",
        "template", "numbers", "words",
    } == set(PACKS)  # fmt: skip


@pytest.mark.parametrize(("case", "row"), SHOWN)
def test_a_case_is_in_every_text(case: Case, row: Row) -> None:
    """At every path that the contract lets hold a text, but for those with a reason."""
    paths = text_paths()
    assert len(paths) > 30
    assert [] == [path for path in paths if not any(case.text in text for text in texts(path, row))]


@pytest.mark.parametrize(("case", "row"), SHOWN)
def test_a_case_is_valid_and_found_by_its_name(case: Case, row: Row) -> None:
    """The contract agrees, the id says which it is, and UTF-8 holds it."""
    Assistant.model_validate(row)
    assert row["id"] == assistant_id(case)
    assert row["metadata"]["edge_case"] == case.name
    assert encode(row).decode()


def test_every_member_sees_every_case() -> None:
    """None is hidden, whoever asks."""
    for name in ("owner", "editor", "member", "department"):
        assert all(level(row, WORLD.callers[name]) for row in ROWS)


def test_the_mock_serves_every_case_as_it_is() -> None:
    """Over the wire and back, in whole pages."""
    from mock_server.app import create_app

    client = create_app(WORLD).test_client()
    found = {}
    for offset in (0, 100):
        answer = client.get(
            f"/v1/assistants?organization_id={WORLD.named('main').id}&fields=full&limit=100&offset={offset}",
            headers={"X-API-Key": WORLD.api_key("member", "main")},
        )
        found |= {item["id"]: item for item in answer.json["assistants"]}
    assert found == {row["id"]: {**row, "user_access_level": found[row["id"]]["user_access_level"]} for row in ROWS}


def test_cases_are_found_by_pack_and_by_name() -> None:
    """A pack gives all of its cases, a name one."""
    assert [case.name for case in named("html")] == list(PACKS["html"])
    assert [case.text for case in named("script-tag")] == ["<script>alert(1)</script>"]
    with pytest.raises(ValueError, match=r"'scripttag' is unknown; did you mean script-tag\?"):
        named("scripttag")
    with pytest.raises(ValueError, match="'qqq' is unknown; the packs are length, "):
        named("qqq")


def test_the_command_lists_cases(capsys: pytest.CaptureFixture[str]) -> None:
    """One a line: pack, name, id, and the text in ASCII, so that nothing hidden stays hidden."""
    assert main(["edges"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines] == [[case.pack, case.name, assistant_id(case)] for case in CASES]
    assert all(line.isascii() for line in lines)


def test_the_command_writes_the_assistants_of_a_pack(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Those very rows of the scenario."""
    assert main(["edges", "sql", "--assistants"]) == 0
    expected = [encode(row) for case, row in zip(CASES, ROWS, strict=True) if case.pack == "sql"]
    assert expected == capsysbinary.readouterr().out.splitlines()


def test_an_unknown_name_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With the cure, and exit code 2."""
    assert main(["edges", "htm"]) == 2
    assert capsys.readouterr().err == "freddy-fixtures: edge case: 'htm' is unknown; did you mean html?\n"

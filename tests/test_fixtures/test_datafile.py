"""A data file is taken whole, or refused with every problem in it and where it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.schema.models.assistant import Assistant
from fixtures import DataError, make_world, read_rows
from fixtures.rows import complete, encode

SHORT = {"id": "asst_1", "organization_id": "org_1", "name": "One"}
OTHER = {"id": "asst_2", "organization_id": "org_1", "name": "Two"}


def line(**given: Any) -> str:
    """Return a line of NDJSON: a short assistant with some properties."""
    return json.dumps({**SHORT, **given})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return where a test may write its file."""
    return tmp_path / "data.ndjson"


def refused(path: Path, content: str | bytes) -> list[str]:
    """Write a file, and return the problems for which it is refused."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(DataError) as caught:
        read_rows(path)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


@pytest.mark.parametrize(
    "content",
    [
        f"{json.dumps(SHORT)}\n{json.dumps(OTHER)}\n",
        f"\n{json.dumps(SHORT)}\r\n\n{json.dumps(OTHER)}",
        f"\ufeff{json.dumps(SHORT)}\n{json.dumps(OTHER)}\n",
        json.dumps([SHORT, OTHER]),
        json.dumps([SHORT, OTHER], indent=2),
        json.dumps({"assistants": [SHORT, OTHER], "total": 2}),
        json.dumps({"total": 2, "assistants": [SHORT, OTHER]}, indent=2),
    ],
    ids=["lines", "blank lines", "byte order mark", "array", "spread array", "answer", "spread answer"],
)
def test_every_form_is_read(data: Path, content: str) -> None:
    """Lines, an array, or an answer of the endpoint give the same whole rows."""
    data.write_text(content, encoding="utf-8", newline="")
    assert read_rows(data) == [complete(SHORT), complete(OTHER)]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_single_assistant_is_a_file_too(data: Path, indent: int | None) -> None:
    """One object, on one line or on many."""
    data.write_text(json.dumps(SHORT, indent=indent), encoding="utf-8")
    assert read_rows(data) == [complete(SHORT)]


@pytest.mark.parametrize("scenario", ["default", "unicode", "extremes", "dense"])
def test_generated_lines_are_read_back(data: Path, scenario: str) -> None:
    """What the generator writes, whatever its characters, comes back as it was."""
    rows = make_world(scenario=scenario).named("main").rows()
    data.write_bytes(b"\n".join(map(encode, rows)))
    assert read_rows(data) == rows


def test_the_access_level_of_an_answer_is_left_out(data: Path) -> None:
    """Answers carry it; a row cannot, as it depends on the caller."""
    data.write_text(line(user_access_level="view"), encoding="utf-8")
    assert read_rows(data) == [complete(SHORT)]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"temperature": 3.5}, "temperature: 3.5 is above 2"),
        ({"top_p": -0.1}, "top_p: -0.1 is below 0"),
        ({"temperature": "warm"}, "temperature: 'warm': input should be a valid number"),
        ({"temperature": None}, "temperature: None: input should be a valid number"),
        ({"is_active": 1}, "is_active: 1: input should be a valid boolean"),
        ({"access_mode": "secret"}, "access_mode: 'secret' is not one of 'private', 'restricted', 'department', "),
        ({"created_at": "2025-11-11T10:30:00Z"}, "created_at: '2025-11-11T10:30:00Z': input should be a valid integer"),
        ({"id": "bot_1"}, "id: 'bot_1': string should match pattern"),
        ({"descripton": "x"}, "descripton: is no property of an assistant; did you mean description?"),
        ({"qqq": "x"}, "qqq: is no property of an assistant; leave it out"),
        ({"access_users": "usr_1"}, "access_users: 'usr_1': input should be a valid list"),
        ({"access_users": ["usr_1", 2]}, "access_users.1: 2: input should be a valid string"),
        ({"tool_configurations": {"odd": 1}}, "tool_configurations.odd: is not documented here; leave it out"),
        (
            {"tool_configurations": {"mcpTools": [{"type": "mcp"}]}},
            "tool_configurations.mcpTools.0.serverLabel: is missing",
        ),
        ({"name": "x" * 100, "metadata": "y" * 100}, f"metadata: '{'y' * 56}...: input should be a valid dictionary"),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
)
def test_a_bad_property_is_named_with_its_line(data: Path, given: dict[str, Any], problem: str) -> None:
    """File, line, property, value, and what is wrong with it."""
    problems = refused(data, f"{json.dumps(OTHER)}\n{line(**given)}\n")
    assert len(problems) == 1
    assert problems[0].startswith(f"data.ndjson:2: {problem}")


@pytest.mark.parametrize("name", ["id", "organization_id", "name"])
def test_what_nobody_can_guess_is_required(data: Path, name: str) -> None:
    """One problem for a missing property, not two."""
    given = {key: value for key, value in SHORT.items() if key != name}
    assert refused(data, json.dumps(given)) == [f"data.ndjson:1: {name}: is missing; every assistant needs one"]


def test_all_problems_are_told_at_once(data: Path) -> None:
    """Each faulty line has its own messages, and lines between them are counted."""
    lines = [
        line(temperature=3, top_p=2),
        "",
        "not json",
        "[1]",
        line(id="asst_3", is_default=True),
        line(id="asst_4", is_default=True),
        line(id="asst_4"),
        '{"id": NaN}',
    ]
    assert refused(data, "\n".join([json.dumps(SHORT).replace("asst_1", "asst_0"), *lines])) == [
        "data.ndjson:2: temperature: 3 is above 2",
        "data.ndjson:2: top_p: 2 is above 1",
        "data.ndjson:4: column 1: Expecting value; this is not JSON",
        "data.ndjson:5: is no JSON object; write an assistant as {...}",
        "data.ndjson:7: is_default: org_1 has a default already, see data.ndjson:6; keep one",
        "data.ndjson:8: id: 'asst_4' is taken, see data.ndjson:7; ids are unique",
        "data.ndjson:9: NaN is no JSON number; use null or a number",
    ]


def test_places_in_an_array_are_counted(data: Path) -> None:
    """Without lines, the position in the array is the place."""
    problems = refused(data, json.dumps({"assistants": [SHORT, {**OTHER, "top_p": 2}, SHORT]}))
    assert problems == [
        "data.ndjson: assistants[1]: top_p: 2 is above 1",
        "data.ndjson: assistants[2]: id: 'asst_1' is taken, see data.ndjson: assistants[0]; ids are unique",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "data.ndjson: holds no assistant; write one JSON object a line"),
        ("\n \n", "data.ndjson: holds no assistant; write one JSON object a line"),
        ("[]", "data.ndjson: holds no assistant; write one JSON object a line"),
        ('{"assistants": 5}', "data.ndjson: assistants is no array of assistants"),
        ("5", "data.ndjson: the document is no array of assistants"),
        ('[\n{"id": }\n]', "data.ndjson: line 2 column 8: Expecting value; this is not JSON"),
        (b'{"name": "\xff"}', "data.ndjson: byte 10 is not UTF-8; save the file as UTF-8"),
    ],
)
def test_a_file_that_is_no_data_is_refused(data: Path, content: str | bytes, problem: str) -> None:
    """One message with the cure."""
    assert refused(data, content) == [problem]


def test_a_missing_file_is_refused(data: Path) -> None:
    """The message names the whole path."""
    with pytest.raises(DataError, match=r"data\.ndjson: cannot be read: No such file or directory"):
        read_rows(data)


def test_separators_inside_a_text_end_no_line(data: Path) -> None:
    """U+2028 and U+0085 may stand in JSON strings as they are."""
    data.write_text(json.dumps({**SHORT, "name": "a\u2028b\x85c"}, ensure_ascii=False) + "\n" + json.dumps(OTHER))
    assert [row["name"] for row in read_rows(data)] == ["a\u2028b\x85c", "Two"]


def test_rows_from_a_file_satisfy_the_contract(data: Path) -> None:
    """A deleted assistant without `is_active` is inactive; all are complete."""
    data.write_text(line(deleted_at=1, tool_configurations={}), encoding="utf-8")
    row = read_rows(data)[0]
    Assistant.model_validate(row)
    assert row["is_active"] is False

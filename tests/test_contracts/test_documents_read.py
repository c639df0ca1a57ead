"""The reading of the documents loses nothing: counts, every line's kind, every sign of a fact."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.test_contracts import documents
from tests.test_contracts.documents import Document

OBJECT = documents.object_page()
LIST = documents.list_page()

SIGNS = {
    r"Values|One of|\bAlways mcp|\w/\w+\)": "values",
    r"Examples?:|e\.g\.": "examples",
    r"Format:": "prefix",
    r"\(-?\d|range from": "bounds",
    r"\b[Ee]ither ": "either",
    r"Each schema includes": "members",
    r"\(default\)": "stated_default",
}
"""What announces a fact in a description -> where the reader must have put it."""

PARENTHESES = {
    "seconds": "unit of a time",
    "MCP": "an abbreviation",
    "JWT": "an abbreviation",
    "o3-preview, o3-mini, gpt-5": "some reasoning models",
    "model dependent": "a remark",
    "regardless of access mode": "a rule of access",
    "if supported by the model": "a remark",
    "distinct from maxTokens": "a remark",
    "used in LIST endpoint for performance": "a remark",
    "always available": "what a value means",
    "disabled": "what a value means",
    "model decides when to use": "what a value means",
    "only creator": "what a value means",
    "users in access_users": "what a value means",
    "users in access_departments": "what a value means",
    "all org members": "what a value means",
    "anyone": "what a value means",
    "default": "a default",
    "always/never": "values",
}
"""Every text in parentheses that is no range and no example."""


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            OBJECT,
            {
                "property": 95,
                "opener": 17,
                "alternative": 4,
                "capabilities": 1,
                "json": 2,
                "link": 6,
                "description": 108,
            },
        ),
        (
            LIST,
            {
                "property": 16,
                "section": 2,
                "address": 1,
                "bullet": 14,
                "json": 1,
                "request": 2,
                "prose": 5,
                "description": 17,
                "blank": 45,
            },
        ),
    ],
    ids=["object", "list"],
)
def test_every_line_has_its_kind(page: Document, expected: dict[str, int]) -> None:
    """No line is left over, and no kind lost one."""
    assert expected == Counter(kind for kind, _ in page.kinds)


@pytest.mark.parametrize("page", [OBJECT, LIST], ids=["object", "list"])
def test_no_line_is_dropped(page: Document) -> None:
    """The lines read, and those of the JSON examples after their first, are all the lines of the text."""
    read = iter(page.text.splitlines())
    for _, line in page.kinds:
        assert any(line in candidate for candidate in read), line


def test_the_object_page_has_56_properties() -> None:
    """56 at the top, 28 of them optional; none is named twice in one place."""
    top = [each for each in OBJECT if "." not in each.path]
    assert 56 == len(top)
    assert 28 == sum(each.mark == "optional" for each in top)
    assert len(OBJECT.properties) == len(OBJECT.by_path())


@pytest.mark.parametrize(
    ("owner", "count"),
    [
        ("tool_configurations", 3),
        ("tool_configurations.systemTools", 6),
        ("tool_configurations.systemTools.webSearch", 2),
        ("tool_configurations.systemTools.fileRetrieval", 1),
        ("tool_configurations.mcpTools", 9),
        ("tool_configurations.mcpTools.allowedTools", 2),
        ("tool_configurations.mcpTools.requireApproval", 2),
        ("tool_configurations.mcpTools.requireApproval.always", 2),
        ("tool_configurations.mcpTools.requireApproval.never", 2),
        ("reasoning", 2),
        ("tool_capabilities", 8),
    ],
)
def test_levels_have_their_members(owner: str, count: int) -> None:
    """Every level that the page opens holds as many properties as it shows."""
    assert count == sum(each.path.rpartition(".")[0] == owner for each in OBJECT)


def test_levels_agree_with_the_pages_own_example() -> None:
    """Where the page's example nests a property, so does the reading."""

    def paths(value: object, prefix: str = "") -> list[str]:
        if not isinstance(value, dict) or prefix.startswith("metadata"):
            return []
        return [path for name in value for path in (prefix + name, *paths(value[name], f"{prefix}{name}."))]

    found = paths(OBJECT.examples[0])
    assert 50 == len(found)
    assert set(found) <= set(OBJECT.by_path())


def test_the_list_page_has_ten_parameters_and_six_members() -> None:
    """Ten parameters, one required; six members returned."""
    parameters = LIST.by_path("Query Parameters")
    assert 10 == len(parameters)
    assert ["organization_id"] == [name for name, each in parameters.items() if each.mark == "required"]
    assert 6 == len(LIST.by_path("Returns"))
    assert {"fields": 3, "pagination": 4, "filters_applied": 5, "user_context": 2} == {
        each.name: len(each.bullets) for each in LIST if each.bullets
    }


def test_the_facts_are_counted() -> None:
    """So many enumerations, defaults, ranges and examples are read; a changed reader would find fewer."""
    facts = [*OBJECT, *LIST]
    assert {
        "values": 22,
        "stated_default": 24,
        "bounds": 7,
        "examples": 16,
        "prefix": 1,
        "either": 2,
        "members": 2,
    } == {
        name: sum(len(each.examples) if name == "examples" else bool(getattr(each, name)) for each in facts)
        for name in ("values", "stated_default", "bounds", "examples", "prefix", "either", "members")
    }


def test_every_property_is_described() -> None:
    """Each property of a document has at least one line of description, but for the flat capabilities."""
    bare = [each.path for each in (*OBJECT, *LIST) if not each.lines]
    assert [f"tool_capabilities.{name}" for name in _capabilities()] == bare


def _capabilities() -> list[str]:
    line = next(line for kind, line in OBJECT.kinds if kind == "capabilities")
    return line.removesuffix("(boolean)").split("(boolean)")


@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_of_a_fact_became_a_fact(sign: str) -> None:
    """Where a description announces values, examples, a range or a format, the reader found them."""
    announced = [each for each in (*OBJECT, *LIST) if re.search(sign, "\n".join(each.lines))]
    assert announced
    assert [] == [each.path for each in announced if not getattr(each, SIGNS[sign])]


def test_every_colon_announces_a_known_kind_of_fact() -> None:
    """No description introduces a list in a way that the reader does not know."""
    words = {word for each in (*OBJECT, *LIST) for word in re.findall(r"(\w+):(?= |$)", each.text, re.MULTILINE)}
    # `Common roles` are examples in prose; `MCP tool configuration` is the caption of a level.
    assert {"Values", "Example", "Examples", "Format", "Properties", "roles", "configuration"} == words


def test_every_parenthesis_is_accounted_for() -> None:
    """Whatever stands in parentheses is a range, an example or a named remark."""
    found = {text for each in (*OBJECT, *LIST) for text in re.findall(r"\(([^()]*)\)", "\n".join(each.lines))}
    left = {text for text in found if not re.match(r"-?\d|e\.g\.", text)}
    assert set(PARENTHESES) == left


def test_glued_lists_are_cut_at_every_value() -> None:
    """A list without line breaks yields as many values as it has dashes, and each last word was needed."""
    glued = [each for each in OBJECT if each.glued]
    assert 6 == len(glued)
    for each in glued:
        assert each.glued.count("- ") == len(each.values), each.path
    text = "".join(each.glued for each in glued)
    for word in documents._LAST_WORDS.split("|"):
        assert re.search(rf"{word}[a-z_]+- ", text), word


def test_defaults_named_twice_agree() -> None:
    """A default in a property's own line is the one marked in its list of values."""
    both = [each for each in OBJECT if each.default and "(default)" in each.glued]
    assert 4 == len(both)
    for each in both:
        assert f"{each.default}- " in each.glued.partition("(default)")[0], each.path

"""Tools: six built-in ones with their defaults, MCP servers in every form, automations."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

from contracts.schema import json_schema
from contracts.schema.models.tools import McpTool, SystemTools, ToolCapabilities, ToolConfigurations
from tests.test_contracts import rows

SERVER = {"serverLabel": "files", "type": "mcp"}
BY_URL = SERVER | {"serverUrl": "https://mcp.example.com"}
BY_CONNECTOR = SERVER | {"connectorId": "connector_dropbox"}


def _accepts(model: type[BaseModel], value: Any) -> bool:
    """Tell whether a model accepts a value; its schema must think alike."""
    by_schema = jsonschema.Draft202012Validator(model.model_json_schema()).is_valid(value)
    try:
        model.model_validate(value)
    except ValidationError:
        assert not by_schema
        return False
    assert by_schema
    return True


def test_the_documents_example_is_valid() -> None:
    """The tools of the object page's example stay as they are, unset settings absent."""
    tools = rows.example("assistant-object")["tool_configurations"]
    assert tools == ToolConfigurations.model_validate(tools).model_dump(exclude_unset=True)


@pytest.mark.parametrize("tool", SystemTools.model_fields)
def test_a_built_in_tool(tool: str) -> None:
    """Every setting may be missing, none may be null; modes are on, off and auto."""
    assert _accepts(SystemTools, {tool: {}})
    assert _accepts(SystemTools, {tool: None})
    for mode in ("on", "off", "auto"):
        assert _accepts(SystemTools, {tool: {"mode": mode}})
    for mode in ("On", "", None, True):
        assert not _accepts(SystemTools, {tool: {"mode": mode}})
    assert not _accepts(SystemTools, {tool: {"enabled": True}})
    assert not _accepts(SystemTools, {tool: "auto"})


def test_an_unknown_tool_is_refused() -> None:
    """There are six built-in tools."""
    assert 6 == len(SystemTools.model_fields)
    assert not _accepts(SystemTools, {"functionCalling": {}})


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        (BY_URL, True),
        (BY_CONNECTOR, True),
        (SERVER, False),
        (BY_URL | BY_CONNECTOR, False),
        (BY_URL | {"connectorId": None}, True),
        (BY_CONNECTOR | {"serverUrl": None}, True),
        (SERVER | {"connectorId": None, "serverUrl": None}, False),
        (SERVER | {"serverUrl": ""}, False),
    ],
    ids=["url", "connector", "neither", "both", "null connector", "null url", "both null", "empty url"],
)
def test_a_server_is_named_once(server: dict[str, Any], expected: bool) -> None:
    """Either `serverUrl` or `connectorId`, exactly one; model and schema agree."""
    assert expected == _accepts(McpTool, server)


@pytest.mark.parametrize("name", ["serverLabel", "type"])
def test_label_and_type_are_required(name: str) -> None:
    """The two properties marked required must be there, and not null."""
    assert not _accepts(McpTool, {key: value for key, value in BY_URL.items() if key != name})
    assert not _accepts(McpTool, BY_URL | {name: None})


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("type", ["mcp"], ["MCP", "http"]),
        (
            "allowedTools",
            [None, [], ["a", "b"], {}, {"readOnly": True}, {"toolNames": ["a"]}, {"readOnly": False, "toolNames": []}],
            ["a", [1], {"names": []}, {"readOnly": "yes"}, {"toolNames": "a"}],
        ),
        (
            "requireApproval",
            [
                None,
                "always",
                "never",
                {},
                {"always": {}},
                {"never": {"toolNames": ["a"]}},
                {"always": {"readOnly": True}},
            ],
            ["sometimes", "", True, ["always"], {"always": "a"}, {"sometimes": {}}, {"never": {"names": []}}],
        ),
        ("headers", [None, {}, {"X-A": "b"}], [[], "X-A: b", {"X-A": 1}]),
        ("authorization", [None, "secret"], [1]),
        ("serverDescription", [None, "text"], [[]]),
        ("serverLabel", ["a"], [1, None]),
    ],
)
def test_forms_of_a_servers_settings(name: str, good: list[Any], bad: list[Any]) -> None:
    """Lists or filters of tools, one policy or one by criteria; nothing else."""
    for value in good:
        assert _accepts(McpTool, BY_URL | {name: value}), value
    for value in bad:
        assert not _accepts(McpTool, BY_URL | {name: value}), value


def test_approval_is_always_by_default() -> None:
    """Object page, `requireApproval`: "Defaults to always"."""
    assert "always" == McpTool.model_validate(BY_URL).requireApproval


def test_capabilities_are_eight_flags() -> None:
    """All eight are there and are true or false."""
    flags = dict.fromkeys(ToolCapabilities.model_fields, True)
    assert 8 == len(flags)
    assert _accepts(ToolCapabilities, flags)
    for name in flags:
        assert not _accepts(ToolCapabilities, {key: True for key in flags if key != name})
        assert not _accepts(ToolCapabilities, flags | {name: 1})
    assert not _accepts(ToolCapabilities, flags | {"fileRetrieval": True})


@pytest.mark.parametrize(
    ("tools", "expected"),
    [
        ({}, True),
        ({"systemTools": None, "mcpTools": None, "streamlineTools": None}, True),
        ({"streamlineTools": ["automation_abc123"]}, True),
        ({"streamlineTools": [1]}, False),
        ({"mcpTools": [BY_URL, BY_CONNECTOR]}, True),
        ({"mcpTools": BY_URL}, False),
        ({"mcpTools": [SERVER]}, False),
        ({"automations": []}, False),
    ],
)
def test_tool_configurations(tools: dict[str, Any], expected: bool) -> None:
    """All three members may be missing; what is there has its form."""
    assert expected == _accepts(ToolConfigurations, tools)


def test_the_inlined_schema_keeps_the_choice_of_server() -> None:
    """The exactly-one rule survives the writing out of references."""
    validator = jsonschema.Draft202012Validator(json_schema.of(ToolConfigurations)["properties"]["mcpTools"])
    assert validator.is_valid([BY_URL])
    assert not validator.is_valid([SERVER])
    assert not validator.is_valid([BY_URL | BY_CONNECTOR])

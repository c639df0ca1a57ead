"""How the readings write `tool_configurations`: key case, defaults, empty members."""

from __future__ import annotations

from contracts.schema.dialect import SDK
from tests.test_contracts.written import write_full, write_item


def test_the_sdk_spells_tools_in_snake_case() -> None:
    """Keys at every depth are snake case, except those of headers, which are data."""
    tools = write_item("dense", "full", SDK)["tool_configurations"]
    assert ["system_tools", "mcp_tools", "streamline_tools"] == list(tools)
    assert {"mode": "auto", "image_url": True} == tools["system_tools"]["computer_use_preview"]
    assert {"X-Trace": "1", "camelCase": "kept"} == tools["mcp_tools"][0]["headers"]
    assert {"always": {"read_only": False}, "never": {"tool_names": ["read"]}} == tools["mcp_tools"][0][
        "require_approval"
    ]


def test_tool_defaults_are_filled_in() -> None:
    """All six tools with all their settings, what is stored before what is default."""
    tools = write_full("tool_defaults", "filled_in", "object example")["tool_configurations"]["systemTools"]
    assert {
        "webSearch": {"mode": "auto", "sources": True},
        "codeInterpreter": {"mode": "off", "outputs": True},
        "fileSearch": {"mode": "on", "results": True},
        "computerUsePreview": {"mode": "off", "imageUrl": True},
        "imageGeneration": {"mode": "off", "provider": "openai"},
        "fileRetrieval": {"mode": "auto"},
    } == tools


def test_empty_tool_members_are_left_out() -> None:
    """An empty member is absent, one that holds something stays."""
    assert {} == write_full("tool_members", "absent", "sparse")["tool_configurations"]
    assert ["systemTools", "streamlineTools"] == list(
        write_full("tool_members", "absent", "object example")["tool_configurations"]
    )

"""Handmade rows: one with everything set, one with nothing, and the documents' own two examples completed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from contracts.schema.properties import LISTS, STORED

Row = dict[str, Any]

EXAMPLES = Path(__file__).parent.parent.parent / "contracts" / "schema" / "examples"


def example(name: str) -> Any:
    """Read one of the documents' own examples."""
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


_SET: Row = {
    "is_default": False,
    "default_model_key": "gpt-4o",
    "instructions": "Be kind.",
    "tool_configurations": {"systemTools": {}, "mcpTools": [], "streamlineTools": []},
    "context_strategy": "auto",
    "max_tool_calls": 10,
    "parallel_tool_calls": True,
    "service_tier": "default",
    "store_responses": True,
    "temperature": 0.7,
    "top_logprobs": 0,
    "top_p": 1.0,
    "output_mode": "text",
    "response_format": "auto",
    "access_mode": "private",
    "api_enabled": True,
    "public_enabled": False,
    "is_active": True,
    "streaming": True,
    "memory_enabled": False,
    "moderation_enabled": False,
    "safety_level": "medium",
    "organization_id": "org_a",
    "created_by": "usr_other",
    "created_at": 1_700_000_000,
    "updated_at": 1_700_000_000,
}


def row(short_id: str, name: str = "Assistant", /, **properties: Any) -> Row:
    """Return a row with every stored property; those not given are as unset as they may be."""
    unset: Row = {each: [] if each in LISTS else None for each in STORED}
    made = unset | _SET | {"id": f"asst_{short_id}", "name": name} | properties
    assert set(made) == set(STORED), set(made) ^ set(STORED)
    return {each: made[each] for each in STORED}


SPARSE = row("sparse")

DENSE = row(
    "dense",
    "Straße & Co.",
    deleted_at=1_800_000_000,
    avatar_id="avt_support_green",
    icon_type="icon",
    icon_data="rocket",
    is_default=True,
    allowed_model_providers=["openai"],
    instructions_thread_id="thrd_1",
    tool_configurations={
        "systemTools": {
            "webSearch": {"mode": "on", "sources": False},
            "codeInterpreter": {"mode": "auto", "outputs": True},
            "fileSearch": {"mode": "off", "results": False},
            "computerUsePreview": {"mode": "auto", "imageUrl": True},
            "imageGeneration": {"mode": "on", "provider": "clipdrop"},
            "fileRetrieval": {"mode": "off"},
        },
        "mcpTools": [
            {
                "serverLabel": "files",
                "type": "mcp",
                "allowedTools": {"readOnly": True, "toolNames": ["read"]},
                "headers": {"X-Trace": "1", "camelCase": "kept"},
                "requireApproval": {"always": {"readOnly": False}, "never": {"toolNames": ["read"]}},
                "serverDescription": "Files.",
                "serverUrl": "https://mcp.example.com",
            },
            {
                "serverLabel": "mail",
                "type": "mcp",
                "allowedTools": ["send"],
                "connectorId": "connector_dropbox",
                "requireApproval": "never",
            },
        ],
        "streamlineTools": ["automation_abc123"],
    },
    system_message=[{"texts": ["Hello."], "images": [], "audio": [], "files": []}],
    context_window=8192,
    reasoning={"effort": "minimal", "summary": "concise"},
    frequency_penalty=-2.0,
    presence_penalty=2,
    logit_bias={"50256": -100},
    json_schemas=[{"id": "js_1", "name": "Answer", "description": "An answer.", "schemaObject": {"type": "object"}}],
    top_logprobs=20,
    output_mode="json_object",
    seed=-1,
    stopSequences=["END"],
    max_completion_tokens=256,
    access_departments=["Engineering"],
    access_users=["uid_123"],
    editable_by_users=["uid_test1"],
    visible_in_chat_to_users=["uid_test3"],
    editable_by_roles=["admin"],
    visible_to_roles=["member"],
    vector_store_ids=["vs_abc123"],
    preset_prompts=["How are you?"],
    tool_capabilities={
        "webSearch": True,
        "fileSearch": False,
        "codeInterpreter": True,
        "imageGeneration": True,
        "dataAnalysis": True,
        "functionCalling": True,
        "computerUse": True,
        "computerUsePreview": True,
    },
    metadata={"cost": {"centre": 7}},
    text_config={"format": "plain"},
    rule_ids=["rule_professional_tone"],
    description="All set.",
    icon_id="icon_1",
    icon_url="https://cdn.example.com/icons/icon_1.png?size=64",
)

OBJECT_EXAMPLE = row("x") | example("assistant-object")

LIST_EXAMPLE = row(
    "abc123",
    "Customer Support Bot",
    description="Handles customer inquiries",
    organization_id="org_abc123",
    default_model_key="gpt-4o",
    access_mode="public",
    created_at=1_762_857_000,
    updated_at=1_762_857_000,
)

ROWS = {"sparse": SPARSE, "dense": DENSE, "object example": OBJECT_EXAMPLE, "list example": LIST_EXAMPLE}

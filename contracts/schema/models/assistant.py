"""The Assistant object and its three projections.

Every property of the object page, in its order, then the four that only the list page's `summary` names. A property
that the page calls optional may be null; a list that says who may do what is empty rather than null.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from contracts.schema.models.tools import Documented, ToolCapabilities, ToolConfigurations
from contracts.schema.properties import PROJECTIONS, AccessMode

UnixTime = Annotated[int, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]
Penalty = Annotated[float, Field(ge=-2, le=2)]
Bias = Annotated[float, Field(ge=-100, le=100)]
NoBias = Annotated[int, Field(ge=0, le=0)]
Strings = list[str]


class Reasoning(Documented):
    """Options of reasoning models."""

    effort: Literal["minimal", "low", "medium", "high"] = "medium"
    """How hard the model thinks."""
    summary: Literal["auto", "concise", "detailed"] = "auto"
    """How much of its reasoning the model sums up."""


class InputMessage(Documented):
    """One pre-configured message."""

    texts: list[Any] | None = None
    """Texts."""
    images: list[Any] | None = None
    """Images, by URL."""
    audio: list[Any] | None = None
    """Audio."""
    files: list[Any] | None = None
    """Files."""


class JsonSchemaObject(Documented):
    """A named JSON schema for structured outputs."""

    id: str | None = None
    """Identifier of the schema."""
    name: str | None = None
    """Name of the schema."""
    description: str | None = None
    """What the schema describes."""
    schemaObject: dict[str, Any] | None = None
    """The schema itself."""


class Assistant(Documented):
    """One assistant, complete: what `fields=full` shows."""

    id: Annotated[str, Field(pattern=r"^asst_[A-Za-z0-9_]+$")]
    """Unique identifier: `asst_` and alphanumeric characters."""
    organization_id: str
    """The organization that the assistant belongs to."""
    created_by: str
    """Id of the user who created it."""
    created_at: UnixTime
    """When it was created, in Unix seconds."""
    updated_at: UnixTime
    """When it was last modified, in Unix seconds."""
    deleted_at: UnixTime | None = None
    """When it was deleted, in Unix seconds; null if it is not."""
    name: str
    """Name shown to people."""
    avatar_id: str | None = None
    """Avatar of the Aitronos library."""
    icon_type: Literal["default", "upload", "emoji", "icon"] | None = None
    """What `icon_data` holds."""
    icon_data: str | None = None
    """Base64 image, emoji character or icon identifier, by `icon_type`."""
    is_default: bool
    """Whether it is the organization's default assistant; at most one is."""
    default_model_key: str
    """The model that it uses, such as `gpt-4o`."""
    allowed_model_providers: Strings | None = None
    """Providers whose models it may use; null for any."""
    instructions: str
    """System-level instructions."""
    instructions_thread_id: str | None = None
    """Thread in which the instructions were generated."""
    tool_configurations: ToolConfigurations
    """Its tools."""
    system_message: list[InputMessage] | None = None
    """Pre-configured messages or input examples."""
    context_strategy: Literal["full", "off", "auto", "saver"] = "auto"
    """How the history of a thread is kept."""
    context_window: Count | None = None
    """Context window instead of the model's own."""
    max_tool_calls: Count
    """Built-in tool calls allowed in a response."""
    parallel_tool_calls: bool
    """Whether tool calls may run at the same time."""
    reasoning: Reasoning | None = None
    """Options of reasoning models."""
    service_tier: Literal["auto", "default", "flex", "priority"]
    """Processing tier."""
    store_responses: bool
    """Whether responses can be retrieved later."""
    temperature: Annotated[float, Field(ge=0, le=2)]
    """Sampling temperature."""
    frequency_penalty: Penalty | None = None
    """Penalty for frequent tokens."""
    presence_penalty: Penalty | None = None
    """Penalty for tokens that have appeared."""
    logit_bias: dict[str, Bias] | NoBias | None = None
    """Bias by token id, or 0 for none."""
    json_schemas: list[JsonSchemaObject] | None = None
    """Schemas of structured outputs."""
    top_logprobs: Annotated[int, Field(ge=0, le=20)]
    """Alternatives returned for each token, with their probabilities."""
    top_p: Annotated[float, Field(ge=0, le=1)]
    """Nucleus sampling: probability mass considered."""
    output_mode: Literal["text", "json_object", "json_schema"] = "text"
    """Format of outputs."""
    response_format: Literal["auto", "text", "json_object", "json_schema"] = "auto"
    """How the model structures its output."""
    seed: int | None = None
    """Seed for repeatable outputs."""
    stopSequences: Strings | None = None
    """Texts that end the generation."""
    max_completion_tokens: Count | None = None
    """Tokens in a completion at most."""
    access_mode: AccessMode
    """Who may see it, by mode."""
    access_departments: Strings = Field(default=[])
    """Departments that may use it."""
    access_users: Strings = Field(default=[])
    """Users who may use it."""
    editable_by_users: Strings = Field(default=[])
    """Users who may edit it, whatever the mode."""
    visible_in_chat_to_users: Strings = Field(default=[])
    """Users who see it in chat."""
    editable_by_roles: Strings = Field(default=[])
    """Roles that may edit it."""
    visible_to_roles: Strings = Field(default=[])
    """Roles that may see it."""
    vector_store_ids: Strings = Field(default=[])
    """Vector stores that it searches."""
    api_enabled: bool
    """Whether an API key may use it."""
    public_enabled: bool
    """Whether it has a public website."""
    is_active: bool
    """Whether it is available; a soft-deleted one is not."""
    streaming: bool
    """Whether responses are streamed."""
    memory_enabled: bool
    """Whether it remembers across sessions."""
    moderation_enabled: bool
    """Whether inputs and outputs are moderated."""
    safety_level: Literal["low", "medium", "high"] = "medium"
    """How strictly content is filtered."""
    preset_prompts: Strings | None = None
    """Suggestions shown to people."""
    tool_capabilities: ToolCapabilities | None = None
    """Enabled capabilities, flat."""
    metadata: dict[str, Any] | None = None
    """Custom key-value pairs."""
    text_config: dict[str, Any] | None = None
    """Options of structured outputs."""
    rule_ids: Strings = Field(default=[])
    """Rules attached to it."""
    description: str | None = None
    """What it is for; searched together with the name."""
    icon_id: str | None = None
    """Icon shown in lists."""
    icon_url: Annotated[str, Field(min_length=1)] | None = None
    """Where that icon is."""
    user_access_level: Literal["owner", "edit", "view"] | None = None
    """What the caller may do with it."""


_MODEL_NAMES = {"summary": "AssistantSummary", "standard": "AssistantStandard"}


@cache
def projection_model(fields: str) -> type[Documented]:
    """Return the model of an item under `fields`: `AssistantSummary`, `AssistantStandard` or `Assistant`."""
    if fields == "full":
        return Assistant
    shown: dict[str, Any] = {
        name: (Assistant.model_fields[name].annotation, Assistant.model_fields[name]) for name in PROJECTIONS[fields]
    }
    document = f"One assistant as `fields={fields}` shows it."
    return create_model(_MODEL_NAMES[fields], __base__=Documented, __doc__=document, **shown)

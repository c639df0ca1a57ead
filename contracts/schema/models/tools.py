"""Models of an assistant's `tool_configurations`: six built-in tools, MCP servers, automations.

Object page, `tool_configurations`. The properties are spelled in camel case there, an island in a snake-case object;
the models use the documented spelling as it stands. Optional members may be absent or null; what a stored assistant
leaves unset stays absent, as in the page's own example (`"codeInterpreter": {"mode": "off"}`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Mode = Literal["on", "off", "auto"]


class Documented(BaseModel):
    """A documented object: exact JSON types, no property that the documents do not name."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


class WebSearch(Documented):
    """Web search."""

    mode: Mode = "auto"
    """Always available, disabled, or left to the model."""
    sources: bool = True
    """Whether search results carry source URLs and metadata."""


class CodeInterpreter(Documented):
    """Python code execution."""

    mode: Mode = "auto"
    """Always available, disabled, or left to the model."""
    outputs: bool = True
    """Whether responses carry execution outputs and generated files."""


class FileSearch(Documented):
    """Search in the documents of the assistant's vector stores."""

    mode: Mode = "auto"
    """Always available, disabled, or left to the model."""
    results: bool = True
    """Whether responses carry matched chunks and their relevance scores."""


class ComputerUsePreview(Documented):
    """Experimental control of a computer."""

    mode: Mode = "off"
    """Always available, disabled, or left to the model."""
    imageUrl: bool = True
    """Whether responses carry screenshot URLs."""


class ImageGeneration(Documented):
    """Image generation."""

    mode: Mode = "off"
    """Always available, disabled, or left to the model."""
    provider: Literal["openai", "clipdrop"] = "openai"
    """Who generates the image."""


class FileRetrieval(Documented):
    """Retrieval and processing of files."""

    mode: Mode = "auto"
    """Always available, disabled, or left to the model."""


class SystemTools(Documented):
    """Settings of the built-in tools; a tool that is not set is absent."""

    webSearch: WebSearch | None = None
    """Web search."""
    codeInterpreter: CodeInterpreter | None = None
    """Python code execution."""
    fileSearch: FileSearch | None = None
    """Document search."""
    computerUsePreview: ComputerUsePreview | None = None
    """Computer control."""
    imageGeneration: ImageGeneration | None = None
    """Image generation."""
    fileRetrieval: FileRetrieval | None = None
    """File retrieval."""


class McpToolFilter(Documented):
    """Criteria that pick tools of an MCP server."""

    readOnly: bool | None = None
    """Whether the tool only reads; matches servers annotated with `readOnlyHint`."""
    toolNames: list[str] | None = None
    """Names of the tools."""


class McpApprovalFilter(Documented):
    """Which tools of an MCP server need approval before they run."""

    always: McpToolFilter | None = None
    """Tools that always need it."""
    never: McpToolFilter | None = None
    """Tools that never need it."""


def _named(member: str) -> dict[str, Any]:
    return {"required": [member], "properties": {member: {"type": "string"}}}


class McpTool(Documented):
    """One MCP server whose tools the assistant may call; names its server by URL or by connector, never both."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [_named("serverUrl"), _named("connectorId")]})

    serverLabel: str
    """Name of the server, used when a tool is invoked."""
    type: Literal["mcp"]
    """Always `mcp`."""
    allowedTools: list[str] | McpToolFilter | None = None
    """The tools that may be used, by name or by criteria."""
    authorization: str | None = None
    """OAuth token for the server."""
    connectorId: str | None = None
    """Service connector, such as `connector_dropbox`; this or `serverUrl`."""
    headers: dict[str, str] | None = None
    """Further HTTP headers for the server."""
    requireApproval: McpApprovalFilter | Literal["always", "never"] | None = "always"
    """Approval policy: one for all tools, or by criteria."""
    serverDescription: str | None = None
    """What the server does."""
    serverUrl: Annotated[str, Field(min_length=1)] | None = None
    """Address of the server; this or `connectorId`."""

    @model_validator(mode="after")
    def _name_one_server(self) -> Self:
        if (self.serverUrl is None) == (self.connectorId is None):
            raise ValueError("provide exactly one of serverUrl and connectorId")
        return self


class ToolConfigurations(Documented):
    """Built-in tools, MCP servers and automations of an assistant."""

    systemTools: SystemTools | None = None
    """Built-in tools."""
    mcpTools: list[McpTool] | None = None
    """MCP servers."""
    streamlineTools: list[str] | None = None
    """Ids of Streamline automations that the assistant can trigger."""


class ToolCapabilities(Documented):
    """Which capabilities are enabled, flat, for list views."""

    webSearch: bool
    """Web search."""
    fileSearch: bool
    """Document search."""
    codeInterpreter: bool
    """Code execution."""
    imageGeneration: bool
    """Image generation."""
    dataAnalysis: bool
    """Data analysis."""
    functionCalling: bool
    """Calls of MCP tools and automations."""
    computerUse: bool
    """Computer control."""
    computerUsePreview: bool
    """Computer control, under the name of its setting."""

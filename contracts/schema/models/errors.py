"""Models of the four bodies in which deployments of the API tell of a refusal."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from contracts.schema import json_schema


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, use_attribute_docstrings=True)


class ErrorDetails(_Body):
    """The current error object."""

    code: Annotated[str, Field(pattern="^[A-Z][A-Z0-9_]*$")]
    """What happened, in upper snake case."""
    message: str
    """For people."""
    system_message: str
    """For developers."""
    type: Literal["client_error", "server_error"]
    """Whose fault it is."""
    status: int
    """The HTTP status."""
    details: dict[str, Any]
    """For a wrong parameter: `field` and `value` of the first, and `fields`, all of them."""
    trace_id: str
    """Identifies this answer."""
    timestamp: str
    """When, in ISO 8601."""


class StandardError(_Body):
    """The current error body."""

    success: Literal[False]
    """Always false."""
    error: ErrorDetails
    """What happened."""


class LowercaseErrorDetails(_Body):
    """The error object of older pages."""

    code: str
    """What happened, in lower snake case."""
    message: str
    """For people."""
    trace_id: str
    """Identifies this answer."""


class LowercaseError(_Body):
    """The error body of older pages."""

    error: LowercaseErrorDetails
    """What happened."""


class DetailMeta(_Body):
    """Where an older error came from."""

    timestamp: str
    """When, in ISO 8601."""
    request_id: str
    """Identifies this answer."""


class FieldError(_Body):
    """One wrong parameter, in the older form."""

    field: str
    """Its name."""
    message: str
    """What is wrong."""
    code: str
    """In a word."""


class DetailError(_Body):
    """The error body of the older error handling page."""

    detail: str
    """For people."""
    status_code: int
    """The HTTP status."""
    error_type: str
    """What happened, as a class name."""
    meta: DetailMeta
    """Where it came from."""
    errors: list[FieldError]
    """Wrong parameters."""


class FrameworkErrorItem(_Body):
    """One wrong parameter, in the framework's form."""

    loc: list[str | int]
    """`query` and its name."""
    msg: str
    """What is wrong."""
    type: str
    """In a word."""


class FrameworkError(_Body):
    """The web framework's own error body."""

    detail: str | list[FrameworkErrorItem]
    """For people, or the wrong parameters."""


_OCCASIONAL = frozenset({"system_message", "details", "meta", "errors"})
"""Members of the bodies above that only some of the API's own samples show."""


def without_occasional(schema: Any) -> Any:
    """Let an error's schema do without the members that only some of the API's samples show."""
    if isinstance(schema, list):
        return [without_occasional(member) for member in schema]
    if not isinstance(schema, dict):
        return schema
    walked = {key: without_occasional(member) for key, member in schema.items()}
    if "properties" in walked:
        walked = json_schema.change(walked, _OCCASIONAL, json_schema.nullable)
        walked["required"] = [name for name in walked.get("required", ()) if name not in _OCCASIONAL]
    return walked

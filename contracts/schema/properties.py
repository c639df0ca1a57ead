"""The properties of an assistant by name, and which of them a list shows.

The names are the documents'; what values they take is said by the models in `assistant`, which name the same ones in
the same order.
"""

from __future__ import annotations

from typing import Literal

AccessMode = Literal["private", "restricted", "department", "organization", "global", "public"]

FULL = (
    "id",
    "organization_id",
    "created_by",
    "created_at",
    "updated_at",
    "deleted_at",
    "name",
    "avatar_id",
    "icon_type",
    "icon_data",
    "is_default",
    "default_model_key",
    "allowed_model_providers",
    "instructions",
    "instructions_thread_id",
    "tool_configurations",
    "system_message",
    "context_strategy",
    "context_window",
    "max_tool_calls",
    "parallel_tool_calls",
    "reasoning",
    "service_tier",
    "store_responses",
    "temperature",
    "frequency_penalty",
    "presence_penalty",
    "logit_bias",
    "json_schemas",
    "top_logprobs",
    "top_p",
    "output_mode",
    "response_format",
    "seed",
    "stopSequences",
    "max_completion_tokens",
    "access_mode",
    "access_departments",
    "access_users",
    "editable_by_users",
    "visible_in_chat_to_users",
    "editable_by_roles",
    "visible_to_roles",
    "vector_store_ids",
    "api_enabled",
    "public_enabled",
    "is_active",
    "streaming",
    "memory_enabled",
    "moderation_enabled",
    "safety_level",
    "preset_prompts",
    "tool_capabilities",
    "metadata",
    "text_config",
    "rule_ids",
    "description",
    "icon_id",
    "icon_url",
    "user_access_level",
)
"""Properties shown by `fields=full`: the object page's, in its order, then the four that only the summary names."""

SUMMARY = (
    "id",
    "name",
    "description",
    "icon_id",
    "icon_url",
    "is_default",
    "created_at",
    "updated_at",
    "access_mode",
    "api_enabled",
    "is_active",
    "temperature",
    "user_access_level",
)
"""Properties shown by `fields=summary`, in the list page's order."""

STANDARD = (*SUMMARY, "default_model_key", "allowed_model_providers", "context_strategy")
"""Properties shown by `fields=standard`: the list page's "Summary + model configuration"."""

PROJECTIONS = {"summary": SUMMARY, "standard": STANDARD, "full": FULL}
"""Value of the query parameter `fields` -> the properties shown."""

STORED = tuple(name for name in FULL if name != "user_access_level")
"""Properties of a row; `user_access_level` depends on who asks."""

OPTIONAL = (
    "deleted_at",
    "avatar_id",
    "icon_type",
    "icon_data",
    "allowed_model_providers",
    "instructions_thread_id",
    "system_message",
    "context_window",
    "reasoning",
    "frequency_penalty",
    "presence_penalty",
    "logit_bias",
    "json_schemas",
    "seed",
    "stopSequences",
    "max_completion_tokens",
    "preset_prompts",
    "tool_capabilities",
    "metadata",
    "text_config",
    "description",
    "icon_id",
    "icon_url",
    "user_access_level",
)
"""Properties that may be null."""

LISTS = (
    "access_departments",
    "access_users",
    "editable_by_users",
    "visible_in_chat_to_users",
    "editable_by_roles",
    "visible_to_roles",
    "vector_store_ids",
    "rule_ids",
)
"""Optional lists that say who may do what, or what is attached; empty rather than null when unset."""

UNEXAMPLED = (
    "is_default",
    "output_mode",
    "response_format",
    "public_enabled",
    "streaming",
    "memory_enabled",
    "moderation_enabled",
    "safety_level",
)
"""Properties that the object page does not call optional, and that its example lacks."""

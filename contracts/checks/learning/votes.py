"""What single answers say of the rows of the dialect: each vote returns a reading, or None when it cannot tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from contracts.checks.asking.exchange import Exchange
from contracts.checks.census import members
from contracts.checks.page import Item, identity
from contracts.schema.properties import FULL, LISTS, OPTIONAL, UNEXAMPLED
from contracts.schema.tool_spelling import defaults, snake_case

Verdict = tuple[str | None, str]
Vote = Callable[[Item], Iterator[str | None]]
"""What an item says of a row; None for a value outside every reading."""


def count(vote: Vote, items: Iterable[Item]) -> Verdict | None:
    """Return the reading that most votes name; none at all cannot tell."""
    votes = Counter(each for item in items for each in vote(item))
    if not votes:
        return None
    (reading, most), *others = votes.most_common()
    note = f"{most} of {sum(votes.values())} values" if others else f"all {most} values"
    return reading, note


# --- full items

_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def _timestamps(item: Item) -> Iterator[str | None]:
    for name in ("created_at", "updated_at"):
        value = item.get(name)
        if isinstance(value, int):
            yield "unix_seconds"
        elif isinstance(value, str):
            yield "iso_8601" if _ISO.fullmatch(value) else None


def _icon_url(item: Item) -> Iterator[str | None]:
    url = item.get("icon_url")
    if isinstance(url, str) and url:
        yield "absolute" if "://" in url else "relative" if url.startswith("/") else None


def _no_logit_bias(item: Item) -> Iterator[str | None]:
    value = item.get("logit_bias")
    if value is None or value == 0:
        yield "unset" if value is None else "zero"


def _reasoning_words(item: Item) -> Iterator[str | None]:
    reasoning = item.get("reasoning")
    words = {reasoning.get("effort"), reasoning.get("summary")} if isinstance(reasoning, Mapping) else set()
    if words & {"off", "maximum"}:
        yield "sdk"
    elif "minimal" in words:
        yield "documented"


def _output_mode_words(item: Item) -> Iterator[str | None]:
    mode = item.get("output_mode")
    if mode in ("plain", "structured", "json"):
        yield "sdk"
    elif mode == "json_object":
        yield "documented"


def _tools(item: Item) -> Mapping[str, Any]:
    tools = item.get("tool_configurations")
    return {snake_case(name): value for name, value in tools.items()} if isinstance(tools, Mapping) else {}


def _tool_defaults(item: Item) -> Iterator[str | None]:
    system = _tools(item).get("system_tools")
    if not isinstance(system, Mapping):
        return
    stored = {snake_case(name): value for name, value in system.items()}
    complete = all(
        isinstance(tool := stored.get(snake_case(name)), Mapping)
        and {snake_case(each) for each in settings} <= {snake_case(each) for each in tool}
        for name, settings in defaults().items()
    )
    yield "filled_in" if complete else "as_stored"


def _tool_members(item: Item) -> Iterator[str | None]:
    if isinstance(item.get("tool_configurations"), Mapping):
        tools = _tools(item)
        for name in ("system_tools", "mcp_tools", "streamline_tools"):
            if not tools.get(name):
                yield "present" if name in tools else "absent"


def _tool_keys(item: Item) -> Iterator[str | None]:
    tools = item.get("tool_configurations")
    for name in tools if isinstance(tools, Mapping) else ():
        if name in ("systemTools", "mcpTools", "streamlineTools"):
            yield "camel_case"
        elif name in ("system_tools", "mcp_tools", "streamline_tools"):
            yield "snake_case"


def _stop_sequences_key(item: Item) -> Iterator[str | None]:
    if "stopSequences" in item:
        yield "camel_case"
    if "stop_sequences" in item:
        yield "snake_case"


def _unset_lists(item: Item) -> Iterator[str | None]:
    for name in LISTS:
        if not item.get(name):
            yield "absent" if name not in item else "null" if item[name] is None else "empty"


_OTHERWISE_SPELLED = ("logit_bias", "user_access_level")


def _unset_optionals(item: Item) -> Iterator[str | None]:
    for name in OPTIONAL:
        spelled = name if name in item else snake_case(name)
        if name not in _OTHERWISE_SPELLED and item.get(spelled) is None:
            yield "null" if spelled in item else "absent"


def _unexampled_properties(item: Item) -> Iterator[str | None]:
    yield "present" if any(name in item for name in UNEXAMPLED) else "absent"


_KNOWN = {*FULL, "stop_sequences"}


def _extra_properties(item: Item) -> Iterator[str | None]:
    yield "some" if set(item) - _KNOWN else "none"


FULL_ITEM: Mapping[str, Vote] = {
    "timestamps": _timestamps,
    "icon_url": _icon_url,
    "no_logit_bias": _no_logit_bias,
    "reasoning_words": _reasoning_words,
    "output_mode_words": _output_mode_words,
    "tool_defaults": _tool_defaults,
    "tool_members": _tool_members,
    "tool_keys": _tool_keys,
    "stop_sequences_key": _stop_sequences_key,
    "unset_lists": _unset_lists,
    "unset_optionals": _unset_optionals,
    "unexampled_properties": _unexampled_properties,
    "extra_properties": _extra_properties,
}
"""Row -> what a full item says of it."""


# --- the default page


def envelope(body: Any) -> Verdict:
    """Tell the two envelopes apart."""
    if isinstance(body, Mapping) and "pagination" in body:
        return "documented", "has `pagination`"
    if isinstance(body, Mapping) and "page" in body:
        return "example", "has `page`"
    return None, "has neither `pagination` nor `page`"


_NOT_IN_THE_EXAMPLE = {"api_enabled", "is_default", "temperature"}
"""Properties that `fields` names for a summary, which are never null; the example shows none of them."""


def summary(items: Sequence[Item]) -> Verdict | None:
    """Tell which properties a summary shows."""
    if not items:
        return None
    names = {name for item in items for name in item}
    if "model" in names and not names & _NOT_IN_THE_EXAMPLE:
        return "example", "shows `model`"
    if {"icon_type", "icon_data"} & names:
        return "with_icon", "shows `icon_type`"
    return "documented", f"shows {len(names)} properties"


def capabilities(items: Sequence[Item], full: Sequence[Item]) -> Verdict | None:
    """Tell whether a summary shows `tool_capabilities`, given that some full item has them."""
    if any("tool_capabilities" in item for item in items):
        return "every_projection", "a summary shows `tool_capabilities`"
    shown = {identity(item) for item in full if item.get("tool_capabilities")}
    return ("full_only", "no summary shows them") if any(identity(item) in shown for item in items) else None


def key_user(user_id: str | None, items: Sequence[Item]) -> Verdict | None:
    """Tell whether `user_id` is a user's, by the assistants that the caller owns."""
    owners = {str(item.get("created_by")) for item in items if item.get("user_access_level") == "owner"}
    if user_id is None or not owners:
        return None
    if user_id in owners:
        return "creator", "is the creator of assistants that the caller owns"
    kinds = {str(owner).partition("_")[0] for owner in owners}
    if user_id.partition("_")[0] in kinds or any(user_id in _users(item) for item in items):
        return None, "is another user's, who did not create what the caller owns"
    return ("key", "is not the creator of assistants that the caller owns") if len(owners) == 1 else None


def _users(item: Item) -> list[Any]:
    names = ("access_users", "editable_by_users", "visible_in_chat_to_users")
    return [item.get("created_by"), *(user for name in names for user in members(item, name))]


def only_lists_grant(item: Item, user: str) -> bool:
    """Tell whether a user sees an item through a list that another mode than the item's own stands for."""
    if item.get("access_mode") in ("organization", "public", "global") or item.get("created_by") == user:
        return False
    if any(item.get(name) for name in ("editable_by_roles", "visible_to_roles", "editable_by_users")):
        return False
    users, departments = members(item, "access_users"), members(item, "access_departments")
    outside = (user in users and item.get("access_mode") != "restricted") or user in (
        members(item, "visible_in_chat_to_users")
    )
    return outside and not (departments and item.get("access_mode") == "department")


# --- errors


def error_body(body: Any) -> Verdict:
    """Tell the four error bodies apart."""
    if not isinstance(body, Mapping):
        return None, "is no JSON object"
    if isinstance(body.get("error"), Mapping):
        name = "standard" if "success" in body else "lowercase"
        return name, "has `error`, with `success`" if "success" in body else "has `error` alone"
    if "detail" in body:
        return ("detail", "has `detail` and `status_code`") if "status_code" in body else ("framework", "has `detail`")
    return None, f"has {', '.join(map(str, body))[:80]}"


def error_type(body: Any) -> Verdict | None:
    """Tell the two vocabularies of an error's type apart."""
    error = body.get("error") if isinstance(body, Mapping) else None
    kind = error.get("type") if isinstance(error, Mapping) else None
    if not isinstance(kind, str):
        return None
    return ("side" if kind in ("client_error", "server_error") else "kind"), f"type is {kind}"


def error_code(body: Any) -> str | None:
    """Return the code of an error, where its body has one."""
    error = body.get("error") if isinstance(body, Mapping) else None
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, str) else None


def error_words(body: Any) -> str | None:
    """Return what an error is called: its code, or its text where the body has no code."""
    code = error_code(body)
    if code is not None:
        return code.upper()
    detail = body.get("detail") if isinstance(body, Mapping) else None
    return detail if isinstance(detail, str) else None


def closed(exchange: Exchange) -> Verdict:
    """Tell how an organization is closed to the caller."""
    said = f"answered {exchange.status}"
    if exchange.status == 200:
        return ("empty" if not exchange.assistants else None), said
    if exchange.status == 404:
        return "not_found", said
    if exchange.status != 403:
        return None, said
    words = (error_words(exchange.json) or "").lower()
    reading = "insufficient_permissions" if "permission" in words else "access_denied"
    return reading, f"{said} {words}".strip()

"""How the readings write a refusal: the current body, and the three older ones made of it."""

from __future__ import annotations

from collections.abc import Callable

from contracts.schema import json_schema
from contracts.schema.problems import PROBLEMS, Refusal
from contracts.schema.spelling import Spelling, Value


def standard_body(refusal: Refusal, *, trace_id: str, timestamp: str) -> Value:
    """Write a refusal in the current form, from which the older forms are rewritten."""
    problem = refusal.problem
    details: Value = {}
    if refusal.invalid:
        first = refusal.invalid[0]
        fields = [{"field": one.field, "message": one.message, "type": one.kind} for one in refusal.invalid]
        details = {"field": first.field, "value": first.value, "fields": fields}
    # The official client tells of both places; no schema here demands either.
    again: Value = {} if refusal.retry_after is None else {"retry_after": refusal.retry_after}
    return {
        "success": False,
        "error": {
            "code": problem.code,
            "message": problem.message,
            "system_message": refusal.reason,
            "type": "server_error" if problem.status >= 500 else "client_error",
            "status": problem.status,
            "details": details | again,
            "trace_id": trace_id,
            "timestamp": timestamp,
            **again,
        },
    }


_KINDS = {problem.code: problem.kind for problem in PROBLEMS}


def _by_kind(body: Value, _: str) -> Value:
    error = body["error"]
    return body | {"error": error | {"type": _KINDS[error["code"]]}}


def _lowercase(body: Value, _: str) -> Value:
    error = body["error"]
    return {"error": {"code": error["code"].lower(), "message": error["system_message"], "trace_id": error["trace_id"]}}


def _detail(body: Value, _: str) -> Value:
    error = body["error"]
    fields = error["details"].get("fields", [])
    return {
        "detail": error["message"],
        "status_code": error["status"],
        "error_type": _KINDS[error["code"]].title().replace("_", ""),
        "meta": {"timestamp": error["timestamp"], "request_id": error["trace_id"]},
        "errors": [{"field": one["field"], "message": one["message"], "code": one["type"]} for one in fields],
    }


def _framework(body: Value, _: str) -> Value:
    error = body["error"]
    items = [
        {"loc": ["query", one["field"]], "msg": one["message"], "type": one["type"]}
        for one in error["details"].get("fields", [])
    ]
    return {"detail": items or error["message"]}


def _type_as_word(schema: json_schema.Schema) -> json_schema.Schema:
    return json_schema.change(schema, ("type",), lambda _: {"type": "string"})


def _body(model: str) -> Callable[[json_schema.Schema, str], json_schema.Schema]:
    def schema(*_: object) -> json_schema.Schema:
        from contracts.schema.models import errors  # loads pydantic, which only schemas need

        return json_schema.of(getattr(errors, model))

    return schema


TYPE_BY_KIND = Spelling(
    "error",
    write=_by_kind,
    schema=lambda schema, _: json_schema.change(schema, ("error",), _type_as_word),
)
LOWERCASE_BODY = Spelling("error", write=_lowercase, schema=_body("LowercaseError"))
DETAIL_BODY = Spelling("error", write=_detail, schema=_body("DetailError"))
FRAMEWORK_BODY = Spelling("error", write=_framework, schema=_body("FrameworkError"))

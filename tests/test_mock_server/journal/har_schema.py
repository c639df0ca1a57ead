"""The members that HAR 1.2 demands, as JSON schemas: http://www.softwareishard.com/blog/har-12-spec/."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number", "minimum": 0}
SIZE: Schema = {"type": "integer", "minimum": -1}
STATUS: Schema = {"type": "integer"}


def _object(required: Schema, **optional: Schema) -> Schema:
    """Return the schema of an object that has these members; others must begin with an underscore, says HAR."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | optional | {"comment": TEXT},
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


def _many(item: Schema) -> Schema:
    return {"type": "array", "items": item}


PAIRS = _many(_object({"name": TEXT, "value": TEXT}))
COOKIES = _many(_object({"name": TEXT, "value": TEXT}, path=TEXT, domain=TEXT))
MESSAGE: Schema = {
    "httpVersion": TEXT,
    "cookies": COOKIES,
    "headers": PAIRS,
    "headersSize": SIZE,
    "bodySize": SIZE,
}
REQUEST = _object({"method": TEXT, "url": {"type": "string", "format": "uri"}, "queryString": PAIRS} | MESSAGE)
CONTENT = _object({"size": SIZE, "mimeType": TEXT}, compression=SIZE, text=TEXT, encoding=TEXT)
RESPONSE = _object({"status": STATUS, "statusText": TEXT, "content": CONTENT, "redirectURL": TEXT} | MESSAGE)
TIMINGS = _object({"send": SIZE, "wait": NUMBER, "receive": SIZE}, blocked=NUMBER, dns=NUMBER, connect=NUMBER)
MOMENT: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
ENTRY = _object(
    {
        "startedDateTime": MOMENT,
        "time": NUMBER,
        "request": REQUEST,
        "response": RESPONSE,
        "cache": _object({}),
        "timings": TIMINGS,
    },
    serverIPAddress=TEXT,
    connection=TEXT,
)
CREATOR = _object({"name": TEXT, "version": TEXT})
LOG = _object(
    {"version": {"const": "1.2"}, "creator": CREATOR, "entries": _many(ENTRY)}, browser=CREATOR, pages=_many({})
)
HAR = _object({"log": LOG})

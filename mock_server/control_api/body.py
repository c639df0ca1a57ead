"""Bodies of calls: JSON without doubt, and members that are known.

Only `application/json` is taken: a page of another origin cannot send it without being asked for permission first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from fixtures.datafile import saying
from fixtures.json_reader import parse
from mock_server.control_api.failure import Failure, shown, unknown, wrong

Model = TypeVar("Model", bound=BaseModel)

_NONE: Mapping[str, str] = {}


def read(raw: bytes, content_type: str | None) -> Any:
    """Return the value of a body; raise `Failure` for what is no JSON, or says it is none."""
    if not raw:
        raise Failure(400, "the body is empty; send a JSON object, {} where nothing is to be said")
    said = (content_type or "").partition(";")[0].strip().lower()
    if said != "application/json":
        raise Failure(415, f"Content-Type: {shown(said) or 'none'} is not taken; send application/json")
    try:
        return parse(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Failure(400, f"the body's byte {error.start} is no UTF-8; send JSON in UTF-8") from error
    except ValueError as error:
        raise Failure(400, f"the body: {error}") from error


def members(value: Any) -> Mapping[str, Any]:
    """Return a body that must be an object."""
    if not isinstance(value, dict):
        raise Failure(422, f"the body is {_kind(value)}; send an object")
    return value


def _kind(value: Any) -> str:
    kinds = {list: "an array", str: "a text", bool: "a boolean", type(None): "null"}
    return kinds.get(type(value), "a number")


def modelled(value: Any, model: type[Model], cures: Mapping[str, str] = _NONE) -> Model:
    """Return the model that a body holds the members of; raise `Failure` for what is wrong with them.

    `cures` says of places, such as `clock.frozen`, what is to be sent there.
    """
    sent = members(value)
    try:
        # Read from JSON, where a strict model takes an object for a model.
        return model.model_validate_json(json.dumps(sent))
    except ValidationError as error:
        found = error.errors(include_url=False)
        strange = next((each["loc"] for each in found if each["type"] == "extra_forbidden"), None)
        if strange is not None:
            place = ".".join(map(str, strange))
            raise unknown(place, _known(strange[:-1], model), "member here") from error
        raise wrong("; ".join(dict.fromkeys(_told(each, cures) for each in found))) from error


def _told(error: Any, cures: Mapping[str, str]) -> str:
    cure = cures.get(".".join(map(str, error["loc"])))
    return f"{saying(error)}; {cure}" if cure else saying(error)


def _known(place: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    """Return the members of what stands at a place in a model."""
    for name in place:
        annotation = model.model_fields[str(name)].annotation
        model = next(each for each in (annotation, *get_args(annotation)) if _is_model(each))
    return list(model.model_fields)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)

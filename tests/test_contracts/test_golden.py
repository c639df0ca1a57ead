"""The reference answers the requests that were written by hand as they were answered by hand."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from contracts.schema import wire, wire_schema
from contracts.schema.models.assistant import Assistant
from contracts.schema.problems import Refusal
from contracts.schema.query import READERS
from contracts.schema.reference import admit, authenticate, list_assistants
from tests import golden

CASES = list(golden.cases())
ROWS = golden.rows()
CREDENTIALS = golden.credentials()


def _refuse(refusal: Refusal) -> tuple[int, Any]:
    return refusal.problem.status, wire.error(refusal, trace_id=golden.TRACE_ID, timestamp=golden.TIMESTAMP)


def _answer(request: golden.Request) -> tuple[int, Any]:
    headers = request.headers
    caller = authenticate(headers.get("X-API-Key"), headers.get("Authorization"), CREDENTIALS)
    if isinstance(caller, Refusal):
        return _refuse(caller)
    asked = admit(request.pairs, caller, golden.organizations())
    if isinstance(asked, Refusal):
        return _refuse(asked)
    return 200, list_assistants(ROWS, asked, caller)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_golden_answer(case: golden.Case) -> None:
    """Status and body are those of the file, keys in its order."""
    status, body = _answer(case.request)
    assert case.status == status
    assert case.body == body
    assert json.dumps(case.body) == json.dumps(body)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_golden_answer_is_valid(case: golden.Case) -> None:
    """What was written by hand is what the schema demands."""
    fields = dict(case.request.pairs).get("fields", "summary")
    schema = (
        wire_schema.listing_schema(wire_schema.item_schema(fields))
        if case.status == 200
        else wire_schema.error_schema()
    )
    jsonschema.Draft202012Validator(schema).validate(case.body)


def test_the_golden_world_is_made_of_assistants() -> None:
    """Eight rows, each of them a complete assistant."""
    assert [] == [each for each in ROWS if Assistant.model_validate(each).model_dump(exclude_unset=True) != each]
    assert 8 == len(ROWS)


def test_the_golden_requests_use_every_parameter() -> None:
    """Each of the ten parameters is in some request, and so is each status of the contract."""
    assert set(READERS) <= {name for case in CASES for name, _ in case.request.pairs}
    assert {200, 401, 403, 422} == {case.status for case in CASES}
    assert 14 == len(CASES)

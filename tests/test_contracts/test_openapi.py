"""The OpenAPI document is valid in every dialect, and says what the dialect says."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from contracts.schema import openapi
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS, DOCUMENTED, EXAMPLE, Dialect
from contracts.schema.problems import INTERNAL_ERROR, RATE_LIMIT_EXCEEDED

SINGLE = [
    DOCUMENTED.replace(f"{row.name}-{reading.name}", **{row.name: reading.name})
    for row in AMBIGUITIES.values()
    for reading in row.readings
    if reading != row.default
]
"""For every reading that is not a default, the dialect that differs from the documented one in it alone."""


def parameters(dialect: Dialect | None) -> dict[str, dict[str, Any]]:
    """Return the parameters of the document by name."""
    document = openapi.build(dialect)
    return {each["name"]: each for each in document["paths"][openapi.PATH]["get"]["parameters"]}


def statuses(dialect: Dialect | None) -> set[str]:
    """Return the statuses that the document names."""
    return set(openapi.build(dialect)["paths"][openapi.PATH]["get"]["responses"])


@pytest.mark.parametrize("dialect", [None, *DIALECTS.values(), *SINGLE], ids=lambda each: each.name if each else "any")
def test_the_document_is_valid_in_every_dialect(dialect: Dialect | None) -> None:
    """The specification's own validator accepts the document, defaults and examples included."""
    OpenAPIV31SpecValidator(openapi.build(dialect, organizations=["org_abc123"])).validate()


def test_the_default_limit_is_the_dialects() -> None:
    """The document of the example's dialect says 20, that of every reading says nothing."""
    assert 50 == parameters(DOCUMENTED)["limit"]["schema"]["default"]
    assert 20 == parameters(EXAMPLE)["limit"]["schema"]["default"]
    assert "default" not in parameters(None)["limit"]["schema"]


def test_the_modes_of_the_filter_are_the_dialects() -> None:
    """Three modes as documented, six with the object's, any text where any is taken."""
    assert ["private", "organization", "public"] == parameters(DOCUMENTED)["access_mode"]["schema"]["enum"]
    six = DOCUMENTED.replace("six", access_mode_filter="object_modes")
    assert 6 == len(parameters(six)["access_mode"]["schema"]["enum"])
    assert {"type": "string"} == parameters(None)["access_mode"]["schema"]


def test_only_the_organization_is_required() -> None:
    """Of the ten parameters, one must be sent, and its examples are organizations that exist."""
    document = openapi.build(organizations=["org_abc123"])
    found = document["paths"][openapi.PATH]["get"]["parameters"]
    assert ["organization_id"] == [each["name"] for each in found if each["required"]]
    assert {"org_abc123": {"value": "org_abc123"}} == found[0]["examples"]


def test_the_statuses_are_the_dialects() -> None:
    """A dialect that refuses with 400 and hides organizations behind 404 names neither 422 nor 403."""
    assert {"200", "304", "401", "403", "422", "429", "500"} == statuses(DOCUMENTED)
    other = DOCUMENTED.replace(
        "other", validation_status="400", foreign_organization="not_found", unknown_organization="empty"
    )
    assert {"200", "304", "400", "401", "404", "429", "500"} == statuses(other)
    assert {"200", "304", "400", "401", "403", "404", "422", "429", "500"} == statuses(None)


def test_general_credential_codes_leave_one_problem() -> None:
    """Where every 401 has one code, the document names that one only."""
    general = openapi.possible_problems(DOCUMENTED.replace("general", credential_codes="general"))
    assert ["AUTHENTICATION_REQUIRED"] == [problem.code for problem in general if problem.status == 401]
    assert {RATE_LIMIT_EXCEEDED, INTERNAL_ERROR} <= set(general)


def test_the_description_names_the_differences() -> None:
    """A reader of the document sees in which readings the dialect differs."""
    assert "Dialect `documented`." == openapi.build()["info"]["description"]
    assert "texts in UTC" in openapi.build(EXAMPLE)["info"]["description"]
    assert "Every reading" in openapi.build(None)["info"]["description"]


def test_each_projection_describes_itself() -> None:
    """A reader of the document sees which `fields` an item belongs to."""
    schemas = openapi.build()["components"]["schemas"]
    assert "One assistant as `fields=summary` shows it." == schemas["AssistantSummary"]["description"]
    assert "One assistant as `fields=standard` shows it." == schemas["AssistantStandard"]["description"]
    assert "`fields=full`" in schemas["Assistant"]["description"]

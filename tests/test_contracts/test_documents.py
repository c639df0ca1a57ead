"""Every fact of the two documents is in the models, and nothing else is: read from the documents' own text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from contracts.schema import query
from contracts.schema.models.assistant import Assistant
from contracts.schema.models.listing import AssistantList, ExampleList
from contracts.schema.properties import FULL, PROJECTIONS, STANDARD, SUMMARY
from contracts.schema.query import ListQuery
from tests.test_contracts import documents, models
from tests.test_contracts.documents import Property
from tests.test_contracts.models import Member

OBJECT = documents.object_page()
LIST = documents.list_page()
PARAMETERS = LIST.by_path("Query Parameters")
RETURNS = LIST.by_path("Returns")
DOCUMENTED = {"object": OBJECT.by_path(), "parameter": PARAMETERS, "returned": RETURNS}
MODELLED = {
    "object": models.members(Assistant),
    "parameter": models.members(ListQuery),
    "returned": models.members(AssistantList),
}

ZERO_UP = {
    "created_at": "a time before 1970 is no time of this service",
    "updated_at": "likewise",
    "deleted_at": "likewise",
    "context_window": "a number of tokens",
    "max_tool_calls": "a number of calls",
    "max_completion_tokens": "a number of tokens",
    "offset": "a number of assistants",
    "total": "a number of assistants",
}
"""Least values that the models add, with the reason; `offset` also ends at the largest 64-bit integer."""

FOLLOWS = ("description", "icon_id", "icon_url", "user_access_level")
"""What only the list page names, after the properties of the object page."""


def _default(member: Member) -> str | None:
    if member.default in (None, []):
        return None
    return member.default if isinstance(member.default, str) else json.dumps(member.default)


def _modelled_values(kind: str, fact: Property, member: Member) -> list[Any]:
    if kind == "parameter" and fact.name == "access_mode":  # a row of the dialect: any text in the model
        return list(query.MODES["documented"])
    return [value for value in member.values if value != 0]


def _is_optional(kind: str, member: Member) -> bool:
    return not member.is_required if kind == "parameter" else "null" in member.types or member.default == []


def disagreements(kind: str, fact: Property, members: dict[str, Member]) -> list[str]:
    """Name every way in which a model says something else than the document about one property."""
    if fact.path not in members:
        return ["path"]
    member = members[fact.path]
    least, most = member.bounds
    bounds = (None, None) if fact.name in ZERO_UP and least == 0 else (least, most)
    nullable = {"null"} if "null" in fact.types else set()
    compared = {
        "types": (set(fact.types) - nullable, member.types - {"null"}),
        "alternatives": (set(fact.alternatives or fact.types) - nullable, member.types - {"null"}),
        "optional": (fact.mark == "optional" or bool(nullable), _is_optional(kind, member)),
        "default": (fact.stated_default, _default(member)),
        "values": (list(fact.values), _modelled_values(kind, fact, member)),
        "bounds": (fact.bounds or (None, None), bounds),
        "pattern": (fact.prefix, _prefix(member)),
    }
    return [what for what, (expected, actual) in compared.items() if expected != actual]


def _prefix(member: Member) -> str | None:
    patterns = [option["pattern"] for option in member.options if "pattern" in option]
    return patterns[0].removeprefix("^").partition("[")[0] if patterns else None


FACTS = [(kind, fact) for kind, facts in DOCUMENTED.items() for fact in facts.values()]


@pytest.mark.parametrize(("kind", "fact"), FACTS, ids=[f"{kind}: {fact.path}" for kind, fact in FACTS])
def test_the_models_say_what_the_documents_say(kind: str, fact: Property) -> None:
    """Path, type, mark, default, values, bounds and pattern of every property are those of its document."""
    assert [] == disagreements(kind, fact, MODELLED[kind])


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_the_models_name_nothing_else(kind: str) -> None:
    """Every property of every model is named in a document."""
    named = set(DOCUMENTED[kind])
    for path, fact in DOCUMENTED[kind].items():
        named |= {f"{path}.{member}" for member in (*fact.members, *(fact.bullets if kind == "returned" else ()))}
    if kind == "object":
        named |= set(FOLLOWS)
    assert named == set(MODELLED[kind])


def test_properties_stand_in_the_documents_order() -> None:
    """The object's properties come first, then the four of the summary; parameters and members likewise."""
    top = [path for path in DOCUMENTED["object"] if "." not in path]
    assert (*top, *FOLLOWS) == FULL
    assert list(PARAMETERS) == list(query.PARAMETERS) == list(query.READERS)
    assert list(RETURNS) == list(AssistantList.model_fields)


def test_the_projections_are_those_of_fields() -> None:
    """`summary` shows the names in its parentheses, `standard` its own besides, `full` everything."""
    named = {
        value: tuple(re.findall(r"\w+", "".join(re.findall(r"\((.*)\)", text))))
        for value, text in PARAMETERS["fields"].bullets.items()
    }
    assert named["summary"] == SUMMARY
    assert (*named["summary"], *named["standard"]) == STANDARD
    assert tuple(named) == tuple(PROJECTIONS)
    assert set(named["summary"]) - {path for path in DOCUMENTED["object"] if "." not in path} == set(FOLLOWS)


@pytest.mark.parametrize("owner", ["pagination", "filters_applied", "user_context"])
def test_members_of_the_envelope_stand_in_order(owner: str) -> None:
    """The members of an envelope's part are the bullets under it, in their order."""
    modelled = [path.partition(".")[2] for path in MODELLED["returned"] if path.startswith(f"{owner}.")]
    assert list(RETURNS[owner].bullets) == modelled


def test_filters_that_may_be_missing_may_be_null() -> None:
    """`(if any)` in a member's text, and nothing else, makes it nullable."""
    for name, text in RETURNS["filters_applied"].bullets.items():
        assert ("(if any)" in text) == ("null" in MODELLED["returned"][f"filters_applied.{name}"].types), name


@pytest.mark.parametrize("name", ["access_mode", "sort_by", "sort_order", "limit", "offset"])
def test_echoed_parameters_have_the_parameters_values(name: str) -> None:
    """What the envelope repeats of a parameter has the parameter's values and bounds."""
    owner = "pagination" if name in ("limit", "offset") else "filters_applied"
    echoed = MODELLED["returned"][f"{owner}.{name}"]
    assert list(PARAMETERS[name].values) == echoed.values
    assert (PARAMETERS[name].bounds or (0 if name == "offset" else None, None)) == echoed.bounds


def test_sort_order_is_named_twice_alike() -> None:
    """The words in the parentheses of `filters_applied` are those of the parameter."""
    words = tuple(re.findall(r"\((\w+) or (\w+)\)", RETURNS["filters_applied"].bullets["sort_order"])[0])
    assert words == PARAMETERS["sort_order"].values


EXAMPLES = [(fact, example) for fact in OBJECT for example in fact.examples]


@pytest.mark.parametrize(("fact", "example"), EXAMPLES, ids=[f"{fact.path}: {value}" for fact, value in EXAMPLES])
def test_the_descriptions_examples_are_valid(fact: Property, example: object) -> None:
    """Every value that a description gives as an example is one of the property's type."""
    annotation = Any if "." in fact.path else Assistant.model_fields[fact.path].annotation
    assert example == TypeAdapter(annotation).validate_python(example, strict=True)
    if "." in fact.path:
        assert "string" in MODELLED["object"][fact.path].types
        assert isinstance(example, str)


def test_the_list_examples_members_are_those_of_its_model() -> None:
    """The other form of the envelope has the members of the list page's example, in their order."""
    assert list(LIST.examples[0]) == list(ExampleList.model_fields)


def test_the_address_is_the_documented_one() -> None:
    """The list page names one method and one address."""
    assert LIST.address == "https://api.aitronos.com/v1/assistants"


DOCTORED = [
    ("object", "id", {"path": "identifier"}, "path"),
    ("object", "created_at", {"types": ("string",)}, "types"),
    ("object", "tool_configurations.mcpTools.allowedTools", {"alternatives": ["array"]}, "alternatives"),
    ("object", "deleted_at", {"mark": None}, "optional"),
    ("object", "access_users", {"mark": None}, "optional"),
    ("object", "name", {"mark": "optional"}, "optional"),
    ("object", "tool_configurations.systemTools.imageGeneration.mode", {"default": "auto"}, "default"),
    ("object", "safety_level", {"default": "low"}, "default"),
    ("object", "output_mode", {"default": None, "lines": []}, "default"),
    ("object", "service_tier", {"lines": ["Values: auto, default, flex."]}, "values"),
    ("object", "icon_type", {"lines": ["Values: default, upload, emoji, icon, avatar."]}, "values"),
    ("object", "temperature", {"lines": ["Sampling temperature (0.0-1.0)."]}, "bounds"),
    ("object", "seed", {"lines": ["Random seed (0-20)."]}, "bounds"),
    ("object", "top_p", {"lines": []}, "bounds"),
    ("object", "id", {"lines": ["Format: asi_ followed by alphanumeric characters."]}, "pattern"),
    ("parameter", "limit", {"default": "20"}, "default"),
    ("parameter", "limit", {"lines": ["(1-1000)"]}, "bounds"),
    ("parameter", "access_mode", {"lines": ["One of private, public."]}, "values"),
    ("parameter", "organization_id", {"mark": "optional"}, "optional"),
    ("returned", "organization_id", {"types": ("string",)}, "optional"),
]


@pytest.mark.parametrize(("kind", "path", "change", "what"), DOCTORED)
def test_a_doctored_document_disagrees(kind: str, path: str, change: dict[str, Any], what: str) -> None:
    """Were one word of a document another, the comparison would say which fact is wrong."""
    assert what in disagreements(kind, replace(DOCUMENTED[kind][path], **change), MODELLED[kind])


def test_a_doctored_model_disagrees() -> None:
    """Were one enum of the model short of a value, or a property missing, the comparison would say so."""
    whole = MODELLED["object"]
    short = Member(({"type": "string", "enum": ["low", "medium"]},), "medium", is_required=False)
    assert ["values"] == disagreements("object", DOCUMENTED["object"]["safety_level"], whole | {"safety_level": short})
    assert ["path"] == disagreements("object", DOCUMENTED["object"]["seed"], {})

"""A coverage set shows every tuple of values that the contract allows: counted here without the search's own means."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.models.assistant import Assistant
from contracts.schema.wire_schema import item_schema
from fixtures import world_of_rows
from fixtures.cli import main
from fixtures.coverage.report import report, shown
from fixtures.coverage.search import search
from fixtures.coverage.sets import CoverageSet, coverage_set, spared
from fixtures.coverage.space import DIALECT, FIXED, RULES, Forbidden, Space, whole
from fixtures.rows import FIELDS, complete, encode

Pair = tuple[tuple[str, str], tuple[str, str]]


@cache
def made(strength: int) -> CoverageSet:
    """Return the set of a strength, made once."""
    return coverage_set(strength)


def holds(rule: Forbidden, case: Mapping[str, str]) -> bool:
    """Tell whether a case does what a rule forbids."""
    return all(case[path] in labels for path, labels in rule.parts)


def related(space: Space, paths: tuple[str, ...]) -> list[str]:
    """Return the factors that rules tie to some, themselves included, nearest first."""
    found = list(paths)
    for path in found:
        for rule in space.forbidden:
            tied = [each for each, _ in rule.parts]
            found += [each for each in tied if path in tied and each not in found]
    return found


def can_occur(space: Space, given: Mapping[str, str]) -> bool:
    """Tell by trying, with going back, whether labels can be completed to a case that no rule forbids."""
    order = related(space, tuple(given))

    def completes(case: dict[str, str]) -> bool:
        decided = [rule for rule in space.forbidden if all(path in case for path, _ in rule.parts)]
        if any(holds(rule, case) for rule in decided):
            return False
        rest = next((path for path in order if path not in case), None)
        return rest is None or any(completes({**case, rest: label}) for label in space.labels[rest])

    return completes(dict(given))


def pairs(space: Space) -> Iterator[Pair]:
    """Yield every pair of labels of two factors, possible or not."""
    for one, other in combinations(space.labels, 2):
        for first, second in product(space.labels[one], space.labels[other]):
            yield (one, first), (other, second)


def test_every_pair_occurs_or_is_forbidden() -> None:
    """Pairs that no case shows cannot be completed by any, by exhaustive trial over the factors that rules tie."""
    found = made(2)
    seen = {pair for case in found.cases for pair in combinations(case.choices.items(), 2)}
    missing = [pair for pair in pairs(found.space) if pair not in seen]
    assert [] == [pair for pair in missing if can_occur(found.space, dict(pair))]
    assert len(seen) > 90_000


def test_every_value_occurs_at_strength_one() -> None:
    """Each label of each factor, in hardly more assistants than the factor with most labels has."""
    found = made(1)
    assert {label for case in found.cases for label in case.choices.items()} == {
        (path, label) for path, labels in found.space.labels.items() for label in labels
    }
    assert len(found.cases) <= 2 * max(map(len, found.space.labels.values()))


def test_sets_are_small() -> None:
    """Thirty-six assistants are the fewest there can be, with six words each of two factors; nesting needs more."""
    assert len(made(1).cases) <= 8
    assert len(made(2).cases) <= 75


SPACES = st.lists(st.integers(1, 4), min_size=2, max_size=5)


@st.composite
def small_spaces(draw: st.DrawFn) -> Space:
    """Draw a few factors in a row, some labels of one forbidding some of the next: a tree of rules."""
    sizes = draw(SPACES)
    labels = {f"f{at}": tuple(map(str, range(size))) for at, size in enumerate(sizes)}
    rules = []
    for one, other in zip(labels, list(labels)[1:], strict=False):
        if len(labels[one]) > 1 and len(labels[other]) > 1 and draw(st.booleans()):
            first = draw(st.sets(st.sampled_from(labels[one]), min_size=1, max_size=len(labels[one]) - 1))
            second = draw(st.sets(st.sampled_from(labels[other]), min_size=1, max_size=len(labels[other]) - 1))
            rules.append(Forbidden(((one, frozenset(first)), (other, frozenset(second))), "drawn"))
    return Space(labels, tuple(rules))


@settings(max_examples=60, deadline=None)
@given(small_spaces(), st.sampled_from([1, 2, 3]))
def test_any_space_is_covered(space: Space, strength: int) -> None:
    """Whatever the factors and rules: every tuple that can occur does, and no case breaks a rule."""
    if len(space.labels) < strength:
        return
    cases = search(space, strength)
    assert not any(holds(rule, case) for rule in space.forbidden for case in cases)
    seen = {each for case in cases for each in combinations(case.items(), strength)}
    for paths in combinations(space.labels, strength):
        for labels in product(*(space.labels[path] for path in paths)):
            tuple_ = tuple(zip(paths, labels, strict=True))
            assert (tuple_ in seen) == can_occur(space, dict(tuple_))


@pytest.mark.parametrize("strength", [1, 2])
def test_assistants_keep_to_the_contract(strength: int) -> None:
    """Every row is an assistant; every item keeps to the schema of the dialect that it is written in."""
    for case in made(strength).cases:
        Assistant.model_validate(case.assistant)
        assert list(FIELDS) == list(case.assistant)
        Draft202012Validator(item_schema("full", case.dialect)).validate(case.item)


def test_no_rule_of_the_contract_is_broken() -> None:
    """Neither those of structure nor those of the documents."""
    found = made(2)
    assert not any(holds(rule, case.choices) for rule in found.space.forbidden for case in found.cases)


def test_the_models_forbid_what_the_rules_about_servers_forbid() -> None:
    """An MCP server with address and connector, or with neither, is no assistant."""
    row = next(case.assistant for case in made(2).cases if case.assistant["tool_configurations"]["mcpTools"])
    server = {"serverLabel": "x", "type": "mcp"}
    for wrong in ({}, {"serverUrl": "https://mcp.example.com", "connectorId": ""}):
        tools = {**row["tool_configurations"], "mcpTools": [server | wrong]}
        with pytest.raises(ValidationError, match="exactly one of serverUrl and connectorId"):
            Assistant.model_validate({**row, "tool_configurations": tools})


def test_choices_are_what_the_assistants_have() -> None:
    """The labels tell the truth about enums, flags, unset properties and both ends of numbers."""
    for case in made(2).cases:
        row, choices = case.assistant, case.choices
        for field in ("access_mode", "service_tier", "safety_level", "context_strategy"):
            assert row[field] == choices[field]
        for field in ("is_active", "is_default", "streaming"):
            assert row[field] is (choices[field] == "true")
        for field in ("temperature", "top_p", "top_logprobs", "max_tool_calls"):
            assert str(row[field]) == choices[field]
        for field in ("reasoning", "metadata", "icon_url", "description", "seed", "deleted_at"):
            assert (row[field] is None) == (choices[field] == "unset")
        assert len(row["vector_store_ids"]) == ("empty list", "one", "several").index(choices["vector_store_ids"])
        for row_name, reading in case.dialect.differences.items():
            assert choices[DIALECT + row_name] == reading


def test_every_property_and_question_is_a_factor() -> None:
    """What is none has a reason."""
    tops = {path for path in whole().labels if "." not in path}
    assert {*FIELDS, "user_access_level"} == tops | set(FIXED)
    assert {path.removeprefix(DIALECT) for path in whole().labels if path.startswith(DIALECT)} == set(AMBIGUITIES)


def test_the_world_of_a_set_has_one_default_an_organization() -> None:
    """The mock takes the assistants as they are, and at most one of an organization is its default."""
    rows = [case.assistant for case in made(2).cases]
    assert all(complete(row) == row for row in rows)
    for organization in world_of_rows(rows).organizations:
        assert sum(row["is_default"] for row in organization.rows()) <= 1


def test_sparing_a_label_loses_no_tuple() -> None:
    """Only cases that show nothing new with the label give it up."""
    cases = [{"a": "x", "b": "1"}, {"a": "x", "b": "1"}, {"a": "x", "b": "2"}]
    assert spared(cases, 2, "a", "x", "y") == [cases[0], {"a": "y", "b": "1"}, cases[2]]


def test_the_report_counts_and_names() -> None:
    """How many of what, each factor, each rule."""
    text = report(made(2))
    assert f"{len(made(2).cases)} assistants show {shown(made(2)):,} pairs" in text
    assert all(rule.because in text for rule in RULES)
    assert "  access_mode: private, restricted, department, organization, global, public\n" in text


def test_the_command_writes_a_file_and_is_quiet(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """The same lines; nothing on the terminal."""
    assert main(["cover", "--strength", "1", "--quiet"]) == 0
    lines, told = capsysbinary.readouterr()
    assert (main(["cover", "--strength", "1", "-q", "-o", str(tmp_path / "one.ndjson")]), told) == (0, b"")
    assert lines == (tmp_path / "one.ndjson").read_bytes() != b""
    assert (b"", b"") == capsysbinary.readouterr()
    assert main(["cover", "--strength", "1", "-o", str(tmp_path / "one.ndjson" / "x")]) == 2


def test_the_command_writes_assistants(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """One a line on standard output, the report on standard error."""
    assert main(["cover", "--strength", "1"]) == 0
    captured = capsysbinary.readouterr()
    assert captured.out == b"".join(encode(case.assistant) + b"\n" for case in made(1).cases)
    assert captured.err.decode() == report(made(1))


def test_the_command_writes_cases(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """With choices, dialect, and the item as written in it."""
    assert main(["cover", "--strength", "1", "--form", "cases"]) == 0
    lines: list[Any] = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [line["item"] for line in lines] == [case.item for case in made(1).cases]
    assert [line["dialect"]["readings"] for line in lines] == [case.dialect.differences for case in made(1).cases]


def test_another_strength_is_refused() -> None:
    """With the ones there are."""
    with pytest.raises(ValueError, match="strength: 4 is not one of 1, 2, 3"):
        coverage_set(4)

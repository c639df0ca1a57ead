"""The reports that programs read: each is what its format asks for, whatever a deployment says."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from contracts.checks.relation import RELATIONS
from contracts.checks.report import github, har, json_text, junit, sarif
from contracts.checks.report.result import OUTCOMES, Result
from contracts.schema.ambiguities import AMBIGUITIES
from tests.test_contracts.checks.told import BROKEN, IDLE, OPEN, broken, known, result

STEERING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202e]")


# --- JSON


def test_json_tells_every_relation_row_and_cost() -> None:
    """Verdict, cost, dialect, each row and each relation stand at the documented places."""
    told = json.loads(json_text.document(broken(timestamps="iso_8601")))
    assert ("broken", 42, 1.5) == (told["verdict"], told["requests"], told["seconds"])
    assert {"timestamps": "iso_8601"} == told["dialect"]["deviations"]
    assert list(AMBIGUITIES) == list(told["dialect"]["readings"]) == [each["row"] for each in told["findings"]]
    assert list(RELATIONS) == [each["name"] for each in told["relations"]]
    assert {each["outcome"] for each in told["relations"]} <= set(OUTCOMES)


def test_json_shows_the_witness_by_what_is_remarkable() -> None:
    """A witness is its curl line, URL, status, and the items in question, not the whole page."""
    told = json.loads(json_text.document(broken()))
    (found,) = next(each for each in told["relations"] if each["name"] == BROKEN)["violations"]
    (side,) = found["witness"]
    assert side["curl"].startswith("curl -H")
    assert 200 == side["status"]
    assert side["url"] in side["curl"]
    assert ["", "this one", "this one"] == [each["note"] for each in side["items"]]


# --- JUnit


def _cases(told: Result) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(junit.document(told))  # noqa: S314 - our own text
    assert ["testsuites", "testsuite"] == [root.tag, root[0].tag]
    cases = root[0].findall("testcase")
    for name, tag in (("tests", None), ("failures", "failure"), ("skipped", "skipped")):
        counted = sum(tag is None or case.find(tag) is not None for case in cases)
        assert str(counted) == root[0].get(name)
    return {case.get("name", ""): case for case in cases}


def test_junit_has_a_case_for_every_relation() -> None:
    """Each relation is one case under its topic, and the counts agree with the cases."""
    cases = _cases(broken())
    assert list(RELATIONS) == list(cases)
    assert "freddy-contracts.pagination" == cases[BROKEN].get("classname")


def test_junit_fails_what_is_broken_and_skips_what_is_open() -> None:
    """Broken is a failure with curl lines; not exercised and undecided are skipped with their reasons."""
    cases = _cases(broken())
    failure = cases[BROKEN].find("failure")
    assert failure is not None
    assert "curl -H" in (failure.text or "")
    reasons = {
        name: skipped.get("message", "")
        for name in (OPEN, IDLE)
        if (skipped := cases[name].find("skipped")) is not None
    }
    assert "undecided: contradicted once, and not when asked again" == reasons[OPEN]
    assert "not exercised: needs a soft-deleted assistant, shown in full" == reasons[IDLE]


def test_junit_skips_what_the_baseline_knows() -> None:
    """A known failure does not fail the suite, and still shows its curl line."""
    skipped = _cases(known(broken(), BROKEN))[BROKEN].find("skipped")
    assert skipped is not None
    assert "curl -H" in (skipped.text or "")


def test_junit_fails_deviations_when_strict() -> None:
    """A deviation is a failed case of a strict run, and a property of any other."""
    assert "timestamps" not in _cases(result(timestamps="iso_8601"))
    assert _cases(result(timestamps="iso_8601", strict=True))["timestamps"].find("failure") is not None
    assert 'name="dialect.timestamps" value="iso_8601"' in junit.document(result(timestamps="iso_8601"))


@pytest.mark.parametrize("write", [junit.document, github.document])
def test_no_text_report_holds_control_characters(write: Any) -> None:
    """What steers a terminal, or what XML forbids, is written as an escape."""
    assert not STEERING.search(write(broken()))


# --- SARIF


def _run(told: Result) -> dict[str, Any]:
    log = json.loads(sarif.document(told))
    assert "2.1.0" == log["version"]
    (run,) = log["runs"]
    return dict(run)


def test_sarif_has_a_rule_for_every_relation_and_a_result_for_every_violation() -> None:
    """Rules are unique, results point at theirs, and every result has a message and a place."""
    run = _run(broken(strict=True, timestamps="iso_8601"))
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [*RELATIONS, "dialect"] == ids
    assert [BROKEN, "dialect"] == [each["ruleId"] for each in run["results"]]
    for each in run["results"]:
        assert each["ruleId"] == ids[each["ruleIndex"]]
        assert each["level"] in ("none", "note", "warning", "error")
        assert each["message"]["text"]
        (place,) = each["locations"]
        assert "/v1/assistants" == place["logicalLocations"][0]["fullyQualifiedName"]


def test_sarif_rules_help_with_the_sentence() -> None:
    """A rule's help is the sentence of the documents and the data that it needs."""
    rules = {rule["id"]: rule for rule in _run(result())["tool"]["driver"]["rules"]}
    for name, relation in RELATIONS.items():
        assert relation.sentence in rules[name]["help"]["text"]
        assert relation.needs in rules[name]["help"]["text"]


def test_sarif_suppresses_what_the_baseline_knows() -> None:
    """A known violation is an accepted suppression."""
    (found,) = _run(known(broken(), BROKEN))["results"]
    assert "accepted" == found["suppressions"][0]["status"]


# --- GitHub


def test_github_writes_one_annotation_a_line() -> None:
    """Whatever is in a message, an annotation stays on its line, and its title ends where it should."""
    lines = github.document(broken(timestamps="iso_8601")).splitlines()
    assert ["error", "notice", "notice"] == [line.split()[0].strip(":") for line in lines]
    assert all(re.fullmatch(r"::(error|warning|notice) title=[^:,]*::.+", line) for line in lines)
    assert "second line, 100%25" in lines[0]
    assert "%0A" in lines[0]


def test_github_warns_of_what_is_known() -> None:
    """A known violation is a warning, a deviation of a strict run an error."""
    assert github.document(known(broken(), BROKEN)).startswith(f"::warning title=known%3A {BROKEN}::")
    strict = github.document(result(timestamps="iso_8601", strict=True))
    assert strict.startswith("::error title=dialect%3A timestamps = iso_8601::")


# --- HAR


def test_har_holds_every_exchange_with_what_the_format_requires() -> None:
    """Each entry has a date with its zone, a request, a response with its body, and timings."""
    told = broken()
    log = json.loads("".join(har.document(told)))["log"]
    assert "1.2" == log["version"]
    assert len(told.verdict.exchanges) == len(log["entries"])
    for entry, exchange in zip(log["entries"], told.verdict.exchanges, strict=True):
        assert datetime.fromisoformat(entry["startedDateTime"]).tzinfo is not None
        assert exchange.url == entry["request"]["url"]
        assert {"name": "X-API-Key", "value": "***"} in entry["request"]["headers"]
        assert {"name": "limit", "value": "3"} in entry["request"]["queryString"]
        assert exchange.body.decode() == entry["response"]["content"]["text"]
        assert entry["time"] == sum(entry["timings"].values())
        assert {"request", "response", "cache", "timings", "startedDateTime", "time"} <= set(entry)

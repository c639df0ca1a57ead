"""The verdict as SARIF 2.1.0 (OASIS): a rule for every relation, a result for every violation."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from contracts.checks.report.result import Result, missing
from contracts.checks.report.text import dump
from contracts.checks.verdict import Judged, Violation

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def document(result: Result) -> str:
    """Write the log; what the baseline knows is a suppressed result."""
    verdict = result.verdict
    judged = list(verdict.judged.values())
    results = [
        _result(result, index, each, violation) for index, each in enumerate(judged) for violation in each.violations
    ]
    results += _deviations(result, len(judged)) if verdict.strict else []
    rules = [_rule(each) for each in judged] + ([_DIALECT] if verdict.strict else [])
    run = {
        "tool": {"driver": {"name": "freddy-contracts", "version": result.version, "rules": rules}},
        "invocations": [_invocation(result)],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "verdict": result.headline,
            "notExercised": [each.relation.name for each in result.having("not exercised")],
        },
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _invocation(result: Result) -> dict[str, Any]:
    why = [{"level": "error", "message": {"text": each}} for each in (result.unjudged, result.blind) if each]
    is_successful = result.summary in ("conforms", "broken") and not result.unjudged
    return {"executionSuccessful": is_successful, **({"toolExecutionNotifications": why} if why else {})}


_DIALECT = {
    "id": "dialect",
    "shortDescription": {"text": "The documents are read as they stand"},
    "fullDescription": {
        "text": "Where the documents leave a question open, the deployment takes the expected reading."
    },
    "help": {"text": "See freddy-contracts ambiguities for every question and its readings."},
    "defaultConfiguration": {"level": "error"},
    "properties": {"tags": ["dialect"]},
}


def _rule(judged: Judged) -> dict[str, Any]:
    relation = judged.relation
    return {
        "id": relation.name,
        "shortDescription": {"text": relation.name.replace("-", " ").capitalize()},
        "fullDescription": {"text": relation.sentence},
        "help": {"text": f"{relation.sentence}\n\nThis relation {missing(relation)}."},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": [relation.topic]},
    }


def _result(result: Result, index: int, judged: Judged, violation: Violation) -> dict[str, Any]:
    is_known = result.outcome(judged) == "known"
    text = "\n".join([violation.message, "", *(each.curl for each in violation.witness)])
    suppressions = [{"kind": "external", "status": "accepted", "justification": "known in the baseline"}]
    return {
        "ruleId": judged.relation.name,
        "ruleIndex": index,
        "level": "error",
        "message": {"text": text},
        "locations": [_location(violation.witness[-1].url)] if violation.witness else [],
        "partialFingerprints": {"relation/v1": judged.relation.name},
        **({"suppressions": suppressions} if is_known else {}),
    }


def _deviations(result: Result, index: int) -> list[dict[str, Any]]:
    return [
        {
            "ruleId": "dialect",
            "ruleIndex": index,
            "level": "error",
            "message": {
                "text": f"{each.row} is read as {each.reading}, expected {result.expected[each.row]}: {each.note}"
            },
            "locations": [_location(each.exchange.url)] if each.exchange else [],
            "partialFingerprints": {"row/v1": each.row},
        }
        for each in result.deviations
    ]


def _location(url: str) -> dict[str, Any]:
    path = urlsplit(url).path
    return {
        # Code scanning shows only what lies in a file; the path stands in for one.
        "physicalLocation": {"artifactLocation": {"uri": path.lstrip("/")}, "region": {"startLine": 1}},
        "logicalLocations": [{"fullyQualifiedName": path, "kind": "resource"}],
    }

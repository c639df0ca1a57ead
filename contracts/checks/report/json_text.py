"""The verdict as JSON: everything that the other reports say, for programs."""

from __future__ import annotations

from typing import Any

from contracts.checks.learning.learner import Finding
from contracts.checks.report.result import Result
from contracts.checks.report.text import dump
from contracts.checks.report.witness import Side, sides
from contracts.checks.verdict import Judged
from contracts.schema.ambiguities import AMBIGUITIES


def document(result: Result) -> str:
    """Write the report."""
    return dump(tree(result))


def tree(result: Result) -> dict[str, Any]:
    """Return the report as JSON values, the verdict first."""
    verdict = result.verdict
    return {
        "verdict": result.summary,
        "headline": result.headline,
        "version": result.version,
        "base_url": verdict.base_url,
        "organization_id": verdict.organization_id,
        "strict": verdict.strict,
        "requests": verdict.requests,
        "generated_requests": verdict.generated,
        "seconds": round(verdict.seconds, 3),
        "assistants": verdict.items,
        "not_judged": result.unjudged,
        "cut_short": result.spent,
        "blind": result.blind,
        "dialect": _dialect(result) if verdict.judged or result.unjudged is None else None,
        "findings": [_finding(each) for each in verdict.learned.findings.values()],
        "relations": [_relation(result, each) for each in verdict.judged.values()],
        "baseline": {"known": [each.relation.name for each in result.having("known")], "fixed": result.fixed},
    }


def _dialect(result: Result) -> dict[str, Any]:
    dialect = result.verdict.dialect
    return {
        "name": dialect.name,
        "deviations": {each.row: each.reading for each in result.deviations},
        "readings": {row: dialect[row] for row in AMBIGUITIES},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "reading": finding.reading,
        "outcome": finding.outcome,
        "note": finding.note,
        "curl": finding.exchange.curl if finding.exchange else None,
    }


def _relation(result: Result, judged: Judged) -> dict[str, Any]:
    relation = judged.relation
    return {
        "name": relation.name,
        "topic": relation.topic,
        "sentence": relation.sentence,
        "needs": relation.needs,
        "outcome": result.outcome(judged),
        "exercised": judged.exercised,
        "note": judged.note,
        "violations": [
            {"message": each.message, "witness": [_side(side) for side in sides(each)]} for each in judged.violations
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "curl": side.exchange.curl,
        "url": side.exchange.url,
        "status": side.exchange.status,
        "members": dict(side.members),
        "length": side.length,
        "items": [{"place": row.place, "id": row.id, "name": row.name, "note": row.note} for row in side.rows],
        "absent": list(side.absent),
        "body": side.body,
    }

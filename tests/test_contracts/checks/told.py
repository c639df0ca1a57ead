"""Made-up results for the reports: every relation holds but those that a test breaks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from contracts.checks import relations as _relations  # noqa: F401 - declares every relation
from contracts.checks.asking.credentials import Credentials
from contracts.checks.asking.exchange import Exchange, curl_line
from contracts.checks.asking.question import Question
from contracts.checks.learning.learner import Finding, Learned
from contracts.checks.relation import RELATIONS
from contracts.checks.report.result import Result
from contracts.checks.verdict import Judged, Verdict, Violation
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DOCUMENTED

BASE_URL = "http://127.0.0.1:9"
KEY = "ak_canary_0f9d"
NASTY = "<script>alert(1)</script> ]]> \x1b[31m\x00\u202e\nsecond line, 100%"
"""A name that steers a terminal, breaks XML, runs in a browser, and ends a GitHub annotation."""
BROKEN = "no-assistant-is-twice-on-a-page"
OPEN = "every-assistant-has-one-place"
IDLE = "the-soft-deleted-are-inactive"


def exchange(
    body: Any = None, *, status: int = 200, raw: bytes | None = None, **parameters: str | int | None
) -> Exchange:
    """Return an exchange with this body."""
    question = Question.of(organization_id="org_1", **parameters)
    url = question.url(BASE_URL)
    content = raw if raw is not None else json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    return Exchange(question, url, status, headers, content, 0.25, curl_line(question, url, Credentials.api_key(KEY)))


def page(*ids: str, total: int | None = None, **members: Any) -> dict[str, Any]:
    """Return a list of assistants with these ids."""
    items = [{"id": each, "name": f"name of {each}"} for each in ids]
    return {"assistants": items, "total": len(items) if total is None else total, **members}


def violation(message: str, *witness: Exchange, relation: str = BROKEN) -> Violation:
    """Return a violation of a relation."""
    return Violation(relation, message, witness)


def result(*violations: Violation, strict: bool = False, **readings: str) -> Result:
    """Return a result in which these violations stand; `readings` are the rows that deviate."""
    judged = {name: Judged(each, "conforms", 3) for name, each in RELATIONS.items()}
    judged[OPEN] = Judged(RELATIONS[OPEN], "undecided", 2, note="contradicted once, and not when asked again")
    judged[IDLE] = Judged(RELATIONS[IDLE], "not exercised", 0)
    for each in violations:
        before = judged[each.relation].violations
        judged[each.relation] = Judged(RELATIONS[each.relation], "broken", 3, (*before, each))
    findings = {
        row: Finding(row, readings.get(row, each.default.name), "learned", "as seen \x1b[1m", exchange(page("asst_1")))
        for row, each in AMBIGUITIES.items()
    }
    dialect = DOCUMENTED.replace("learned", **readings)
    exchanges = tuple(each for found in violations for each in found.witness) or (exchange(page("asst_1")),)
    verdict = Verdict(
        judged, Learned(dialect, findings), exchanges, 42, 1.5, 7, dialect, BASE_URL, "org_1", strict=strict
    )
    started = tuple(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC) for _ in exchanges)
    return Result(verdict, started=started, sent={"first": ("X-API-Key",)}, version="1.2.3")


def broken(**options: Any) -> Result:
    """Return a result with one broken relation, whose message and data are as nasty as can be."""
    body = page("asst_1", "asst_2", "asst_2")
    body["assistants"][1]["name"] = NASTY
    return result(violation(f"asst_2 ({NASTY}) is on the page twice", exchange(body, limit=3)), **options)


def known(told: Result, *names: str) -> Result:
    """Return a result with a baseline."""
    return replace(told, baseline=frozenset(names), baseline_name="known.json")

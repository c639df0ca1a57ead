"""The verdict as JUnit XML: a test case for every relation, so that any CI shows it as it shows tests."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from contracts.checks.report.result import Result, missing
from contracts.checks.report.text import printable
from contracts.checks.verdict import Judged
from contracts.schema.ambiguities import AMBIGUITIES

NAME = "freddy-contracts"


def document(result: Result) -> str:
    """Write the report; what is moved, undecided, known or not exercised counts as skipped, with its reason."""
    verdict = result.verdict
    cases = [_case(result, each) for each in verdict.judged.values()] + _deviations(result) + _unjudged(result)
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(each.find("failure") is not None for each in cases)),
        "errors": str(sum(each.find("error") is not None for each in cases)),
        "time": f"{verdict.seconds:.3f}",
    }
    root = Xml.Element("testsuites", {"name": NAME, **counts})
    skipped = str(sum(each.find("skipped") is not None for each in cases))
    started = {"timestamp": f"{result.started[0]:%Y-%m-%dT%H:%M:%S}"} if result.started else {}
    suite = Xml.SubElement(root, "testsuite", {"name": NAME, **counts, "skipped": skipped, **started})
    properties = Xml.SubElement(suite, "properties")
    told = {
        "verdict": result.summary,
        "base_url": verdict.base_url,
        "organization_id": verdict.organization_id,
        "requests": str(verdict.requests),
        **{f"dialect.{each.row}": each.reading for each in result.deviations},
    }
    for name, value in told.items():
        Xml.SubElement(properties, "property", {"name": name, "value": printable(value)})
    suite.extend(cases)
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _case(result: Result, judged: Judged) -> Xml.Element:
    relation, outcome = judged.relation, result.outcome(judged)
    case = Xml.Element("testcase", {"classname": f"{NAME}.{relation.topic}", "name": relation.name, "time": "0"})
    if outcome == "broken":
        first = printable(judged.violations[0].message)
        Xml.SubElement(case, "failure", {"message": first, "type": "broken"}).text = _text(judged)
    elif outcome != "conforms":
        reasons = {
            "known": "known to be broken, as the baseline says",
            "not exercised": f"not exercised: {missing(relation)}",
        }
        reason = reasons.get(outcome, f"{outcome}: {judged.note}")
        Xml.SubElement(case, "skipped", {"message": printable(reason)}).text = (
            _text(judged) if judged.violations else None
        )
    return case


def _unjudged(result: Result) -> list[Xml.Element]:
    """Return a case that could not be run, where the deployment as a whole could not be judged."""
    if result.unjudged is None:
        return []
    case = Xml.Element("testcase", {"classname": NAME, "name": "the deployment can be judged", "time": "0"})
    Xml.SubElement(case, "error", {"message": printable(result.unjudged), "type": "not judged"})
    return [case]


def _text(judged: Judged) -> str:
    parts = [judged.relation.sentence]
    for violation in judged.violations:
        parts += ["", violation.message, *(f"  {exchange.curl}" for exchange in violation.witness)]
    return printable("\n".join(parts), keep="\n")


def _deviations(result: Result) -> list[Xml.Element]:
    """Return a failed case for every deviation of a strict run; a lenient one tells them as properties."""
    cases = []
    for finding in result.deviations if result.verdict.strict else ():
        case = Xml.Element("testcase", {"classname": f"{NAME}.dialect", "name": finding.row, "time": "0"})
        message = f"{finding.row} is read as {finding.reading}, expected {result.expected[finding.row]}"
        failure = Xml.SubElement(case, "failure", {"message": printable(message), "type": "deviation"})
        means = AMBIGUITIES[finding.row].reading(finding.reading).means
        curl = finding.exchange.curl if finding.exchange else ""
        failure.text = printable(f"{means} ({finding.note})\n  {curl}", keep="\n")
        cases.append(case)
    return cases

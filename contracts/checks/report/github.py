"""The verdict as annotations of a GitHub workflow: lines that a runner shows beside the change."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.report.result import Result
from contracts.checks.report.text import printable
from contracts.schema.ambiguities import AMBIGUITIES

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def document(result: Result) -> str:
    """Write one annotation a line: errors, then warnings, then notices."""
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    if result.unjudged:
        yield _annotation("error", "not judged", result.unjudged)
    for outcome, level in (("broken", "error"), ("known", "warning")):
        for judged in result.having(outcome):  # type: ignore[arg-type]
            for violation in judged.violations:
                text = [violation.message, judged.relation.sentence, *(each.curl for each in violation.witness)]
                yield _annotation(level, f"{outcome}: {judged.relation.name}", "\n".join(text))
    for finding in result.deviations:
        level = "error" if result.verdict.strict else "notice"
        means = AMBIGUITIES[finding.row].reading(finding.reading).means
        yield _annotation(level, f"dialect: {finding.row} = {finding.reading}", f"{means} ({finding.note})")
    yield _annotation("notice", "freddy-contracts", result.headline)


def _annotation(level: str, title: str, message: str) -> str:
    return f"::{level} title={_escape(title, _PROPERTY)}::{_escape(message, _DATA)}"


def _escape(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(each, each) for each in printable(text, keep="\r\n"))

"""Findings for people, and for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from mock_server.grading.grade import Finding
from mock_server.grading.mistake import shown

WIDTH = 100
MOST_SIGNS = 3
MOST_NUMBERS = 12


def text(findings: Sequence[Finding], requests: int) -> str:
    """Return the report for a terminal; `requests` is how many were looked at."""
    return "\n".join(lines(findings, requests)) + "\n"


def lines(findings: Sequence[Finding], requests: int) -> Iterator[str]:
    """Yield the report, line by line."""
    certain = sum(finding.certainty == "certain" for finding in findings)
    counts = ((requests, "request"), (certain, "mistake"), (len(findings) - certain, "hint"))
    yield "{}: {}, {}".format(*(_counted(number, noun) for number, noun in counts))
    for finding in findings:
        yield ""
        yield f"{'mistake' if finding.certainty == 'certain' else 'hint'}: {finding.name}{_by(finding, findings)}"
        yield from _wrapped(finding.sentence)
        yield from _wrapped(finding.advice, "  → ")
        for sign in finding.signs[:MOST_SIGNS]:
            yield f"    {sign.evidence} ({_requests(sign.numbers)})"
        if len(finding.signs) > MOST_SIGNS:
            yield f"    and {len(finding.signs) - MOST_SIGNS} more"


def _by(finding: Finding, findings: Sequence[Finding]) -> str:
    several = len({each.client for each in findings}) > 1
    return f", by {shown(finding.client)}" if several else ""


def _wrapped(sentence: str, start: str = "  ") -> list[str]:
    return textwrap.wrap(sentence, WIDTH, initial_indent=start, subsequent_indent=" " * len(start))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _requests(numbers: Sequence[int]) -> str:
    told = ", ".join(map(str, numbers[:MOST_NUMBERS]))
    more = len(numbers) - MOST_NUMBERS
    return f"request{'' if len(numbers) == 1 else 's'} {told}" + (f" and {more} more" if more > 0 else "")


def as_json(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return findings as JSON writes them; all requests and signs are told."""
    return [
        {
            "name": finding.name,
            "topic": finding.mistake.topic,
            "client": finding.client,
            "certainty": finding.certainty,
            "sentence": finding.sentence,
            "advice": finding.advice,
            "requests": list(finding.numbers),
            "signs": [
                {"requests": list(sign.numbers), "evidence": sign.evidence, "certain": sign.certain}
                for sign in finding.signs
            ],
        }
        for finding in findings
    ]

"""Take every secret out of a verdict, before any report sees it.

Values are cleaned, not finished reports: a replacement in the text of a report could break its format, and would miss
a secret that JSON's escapes hide.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.asking.scrubbing import scrub
from contracts.checks.identities import WRONG_KEY
from contracts.checks.verdict import Judged, Verdict

_SESSIONS = ("set-cookie", "set-cookie2")
"""Headers whose values let in whoever has them, though we never sent them."""

Wash = Callable[[str], str]


def washer(secrets: Iterable[str]) -> Wash:
    """Return the function that hides these secrets in a text; the made-up wrong key is none, curl lines need it."""
    hidden = [secret for secret in secrets if secret != WRONG_KEY]
    return lambda text: scrub(text, hidden)


def clean(verdict: Verdict, wash: Wash) -> Verdict:
    """Return a verdict with every text washed that a person or a deployment chose."""
    known: dict[int, Exchange] = {}

    def cleaned(exchange: Exchange) -> Exchange:
        if id(exchange) not in known:
            known[id(exchange)] = _exchange(exchange, wash)
        return known[id(exchange)]

    def judged(each: Judged) -> Judged:
        violations = tuple(
            replace(found, message=wash(found.message), witness=tuple(map(cleaned, found.witness)))
            for found in each.violations
        )
        return replace(each, violations=violations, note=wash(each.note))

    findings = {
        row: replace(found, note=wash(found.note), exchange=found.exchange and cleaned(found.exchange))
        for row, found in verdict.learned.findings.items()
    }
    return replace(
        verdict,
        judged={name: judged(each) for name, each in verdict.judged.items()},
        learned=replace(verdict.learned, findings=findings),
        exchanges=tuple(map(cleaned, verdict.exchanges)),
        dialect=replace(verdict.dialect, name=wash(verdict.dialect.name)),
        base_url=wash(verdict.base_url),
        organization_id=wash(verdict.organization_id),
    )


def _exchange(exchange: Exchange, wash: Wash) -> Exchange:
    return replace(
        exchange,
        question=_question(exchange.question, wash),
        url=wash(exchange.url),
        headers={wash(name): "***" if name in _SESSIONS else wash(value) for name, value in exchange.headers.items()},
        body=_body(exchange, wash),
        curl=wash(exchange.curl),
        incomplete=exchange.incomplete and wash(exchange.incomplete),
    )


def _question(question: Question, wash: Wash) -> Question:
    return replace(
        question,
        parameters=tuple((wash(name), wash(value)) for name, value in question.parameters),
        path=wash(question.path),
        raw_query=question.raw_query and wash(question.raw_query),
    )


def _body(exchange: Exchange, wash: Wash) -> bytes:
    """Return the body without secrets; written anew where an escape of JSON hides one."""
    text = exchange.body.decode("utf-8", "surrogateescape")
    washed = wash(text)
    if (washed != text or "\\" in text) and exchange.is_json:
        try:
            texts = "\0".join(_texts(exchange.json))
            if wash(texts) != texts:
                washed = json.dumps(_values(exchange.json, wash), ensure_ascii=False)
        except RecursionError:
            washed = "***"
    return exchange.body if washed == text else washed.encode("utf-8", "surrogateescape")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from _texts(each)


def _values(value: Any, wash: Wash) -> Any:
    if isinstance(value, str):
        return wash(value)
    if isinstance(value, list):
        return [_values(each, wash) for each in value]
    if isinstance(value, dict):
        return {wash(name): _values(each, wash) for name, each in value.items()}
    return value

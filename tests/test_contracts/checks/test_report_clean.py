"""No secret is left in a verdict that reports see."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from contracts.checks.identities import WRONG_KEY
from contracts.checks.report.clean import clean, washer
from contracts.checks.verdict import Verdict
from tests.test_contracts.checks.told import KEY, exchange, page, result, violation


def _cleaned(body: bytes) -> Verdict:
    echoed = replace(exchange(raw=body, search=KEY), headers={"x-echo": KEY, "set-cookie": "session=1"})
    return clean(result(violation(f"answered {KEY}", echoed)).verdict, washer([KEY, WRONG_KEY]))


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"note": KEY, KEY: [KEY]}).encode(),
        ('{"note": "' + "".join(f"\\u{ord(each):04x}" for each in KEY) + '"}').encode(),
        f"not JSON \xff {KEY}".encode("latin-1"),
        ("[" * 600 + '"' + "".join(f"\\u{ord(each):04x}" for each in KEY) + '"' + "]" * 600).encode(),
    ],
)
def test_a_key_is_washed_out_of_any_body(body: bytes) -> None:
    """Plain, as a name, behind JSON's escapes, beside bytes that are no text, deep inside: the key is gone."""
    (cleaned,) = _cleaned(body).exchanges
    assert KEY.encode() not in cleaned.body
    assert KEY not in str(cleaned.json)
    assert b"***" in cleaned.body


def test_a_key_is_washed_out_of_everything_else() -> None:
    """URL, headers, question, curl line and message hold no key; a session's cookie is hidden with it."""
    verdict = _cleaned(b"{}")
    assert KEY not in repr(verdict)
    assert "***" == verdict.exchanges[0].headers["set-cookie"]


def test_a_key_that_is_a_word_of_the_grammar_breaks_nothing() -> None:
    """A key such as `null` is hidden in texts, and the body stays JSON."""
    told = result(violation("x", exchange({"name": "null", "other": None})))
    (cleaned,) = clean(told.verdict, washer(["null"])).exchanges
    assert {"name": "***", "other": None} == json.loads(cleaned.body)


def test_the_wrong_key_is_no_secret() -> None:
    """The made-up key stays in curl lines, which must be usable as they are printed."""
    assert f"X-API-Key: {WRONG_KEY}" == washer([KEY, WRONG_KEY])(f"X-API-Key: {WRONG_KEY}")


def test_a_body_without_secrets_stays_as_it_was() -> None:
    """What needs no cleaning keeps its bytes, and a witness stays the exchange that it was."""
    told = result(violation("x", exchange(page("asst_1")))).verdict
    cleaned = clean(told, washer([KEY]))
    assert told.exchanges[0].body == cleaned.exchanges[0].body
    found = next(each for each in cleaned.judged.values() if each.violations)
    assert cleaned.exchanges[0] is found.violations[0].witness[0]

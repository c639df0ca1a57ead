"""Answers with another status, with JSON that does not parse, and with the headers of a rate limit."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS, DOCUMENTED, Dialect
from contracts.schema.problems import Refusal
from fixtures.world import make_world
from mock_server.answers import JSON, Answer, Answers
from mock_server.faults.altered import altered, limited, malformed
from mock_server.faults.delivery import AS_IS, Delivery
from mock_server.faults.rate_limit import Standing
from mock_server.faults.statuses import GATEWAY, STATUSES, gateway_page

NOW = datetime(2025, 11, 11, 10, 30, tzinfo=UTC)
PLAIN = Answer(200, b'{"assistants":[],"total":0}')
LISTING = b'{"total":0,"name":"\xc3\x9f\xf0\x9f\x98\x80"}'
NOT_PLAIN = Delivery(wait=1, bytes_per_second=1, cut_at=0.5, drop=True, hang=True)


def change(answer: Answer, delivery: Delivery, dialect: Dialect = DOCUMENTED) -> Answer:
    """Alter an answer as the mock does."""
    answers = Answers(make_world(), dialect, clock=lambda: NOW)

    def refuse(refusal: Refusal) -> Answer:
        return answers.refuse(refusal, b"GET /v1/assistants?")

    return altered(answer, delivery, refuse, dialect=dialect, now=NOW.timestamp())


def error(status: int, **readings: str) -> Any:
    """Return the body of an answer that was asked to have a status."""
    return json.loads(change(PLAIN, Delivery(status=status), DOCUMENTED.replace("", **readings)).body)


@pytest.mark.parametrize("delivery", [AS_IS, NOT_PLAIN])
def test_what_the_server_does_changes_no_answer(delivery: Delivery) -> None:
    """Waiting, closing and trickling leave status and body alone."""
    assert PLAIN == change(PLAIN, delivery)


# --- another status


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize("status", [status for status in STATUSES if status not in GATEWAY])
def test_an_error_of_the_api_has_its_documented_body(status: int, dialect: Dialect) -> None:
    """In the dialect, with its own status in it."""
    answer = change(PLAIN, Delivery(status=status), dialect)
    assert (status, JSON[0]) == (answer.status, answer.headers[0])
    body = json.loads(answer.body)
    assert body.get("detail") == "Method Not Allowed" if status == 405 else body["error"]["status"] == status


@pytest.mark.parametrize(
    ("status", "readings", "code"),
    [
        (400, {}, "VALIDATION_ERROR"),
        (401, {}, "AUTHENTICATION_REQUIRED"),
        (403, {}, "ORGANIZATION_ACCESS_DENIED"),
        (403, {"foreign_organization": "insufficient_permissions"}, "INSUFFICIENT_PERMISSIONS"),
        (403, {"foreign_organization": "not_found"}, "ORGANIZATION_ACCESS_DENIED"),
        (404, {"foreign_organization": "not_found"}, "RESOURCE_NOT_FOUND"),
        (404, {}, "RESOURCE_NOT_FOUND"),
        (414, {}, "REQUEST_TOO_LARGE"),
        (422, {}, "VALIDATION_ERROR"),
        (422, {"validation_code": "invalid_field_value"}, "INVALID_FIELD_VALUE"),
        (429, {}, "RATE_LIMIT_EXCEEDED"),
        (500, {}, "INTERNAL_ERROR"),
    ],
)
def test_an_error_has_the_code_of_the_dialect(status: int, readings: dict[str, str], code: str) -> None:
    """That which a request would be answered with, and a sentence that says that none was."""
    told = error(status, **readings)["error"]
    assert (code, status) == (told["code"], told["status"])
    assert told["system_message"].startswith("answered on purpose")


@pytest.mark.parametrize("reading", [each.name for each in AMBIGUITIES["error_body"].readings])
def test_an_error_is_written_in_every_body(reading: str) -> None:
    """Clients of older bodies are tried, too."""
    assert "limit" in json.dumps(error(422, error_body=reading)) or reading == "lowercase"
    assert set(error(500, error_body=reading)) & {"error", "detail"}


@pytest.mark.parametrize("status", [400, 422])
def test_a_wrong_parameter_has_its_details(status: int) -> None:
    """A client that looks for the field finds it."""
    details = error(status)["error"]["details"]
    assert ("limit", "0", ["limit"]) == (
        details["field"],
        details["value"],
        [one["field"] for one in details["fields"]],
    )


def test_a_rate_limit_says_when_to_ask_again() -> None:
    """In the headers and at both places of the body."""
    answer = change(PLAIN, Delivery(status=429))
    told = json.loads(answer.body)["error"]
    assert (1, {"retry_after": 1}) == (told["retry_after"], told["details"])
    assert (
        *JSON,
        ("X-RateLimit-Limit", "60"),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", str(int(NOW.timestamp()) + 1)),
        ("X-RateLimit-Retry-After", "1"),
        ("Retry-After", "1"),
    ) == answer.headers


def test_a_method_that_is_not_served_says_which_are() -> None:
    """HTTP demands it."""
    assert (*JSON, ("Allow", "GET, HEAD, OPTIONS")) == change(PLAIN, Delivery(status=405)).headers


@pytest.mark.parametrize("status", GATEWAY)
def test_a_gateway_answers_with_its_page(status: int) -> None:
    """It is HTML, and no JSON can be read from it, malformed or not."""
    answer = change(PLAIN, Delivery(status=status, malformed=True))
    assert Answer(status, gateway_page(status), (("Content-Type", "text/html"),)) == answer
    assert f"<title>{GATEWAY[status]}</title>".encode() in answer.body


def test_the_page_is_as_nginx_writes_it() -> None:
    """With its line ends."""
    assert (
        b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
        b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    ) == gateway_page(502)


# --- malformed


def test_malformed_json_is_the_first_half() -> None:
    """Cut between characters, so that it is still text."""
    assert b'{"total":0,"n' == change(Answer(200, LISTING), Delivery(malformed=True)).body
    assert [b'{"', b'{"', b"{", b"[", b"{"] == [
        malformed(body) for body in (b'{"\xf0\x9f\x98\x80"', '{"ä":1'.encode(), b"{}", b"[]", b"{")
    ]


def test_an_error_can_be_malformed() -> None:
    """Whichever status the answer has."""
    answer = change(PLAIN, Delivery(status=500, malformed=True))
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.body)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(304, b""),
        Answer(200, b'"text"'),
        Answer(200, b"{}", (("Content-Type", "text/plain"),)),
        Answer(200, b"{}", ()),
    ],
)
def test_what_is_no_json_of_the_api_stays(answer: Answer) -> None:
    """An empty body, a single value, another type."""
    assert answer == change(answer, Delivery(malformed=True))


json_texts = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=10,
).filter(lambda value: isinstance(value, (list, dict)))


@given(json_texts, st.booleans())
def test_no_beginning_parses(value: Any, ascii_only: bool) -> None:
    """Of no JSON text is the half, or any beginning of it, JSON; it is UTF-8 still."""
    cut = malformed(json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "replace"))
    assert cut
    text = cut.decode()
    for end in range(len(text) + 1):
        with pytest.raises(json.JSONDecodeError):
            json.loads(text[:end])


# --- limits


def test_an_answer_tells_of_one_limit_only() -> None:
    """The headers are added, unless the answer was asked to be a 429 already."""
    standing = Standing(60, 59, 1_700_000_000)
    assert (*JSON, *standing.headers) == limited(PLAIN, standing).headers
    forced = change(PLAIN, Delivery(status=429))
    assert forced == limited(forced, standing)

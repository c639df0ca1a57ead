"""A request's bytes in, the answer's bytes out: equal to the contract's functions joined together."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.schema import problems, reference, wire
from contracts.schema.dialect import DIALECTS, DOCUMENTED, Dialect
from contracts.schema.problems import Refusal
from contracts.schema.query import READERS
from fixtures.world import make_world
from mock_server.answers import Answers
from mock_server.params import pairs
from tests.test_mock_server import strategies

WORLD = make_world()
MAIN = WORLD.named("main").id
ROWS = [row for organization in WORLD.organizations for row in organization.rows()]
KEY = WORLD.api_key("member", "main")
AT = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
EMPTY = DOCUMENTED.replace("empty", unknown_organization="empty")


def answers(dialect: Dialect = DOCUMENTED, at: datetime = AT) -> Answers:
    """Return the answers of the default world at a moment."""
    return Answers(WORLD, dialect, clock=lambda: at)


def expected(query_string: bytes, api_key: str | None, authorization: str | None, dialect: Dialect) -> object:
    """Return the listing or the refusal that the contract's functions give."""
    caller = reference.authenticate(api_key, authorization, WORLD.credentials, dialect)
    if isinstance(caller, Refusal):
        return caller
    ids = [each.id for each in WORLD.organizations]
    query = reference.admit(pairs(query_string), caller, ids, dialect)
    return query if isinstance(query, Refusal) else reference.list_assistants(ROWS, query, caller, dialect)


_values = st.one_of(
    st.sampled_from(
        (MAIN, WORLD.named("bare").id, WORLD.named("small").id, "org_missing", "", "1", "100", "101", "-1", "1_0")
    ),
    st.sampled_from(("true", "False", "asc", "desc", "name", "created_at", "full", "summary", "public", "department")),
    strategies.texts,
)
_organization = st.just([("organization_id", MAIN)]) | st.just([])
_parameters = st.lists(st.tuples(st.sampled_from((*READERS, "page")), _values), max_size=4)
query_strings = st.builds(lambda named, others: urlencode(named + others).encode(), _organization, _parameters)
secrets = st.sampled_from((KEY, KEY, None, "", "ak_unknown", *WORLD.credentials))
tokens = st.sampled_from((None, f"Bearer {WORLD.bearer_token('owner')}", "Bearer x", "Basic x", f"Bearer {KEY}"))


@settings(deadline=None, max_examples=400)
@given(query_strings | st.binary(max_size=40), secrets, tokens, strategies.dialects)
def test_every_request_is_answered_as_the_contract_says(
    query_string: bytes, api_key: str | None, authorization: str | None, dialect: Dialect
) -> None:
    """Right or wrong, whoever asks: the listing byte for byte, or the refusal with its status."""
    wanted = expected(query_string, api_key, authorization, dialect)
    answer = answers(dialect).answer(query_string, api_key, authorization)
    if isinstance(wanted, Refusal):
        again = answers(dialect).refuse(wanted, b"GET /v1/assistants?" + query_string)
        assert (wanted.problem.status, again.body) == (answer.status, answer.body)
    else:
        body = json.dumps(wanted, ensure_ascii=False, separators=(",", ":")).encode()
        assert (200, body) == (answer.status, answer.body)


def test_the_documented_request_is_answered() -> None:
    """The documents' own organization and assistant are there, under a member's key."""
    organization = WORLD.named("abc123")
    key = WORLD.api_key("owner", "abc123")
    answer = answers().answer(f"organization_id={organization.id}".encode(), key, None)
    listing = json.loads(answer.body)
    assert (answer.status, answer.headers) == (200, (("Content-Type", "application/json"),))
    assert [(item["id"], listing["total"]) for item in listing["assistants"]] == [("asst_abc123", 1)]


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_a_search_term_that_looks_like_the_answer_breaks_nothing(dialect: Dialect) -> None:
    """Items are put where the member is, not where a text says the same."""
    for term in ('"assistants":[]', '{"assistants":[{},{}]', "{}", '\\"assistants":['):
        query_string = urlencode({"organization_id": MAIN, "search": term}).encode()
        body = answers(dialect).answer(query_string, KEY, None).body
        assert expected(query_string, KEY, None, dialect) == json.loads(body)


def test_an_organization_that_does_not_exist_can_be_empty() -> None:
    """Where the dialect says so, asking about nothing gives an empty list."""
    listing = json.loads(answers(EMPTY).answer(b"organization_id=org_missing", KEY, None).body)
    assert (listing["assistants"], listing["total"], listing["organization_id"]) == ([], 0, "org_missing")


def test_bytes_that_are_no_text_are_answered() -> None:
    """What no encoding can read is searched for, found nowhere, and repeated as the replacement character."""
    query_string = b"organization_id=" + MAIN.encode() + b"&search=%ED%A0%80\xff%00"
    listing = json.loads(answers().answer(query_string, KEY, None).body)
    assert (listing["total"], listing["filters_applied"]["search"]) == (0, "\ufffd" * 4 + "\0")


# --- refusals


def test_the_same_question_has_the_same_trace() -> None:
    """A trace id is a UUID that depends on the request line alone."""
    one, same, other = (json.loads(answers().answer(each, None, None).body)["error"] for each in (b"a", b"a", b"b"))
    assert one == same
    assert UUID(one["trace_id"]) != UUID(other["trace_id"])


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2))])
def test_the_clock_is_told_in_utc(zone: timezone) -> None:
    """Wherever the machine stands, and without fractions of a second."""
    at = AT.replace(microsecond=999_999).astimezone(zone)
    error = json.loads(answers(at=at).answer(b"", None, None).body)["error"]
    assert error["timestamp"] == "2025-01-15T10:30:00Z"


@pytest.mark.parametrize("problem", problems.PROBLEMS, ids=lambda problem: problem.code)
@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_every_problem_has_its_status_and_body(problem: problems.Problem, dialect: Dialect) -> None:
    """The edge refuses with the same function: paths, methods and faults that no query causes."""
    line = b"POST /v1/assistants \xff"
    answer = answers(dialect).refuse(Refusal(problem, "no such path; ask for another"), line)
    trace_id = str(uuid5(NAMESPACE_URL, line.decode("latin-1")))
    body = wire.error(
        Refusal(problem, "no such path; ask for another"),
        trace_id=trace_id,
        timestamp="2025-01-15T10:30:00Z",
        dialect=dialect,
    )
    assert (problem.status, body) == (answer.status, json.loads(answer.body))

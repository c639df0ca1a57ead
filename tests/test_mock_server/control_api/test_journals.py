"""What the mock was asked: listed, looked at, verified, explained, exported and graded."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from contracts.schema.dialect import DIALECTS
from mock_server.control_api.shapes import Expectation
from mock_server.journal.journal import Journal
from mock_server.journal.reading import KEYS
from mock_server.mock import MOST_STATES
from tests.test_mock_server.control_api.calling import MAIN, NEW, TOKEN, Caller
from tests.test_mock_server.journal.har_schema import HAR
from tests.test_mock_server.journal.records import PLAIN

MATCHED: list[tuple[str, list[int]]] = [
    ("", [1, 2, 3, 4, 5]),
    ("since=3", [4, 5]),
    ("limit=2", [4, 5]),
    ("since=1&limit=1", [5]),
    ("method=get", [1, 2, 3, 5]),
    ("method=HEAD", [4]),
    ("path=/v1/assistants", [1, 2, 3, 4]),
    ("status=2xx", [1, 2, 4]),
    ("status=422", [3]),
    ("query.limit=20", [1]),
    ("query.limit=101&status=4xx", [3]),
    ("query.tag=a&query.tag=b", [2]),
    ("query.tag=a", []),
    ("header.X-Probe=yes", [2]),
    ("present=offset", [2]),
    ("present=offset&present=tag", [2]),
    ("absent=limit", [2, 4, 5]),
    ("applied=defect", []),
    ("applied=fault", []),
]


@pytest.fixture
def asked(caller: Caller) -> Caller:
    """Return a caller whose mock was asked five times."""
    caller.page(limit=20)
    caller.page(offset=10, tag=["a", "b"], headers={"X-Probe": "yes"})
    caller.page(limit=101)
    caller.client.head(f"/v1/assistants?organization_id={MAIN}", headers={"X-API-Key": "ak_mock_member_main"})
    caller.client.get("/v1/models")
    return caller


@pytest.mark.parametrize(("query", "numbers"), MATCHED)
def test_requests_are_listed_by_what_is_meant(asked: Caller, query: str, numbers: list[int]) -> None:
    """The newest last; what is listed can be narrowed down by everything that a matcher can say."""
    told = asked.get(f"journal?{query}")
    assert (numbers, 5, 0) == ([each["number"] for each in told["entries"]], told["last"], told["forgotten"])


class Busy(Journal):
    """A journal that is asked and written to at the same time."""

    @property
    def last(self) -> int:
        """Take note of a further request as soon as the newest is known."""
        found = super().last
        self.add(0.0, 0.0, "-", PLAIN)
        return found


def test_who_asks_for_what_came_since_meets_every_request_once(caller: Caller) -> None:
    """Whatever comes in while the list is made."""
    caller.mock.journal = Busy()
    met: list[int] = []
    last = 0
    for _ in range(4):
        told = caller.get(f"journal?since={last}")
        met += [each["number"] for each in told["entries"]]
        last = told["last"]
    assert [1, 2, 3] == met


def test_requests_of_a_user_are_listed(asked: Caller) -> None:
    """By the id that the mock made out."""
    member = asked.mock.live.state.world.callers["member"].user_id
    assert [4] == [each["number"] for each in asked.get(f"journal?user_id={member}")["entries"]]


def test_calls_of_the_control_api_are_not_journaled(asked: Caller) -> None:
    """Looking changes nothing."""
    asked.get("state")
    assert 5 == asked.get("journal")["last"]


def test_a_request_is_told_whole_and_without_its_key(asked: Caller) -> None:
    """With the body as a value."""
    told = asked.get("journal/1")
    assert [["organization_id", MAIN], ["limit", "20"]] == told["query"]
    assert (200, 20) == (told["status"], len(told["body"]["assistants"]))
    assert ["X-Api-Key", "***"] in told["headers"]


def test_the_token_is_never_kept(caller: Caller) -> None:
    """Whoever sends it to the mocked API by mistake, and wherever."""
    caller.page(headers={"X-Mock-Token": TOKEN, "Authorization": f"Bearer {TOKEN}"}, probe=TOKEN)
    caller.page(headers={"Authorization": f"Bearer {TOKEN}"}, probe=TOKEN)
    assert TOKEN not in caller.call("GET", "journal").text
    assert TOKEN not in caller.call("GET", "journal/1").text + caller.call("GET", "journal/2").text
    assert TOKEN not in caller.call("GET", "journal.har").text


def test_a_cleared_journal_goes_on_counting(asked: Caller) -> None:
    """Who asks for what came `since` misses nothing."""
    assert asked.call("DELETE", "journal").status_code == 204
    assert {"entries": [], "last": 5, "forgotten": 0} == asked.get("journal")
    asked.page()
    assert [6] == [each["number"] for each in asked.get("journal?since=5")["entries"]]


@pytest.mark.parametrize("number", ["6", "0", "x", "-1", "1" * 30, "١"])
def test_what_is_not_kept_is_not_found(asked: Caller, number: str) -> None:
    """Or is no number at all."""
    for path in (f"journal/{number}", f"journal/{number}/why"):
        message, field = asked.refused(404, "GET", path)
        assert ("number", True) == (field, "the newest is 5" in message)


def test_the_export_is_har(asked: Caller) -> None:
    """Valid, as a file to download, and of what is meant only."""
    response = asked.call("GET", "journal.har?status=2xx")
    assert 'attachment; filename="freddy-mock.har"' == response.headers["Content-Disposition"]
    Draft202012Validator(HAR).validate(response.get_json())
    assert 3 == len(response.get_json()["log"]["entries"])


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("staus=200", "staus", "did you mean status?"),
        ("status=abc", "status", "'abc' is no status"),
        ("applied=fault=drop", "applied[0]", "a fault goes by its own name; send 'drop'"),
        ("path=/v1?x=1", "path", "name its parameters in `query`"),
        ("limit=0", "limit", "from 1"),
        ("since=x", "since", "'x' is no number"),
        ("method=GET&method=PUT", "method", "send it once"),
    ],
)
def test_a_wrong_matcher_is_named_with_its_cure(asked: Caller, query: str, field: str, said: str) -> None:
    """The same for all that take one."""
    for path in ("journal", "journal.har", "grading"):
        message, found = asked.refused(422, "GET", f"{path}?{query}")
        assert (field, True) == (found, said in message)


# --- verify


@pytest.mark.parametrize(
    ("expectation", "ok", "count", "said"),
    [
        ({"query": {"limit": 20}}, True, 1, "expected at least 1"),
        ({"query": {"limit": 20}, "times": 2}, False, 1, "expected exactly 2"),
        ({"status": "2xx", "at_least": 2, "at_most": 3}, True, 3, "between 2 and 3"),
        ({"status": 422, "times": 0}, False, 1, "expected none"),
        ({"query": {"limt": 20}}, False, 0, "limt is not sent, but limit is"),
        ({"since": 5}, False, 0, "nothing was asked"),
        ({"absent": "limit", "path": "/v1/assistants"}, True, 2, "without limit"),
    ],
)
def test_expectations_are_verified(asked: Caller, expectation: Any, ok: bool, count: int, said: str) -> None:
    """200 either way: what fails is the test, not the call."""
    told = asked.call("POST", "verify", expectation).get_json()
    assert (ok, count, count) == (told["ok"], told["count"], len(told["numbers"]))
    assert said in told["message"]


@pytest.mark.parametrize(
    ("expectation", "field", "said"),
    [
        ({"qery": {}}, "qery", "did you mean query?"),
        ({"time": 1}, "time", "did you mean times?"),
        ({"times": -1}, "times", "-1 is no number of requests"),
        ({"times": True}, "times", "is no number of requests"),
        ({"times": 1, "at_least": 1}, "times", "send it without"),
        ({"at_least": 2, "at_most": 1}, "at_least", "no number is both"),
        ({"status": 999}, "status", "999 is no status"),
        ({"query": {"limit": None}}, "query.limit", "name it in `absent`"),
        ({"query": []}, "query", "is no object"),
        ({"since": "1"}, "since", "'1' is no number of an entry"),
        ([], None, "the body is an array"),
    ],
)
def test_a_wrong_expectation_is_named_with_its_cure(
    asked: Caller, expectation: Any, field: str | None, said: str
) -> None:
    """A test that expects nonsense is told so."""
    message, found = asked.refused(422, "POST", "verify", expectation)
    assert (field, True) == (found, said in message), message


def test_the_document_names_all_that_an_expectation_can_say() -> None:
    """What a matcher can say, how many, and since when."""
    assert {*KEYS, "times", "at_least", "at_most", "since"} == set(Expectation.model_fields)


# --- why


def test_an_answer_is_explained_step_by_step(asked: Caller) -> None:
    """Who asked, what each condition left, what was shown."""
    told = asked.get("journal/1/why")
    body = asked.get("journal/1")["body"]
    assert body["total"] == told["steps"][-1]["left"] == told["page"]["total"]
    assert [each["id"] for each in body["assistants"]] == [each["id"] for each in told["page"]["assistants"]]
    assert told["differs"] is None
    assert told["caller"].startswith(f"{body['user_context']['user_id']} with the API key key_")


def test_a_refusal_is_explained(asked: Caller) -> None:
    """By what was wrong with the parameters, or with the credentials."""
    told = asked.get("journal/3/why")
    assert (422, None, True) == (told["refused"]["status"], told["differs"], "101" in told["refused"]["reason"])
    assert [] == told["steps"]


CREDENTIALS = [{}, {"X-API-Key": "ak_none"}, {"X-API-Key": "ak_mock_expired"}, {"Authorization": "Bearer jwt_none"}]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("headers", CREDENTIALS)
def test_unknown_askers_are_explained(caller: Caller, dialect: str, headers: dict[str, str]) -> None:
    """As the answer told them, though the journal holds no key."""
    caller.call("PATCH", "state", {"dialect": dialect})
    caller.client.get(f"/v1/assistants?organization_id={MAIN}", headers=headers)
    told, body = caller.get("journal/1/why"), caller.get("journal/1")["body"]
    assert (401, None) == (told["refused"]["status"], told["differs"])
    assert told["refused"]["reason"] in str(body)


@pytest.mark.parametrize("body", ["lowercase", "detail", "framework"])
def test_unknown_askers_are_explained_in_any_error_body(caller: Caller, body: str) -> None:
    """Where the answer tells less, by what was sent."""
    caller.call("PATCH", "state", {"dialect": {"readings": {"error_body": body}}})
    caller.client.get(f"/v1/assistants?organization_id={MAIN}", headers={"X-API-Key": "ak_none"})
    told = caller.get("journal/1/why")["refused"]
    assert (401, "INVALID_API_KEY", "X-API-Key: this key is not known; send one that is") == (
        told["status"],
        told["code"],
        told["reason"],
    )


@pytest.mark.parametrize(
    ("prefer", "differs"),
    [
        ("scenario=one-over", None),
        ("dialect=example", None),
        ("scenario=ties, dialect=sdk", None),
        ("defect=total_null", "on purpose, defect=total_null"),
        ("code=503", "answered 503 where 200 is right: on purpose, code=503"),
    ],
)
def test_what_a_request_preferred_is_explained(caller: Caller, prefer: str, differs: str | None) -> None:
    """In the world and dialect that it asked for; what was wrong on purpose is told as such."""
    caller.page(headers={"Prefer": prefer})
    found = caller.get("journal/1/why")["differs"]
    assert found is None if differs is None else differs in found


def test_an_answer_of_before_a_change_is_explained_as_it_was(asked: Caller) -> None:
    """Until too many changes have followed."""
    before = asked.get("journal/1/why")
    changes: list[tuple[str, str, Any]] = [
        ("POST", "assistants", NEW),
        ("PATCH", "state", {"scenario": "empty", "dialect": "example", "defects": ["total_null"]}),
    ]
    for change in changes:
        asked.call(*change)
    assert before == asked.get("journal/1/why")
    for _ in range(MOST_STATES - len(changes)):
        asked.call("PATCH", "state", {"clock": {"ahead": 1}})
    assert before == asked.get("journal/1/why")
    asked.call("POST", "reset")
    message, _ = asked.refused(410, "GET", "journal/1/why")
    assert "version 0" in message


def test_defects_of_all_requests_are_told_as_such(caller: Caller) -> None:
    """What is explained is what would be right."""
    caller.call("PATCH", "state", {"defects": ["offset_ignored"]})
    caller.page(offset=10)
    assert "on purpose, defect=offset_ignored" in caller.get("journal/1/why")["differs"]


def test_only_lists_are_explained(asked: Caller) -> None:
    """Another path has no steps."""
    message, _ = asked.refused(422, "GET", "journal/5/why")
    assert "only answers of GET /v1/assistants are explained" in message


# --- grading


def test_clients_are_graded(caller: Caller) -> None:
    """By what the journal shows; findings name the requests."""
    for offset in (0, 100, 200, 300):
        caller.page(limit=100, offset=offset, search="e")
    caller.page(limit="undefined")
    told = caller.get("grading")
    assert 5 == told["requests"]
    assert "sends-undefined" in {each["name"] for each in told["findings"]}
    assert [5] == next(each["requests"] for each in told["findings"] if each["name"] == "sends-undefined")
    assert {"requests": 0, "findings": []} == caller.get("grading?since=5")

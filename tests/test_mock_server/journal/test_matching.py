"""Matchers: what they take, and why they do not take the rest."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mock_server.journal.matching import Matcher, matches, misses
from mock_server.journal.reading import KEYS, read
from tests.test_mock_server.journal.records import entry

SENT = entry(
    query=b"limit=20&search=a+b&vector_store_id=1&vector_store_id=2&include_inactive=true&fields=",
    applied=("wait=2", "defect=offset_ignored"),
    status=404,
)

TAKEN: list[dict[str, Any]] = [
    {},
    {"method": "get", "path": "/v1/assistants", "user_id": "usr_a"},
    {"query": {"limit": 20}},
    {"query": {"limit": "20", "search": "a b", "include_inactive": True}},
    {"query": {"vector_store_id": ["1", 2], "fields": ""}},
    {"present": ["limit", "fields"], "absent": "offset"},
    {"headers": {"accept": "application/json", "x-api-key": "***"}},
    {"status": 404},
    {"status": "4xx"},
    {"applied": "wait=2"},
    {"applied": ["wait", "defect"]},
    {"method": None, "query": None, "status": None},
]


@pytest.mark.parametrize("told", TAKEN, ids=str)
def test_what_is_meant_matches(told: dict[str, Any]) -> None:
    """Whatever a matcher leaves out may be anything."""
    assert ([], True) == (misses(read(told), SENT), matches(read(told), SENT))


MISSED: list[tuple[dict[str, Any], str]] = [
    ({"method": "HEAD"}, "method is GET, not HEAD"),
    ({"path": "/v1"}, "path is /v1/assistants, not /v1"),
    ({"query": {"limit": 2}}, "limit is '20', not '2'"),
    ({"query": {"vector_store_id": "2"}}, "vector_store_id is '1' and '2', not '2'"),
    ({"query": {"vector_store_id": [2, 1]}}, "vector_store_id is '1' and '2', not '2' and '1'"),
    ({"query": {"limt": 20}}, "limt is not sent, but limit is"),
    ({"present": "offset"}, "offset is not sent"),
    ({"absent": "fields"}, "fields is sent, as ''"),
    ({"headers": {"Accept": "text/html"}}, "header Accept is 'application/json', not 'text/html'"),
    ({"headers": {"If-None-Match": "x"}}, "header If-None-Match is not sent"),
    ({"status": 403}, "status is 404, not 403"),
    ({"status": "5xx"}, "status is 404, not 5xx"),
    ({"user_id": "usr_b"}, "asked as usr_a, not usr_b"),
    ({"applied": "wait=20"}, "applied was wait=2, defect=offset_ignored, not wait=20"),
    ({"applied": "code"}, "applied was wait=2, defect=offset_ignored, not code"),
    ({"applied": "fault"}, "applied was wait=2, defect=offset_ignored, not fault"),
]


@pytest.mark.parametrize(("told", "reason"), MISSED, ids=[reason for _, reason in MISSED])
def test_what_is_not_meant_is_missed_for_a_reason(told: dict[str, Any], reason: str) -> None:
    """The reason says what was found and what was wanted."""
    assert ([reason], False) == (misses(read(told), SENT), matches(read(told), SENT))


@pytest.mark.parametrize(
    ("done", "wanted"),
    [
        ("drop", "drop"),
        ("drop@0.5", "drop"),
        ("latency=5", "latency"),
        ("latency=5", "latency=5.0"),
        ("latency=5@0.5", "latency=5"),
        ("rate_limit=3/10", "rate_limit"),
        ("rate_limit=3/10", "fault"),
        ("drop@0.5", "fault"),
        ("truncate=0.5", ["fault", "truncate"]),
        ("defect=offset_ignored", "defect=offset_ignored"),
    ],
)
def test_what_was_done_is_meant_by_its_own_name(done: str, wanted: Any) -> None:
    """A fault with or without its parameters and its share, or as any of them."""
    assert [] == misses(read({"applied": wanted}), entry(applied=(done,)))


def test_every_broken_condition_is_a_reason() -> None:
    """Nobody has to repair a test one condition at a time."""
    plain = entry(user_id=None)
    wanted = read({"status": 200, "user_id": "usr_a", "applied": "fault", "absent": ["limit"]})
    reasons = ["limit is sent, as '20'", "asked as nobody known, not usr_a", "applied was nothing, not fault"]
    assert reasons == misses(wanted, plain)


def test_every_key_is_tried() -> None:
    """No condition of a matcher is without a match and a miss above."""
    assert set(KEYS) == {key for told in TAKEN for key in told} == {key for told, _ in MISSED for key in told}


REFUSED: list[tuple[Any, str]] = [
    ([], "matcher: [] is no object; send one with any of method, path, query,"),
    ({"quary": {}}, "quary: is nothing a matcher can say; did you mean query?"),
    ({"limit": 20}, "limit: is nothing a matcher can say; it can say method, path,"),
    ({"method": 1}, "method: 1 is no text; send a string"),
    ({"path": "/v1?limit=1"}, "path: '/v1?limit=1' holds a query; name its parameters in `query`"),
    ({"query": "limit=1"}, "query: 'limit=1' is no object; send names with their values"),
    ({"query": {"limit": None}}, "query.limit: None is nothing that is sent; name it in `absent`"),
    ({"query": {"limit": []}}, "query.limit: [] is nothing that is sent"),
    ({"query": {"limit": 1.5}}, "query.limit: 1.5 is no text; send a string"),
    ({"absent": []}, "absent: [] is no list of names; send such as ['offset']"),
    ({"present": ["limit", 1]}, "present[1]: 1 is no text; send a string"),
    ({"headers": {"Accept": 1}}, "headers.Accept: 1 is no text; send a string"),
    ({"status": 99}, "status: 99 is no status; send such as 404, or '4xx' for all of a kind"),
    ({"status": True}, "status: True is no status"),
    ({"applied": []}, "applied: [] is no list of names"),
    ({"applied": "wai"}, "applied: 'wai' is nothing that the mock does; did you mean wait?"),
    ({"applied": ["drop", "x"]}, "applied[1]: 'x' is nothing that the mock does; it does fault, latency, slow_body,"),
    ({"applied": "fault=rate_limit"}, "applied: 'fault=rate_limit': a fault goes by its own name; send 'rate_limit'"),
    ({"applied": "latency=fast"}, "applied: latency: 'fast' is no "),
    ({"applied": "defect=offset_ignord"}, "applied: 'offset_ignord' is unknown; did you mean offset_ignored"),
]


@pytest.mark.parametrize(("told", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_a_wrong_matcher_is_refused_with_the_cure(told: Any, message: str) -> None:
    """Place, value and cure."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        read(told)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ({}, "request"),
        ({"method": "GET", "path": "/v1/assistants"}, "GET /v1/assistants"),
        ({"query": {"limit": [1, 2]}, "present": "search"}, "request with limit=1 and limit=2 and search"),
        (
            {
                "path": "/a",
                "absent": ["b", "c"],
                "headers": {"D": "e"},
                "status": 200,
                "user_id": "f",
                "applied": "code",
            },
            "request /a, without b or c, header D: e, status 200, asked as f, applied code",
        ),
    ],
)
def test_a_matcher_reads_as_a_line(told: dict[str, Any], line: str) -> None:
    """As messages show what was expected."""
    assert line == str(read(told))


def test_a_matcher_is_a_value() -> None:
    """Equal ones are equal, whoever read them."""
    assert Matcher(method="GET", query=(("limit", ("20",)),)) == read({"method": "get", "query": {"limit": 20}})

"""Questions as values."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.checks.asking.question import Question

ASKED = Question.of(organization_id="org_abc123", limit=10)

BASE = "http://127.0.0.1:8080"


def test_a_question_is_a_documented_url() -> None:
    """Parameters follow the documented path in the order given."""
    assert f"{BASE}/v1/assistants?organization_id=org_abc123&limit=10" == ASKED.url(BASE)
    assert f"{BASE}/v1/assistants" == Question().url(f"{BASE}/")
    assert f"{BASE}/prefix/v1/assistants" == Question().url(f"{BASE}/prefix")


@given(st.lists(st.tuples(st.text(), st.text()).map(tuple)).map(tuple))
def test_every_parameter_arrives_as_it_was(parameters: tuple[tuple[str, str], ...]) -> None:
    """Whatever the names and values, a server that decodes the query finds them again."""
    sent = Question(parameters).query_string
    assert sent.isascii()
    assert list(parameters) == parse_qsl(sent, keep_blank_values=True, separator="&", strict_parsing=bool(parameters))


def test_half_a_surrogate_pair_is_sent_as_bytes_that_are_no_text() -> None:
    """Text that UTF-8 cannot carry goes out as invalid UTF-8, not as an exception."""
    assert Question.of(search="\ud800").query_string == "search=%ED%A0%80"


def test_a_raw_query_is_sent_as_it_stands() -> None:
    """Nothing is decoded, repaired or dropped, not even an empty query."""
    assert f"{BASE}/v1/assistants?a=%zz&&%ff" == Question(raw_query="a=%zz&&%ff").url(BASE)
    assert f"{BASE}/v1/assistants?" == Question(raw_query="").url(BASE)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("path", "v1"),
        ("path", "/a b"),
        ("path", "/a?b"),
        ("path", "/a\r\nHost: b"),
        ("raw_query", "a b"),
        ("raw_query", "a#b"),
        ("raw_query", "a\nb"),
        ("raw_query", "é"),
        ("method", "get"),
        ("method", "GET /"),
    ],
)
def test_what_no_request_line_can_carry_is_refused(part: str, text: str) -> None:
    """The message names the part, its text and the cure."""
    with pytest.raises(ValueError, match=f"^{part}: .* cannot be sent; "):
        Question(**{part: text})  # type: ignore[arg-type]


def test_vary_changes_adds_and_removes() -> None:
    """A changed parameter keeps its place, a new one comes last, None removes."""
    twice = ASKED.also("limit", "20").also("fields", "full")
    assert (ASKED.get("limit"), ASKED.get("fields")) == ("10", None)
    assert twice.vary(limit=5).parameters == (("organization_id", "org_abc123"), ("limit", "5"), ("fields", "full"))
    assert twice.vary(limit=None).parameters == (("organization_id", "org_abc123"), ("fields", "full"))
    assert Question.of(organization_id="o", include_inactive=True).parameters[-1] == ("include_inactive", "true")
    assert ASKED.vary(search=None) == ASKED


def test_a_raw_query_cannot_be_varied() -> None:
    """A change that would not be sent is refused."""
    with pytest.raises(ValueError, match="raw query"):
        Question(raw_query="a=b").vary(limit=1)


def test_with_changes_the_rest() -> None:
    """The other parts are changed by name."""
    assert replace(ASKED, credentials="second", method="HEAD") == ASKED.with_(credentials="second", method="HEAD")

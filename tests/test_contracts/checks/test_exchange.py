"""Questions, credentials and exchanges as values."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import replace
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.checks.exchange import (
    NO_CREDENTIALS,
    Credentials,
    Exchange,
    Question,
    UsageError,
    curl_line,
    scrub,
)

BASE = "http://127.0.0.1:8080"
ASKED = Question.of(organization_id="org_abc123", limit=10)


def exchange(body: bytes) -> Exchange:
    """Return an exchange with a body."""
    return Exchange(
        question=ASKED, url=ASKED.url(BASE), status=200, headers={}, body=body, seconds=0.1, curl="curl 'http://...'"
    )


# --- questions


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


# --- credentials and curl lines

SECRET = 'k"e y/+é<&>\\1234'


def test_credentials_are_masked_in_their_own_text() -> None:
    """Neither `repr` nor `str` shows a secret, nor does the curl argument."""
    for credentials in (Credentials.api_key(SECRET), Credentials.bearer(SECRET)):
        shown = f"{credentials} {credentials!r} {credentials.curl} {[credentials]}"
        assert SECRET not in shown
        assert "***" in shown
        assert SECRET in credentials.secrets


@pytest.mark.parametrize("wrong", ["secret\n", "sec\r\nX: y", "secr\u20act", "sec\0ret", "sec\x7fret", "secret\ud800"])
def test_a_key_that_no_header_can_carry_is_refused_without_showing_it(wrong: str) -> None:
    """The message names the header and the place in the key, not the key."""
    with pytest.raises(UsageError, match=r"^X-API-Key: the value has a .*\(character \d+ of \d+\)") as refused:
        Credentials.api_key(wrong)
    assert "sec" not in str(refused.value)


def test_a_header_name_must_be_one() -> None:
    """A name with a colon or a space would be another header."""
    with pytest.raises(UsageError, match="header's name"):
        Credentials((("X: y", "secret"),))


CURL_CASES: dict[str, tuple[Question, Credentials, list[str]]] = {
    "documented": (ASKED, Credentials.api_key("k"), ["-H", "X-API-Key: first key"]),
    "second": (ASKED, Credentials.api_key("k", "FREDDY_SECOND_API_KEY"), ["-H", "X-API-Key: second key"]),
    "bearer": (ASKED, Credentials.bearer("k"), ["-H", "Authorization: Bearer token"]),
    "nobody": (ASKED, NO_CREDENTIALS, []),
    "head": (ASKED.with_(method="HEAD"), NO_CREDENTIALS, ["-I"]),
    "post": (ASKED.with_(method="POST"), NO_CREDENTIALS, ["-X", "POST"]),
    "shell": (Question(raw_query="a='$(date)'`date`!\\&b=\"$HOME\";ls|*"), NO_CREDENTIALS, []),
    "globs": (Question(raw_query="a=[1-3]{b,c}"), NO_CREDENTIALS, ["--globoff"]),
    "dots": (Question(path="/v1/../v1/assistants"), NO_CREDENTIALS, ["--path-as-is"]),
    "all": (Question.of(search="it's 100% \N{GRINNING FACE}\n&=#+"), NO_CREDENTIALS, []),
}


@pytest.mark.parametrize("case", CURL_CASES)
def test_a_curl_line_can_be_pasted_into_bash(case: str) -> None:
    """Bash hands curl exactly the URL asked, and headers filled from the environment."""
    question, credentials, expected = CURL_CASES[case]
    fake = "curl() { printf '%s\\0' \"$@\"; }\n"
    keys = {"FREDDY_API_KEY": "first key", "FREDDY_SECOND_API_KEY": "second key", "FREDDY_BEARER": "token"}
    line = curl_line(question, question.url(BASE), credentials)
    done = subprocess.run(["bash", "-c", fake + line], capture_output=True, text=True, check=True, env=keys)
    assert [*expected, question.url(BASE)] == done.stdout.split("\0")[:-1]


def test_a_documented_curl_line_is_short() -> None:
    """The plain case has nothing that a reader must skip."""
    expected = (
        'curl -H "X-API-Key: $FREDDY_API_KEY" '
        "'http://127.0.0.1:8080/v1/assistants?organization_id=org_abc123&limit=10'"
    )
    assert expected == curl_line(ASKED, ASKED.url(BASE), Credentials.api_key("k"))


# --- scrub


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        quote(SECRET),
        quote(SECRET, safe="").lower(),
        json.dumps(SECRET),
        json.dumps(SECRET, ensure_ascii=False),
        repr(SECRET),
        "k&quot;e y/+é&lt;&amp;&gt;\\1234",
        base64.b64encode(SECRET.encode()).decode(),
        base64.urlsafe_b64encode(SECRET.encode()).decode(),
    ],
)
def test_a_secret_is_hidden_in_every_form(written: str) -> None:
    """URLs, JSON, Python, HTML and base64 write a secret differently; all are replaced."""
    assert (
        scrub(f"a {written} b", [SECRET]).replace('"***"', "***").replace("'***'", "***").replace("***=", "***")
        == "a *** b"
    )


def test_scrub_hides_the_longest_secret_whole() -> None:
    """A key whose beginning is another secret leaves no tail."""
    assert scrub("secret-key and secret", ["secret", "secret-key"]) == "*** and ***"


def test_scrub_leaves_a_text_without_secrets() -> None:
    """No secret, an empty one or one of a few letters changes nothing."""
    assert "as it was" == scrub("as it was", ["", "a", "it"]) == scrub("as it was", [])


# --- exchanges


def test_an_exchange_is_parsed() -> None:
    """A JSON body is at hand as a value, with the items of the list."""
    made = exchange(b'{"assistants": [{"id": "asst_1"}]}')
    assert (made.is_json, made.unreadable, made.assistants) == (True, None, ({"id": "asst_1"},))
    assert made.json is made.json
    assert made == replace(made)
    assert {made} == {replace(made)}


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b"1", b"{}", b'{"assistants": null}', b'{"assistants": {"a": 1}}', b"<"]
)
def test_a_body_without_a_list_has_no_assistants(body: bytes) -> None:
    """Whatever else came, the items are none."""
    assert exchange(body).assistants == ()


def test_null_is_json() -> None:
    """A body of `null` is readable; only its value is None."""
    assert (exchange(b"null").is_json, exchange(b"null").json) == (True, None)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b'{"a": "\xff"}', "not UTF-8: byte 0xff at 7"),
        (b'{"a": 1', "not JSON: Expecting ',' delimiter at character 7; the body begins "),
        (b"{} {}", "not JSON: Extra data at character 3"),
        (b'{"a": 1, "b": 2, "a": 3}', "not JSON: the name 'a' stands twice in one object"),
        (b'{"a": NaN}', "not JSON: NaN is no JSON number"),
        (b"-Infinity", "not JSON: -Infinity is no JSON number"),
        (b"[-1e999]", "not JSON: -1e999 is larger than any double"),
        (b"9" * 5000, "not JSON: an integer of thousands of digits"),
        (b"[" * 100_000, "not JSON: nested too deeply"),
        (rb'["\ud800"]', r"not JSON: half a surrogate pair, \ud800, in a string"),
        (rb'{"\udc00\ud800": 1}', r"not JSON: half a surrogate pair, \udc00, in a string"),
        (b"[" + b"1," * 500_001 + b"1]", "body of more than 500000 brackets, commas and colons"),
    ],
)
def test_what_is_not_json_says_why(body: bytes, reason: str) -> None:
    """A body that two parsers could read differently is not read at all, and the reason is told."""
    made = exchange(body)
    assert (made.is_json, made.json) == (False, None)
    assert made.unreadable is not None
    assert made.unreadable.startswith(reason)


def test_a_whole_pair_is_an_emoji() -> None:
    """Escaped surrogates that belong together are text."""
    assert exchange(rb'"\ud83d\ude00"').json == "\N{GRINNING FACE}"


def test_an_incomplete_body_is_not_parsed() -> None:
    """The beginning of a body is no value, even if it could be one."""
    made = replace(exchange(b"{}"), incomplete="body of more than 32 MB")
    assert (made.json, made.unreadable) == (None, "body of more than 32 MB")

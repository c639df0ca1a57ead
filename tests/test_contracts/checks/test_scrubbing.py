"""Secrets are hidden in every form that a text can give them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from contracts.checks.asking.scrubbing import holds, scrub

SECRET = 'k"e y/+é<&>\\1234'


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


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
@pytest.mark.parametrize("after", ["", "d", "de", ":secret"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_secret_in_the_midst_of_base64_is_hidden(before: str, after: str, encode: Callable[[bytes], bytes]) -> None:
    """Wherever a key begins in an encoded text, no more than what stands around it is left."""
    hidden = scrub(encode(f"{before}{SECRET}{after}".encode()).decode(), [SECRET])
    assert "***" in hidden
    assert len(hidden) <= len(f"***{before}{after}") + 12


def test_the_beginning_of_a_secret_is_hidden_too() -> None:
    """A text that was cut in the midst of a key shows a dozen letters of it at most, and is not said to hold it."""
    key = "ak_live_0123456789abcdef"
    assert scrub("begins b'ak_live_0123456", [key]) == "begins b'***"
    assert scrub("ak_live_012", [key]) == "ak_live_012"
    assert (holds("ak_live_0123456", [key]), holds(f"x{key}x", [key])) == (False, True)

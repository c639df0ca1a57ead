"""Secrets are hidden in every form that a text can give them."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest

from contracts.checks.scrubbing import scrub

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

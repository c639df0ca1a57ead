"""Base URLs, right and wrong."""

from __future__ import annotations

import pytest

from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import UsageError


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "base URL: is empty"),
        ("http://exa mple.com", "has spaces"),
        ("http://exämple.com", "letters that are not ASCII"),
        ("example.com", "'example.com' does not begin with http:// or https://; add it"),
        ("localhost:8080", "'localhost:8080' does not begin with http://"),
        ("ftp://example.com", "does not begin with http://"),
        ("file:///etc/passwd", "does not begin with http://"),
        ("http://", "names no host; write http://host:port"),
        ("http://:80", "names no host"),
        ("http://a:0", "names no host"),
        ("http://a:99999", "has a host or port that cannot be read"),
        ("http://[::1", "has a host or port that cannot be read"),
        ("http://me:secret@example.com", "holds a user name or password"),
        ("http://secret@example.com", "holds a user name or password"),
        ("http://example.com?key=secret", "has a query or fragment"),
        ("http://example.com/#secret", "has a query or fragment"),
        ("https://example.com/v1", "goes too far; end it before /v1"),
        ("https://example.com/v1/assistants/", "goes too far; end it before /v1"),
    ],
)
def test_a_wrong_base_url_is_refused_with_the_cure(url: str, message: str) -> None:
    """The message says what is wrong, and repeats no URL in which a secret stands."""
    with pytest.raises(UsageError, match=r"^base URL: ") as refused:
        Deployment(url)
    assert message in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_base_url_may_have_a_path() -> None:
    """A prefix stays, a slash at the end goes."""
    assert Deployment("https://example.com:8443/api/").base_url == "https://example.com:8443/api"

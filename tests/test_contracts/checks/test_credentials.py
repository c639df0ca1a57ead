"""Credentials as values."""

from __future__ import annotations

import pytest

from contracts.checks.asking.credentials import Credentials
from contracts.checks.asking.errors import UsageError

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

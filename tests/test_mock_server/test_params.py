"""Query strings are decoded as the documented API's framework does, whatever bytes arrive."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.params import pairs


@pytest.mark.parametrize(
    ("query_string", "decoded"),
    [
        (b"", []),
        (b"search=a+b", [("search", "a b")]),
        (b"search=a%20b%2Bc", [("search", "a b+c")]),
        (b"search", [("search", "")]),
        (b"search=", [("search", "")]),
        (b"=a", [("", "a")]),
        (b"&&search=a&", [("search", "a")]),
        (b"search=a=b", [("search", "a=b")]),
        (b"search=a;b", [("search", "a;b")]),
        (b"limit=1&limit=2", [("limit", "1"), ("limit", "2")]),
        (b"sea%72ch=a", [("search", "a")]),
        (b"search=100%", [("search", "100%")]),
        (b"search=%zz%4", [("search", "%zz%4")]),
        (b"search=a%00b\0", [("search", "a\0b\0")]),
        ("search=%C3%9Fß".encode(), [("search", "ßß")]),
        (b"search=%C3\x9f", [("search", "ß")]),
        (b"search=%ff\xff", [("search", "\ufffd\ufffd")]),
        (b"search=%ED%A0%80", [("search", "\ufffd\ufffd\ufffd")]),
    ],
)
def test_each_form_is_decoded(query_string: bytes, decoded: list[tuple[str, str]]) -> None:
    """Blank values, repeated names, NUL, broken escapes, raw UTF-8 and what is none all have one meaning."""
    assert decoded == pairs(query_string)


@given(st.text(st.characters(max_codepoint=127)).map(str.encode))
def test_ascii_is_decoded_as_by_the_standard_library(query_string: bytes) -> None:
    """The framework itself calls `parse_qsl`."""
    assert parse_qsl(query_string.decode(), keep_blank_values=True) == pairs(query_string)


@given(st.lists(st.tuples(st.text(), st.text())))
def test_what_a_client_encodes_comes_back(sent: list[tuple[str, str]]) -> None:
    """Every text survives the way, in every position."""
    assert sent == pairs(urlencode(sent).encode())


@given(st.binary())
def test_any_bytes_are_decoded_to_texts_that_can_be_sent_back(query_string: bytes) -> None:
    """No bytes raise, and none become a lone surrogate."""
    for name, value in pairs(query_string):
        (name + value).encode()


@pytest.mark.parametrize("unit", [b"%", b"%41", b"a=%ff&", b"+", b"=", b"\xff"])
def test_a_megabyte_is_decoded(unit: bytes) -> None:
    """The worst bytes are no different from others: whole, and in one go."""
    found = pairs(b"a=" + unit * (1_000_000 // len(unit)))
    assert "a" == found[0][0]

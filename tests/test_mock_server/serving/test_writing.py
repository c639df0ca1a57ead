"""The head of an answer."""

from __future__ import annotations

from email.utils import formatdate

from hypothesis import given
from hypothesis import strategies as st

from mock_server.serving.writing import Date, imf_date


@given(st.integers(0, 253_402_300_799))
def test_a_date_is_written_as_http_wants_it(second: int) -> None:
    """A date is what the standard library's `email` makes of it."""
    assert imf_date(second) == formatdate(second, usegmt=True)


def test_the_line_of_a_second_is_written_once() -> None:
    """Answers of the same second share the line's bytes."""
    date = Date()

    assert date.line(784_111_777.2) is date.line(784_111_777.9)
    assert date.line(784_111_777) == b"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"

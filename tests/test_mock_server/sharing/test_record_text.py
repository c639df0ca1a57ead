"""Records as bytes: read back as they were."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.journal.record import Record
from mock_server.sharing import record_text

TEXT = st.text(max_size=4)
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple)
RECORDS = st.builds(
    Record,
    method=TEXT,
    path=TEXT,
    query=st.binary(max_size=8),
    headers=PAIRS,
    status=st.integers(100, 599),
    answer_headers=PAIRS,
    body=st.binary(max_size=8),
    user_id=st.none() | TEXT,
    applied=st.lists(TEXT, max_size=2).map(tuple),
    version=st.integers(0, 10**9),
    key_id=st.none() | TEXT,
    key_in_url=st.booleans(),
)


@settings(max_examples=40)
@given(RECORDS)
def test_a_record_is_read_as_written(record: Record) -> None:
    """Bytes that are no text, headers that are no ASCII."""
    assert record == record_text.read(record_text.write(record))

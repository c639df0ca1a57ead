"""What clients accept and have is read as Werkzeug reads it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.http import parse_accept_header, parse_etags

from mock_server.negotiation import has_tag, takes_gzip

CODING = st.sampled_from(["gzip", "GZIP", "x-gzip", "identity", "Identity", "*", "br", "", "gz ip", '"gzip"', "gzip x"])
WEIGHT = st.sampled_from(
    ["", ";q=0", ";q=0.5", "; q=0.4", " ; Q=1", ";q=1.0", ";q=1.5", ";q=-1", ";q=banana", ";q=", ";a=b", ";q=0.5;q=0"]
)
ACCEPTED = st.lists(st.builds("{}{}".format, CODING, WEIGHT)).map(", ".join)
TAGS = st.lists(
    st.sampled_from(['"a"', 'W/"a"', "a", "w/a", "*", 'W/"*"', '"*"', '"b"', '""', '"a', "", '"a,b"', "W/"])
)


@given(st.one_of(ACCEPTED, st.text('gziptyden*;=q.01 ,"\t')))
@example("gzip;q=0.5, *")
@example("gzip;q=0, gzip;q=1")
def test_gzip_is_taken_when_werkzeug_says_so(accepted: str) -> None:
    """Whatever the header says."""
    codings = parse_accept_header(accepted)

    assert takes_gzip(accepted) == (0 < codings.quality("gzip") >= codings.quality("identity"))


@given(TAGS.map(", ".join) | TAGS.map(",".join) | st.text('aW/"*, '), st.sampled_from(["a", "b", "*", "a,b"]))
def test_a_tag_is_known_when_werkzeug_says_so(known: str, tag: str) -> None:
    """Whatever the header says."""
    assert has_tag(known, tag) == parse_etags(known).contains_weak(tag)


@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "identity", "br;q=1.0, gzip;q=0.8, *;q=0.1"])
def test_what_clients_send_is_read_without_werkzeug(accepted: str) -> None:
    """Headers as they should be cost nobody the import."""
    asked = f"takes_gzip({accepted!r}), has_tag('*', 'a'), has_tag('W/\"a\", \"b\"', 'a')"
    script = f"import sys; from mock_server.negotiation import *; {asked}; sys.exit('werkzeug' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0

"""Bodies in every encoding."""

from __future__ import annotations

import gzip
import zlib

import pytest

from tests.test_contracts.checks import hostile
from tests.test_contracts.checks.asking import PAGE, Clock, ask
from tests.test_contracts.checks.hostile import head, whole


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("GZIP", gzip.compress(PAGE, mtime=0)),
        ("x-gzip", gzip.compress(PAGE[:9], mtime=0) + gzip.compress(PAGE[9:], mtime=0)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("identity", PAGE),
    ],
    ids=["gzip", "in capitals", "two members", "deflate", "bare deflate", "identity"],
)
@pytest.mark.parametrize("size", [None, 1, 7])
def test_an_encoded_body_is_decoded(encoding: str, body: bytes, size: int | None) -> None:
    """Every encoding is read, in one piece and in chunks of any size."""
    if size is None:
        answer = whole(body, content_encoding=encoding)
    else:
        chunks = [body[at : at + size] for at in range(0, len(body), size)] + [b""]
        framed = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
        answer = head(content_encoding=encoding, transfer_encoding="chunked") + framed
    exchange, _ = ask(hostile.always(answer))
    assert (exchange.body, exchange.unreadable) == (PAGE, None)


@pytest.mark.parametrize("size", [0, 1, 2**16 - 1, 2**16, 2**16 + 1, 2**17, 2**20])
@pytest.mark.parametrize("window", [31, 15, -15], ids=["gzip", "deflate", "bare deflate"])
def test_no_byte_is_lost_between_pieces(window: int, size: int) -> None:
    """What is left in the inflater when the input ends belongs to the body."""
    content = (b" " * size + b"{}")[-size:] if size else b""
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    packed = packer.compress(content) + packer.flush()
    encoding = "gzip" if window == 31 else "deflate"
    assert ask(hostile.always(whole(packed, content_encoding=encoding)))[0].body == content


def test_endless_gzip_members_end_with_the_time() -> None:
    """Members that hold nothing cost time only, and that is limited."""
    script = hostile.endlessly(head(content_encoding="gzip"), gzip.compress(b"") * 1000)
    exchange, requests = ask(script, Clock(0.001))
    assert (exchange.unreadable, requests) == ("body that is not whole after 10 s", 2)


@pytest.mark.parametrize("case", hostile.MISLABELLED)
def test_a_body_that_is_not_what_it_seems_says_so(case: str) -> None:
    """A whole answer is judged once, by its status and by what its body really is."""
    answer, reason = hostile.MISLABELLED[case]
    exchange, requests = ask(hostile.always(answer))
    assert (exchange.status, requests) == (200, 1)
    assert (exchange.unreadable or "").startswith(reason)

"""What the journal keeps of a request that nobody reads."""

from __future__ import annotations

import pytest

from mock_server.answers import Answer
from mock_server.asked import Asked, Headers
from mock_server.drafts import Draft
from mock_server.representation import represent

BODY = b"[%s]" % b", ".join(b"%d" % number for number in range(1000))


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_bytes_are_weighed_once(coding: str) -> None:
    """A body that was sent as it is, is the same bytes; a compressed one is kept besides."""
    asked = Asked("GET", "/v1/assistants", "/v1/assistants", b"", Headers({"HTTP_ACCEPT_ENCODING": coding}), "-:0")
    reply = represent(Answer(200, BODY), asked)

    kept = {id(body): len(body) for body in (BODY, reply.body)}
    assert 1024 <= Draft(asked, reply, BODY, 0).size - sum(kept.values()) <= 2048

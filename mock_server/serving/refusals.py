"""What the server itself refuses, before there is a request that an application could answer."""

from __future__ import annotations

from dataclasses import replace

from contracts.schema import problems
from contracts.schema.problems import Refusal
from mock_server.serving.head import MOST_BODY

_TOO_LARGE = replace(problems.REQUEST_TOO_LARGE, status=431, message="The request headers are too large")
_BROKEN = {
    413: (
        replace(problems.REQUEST_TOO_LARGE, status=413),
        f"the body is above {MOST_BODY:,} bytes; send a smaller one",
    ),
    414: (problems.REQUEST_TOO_LARGE, "the request line is above 65,536 bytes; send a shorter query"),
    431: (_TOO_LARGE, "more than 100 headers, or one above 65,536 bytes; send fewer"),
    500: (problems.INTERNAL_ERROR, "a fault of the mock; its log has the traceback"),
}
"""Status -> the problem and the reason; every other status is a request that is not HTTP."""


def refusal(status: int) -> Refusal:
    """Return what is refused with a status."""
    not_http = (replace(problems.VALIDATION_ERROR, status=status), "this is no HTTP/1.1 request")
    return Refusal(*_BROKEN.get(status, not_http))

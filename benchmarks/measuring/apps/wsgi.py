"""A bare WSGI application: the floor of any that is written in Python."""

from collections.abc import Callable, Iterable
from typing import Any

from bodies import FULL, PAGE

ANSWERS = {
    path: ([body], [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    for path, body in {"/v1/assistants": PAGE, "/full": FULL}.items()
}


def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer with the bytes of a path."""
    body, headers = ANSWERS[environ["PATH_INFO"]]
    start_response("200 OK", headers)
    return body

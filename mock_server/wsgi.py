"""The WSGI application around Flask's: it answers the API before Flask sees it, and journals every request of it.

The mock's own server takes the whole outcome and delivers it as it should be; under any other server, this waits
itself, and an answer that shall not arrive raises.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from mock_server.asked import Asked
from mock_server.drafts import Draft
from mock_server.mock import Mock, Outcome
from mock_server.representation import Headers, Reply, phrase
from mock_server.sharing.log import Unavailable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROUTE = "/v1/assistants"
VERSION_HEADER = "X-Mock-Version"
HANDLED = "mock_server.handled"
"""Where a view leaves, in the WSGI environment, the outcome that it answers with."""


class Later:
    """An application that is made when it is first asked."""

    def __init__(self, make: Callable[[], WSGIApplication]) -> None:
        """Remember how to make it."""
        self._make = make
        self._making = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Ask the application."""
        with self._making:
            app = self._app
        return app(environ, start_response)

    @cached_property
    def _app(self) -> WSGIApplication:
        return self._make()


class Front:
    """Answers what the mock can answer alone, and passes on the rest."""

    def __init__(self, mock: Mock, inner: WSGIApplication, *, tells_version: bool = False) -> None:
        """Stand in front of an application; `tells_version` has every answer say after how many changes it was made."""
        self.mock = mock
        self._inner = inner
        self._tells_version = tells_version

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, and deliver the answer as far as WSGI lets one."""
        if is_api(environ["PATH_INFO"]):
            outcome = self.outcome(Asked.of(environ), lambda: environ)
        elif reason := self.mock.log.trouble():
            outcome = self.mock.unavailable(Asked.of(environ), Unavailable(reason))
        else:
            return self._inner(environ, start_response)
        reply, delivery = outcome.reply, outcome.delivery
        time.sleep(delivery.wait)
        if delivery.drop or delivery.hang:
            raise ConnectionResetError("the mock drops this connection on purpose")
        start_response(f"{reply.status} {phrase(reply.status)}", list(reply.headers))
        return [reply.body[: delivery.kept_of(len(reply.body))]]

    def outcome(self, asked: Asked, environ: Callable[[], WSGIEnvironment]) -> Outcome:
        """Answer a request of the API, and note it in the journal; `environ` makes the same request for WSGI."""
        began = time.time()
        if reason := self.mock.log.trouble():
            outcome = self.mock.unavailable(asked, Unavailable(reason))
        else:
            outcome = self._handled(asked) if _is_plain(asked) else self._passed_on(asked, environ())
        if self._tells_version:
            outcome = _telling_version(outcome)
        self.mock.journal.add(began, time.time() - began + outcome.delivery.wait, asked.client, outcome.record)
        return outcome

    def _handled(self, asked: Asked) -> Outcome:
        try:
            return self.mock.handle(asked)
        except Unavailable as error:
            return self.mock.unavailable(asked, error)
        except Exception as error:
            return self.mock.fault(asked, error)

    def _passed_on(self, asked: Asked, environ: WSGIEnvironment) -> Outcome:
        status, headers, body = call(self._inner, environ)
        reply = Reply(status, headers, body)
        handled: Outcome | None = environ.get(HANDLED)
        if handled is None:
            return Outcome(reply, Draft(asked, reply, body, version=self.mock.live.version))
        return replace(handled, reply=reply, record=replace(handled.record, reply=reply))


def _telling_version(outcome: Outcome) -> Outcome:
    headers = (*outcome.reply.headers, (VERSION_HEADER, str(outcome.record.version)))
    return replace(outcome, reply=replace(outcome.reply, headers=headers))


def is_api(path: str) -> bool:
    """Tell whether a path is one that the documented API may have, served or not."""
    return path == "/v1" or path.startswith("/v1/")


def _is_plain(asked: Asked) -> bool:
    """Tell whether no page of another origin asks: what such a page may do is the framework's matter."""
    return asked.path == ROUTE and asked.method in ("GET", "HEAD") and "HTTP_ORIGIN" not in asked.headers.sent


def call(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[int, Headers, bytes]:
    """Return the status, headers and body that an application answers with."""
    begun: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
        begun[:] = status, headers
        return begun.append

    chunks = app(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        getattr(chunks, "close", lambda: None)()
    return int(begun[0][:3]), tuple(begun[1]), body

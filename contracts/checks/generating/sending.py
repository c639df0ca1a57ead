"""Send what Schemathesis asks through the deployment, so that every limit holds for generated questions, too.

Schemathesis sends by `requests`, whose timeout starts anew with each byte, whose bodies have no bound, and which takes
passwords from `.netrc` and proxies from the environment. Here a session's adapter asks the deployment instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import AskingError
from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.judge import question_of

_ABOUT_BYTES = ("content-encoding", "content-length", "transfer-encoding")
"""Headers that describe how a body came over the wire; here it is decoded and whole."""


class Adapter(BaseAdapter):
    """Asks a deployment whatever a session is to send, and remembers the exchanges.

    After the first question that got no answer none is asked any more: `ended` says why.
    """

    def __init__(self, deployment: Deployment, path: str) -> None:
        super().__init__()
        self.ended: AskingError | None = None
        self._deployment = deployment
        self._path = path
        self._exchanges: WeakKeyDictionary[requests.PreparedRequest, Exchange] = WeakKeyDictionary()

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Ask, and return the answer as `requests` would; raise its `ConnectionError` where there is none.

        What is not asked of the documented path gets no answer: Schemathesis probes others for what it may send.
        """
        parts = urlsplit(str(request.url))
        path = parts.path.removeprefix(urlsplit(self._deployment.base_url).path)
        if self.ended is not None or path != self._path:
            raise requests.ConnectionError("not asked")
        sent = Question((), self._label(request.headers), str(request.method), path, parts.query or None)
        try:
            exchange = self._deployment.ask(sent)
        except AskingError as error:
            self.ended = error
            raise requests.ConnectionError("no answer") from None
        question = question_of(sent.method, exchange.url, self._deployment.base_url, sent.credentials)
        self._exchanges[request] = replace(exchange, question=question)
        return _response(request, exchange)

    def close(self) -> None:
        """Keep the deployment's connection, which is not the session's to close."""

    def exchange(self, request: requests.PreparedRequest) -> Exchange:
        """Return what a request came to."""
        return self._exchanges[request]

    def _label(self, headers: Mapping[str, str | bytes]) -> str:
        known = self._deployment.credentials["first"].headers
        return "first" if all(headers.get(name) == value for name, value in known) else "none"


def _response(request: requests.PreparedRequest, exchange: Exchange) -> requests.Response:
    headers = HTTPHeaderDict({name: text for name, text in exchange.headers.items() if name not in _ABOUT_BYTES})
    made = requests.Response()
    made.request = request
    made.url = str(request.url)
    made.status_code = exchange.status
    made.reason = _phrase(exchange.status)
    made.headers.update(headers)
    made.raw = HTTPResponse(
        BytesIO(exchange.body), headers, exchange.status, version=11, preload_content=False, decode_content=False
    )
    return made


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""

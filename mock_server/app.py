"""The Flask edge: routes, refusals, and pages for people.

Flask's own 404, 405 and 500 are HTML; here every refusal has the documented body. The bytes of an answer come from
`answers` and are never written again.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, render_template, request, send_from_directory
from flask_cors import CORS
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from contracts.schema import problems
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.problems import Problem, Refusal
from fixtures.world import World
from mock_server.answers import Answer, Answers
from mock_server.asked import Asked
from mock_server.banner import introductions, showcase, tokens
from mock_server.control_api.settings import ControlSettings
from mock_server.mock import Mock, utc_now
from mock_server.representation import VARY, VERSION, Reply, represent
from mock_server.sharing.log import Unavailable
from mock_server.state import State
from mock_server.wsgi import HANDLED, ROUTE, VERSION_HEADER, Front, is_api

SERVED = f"this mock serves GET {ROUTE}, and for people /, /docs and /openapi.json"
LOCAL_ORIGINS = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?\Z", re.IGNORECASE)
NOT_CONTROL = r"/(?!_mock(?:/|\Z)).*"
"""Paths that pages of other origins may ask for."""
ASKED_HEADERS = ("X-API-Key", "Authorization", "Content-Type", "If-None-Match", "Prefer")
EXPOSED_HEADERS = (
    "ETag",
    "X-Request-Id",
    "Freddy-API-Version",
    "Retry-After",
    "Preference-Applied",
    "X-Mock-Ignored-Preferences",
    VERSION_HEADER,
    *(f"X-RateLimit-{name}" for name in ("Limit", "Remaining", "Reset", "Retry-After")),
    *(f"X-RateLimit-{name}-Requests" for name in ("Limit", "Remaining", "Reset")),
)


def create_app(
    world: World,
    dialect: Dialect = DOCUMENTED,
    *,
    clock: Callable[[], datetime] = utc_now,
    cors_origins: Sequence[str] = (),
    defects: Sequence[str] = (),
) -> Flask:
    """Return the mock of a world in a dialect as a WSGI application.

    `cors_origins` are the origins whose pages may ask, "*" for all; without any, every port of this machine.
    `defects` are names of `defects.catalogue`; raises `UnknownDefectError` for others.
    """
    return app_of(Mock(State(world, dialect, tuple(defects)), clock=clock), cors_origins=cors_origins)


def app_of(mock: Mock, *, cors_origins: Sequence[str] = (), control: ControlSettings | None = None) -> Flask:
    """Return a mock as a WSGI application; the mock may be changed while it answers.

    With `control`, the control API under `/_mock/` is there for who has its token.
    """
    app = behind(mock, cors_origins=cors_origins, control=control)
    app.wsgi_app = Front(mock, app.wsgi_app)  # type: ignore[method-assign]
    return app


def behind(mock: Mock, *, cors_origins: Sequence[str] = (), control: ControlSettings | None = None) -> Flask:
    """Return what stands behind the `Front` of a mock: all that it passes on."""
    app = Flask("mock_server", static_folder=None)
    app.url_map.merge_slashes = False
    edge = Edge(mock)
    app.extensions["mock_server"] = edge
    app.add_url_rule("/", view_func=edge.index)
    app.add_url_rule("/openapi.json", view_func=edge.openapi)
    app.add_url_rule("/docs", view_func=edge.docs)
    app.add_url_rule("/docs/", "docs_slash", edge.docs)
    app.add_url_rule("/docs/<path:name>", view_func=edge.docs_file)
    app.add_url_rule(ROUTE, view_func=edge.assistants)
    app.add_url_rule(f"{ROUTE}/", view_func=edge.without_slash)
    app.register_error_handler(HTTPException, edge.unmatched)
    app.register_error_handler(Unavailable, edge.unavailable)
    app.register_error_handler(Exception, edge.fault)
    app.after_request(finish)
    _let_pages_ask(app, cors_origins)
    if control is not None:
        # Imported here: a mock that nobody controls starts without it.
        from mock_server.control_api.views import blueprint

        app.register_blueprint(blueprint(mock, control))
    return app


def _let_pages_ask(app: Flask, origins: Sequence[str]) -> None:
    CORS(
        app,
        resources=NOT_CONTROL,
        origins=[_origin_pattern(each) for each in origins] or LOCAL_ORIGINS,
        methods=["GET", "HEAD", "OPTIONS"],
        allow_headers=list(ASKED_HEADERS),
        expose_headers=list(EXPOSED_HEADERS),
        max_age=600,
        always_send=False,
        allow_private_network=True,
        vary_header=False,  # `finish` says it once, whoever asks
    )


def _origin_pattern(origin: str) -> str | re.Pattern[str]:
    # flask-cors takes any text with a bracket for a pattern, and matches patterns at the start only.
    return origin if origin == "*" else re.compile(re.escape(origin.rstrip("/")) + r"\Z", re.IGNORECASE)


class Edge:
    """The views and error handlers around a mock."""

    def __init__(self, mock: Mock) -> None:
        self.mock = mock
        self._document = lru_cache(maxsize=16)(_write_document)

    @property
    def answers(self) -> Answers:
        """The answers of the present."""
        return self.mock.live.answers

    # --- the API

    def assistants(self) -> Response:
        """Answer `GET /v1/assistants` to a page of another origin; all others are answered before they come here."""
        outcome = self.mock.handle(Asked.of(request.environ))
        request.environ[HANDLED] = outcome
        return _response(outcome.reply)

    def without_slash(self) -> Response:
        """Send a client on to the documented path, as the documented API's framework does."""
        if self.answers.dialect["trailing_slash"] != "redirect":
            raise NotFound
        query = quote(request.query_string, safe=string.punctuation)
        return Response(status=307, headers={"Location": f"{ROUTE}?{query}" if query else ROUTE})

    # --- refusals

    def unmatched(self, error: HTTPException) -> Response:
        """Answer what no route takes with 404 or 405, and other refusals of the framework likewise."""
        code = error.code or 500
        problem = _FRAMEWORK_PROBLEMS.get(code) or replace(problems.VALIDATION_ERROR, status=code)
        response = self._refuse(problem, f"{request.method} {request.path}: {SERVED}")
        if methods := getattr(error, "valid_methods", None):
            response.headers["Allow"] = ", ".join(sorted(methods))
        return response

    def unavailable(self, error: Unavailable) -> Response:
        """Answer 503 to what needs the other processes while these are out of reach."""
        return _response(self.mock.unavailable(Asked.of(request.environ), error).reply)

    def fault(self, error: Exception) -> Response:
        """Answer a fault of the mock with the documented 500, and log what happened."""
        return _response(self.mock.fault(Asked.of(request.environ), error).reply)

    def _refuse(self, problem: Problem, reason: str) -> Response:
        return respond(self.answers.refuse(Refusal(problem, reason), Asked.of(request.environ).line()))

    # --- for people

    def index(self) -> Response:
        """Tell what is served."""
        world = self.answers.world
        body = {
            "mock": f"GET {ROUTE}",
            "documentation": "/docs",
            "openapi": "/openapi.json",
            "dialect": self.answers.dialect.name,
            "scenario": world.scenario,
            "seed": world.seed,
            "organizations": {each.id: len(each) for each in world.organizations},
        }
        return respond(Answer(200, json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"))

    def openapi(self) -> Response:
        """Give the OpenAPI document of the running dialect, with this server as its server."""
        # Werkzeug gives no host for a header that holds none: the document is then relative to itself.
        server = request.host_url.rstrip("/") if request.host else "/"
        organizations = tuple(each.id for each in self.answers.world.organizations[:20])
        return respond(Answer(200, self._document(self.answers.dialect, server, organizations)))

    def docs(self) -> str:
        """Show the documentation page, with keys to paste."""
        world = self.answers.world
        return render_template(
            "docs.html", showcase=showcase(world), introductions=introductions(world), tokens=tokens(world)
        )

    def docs_file(self, name: str) -> AnyResponse:
        """Give one of Swagger UI's packaged files: the page needs no other host."""
        return send_from_directory(self._swagger_ui, name, max_age=3600)

    @cached_property
    def _swagger_ui(self) -> Path:
        # Its blueprint is left aside: the page is ours, and importing it would cost a slower start.
        found = find_spec("flask_swagger_ui")
        if found is None or found.origin is None:
            raise FileNotFoundError("flask-swagger-ui is not installed")
        return Path(found.origin).parent / "dist"


def _write_document(dialect: Dialect, server: str, organizations: tuple[str, ...]) -> bytes:
    # Imported here: the first page is answered sooner without it.
    from contracts.schema.openapi import build

    document = build(dialect, server=server, organizations=list(organizations))
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def respond(answer: Answer) -> Response:
    """Turn an answer of the request at hand into a response."""
    return _response(represent(answer, Asked.of(request.environ)))


def _response(reply: Reply) -> Response:
    return Response(reply.body, reply.status, list(reply.headers))


def finish(response: AnyResponse) -> AnyResponse:
    """Say on every answer what it varies with, and on those of the API which version they mock."""
    if response.content_length == 0:
        response.headers.pop("Content-Type", None)
    response.headers.setdefault(*VARY)
    if is_api(request.path):
        response.headers.setdefault(*VERSION)
    else:
        response.headers.remove(VERSION[0])
    return response


_FRAMEWORK_PROBLEMS = {
    404: problems.ROUTE_NOT_FOUND,
    405: problems.METHOD_NOT_ALLOWED,
    500: problems.INTERNAL_ERROR,
}

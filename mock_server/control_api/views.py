"""The control API in Flask: routes from the table, who may call, and one shape for everything that is refused."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from mock_server import logs, params
from mock_server.asked import Asked
from mock_server.control_api.call import Told, told
from mock_server.control_api.failure import Failure
from mock_server.control_api.guard import demand_here, demand_token
from mock_server.control_api.operation import Operation, Sent, answer
from mock_server.control_api.settings import ROOT, ControlSettings, is_control
from mock_server.control_api.table import OPERATIONS
from mock_server.mock import Mock
from mock_server.serving.head import MOST_BODY
from mock_server.sharing.log import Unavailable

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Of every answer: nobody keeps it, no other page shows it, and nothing in it runs but the console's own files."""


def blueprint(mock: Mock, settings: ControlSettings) -> Blueprint:
    """Return the control API of a mock."""
    control = Blueprint("control", __name__)
    for each in OPERATIONS:
        control.add_url_rule(each.path, each.name, _view(mock, each), methods=[each.method])
    is_open = {f"{control.name}.{each.name}" for each in OPERATIONS if each.is_open}

    def admit() -> Response | None:
        return _admitted(settings, is_open) if is_control(request.path) else None

    control.before_app_request(admit)
    control.after_app_request(_finish)
    control.register_error_handler(Unavailable, _unavailable)
    control.register_error_handler(Exception, _fault)
    return control


def _view(mock: Mock, operation: Operation) -> Callable[..., Response]:
    def view(**places: str) -> Response:
        try:
            return _response(answer(operation, mock, Sent(places) if operation.is_open else _sent(places)))
        except Failure as failure:
            return _refuse(failure)

    return view


def _admitted(settings: ControlSettings, is_open: set[str]) -> Response | None:
    """Refuse who may not call, and what is no operation; Flask goes on with the rest."""
    asked = Asked.of(request.environ)
    try:
        demand_here(asked, settings)
        if isinstance(request.routing_exception, RequestRedirect):
            return None
        if request.endpoint not in is_open:
            demand_token(asked, settings)
        if request.routing_exception is not None:
            raise _unmatched(request.routing_exception)
    except Failure as failure:
        return _refuse(failure)
    return None


def _unmatched(error: HTTPException) -> Failure:
    """Return the failure of a path or method that is not there."""
    called = f"{request.method} {request.path}"
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return Failure(405, f"{called}: this path takes {allowed}", headers=(("Allow", allowed),))
    return Failure(404, f"{called}: is nothing here; GET {ROOT}/openapi.json tells what is")


def _sent(places: dict[str, str]) -> Sent:
    if "Transfer-Encoding" in request.headers:
        raise Failure(411, "a body in chunks is not read; send it with Content-Length")
    if (request.content_length or 0) > MOST_BODY:
        raise Failure(413, f"the body is above {MOST_BODY:,} bytes; send a smaller one")
    pairs = params.pairs(Asked.of(request.environ).query)
    return Sent(places, pairs, request.get_data(cache=False), request.headers.get("Content-Type"))


def _unavailable(error: Unavailable) -> Response:
    """Tell why what several processes share cannot be looked at or changed at the moment."""
    return _refuse(Failure(503, str(error), headers=(("Retry-After", str(error.refusal.retry_after)),)))


def _fault(error: Exception) -> Response:
    """Answer a fault of ours, and log what happened."""
    secrets = Asked.of(request.environ).headers.secrets
    logs.tell_fault(error, logs.masked(f"{request.method} {request.full_path}", secrets), secrets)
    return _refuse(Failure(500, "a fault of the mock; its log has the traceback"))


def _refuse(failure: Failure) -> Response:
    return _response(told(failure.body(), failure.status, failure.headers))


def _response(answered: Told) -> Response:
    # Without a body there is no type to tell.
    kind = answered.kind if answered.status != 204 else None
    return Response(answered.body, answered.status, list(answered.headers), content_type=kind)


def _finish(response: AnyResponse) -> AnyResponse:
    if is_control(request.path):
        response.headers.update(HEADERS)
    return response

"""The server as it was asked for, in this process or in several, from the banner to the end."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mock_server.banner import banner, reached_by
from mock_server.mock import Mock
from mock_server.serving import Server, address, listen, serve
from mock_server.settings import Settings, UsageError, without_password
from mock_server.sharing.joining import check, shared
from mock_server.state import State
from mock_server.wsgi import Front, Later

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from mock_server.control_api.settings import ControlSettings


@dataclass(frozen=True, slots=True)
class Plan:
    """What the settings mean: each process makes its own mock from it."""

    settings: Settings
    state: State
    control: ControlSettings | None = None
    tls: ssl.SSLContext | None = None


def _demand_a_place(settings: Settings) -> None:
    """Raise `UsageError` when several processes are asked for that have nothing to share their state in."""
    if settings.workers > 1 and settings.state is None:
        cure = "add --state, such as --state redis://127.0.0.1:6379/0, or leave --workers out"
        raise UsageError(f"--workers: {settings.workers} processes need a place to share what is changed; {cure}")


def run(plan: Plan) -> int:
    """Serve until a signal ends it; return an exit code."""
    settings = plan.settings
    _demand_a_place(settings)
    if settings.state:
        check(settings.state, plan.state)
    if settings.workers == 1:
        listening = listen(settings.host, settings.port)
        _tell(plan, listening)
        return _work(plan, listening)
    from mock_server.workers import Parent, listen_each

    each = listen_each(settings.host, settings.port, settings.workers)
    parent = Parent(lambda number, parent: _work(plan, each[number], number, parent), len(each))
    return parent.run(lambda: _tell(plan, each[0]))


def _work(plan: Plan, listening: socket.socket, number: int = 0, parent: int | None = None) -> int:
    """Serve in this process, the worker of a number."""
    settings = plan.settings
    with shared(settings.state, plan.state) as (mock, begin):

        def behind() -> WSGIApplication:
            # Imported when somebody asks for more than the API, which is answered sooner without.
            from mock_server.app import behind

            return behind(mock, cors_origins=settings.cors_origin, control=plan.control)

        front = Front(mock, Later(behind), tells_version=plan.control is not None)
        server = Server(front, listening, refuse=mock.refuse, front=front, tls=plan.tls, parent=parent)
        begin()
        with _following(settings, mock, number):
            serve(server)
    return 0


@contextmanager
def _following(settings: Settings, mock: Mock, number: int) -> Iterator[None]:
    """Serve a data file again when it changes; one of several workers does it for all."""
    if settings.data is None or number > 0:
        yield
        return
    from mock_server.reloading import followed

    with followed(settings.data, mock):
        yield


def _tell(plan: Plan, listening: socket.socket) -> None:
    state, settings = plan.state, plan.settings
    wrong = (*(f"defect {name}" for name in state.defects), *(f"fault {each}" for each in state.faults.faults))
    told = banner(
        address(listening, "https" if plan.tls else "http"),
        state.world,
        ", ".join((state.dialect.name, *wrong)),
        _console(plan),
        certificate=settings.tls_cert,
        sharing=_sharing(settings),
        reach=reached_by(settings.host),
        names=() if plan.control is None else plan.control.names,
    )
    print(told, end="", flush=True)


def _console(plan: Plan) -> str | None:
    """Return the path of the console; a token that was chosen is known, and is not told again."""
    if plan.control is None:
        return None
    return "/_mock/" if plan.settings.control_token else f"/_mock/#token={plan.control.token}"


def _sharing(settings: Settings) -> str | None:
    """Return who answers, and where they share what is changed; None for one process alone."""
    if settings.state is None:
        return None
    who = "one process" if settings.workers == 1 else f"{settings.workers} workers"
    return f"{who}, state in {without_password(settings.state)}"

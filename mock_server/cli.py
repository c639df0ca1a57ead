"""`freddy-mock`: start the mock server.

`--help`, `--version` and mistakes are answered without loading the server; so imports stand where they are needed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from mock_server.settings import OPTIONS, Option, Settings, UsageError, read_settings, without_password

if TYPE_CHECKING:
    from socket import socket

    from _typeshed.wsgi import WSGIApplication

    from contracts.schema.dialect import Dialect
    from fixtures.world import World

FINE, USAGE = 0, 2
MOST_LINES = 20
"""Faults of a data file told at once."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return 0 when it was stopped, 2 for a person's mistake, told on one line each."""
    try:
        return _run(vars(_parser().parse_args(argv)))
    except UsageError as error:
        print(*(f"freddy-mock: {without_password(line)}" for line in error.args), sep="\n", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return FINE
    except BrokenPipeError:
        # The reader, `head` perhaps, has what it wanted. Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _run(given: dict[str, Any]) -> int:
    for name, listing in LISTINGS.items():
        if given.pop(name):
            print(listing(), flush=True)
            return FINE
    given |= {name: value and ",".join(value) for name, value in given.items() if name in ("cors_origin", "defect")}
    return _serve(read_settings(given, os.environ))


# --- the command line


def _parser() -> _Parser:
    parser = _Parser(
        "freddy-mock",
        description="Serve the documented GET /v1/assistants with made-up assistants, on this machine.",
        epilog="Each option can also be set in the environment: --log-format as FREDDY_MOCK_LOG_FORMAT.",
        allow_abbrev=False,
    )
    defaults = {each.name: each.default for each in fields(Settings)}
    for name, option in OPTIONS.items():
        default = "" if defaults[name] in (None, ()) else f" (default: {defaults[name]})"
        action = "append" if defaults[name] == () else "store"
        parser.add_argument(Option.flag(name), metavar=option.metavar, help=option.help + default, action=action)
    parser.add_argument("--list-scenarios", action="store_true", help="say which worlds there are, and stop")
    parser.add_argument("--list-dialects", action="store_true", help="say which dialects there are, and stop")
    parser.add_argument("--list-defects", action="store_true", help="say which faults there are, and stop")
    parser.add_argument("--version", action="store_true", help="say which version this is, and stop")
    return parser


def _scenarios() -> str:
    from fixtures.scenarios import SCENARIOS

    return _lines({name: scenario.story for name, scenario in SCENARIOS.items()})


def _dialects() -> str:
    from contracts.schema.dialect import DIALECTS

    def describe(dialect: Dialect) -> str:
        return ", ".join(f"{row}={reading}" for row, reading in dialect.differences.items()) or "every default"

    return _lines({name: describe(dialect) for name, dialect in DIALECTS.items()})


def _defects() -> str:
    from mock_server.defects.catalogue import by_topic

    topics = by_topic()
    width = max(map(len, topics))
    return _lines({each.name: f"{topic:{width}}  {each.story}" for topic in topics for each in topics[topic]})


def _lines(described: Mapping[str, str]) -> str:
    width = max(map(len, described))
    return "\n".join(f"{name:{width}}  {text}" for name, text in described.items())


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"freddy-mock {version('freddy-kit')}"
    except PackageNotFoundError:
        return "freddy-mock, run from its source"


LISTINGS: Mapping[str, Callable[[], str]] = {
    "list_scenarios": _scenarios,
    "list_dialects": _dialects,
    "list_defects": _defects,
    "version": _version,
}
"""Options that print something and stop."""


# --- what the settings mean


def load_dialect(name_or_path: str) -> Dialect:
    """Return the dialect of a name or of a TOML file; raise `UsageError` naming the known ones."""
    from contracts.schema.dialect import DialectError, from_toml, named

    path = Path(name_or_path)
    is_file = bool(path.suffix) or path.is_file()
    try:
        return from_toml(path.read_text(encoding="utf-8")) if is_file else named(name_or_path)
    except DialectError as error:
        raise UsageError(f"--dialect: {path}: {error}" if is_file else f"--dialect: {error}") from error
    except OSError as error:
        raise UsageError(f"--dialect: {path}: {error.strerror}; name a TOML file, or see --list-dialects") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--dialect: {path}: not UTF-8; save the file as UTF-8") from error


def load_world(settings: Settings) -> World:
    """Return the world of a scenario and seed, or of a file; raise `UsageError` with a line per mistake."""
    from fixtures.world import make_world, world_of_rows

    if settings.data is None:
        try:
            return make_world(seed=settings.seed, scenario=settings.scenario)
        except ValueError as error:
            raise UsageError(f"--scenario: {str(error).removeprefix('scenario: ')}") from error
    if settings.scenario != Settings().scenario:
        raise UsageError("--scenario: has no meaning with --data, which is a world already; leave one of them out")
    from fixtures.datafile import DataError, read_rows

    try:
        return world_of_rows(read_rows(settings.data), seed=settings.seed)
    except DataError as error:
        raise UsageError(*_first(str(error).split("\n"))) from error


def _first(lines: Sequence[str]) -> list[str]:
    more = len(lines) - MOST_LINES
    return [f"--data: {line}" for line in (*lines[:MOST_LINES], *([f"and {more} more"] if more > 0 else []))]


def known_defects(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of defects as they are; raise `UsageError` with the closest known ones for an unknown one."""
    if not names:
        return ()
    from mock_server.defects.catalogue import named
    from mock_server.defects.declare import UnknownDefectError

    try:
        return tuple(named(name).name for name in names)
    except UnknownDefectError as error:
        raise UsageError(f"--defect: {error}; see --list-defects") from error


def _serve(settings: Settings) -> int:
    if settings.workers > 1 and settings.state is None:
        cure = "add --state, such as --state redis://127.0.0.1:6379/0, or leave --workers out"
        raise UsageError(f"--workers: {settings.workers} processes need a place to share what is changed; {cure}")
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, _interrupt)
    from mock_server import logs

    logs.configure(settings.log_format, sys.stderr)
    dialect, world = load_dialect(settings.dialect), load_world(settings)
    defects = known_defects(settings.defect)

    from mock_server.banner import banner
    from mock_server.serving import Server, address, listen, serve
    from mock_server.sharing.joining import check, shared
    from mock_server.state import State
    from mock_server.wsgi import Front, Later

    state = State(world, dialect, defects)
    if settings.state:
        check(settings.state, state)

    def work(listening: socket, parent: int | None = None) -> int:
        with shared(settings.state, state) as (mock, begin):

            def behind() -> WSGIApplication:
                # Imported when somebody asks for more than the API, which is answered sooner without.
                from mock_server.app import behind

                return behind(mock, cors_origins=settings.cors_origin)

            front = Front(mock, Later(behind))
            server = Server(front, listening, refuse=mock.refuse, front=front, parent=parent)
            begin()
            serve(server)
        return FINE

    def tell(listening: socket) -> None:
        spoken = ", ".join((dialect.name, *(f"defect {name}" for name in defects)))
        print(banner(address(listening), world, spoken, _sharing(settings)), end="", flush=True)

    if settings.workers == 1:
        listening = listen(settings.host, settings.port)
        tell(listening)
        return work(listening)
    from mock_server.workers import Parent, listen_each

    each = listen_each(settings.host, settings.port, settings.workers)
    return Parent(lambda number, parent: work(each[number], parent), len(each)).run(lambda: tell(each[0]))


def _sharing(settings: Settings) -> str | None:
    """Return who answers, and where they share what is changed; None for one process alone."""
    if settings.state is None:
        return None
    who = "one process" if settings.workers == 1 else f"{settings.workers} workers"
    return f"{who}, state in {without_password(settings.state)}"

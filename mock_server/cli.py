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
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from mock_server.settings import OPTIONS, Option, Settings, UsageError, read_settings, without_password

if TYPE_CHECKING:
    import ssl

    from contracts.schema.dialect import Dialect
    from fixtures.world import World
    from mock_server.control_api.settings import ControlSettings
    from mock_server.faults.chosen import Faults

FINE, USAGE = 0, 2


class _Parser(argparse.ArgumentParser):
    def format_help(self) -> str:
        # Else each option that is added measures the terminal, for which a module more is loaded.
        self.formatter_class = argparse.HelpFormatter
        return super().format_help()

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
    given |= {name: ",".join(value) for name, value in given.items() if isinstance(value, list)}
    return _serve(read_settings(given, os.environ))


# --- the command line


def _parser() -> _Parser:
    parser = _Parser(
        "freddy-mock",
        description="Serve the documented GET /v1/assistants with made-up assistants, on this machine.",
        epilog="Each option can also be set in the environment: --log-format as FREDDY_MOCK_LOG_FORMAT.",
        allow_abbrev=False,
        formatter_class=partial(argparse.HelpFormatter, width=80),
    )
    defaults = {each.name: each.default for each in fields(Settings)}
    for name, option in OPTIONS.items():
        default = "" if defaults[name] in (None, (), False) else f" (default: {defaults[name]})"
        how: dict[str, Any] = {"metavar": option.metavar, "action": "append" if defaults[name] == () else "store"}
        if not option.metavar:
            how = {"action": "store_const", "const": "on"}
        parser.add_argument(Option.flag(name), help=option.help + default, **how)
    parser.add_argument("--list-scenarios", action="store_true", help="say which worlds there are, and stop")
    parser.add_argument("--list-dialects", action="store_true", help="say which dialects there are, and stop")
    parser.add_argument("--list-defects", action="store_true", help="say which defects there are, and stop")
    parser.add_argument("--list-faults", action="store_true", help="say which faults there are, and stop")
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


def _faults() -> str:
    from mock_server.faults.fault import KINDS

    return _lines({each.example: each.story for each in KINDS.values()})


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
    "list_faults": _faults,
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
        from mock_server.reloading import told

        raise UsageError(*told(error.problems)) from error


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


def load_faults(settings: Settings) -> Faults:
    """Return the faults of all requests; raise `UsageError` with the closest known kind for an unknown one."""
    from mock_server.faults.chosen import Faults

    if not settings.fault:
        return Faults(seed=settings.fault_seed)
    from mock_server.faults.fault import parse

    try:
        return Faults(tuple(map(parse, settings.fault)), settings.fault_seed)
    except ValueError as error:
        raise UsageError(f"--fault: {error}; see --list-faults") from error


def control_settings(settings: Settings) -> ControlSettings | None:
    """Return who may control the mock, None for nobody; raise `UsageError` where it is unsafe or means nothing."""
    from mock_server.control_api.settings import ControlSettings, is_loopback

    if not settings.control:
        for name in ("control_token", "allowed_host"):
            if getattr(settings, name):
                raise UsageError(f"{Option.flag(name)}: has no meaning without --control; add it, or leave this out")
        return None
    if settings.control_token is None and not is_loopback(settings.host):
        cure = "choose a token with --control-token, or listen on 127.0.0.1"
        raise UsageError(f"--control: other machines may reach {settings.host}; {cure}")
    from secrets import token_urlsafe

    return ControlSettings(settings.control_token or token_urlsafe(24), (settings.host, *settings.allowed_host))


def load_tls(settings: Settings) -> ssl.SSLContext | None:
    """Return what the server answers under TLS with, None without a certificate; raise `UsageError` with the cure."""
    for given, missing in (("tls_cert", "tls_key"), ("tls_key", "tls_cert")):
        if getattr(settings, given) and not getattr(settings, missing):
            cure = f"add {Option.flag(missing)}, or leave this out"
            raise UsageError(f"{Option.flag(given)}: a certificate and its private key belong together; {cure}")
    if settings.tls_cert is None or settings.tls_key is None:
        return None
    from mock_server.serving.tls import context

    return context(settings.tls_cert, settings.tls_key)


def _serve(settings: Settings) -> int:
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, _interrupt)
    from mock_server import logs
    from mock_server.running import Plan, run
    from mock_server.state import State

    logs.configure(settings.log_format, sys.stderr)
    dialect, world = load_dialect(settings.dialect), load_world(settings)
    state = State(world, dialect, known_defects(settings.defect), load_faults(settings))
    return run(Plan(settings, state, control_settings(settings), load_tls(settings)))

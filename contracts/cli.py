"""`freddy-contracts`: ask a deployment whether it keeps the documented contract, and show the contract itself.

`--help` and mistakes are answered without loading what only the commands need; so imports stand where they are used.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import NoReturn

FINE, USAGE_ERROR, INTERRUPTED = 0, 2, 130
PROGRAM = "freddy-contracts"

Command = Callable[[argparse.Namespace], int]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # The word that is no command may be the key of an option that was misspelt before it.
        told = re.sub(r"invalid choice: .* \(choose from (.*)\)", r"unknown; known: \1", message, flags=re.DOTALL)
        _complain(f"{told}; see {self.prog} --help")
        raise SystemExit(USAGE_ERROR)

    def flags(self) -> list[str]:
        """Return every option of this command."""
        return [flag for action in self._actions for flag in action.option_strings]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, 1 for a broken contract, or 2 for wrong use and what cannot be asked."""
    arguments, rest = _parser().parse_known_args(argv)
    if rest:
        _complain(_unknown(rest, arguments.parser))
        return USAGE_ERROR
    try:
        return _run(arguments)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has seen enough
        return FINE
    except KeyboardInterrupt:
        _complain("interrupted; nothing was written")
        return INTERRUPTED


def _run(arguments: argparse.Namespace) -> int:
    from contracts.commands.output import unless_closed
    from contracts.schema.dialect import DialectError

    try:
        code: int = arguments.run(arguments)
        with unless_closed():
            pass
    except DialectError as error:
        _complain(str(error))
        return USAGE_ERROR
    return code


def _complain(message: str) -> None:
    print(f"{PROGRAM}: {message}", file=sys.stderr)


def _unknown(rest: Sequence[str], parser: _Parser) -> str:
    """Say which options are unknown, by name only: what follows one may be a key."""
    flags = [each.partition("=")[0] for each in rest if each.startswith("-")]
    if not flags:
        return f"{len(rest)} words too many; see {parser.prog} --help"
    near = [name for flag in flags for name in get_close_matches(flag, parser.flags(), n=1)]
    cure = f"did you mean {', '.join(near)}?" if near else f"see {parser.prog} --help"
    return f"unknown option {', '.join(flags)}; {cure}"


# --- the command line


def _asking(name: str) -> Command:
    """Return a command that asks deployments, loaded when it is run; what cannot be asked is told in one line."""

    def run(arguments: argparse.Namespace) -> int:
        from contracts.checks.asking.errors import AskingError, BudgetSpent

        try:
            code: int = import_module(f"contracts.commands.{name}").run(arguments)
        except ModuleNotFoundError as error:
            _complain(f"{name}: needs {error.name}, which is not installed; pip install 'freddy-kit[contracts]'")
            return USAGE_ERROR
        except BudgetSpent as error:
            _complain(f"{error}{import_module('contracts.commands.connection').option_of(error)}")
            return USAGE_ERROR
        except AskingError as error:
            _complain(str(error))
            return USAGE_ERROR
        return code

    return run


def _parser() -> _Parser:
    parser = _Parser(prog=PROGRAM, description=__doc__.partition("\n")[0].partition(": ")[2], allow_abbrev=False)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Command, story: str) -> _Parser:
        made: _Parser = commands.add_parser(name, help=story, description=story, allow_abbrev=False)
        made.set_defaults(run=run, parser=made)
        return made

    check = command("check", _asking("check"), "ask a deployment whether it keeps the contract")
    _add_connection(check)
    _add_judgement(check)
    _add_reports(check)
    learn = command("learn", _asking("learn"), "find the dialect that a deployment speaks")
    _add_connection(learn)
    learn.add_argument("--output", metavar="FILE", help="write the dialect as TOML, for freddy-mock --dialect FILE")
    compare = command("compare", _asking("compare"), "put the same questions to two deployments")
    _add_connection(compare)
    _add_second(compare)
    _add_judgement(compare)
    command("rules", _asking("rules"), "list every relation that check judges by")
    command("schemathesis-toml", _schemathesis, "print the schemathesis.toml for a plain `st run`")
    power = command("power", _asking("power"), "switch on each defect of the mock alone, and tell what catches it")
    power.add_argument("--stock", action="store_true", help="have Schemathesis alone judge each as well")
    power.add_argument("defects", nargs="*", metavar="DEFECT", help="defects to try (default: all)")
    openapi = command("openapi", _openapi, "print the OpenAPI 3.1 document")
    openapi.add_argument(
        "--dialect",
        default="documented",
        metavar="NAME|FILE",
        help="a declared dialect, a TOML file, or `any` for a document that allows every reading (default: documented)",
    )
    command("ambiguities", _ambiguities, "list what the documents leave open, with every reading")
    dialect = command("dialect", _dialect, "print a dialect as the TOML file that --dialect takes")
    dialect.add_argument("dialect", metavar="NAME|FILE", help="documented, example, sdk, legacy, or a file to check")
    return parser


def _add_connection(parser: _Parser) -> None:
    group = parser.add_argument_group("the deployment")
    options = (
        ("--base-url", "URL", "where it is, up to /v1 (or FREDDY_BASE_URL)"),
        ("--organization-id", "ID", "the organization to ask about (or FREDDY_ORG_ID)"),
        ("--api-key", "KEY", "who asks; better set as FREDDY_API_KEY, where no process list shows it"),
        ("--bearer", "TOKEN", "who asks, instead of an API key; beside one, it is asked too (or FREDDY_BEARER)"),
        ("--second-api-key", "KEY", "another member of the organization (or FREDDY_SECOND_API_KEY)"),
        ("--foreign-organization-id", "ID", "an organization that exists and that the caller does not belong to"),
    )
    for flag, metavar, story in options:
        group.add_argument(flag, metavar=metavar, help=story)
    limits = parser.add_argument_group("what asking may cost")
    limits.add_argument("--max-requests", type=_count, default=400, metavar="N", help="default: %(default)s")
    limits.add_argument(
        "--rate-limit", default="50/s", metavar="N/s", help="requests in a second, or N/m (default: %(default)s)"
    )
    limits.add_argument(
        "--timeout", type=_seconds, default=10, metavar="S", help="seconds for one answer (default: %(default)s)"
    )
    limits.add_argument(
        "--max-time", type=_seconds, default=600, metavar="S", help="seconds in all (default: %(default)s)"
    )


def _count(text: str) -> int:
    """Return a number of requests."""
    if not re.fullmatch("[0-9]{1,9}", text) or not int(text):
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no number of requests; write one above 0, as 300")
    return int(text)


def _seconds(text: str) -> float:
    """Return a span of time, at most a year."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= 31_536_000:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no number of seconds; write one above 0, as 10")
    return value


def _add_second(parser: _Parser) -> None:
    group = parser.add_argument_group("the other deployment")
    options = (
        ("--base-url-2", "URL", "where it is (or FREDDY_BASE_URL_2)"),
        ("--organization-id-2", "ID", "its organization, if not the same (or FREDDY_ORG_ID_2)"),
        ("--api-key-2", "KEY", "its API key, if not the same (or FREDDY_API_KEY_2)"),
        ("--bearer-2", "TOKEN", "its bearer token, if not the same (or FREDDY_BEARER_2)"),
    )
    for flag, metavar, story in options:
        group.add_argument(flag, metavar=metavar, help=story)


def _add_judgement(parser: _Parser) -> None:
    group = parser.add_argument_group("what is judged")
    group.add_argument(
        "--dialect",
        default="auto",
        metavar="auto|NAME|FILE",
        help="judge by this dialect instead of the one learned from the deployment",
    )
    group.add_argument(
        "--examples",
        type=_whole,
        default=60,
        metavar="N",
        help="questions that Schemathesis generates besides the plan; 0 leaves it out (default: 60)",
    )
    group.add_argument("--seed", type=_whole, default=1, metavar="N", help="other generated questions (default: 1)")
    for flag, story in (("--only", "judge these relations or topics"), ("--skip", "leave these out")):
        group.add_argument(flag, nargs="+", action="extend", default=[], metavar="RELATION", help=story)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError("give a whole number from 0 on")
    return int(text[:18])


def _add_reports(parser: _Parser) -> None:
    group = parser.add_argument_group("the verdict")
    group.add_argument("--strict", action="store_true", help="a deviation from the expected dialect is an error")
    group.add_argument("--baseline", metavar="FILE", help="relations known to be broken, which do not fail the run")
    group.add_argument("--baseline-update", action="store_true", help="write what is broken now into the baseline")
    group.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="KIND=FILE",
        help="also write json, junit, html, sarif, github or har; - is standard output",
    )


# --- the contract itself


def _openapi(arguments: argparse.Namespace) -> int:
    from contracts.commands.dialects import load
    from contracts.schema import openapi

    dialect = None if arguments.dialect == "any" else load(arguments.dialect)
    print(json.dumps(openapi.build(dialect), indent=2, ensure_ascii=False))
    return FINE


def _schemathesis(_: argparse.Namespace) -> int:
    from contracts.checks.generating import settings

    print(settings.sample(), end="")
    return FINE


def _dialect(arguments: argparse.Namespace) -> int:
    from contracts.commands.dialects import load

    print(load(arguments.dialect).to_toml(), end="")
    return FINE


def _ambiguities(_: argparse.Namespace) -> int:
    from contracts.schema.ambiguities import AMBIGUITIES

    for row in AMBIGUITIES.values():
        print(f"{row.name}: {row.question}\n    {row.source}")
        for each in row.readings:
            print(f"    {'*' if each == row.default else ' '} {each.name}: {each.means}")
        print()
    return FINE

"""`freddy-contracts`: show the contract, its dialects and its OpenAPI document."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.schema.dialect import Dialect

USAGE_ERROR = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 2 for wrong use."""
    arguments = _parser().parse_args(argv)
    from contracts.schema.dialect import DialectError

    try:
        print(arguments.run(arguments).rstrip("\n"))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has seen enough
    except DialectError as error:
        print(f"freddy-contracts: {error}", file=sys.stderr)
        return USAGE_ERROR
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="freddy-contracts", description=__doc__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    openapi = commands.add_parser("openapi", help="print the OpenAPI 3.1 document")
    openapi.set_defaults(run=_openapi)
    openapi.add_argument(
        "--dialect",
        default="documented",
        metavar="NAME|FILE",
        help="a declared dialect, a TOML file, or `any` for a document that allows every reading (default: documented)",
    )
    ambiguities = commands.add_parser("ambiguities", help="list what the documents leave open, with every reading")
    ambiguities.set_defaults(run=_ambiguities)
    dialect = commands.add_parser("dialect", help="print a dialect as the TOML file that --dialect takes")
    dialect.set_defaults(run=_dialect)
    dialect.add_argument("dialect", metavar="NAME|FILE", help="documented, example, sdk, legacy, or a file to check")
    return parser


def _openapi(arguments: argparse.Namespace) -> str:
    from contracts.schema import openapi

    dialect = None if arguments.dialect == "any" else _load(arguments.dialect)
    return json.dumps(openapi.build(dialect), indent=2, ensure_ascii=False)


def _dialect(arguments: argparse.Namespace) -> str:
    return _load(arguments.dialect).to_toml()


def _ambiguities(_: argparse.Namespace) -> str:
    from contracts.schema.ambiguities import AMBIGUITIES

    lines: list[str] = []
    for row in AMBIGUITIES.values():
        readings = [f"    {'*' if each == row.default else ' '} {each.name}: {each.means}" for each in row.readings]
        lines += [f"{row.name}: {row.question}", f"    {row.source}", *readings, ""]
    return "\n".join(lines)


def _load(name_or_file: str) -> Dialect:
    """Return a declared dialect by name, or the one in a TOML file."""
    from contracts.schema import dialect

    path = Path(name_or_file)
    if path.suffix != ".toml":
        return dialect.named(name_or_file)
    try:
        return dialect.from_toml(path.read_text("utf-8"))
    except OSError as error:
        raise dialect.DialectError(f"{path}: {error.strerror}; name a file that can be read") from error
    except ValueError as error:
        raise dialect.DialectError(f"{path}: {error}") from error

"""Where results go: a text and a picture in a folder and, when wanted, the text in the README."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from measuring import ROOT

README = ROOT / "README.md"
RESULTS = ROOT / "benchmarks" / "results"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Let a person say where results go."""
    parser.add_argument("--output", type=Path, default=RESULTS, help=f"folder of the results (default: {RESULTS})")
    parser.add_argument("--readme", action="store_true", help="put the text into the README, too")


def progress(text: str) -> None:
    """Tell how far it is."""
    print(text, file=sys.stderr, flush=True)


def publish(name: str, text: str, picture: str, given: argparse.Namespace) -> None:
    """Print the text, and write it and the picture, if there is one, under a name."""
    print(text)
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / f"{name}.md").write_text(text, "utf-8")
    if picture:
        (given.output / f"{name}.svg").write_text(picture, "utf-8")
    if given.readme:
        README.write_text(inserted(README.read_text("utf-8"), name, text), "utf-8")
    progress(f"wrote {name}.md{f' and {name}.svg' if picture else ''} into {given.output}")


def inserted(document: str, name: str, text: str) -> str:
    """Return a document with a text between the two comments of a name; ValueError when they are not there."""
    opening, closing = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    before, opened, rest = document.partition(opening)
    _, closed, after = rest.partition(closing)
    if not opened or not closed:
        raise ValueError(f"the document has no place for {name}: {opening.strip()}, a line below {closing.strip()}")
    return f"{before}{opening}{text}{closing}{after}"

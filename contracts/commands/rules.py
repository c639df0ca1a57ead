"""`freddy-contracts rules`: every relation, by topic, and the checks of Schemathesis that judge beside them."""

from __future__ import annotations

import argparse

from contracts.checks import relations as _relations  # noqa: F401 - declares every relation
from contracts.checks.generating import engine
from contracts.checks.relation import by_topic


def run(_: argparse.Namespace) -> int:
    """Print every relation with the sentence that it guards and the data that it needs."""
    for topic, found in {**by_topic(), engine.TOPIC: list(engine.AS_RELATIONS.values())}.items():
        print(f"{topic}:")
        for each in found:
            print(f"  {each.name}\n    {each.sentence}\n    needs {each.needs}")
        print()
    return 0

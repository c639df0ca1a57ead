"""A list that flaps is told from one that is edited."""

from __future__ import annotations

import json
import random
from dataclasses import replace

from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.census import Census
from contracts.checks.evidence import AGAIN
from contracts.checks.flapping import flapping
from contracts.checks.run import Run
from fixtures.world import make_world
from mock_server.app import create_app
from tests.test_contracts.checks.deployments import scope, sender
from tests.test_contracts.checks.told import exchange, page


def walk(*listed: str) -> Census:
    """Return the census of pages; an id is a letter, and a page a text."""
    seen = tuple(exchange(page(*each)) for each in listed)
    items = tuple(item for each in seen for item in each.json["assistants"])
    return Census("org_1", items, len(items), seen, whole=True)


def missed(*walks: Census) -> list[str]:
    """Return the ids that were missing in between."""
    return [item["id"] for item, _, _ in flapping(walks)]


def test_who_is_missing_between_its_neighbours_flaps() -> None:
    """One answer without, though it shows who stands before and who stands after."""
    assert ["b"] == missed(walk("abcd"), walk("acd"), walk("abcd"))
    assert ["b", "c"] == missed(walk("abcd"), walk("ad"), walk("abcd"))
    [(item, listing, without)] = flapping([walk("abc", "def"), walk("abc", "df"), walk("abcde", "f")])
    assert ("e", "abcde", "df") == (item["id"], ids(listing), ids(without))


def ids(shown: Exchange) -> str:
    """Return the ids of an answer, as one text."""
    return "".join(item["id"] for item in shown.json["assistants"])


def test_an_edited_list_does_not_flap() -> None:
    """Gone for good, new, edited meanwhile, or lost where two pages meet."""
    assert [] == missed(walk("abcd"), walk("acd"), walk("acd"))
    assert [] == missed(walk("acd"), walk("abcd"), walk("abcd"))
    assert [] == missed(walk("abc", "def"), walk("abc", "ef"), walk("abc", "def"))
    edited = walk("abcd")
    items = tuple({**item, "updated_at": 2} if item["id"] == "b" else item for item in edited.items)
    assert [] == missed(walk("abcd"), walk("acd"), replace(edited, items=items))


def test_namesakes_do_not_tell() -> None:
    """Where names are equal, nobody knows who stands before whom."""
    body = page(*"abc")
    for item in body["assistants"]:
        item["name"] = "one name"
    first = replace(walk("abc"), items=tuple(body["assistants"]))
    second = replace(walk("ac"), exchanges=(exchange({"assistants": body["assistants"][::2], "total": 2}),))
    assert [] == missed(first, replace(second, items=first.items[::2]), first)


def test_a_deployment_that_drops_some_at_random_is_broken() -> None:
    """Every answer lacks one in fifty, so that no two walks agree: not an edited list, a broken one."""
    world = make_world()
    ask, chance = sender(create_app(world), world), random.Random(1)  # noqa: S311 - the same every time

    def dropping(question: Question) -> Exchange:
        answer = ask(question)
        body = answer.json if answer.status == 200 else {}
        if not body.get("assistants"):
            return answer
        kept = [item for item in body["assistants"] if chance.random() > 0.02]
        return replace(answer, body=json.dumps({**body, "assistants": kept}).encode())

    judged = Run(dropping, scope(world)).judge().judged[AGAIN]
    assert "broken" == judged.outcome
    assert all("is back unchanged" in each.message and len(each.witness) == 2 for each in judged.violations)

"""The same question has the same answer."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks import page as pages
from contracts.checks.asked import Asked
from contracts.checks.relation import Contradiction, relation
from contracts.checks.relations.common import is_listed, listed, show


@relation(
    "repeatability",
    "LIST: the parameters, and nothing else, decide what is listed",
    needs="a question asked twice",
    when=lambda asked: is_listed(asked) and asked.earlier is not None,
    predicts=True,
    beside="earlier",
)
def a_question_asked_again_has_the_same_answer(asked: Asked) -> Iterator[Contradiction]:
    """Asked again, later or with its parameters in another order, a question lists the same."""
    assert asked.earlier is not None  # noqa: S101 - `when` was asked first
    before, now = pages.read(asked.earlier), listed(asked)[1]
    if before is None:
        yield Contradiction(f"answered {asked.earlier.status} before, a list now")
        return
    if before.total != now.total:
        yield Contradiction(f"total was {before.total}, is {now.total}")
    for one, other in zip(before.items, now.items, strict=False):
        if one != other:
            yield Contradiction(f"{show(other)} stands where {show(one)} stood", other.get("id"))
            return
    if len(before.items) != len(now.items):
        yield Contradiction(f"{len(before.items)} items before, {len(now.items)} now")

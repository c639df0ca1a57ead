"""Who has no valid credentials learns nothing."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.asked import Asked
from contracts.checks.asking.scrubbing import holds
from contracts.checks.relation import Contradiction, relation

KNOWN = ("first", "second", "bearer")
"""Labels of credentials that are valid."""


def _is_stranger(asked: Asked) -> bool:
    return asked.exchange.question.credentials not in KNOWN


@relation(
    "authentication",
    'LIST, curl: "X-API-Key: $FREDDY_API_KEY"; OBJECT, `api_enabled`: API key or bearer token',
    needs="a question without valid credentials",
    when=_is_stranger,
)
def only_valid_credentials_are_let_in(asked: Asked) -> Iterator[Contradiction]:
    """Without credentials, or with wrong ones, the answer is 401."""
    if asked.exchange.status != 401:
        yield Contradiction(f"{asked.exchange.question.credentials}: answered {asked.exchange.status}, expected 401")


@relation(
    "authentication",
    'LIST: "Get all assistants the user has access to"',
    needs="a question without valid credentials",
    when=lambda asked: _is_stranger(asked) and asked.census is not None and bool(asked.census.items),
)
def a_refusal_holds_no_data(asked: Asked) -> Iterator[Contradiction]:
    """A refused answer holds no id of an assistant."""
    assert asked.census is not None  # noqa: S101 - `when` was asked first
    text = asked.exchange.body.decode("utf-8", "replace")
    for item in asked.census.items:
        if isinstance(item.get("id"), str) and item["id"] in text:
            yield Contradiction(f"the answer holds {item['id']}", item["id"])
            return


@relation(
    "authentication",
    "no document; a key that is repeated in an answer ends in logs and screenshots",
    needs="an answer",
    when=lambda asked: bool(asked.secrets),
)
def no_answer_repeats_the_key(asked: Asked) -> Iterator[Contradiction]:
    """Neither body nor headers hold the caller's key or token."""
    headers = "\n".join(asked.exchange.headers.values())
    for name, text in (("body", asked.exchange.body.decode("utf-8", "replace")), ("headers", headers)):
        if holds(text, asked.secrets):
            yield Contradiction(f"the {name} of an answer with status {asked.exchange.status} hold the caller's key")

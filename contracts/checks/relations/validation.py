"""A wrong parameter is refused, a right one is answered, and nothing breaks the server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from contracts.checks import shapes
from contracts.checks.asked import Asked
from contracts.checks.relation import Contradiction, When, relation
from contracts.checks.relations.schema import BEFORE_THE_API
from contracts.schema.problems import Invalid
from contracts.schema.query import ListQuery

LONGEST_TEXT = 1_000
"""Characters of a parameter that a deployment must take; it may refuse a longer one."""


def _invalid(asked: Asked) -> tuple[Invalid, ...]:
    return asked.query if isinstance(asked.query, tuple) else ()


def _is_wrong(*names: str) -> When:
    return lambda asked: asked.is_plain and any(each.field in names for each in _invalid(asked) if _is_certain(each))


def _is_certain(wrong: Invalid) -> bool:
    """Tell whether a server must refuse: the page states no upper bound for `offset`, so an empty page is right too."""
    return (wrong.field, wrong.kind) != ("offset", "less_than_equal")


def _must_refuse(asked: Asked) -> Iterator[Contradiction]:
    status = asked.exchange.status
    if status < 400:
        yield Contradiction(f"answered {status}; {'; '.join(each.message for each in _invalid(asked))}")


@relation(
    "validation",
    'LIST, `limit`: "Maximum number of assistants to return (1-100)"',
    needs="a question with a wrong limit",
    when=_is_wrong("limit"),
)
def a_limit_outside_1_to_100_is_refused(asked: Asked) -> Iterator[Contradiction]:
    """A limit that is no integer from 1 to 100 is refused, not clamped or ignored."""
    yield from _must_refuse(asked)


@relation(
    "validation",
    'LIST, `offset integer`: "Number of assistants to skip"',
    needs="a question with a wrong offset",
    when=_is_wrong("offset"),
)
def an_offset_below_0_is_refused(asked: Asked) -> Iterator[Contradiction]:
    """An offset that is no integer from 0 is refused."""
    yield from _must_refuse(asked)


@relation(
    "validation",
    'LIST, `sort_by`, `sort_order`, `fields`, `access_mode`: "One of ..."',
    needs="a question with an unknown word",
    when=_is_wrong("sort_by", "sort_order", "fields", "access_mode"),
)
def an_unknown_word_is_refused(asked: Asked) -> Iterator[Contradiction]:
    """A word that the page does not list is refused."""
    yield from _must_refuse(asked)


@relation(
    "validation",
    "LIST, `include_inactive boolean`",
    needs="a question with a wrong boolean",
    when=_is_wrong("include_inactive"),
)
def what_is_no_boolean_is_refused(asked: Asked) -> Iterator[Contradiction]:
    """A text that is no boolean is refused."""
    yield from _must_refuse(asked)


@relation(
    "validation",
    "LIST, `organization_id string required`",
    needs="a question without organization",
    when=_is_wrong("organization_id"),
)
def a_missing_organization_is_refused(asked: Asked) -> Iterator[Contradiction]:
    """A question without an organization, or with an empty one, is refused."""
    yield from _must_refuse(asked)


@relation(
    "validation",
    "no document; the statuses of the API's error pages",
    needs="a refused question",
    when=lambda asked: (
        asked.is_plain and bool(_invalid(asked)) and asked.exchange.status >= 400 and not asked.is_foreign
    ),
)
def wrong_parameters_have_one_status(asked: Asked) -> Iterator[Contradiction]:
    """A question with a wrong parameter is refused with the status of every other."""
    expected = int(asked.dialect["validation_status"])
    if asked.exchange.status not in (expected, 429) and asked.exchange.status < 500:
        yield Contradiction(f"refused with {asked.exchange.status}, other wrong parameters with {expected}")


def _is_usual(asked: Asked) -> bool:
    if not asked.is_plain or not isinstance(asked.query, ListQuery) or asked.is_foreign:
        return False
    texts = [text for _, text in asked.exchange.question.parameters]
    return all(len(text) <= LONGEST_TEXT and text.isprintable() for text in texts)


def _may_be_refused(asked: Asked) -> bool:
    """Tell whether a server may call an offset too large; not that it is nowhere."""
    huge = isinstance(asked.query, ListQuery) and asked.query.offset >= 2**31
    return huge and 400 <= asked.exchange.status < 500 and asked.exchange.status != 404


@relation(
    "validation",
    'LIST, "Query Parameters": the values that each takes',
    needs="a question with right parameters",
    when=_is_usual,
)
def right_parameters_are_answered(asked: Asked) -> Iterator[Contradiction]:
    """A question with right parameters about one's own organization is answered with a list."""
    if _may_be_refused(asked):
        return
    if asked.exchange.status != 200:
        yield Contradiction(f"answered {asked.exchange.status}")
    elif asked.page is None:
        yield Contradiction("answered 200 without a list of assistants")


@relation("validation", "no document; a server that is asked does not break", needs="an answer", when=lambda _: True)
def no_question_breaks_the_server(asked: Asked) -> Iterator[Contradiction]:
    """Whatever is sent, the status is below 500."""
    if asked.exchange.status >= 500:
        yield Contradiction(f"answered {asked.exchange.status}")


@relation(
    "validation",
    "no document; the error bodies of the API's pages",
    needs="a refused question",
    when=lambda asked: (
        400 <= asked.exchange.status < 500
        and asked.exchange.status not in (404, 405, *BEFORE_THE_API)
        and asked.exchange.question.method == "GET"
    ),
)
def errors_have_one_documented_shape(asked: Asked) -> Iterator[Contradiction]:
    """The body of an error is the one of every other."""
    if asked.exchange.unreadable:
        yield Contradiction(f"status {asked.exchange.status}: {asked.exchange.unreadable}")
        return
    for fault in shapes.faults(shapes.error(asked.dialect), asked.exchange.json):
        yield Contradiction(f"status {asked.exchange.status}: {fault}")
        return
    told = _told_status(asked.exchange.json)
    if told not in (None, asked.exchange.status):
        yield Contradiction(f"status {asked.exchange.status}: the body says {told}")


def _told_status(body: dict[str, Any]) -> object:
    """Return the status that an error's body repeats."""
    error = body.get("error", body)
    return error.get("status", error.get("status_code"))


_INSIDE = re.compile(
    r"Traceback \(most recent call last\)"
    r'|File \\?"[^"]+\.py\\?", line \d+'  # Python
    r"|(?:\\n|\n)\s+at \S"  # JavaScript, Java, C#
    r"|goroutine \d+ \["  # Go
    r"|#\d+ /\S+\.php"  # PHP
    r"|\bSELECT\b.{1,500}\bFROM\b|SQLSTATE|ORA-\d{5}|psycopg|sqlalchemy|MongoServerError|SequelizeDatabaseError",
    re.DOTALL,
)
"""What stack traces and statements of databases look like, in the text of a JSON body."""


@relation(
    "validation",
    "no document; an error tells its cause, not the server's inside",
    needs="a refused question",
    when=lambda asked: asked.exchange.status >= 400,
)
def errors_show_nothing_of_the_inside(asked: Asked) -> Iterator[Contradiction]:
    """No stack trace and no statement of the database is in an error's body."""
    text = asked.exchange.body.decode("utf-8", "replace")
    found = _INSIDE.search(text)
    if found is not None:
        yield Contradiction(f"the body has {found.group()[:80]!r}")

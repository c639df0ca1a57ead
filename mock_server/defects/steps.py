"""The answer as steps that a defect can replace, each the plainest that is right.

Without a defect the steps answer byte for byte what `answers` does, only slower: they look at every row of the
organization for every question, as the reference does. Who wants speed has no defects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from contracts.schema import problems, reference, wire
from contracts.schema.access import AccessLevel, Caller, Grant, Row, grants
from contracts.schema.dialect import Dialect
from contracts.schema.problems import Problem, Refusal
from contracts.schema.query import ListQuery, is_of_mode
from contracts.schema.spelling import Value, put
from fixtures.world import World
from mock_server import params
from mock_server.answers import Admitted, Answer
from mock_server.items import to_json

Pairs = Sequence[tuple[str, str]]
Rows = Sequence[Row]
Test = Callable[[Row, ListQuery], bool]


@dataclass(frozen=True, slots=True)
class Request:
    """What arrives: the raw query string, and the headers that say who asks."""

    query_string: bytes
    api_key: str | None = None
    authorization: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What an answer tells, before it is written: items, how many there are on all pages, whether more follow."""

    items: Sequence[Value]
    total: int
    has_more: bool


class Stop(Exception):  # noqa: N818 - a way out, as `StopIteration` is
    """A step that gives up: the answer is this refusal."""

    def __init__(self, problem: Problem = problems.INTERNAL_ERROR, reason: str = "a fault of the mock") -> None:
        """Give up with an error of the server, unless another problem is named."""
        super().__init__(reason)
        self.refusal = Refusal(problem, reason)


@dataclass(frozen=True, slots=True)
class Steps:
    """Every step from a request to its answer, in the order taken."""

    world: World
    dialect: Dialect
    authenticate: Callable[[Request], Caller | Refusal]
    """Who asks?"""
    admit: Callable[[Pairs, Caller], ListQuery | Refusal]
    """What do they ask, and may they?"""
    rows: Callable[[Admitted], Rows]
    """What is stored in the organization?"""
    filters: Mapping[str, Test]
    """Parameter, or property of the row -> does the row stay?"""
    level: Callable[[Row, Admitted], AccessLevel | None]
    """What may the caller do with a row, if they may see it?"""
    order: Callable[[Rows, Admitted], Rows]
    """The rows that stay, in order: the selection."""
    cut: Callable[[Rows, Admitted], Rows]
    """One page of the selection."""
    total: Callable[[Rows, Admitted], int]
    """How long is the selection?"""
    has_more: Callable[[Rows, Admitted], bool]
    """Does the selection go on after this page?"""
    item: Callable[[Row, AccessLevel, Admitted], Value]
    """A row as it is shown."""
    envelope: Callable[[Listing, Admitted], Value]
    """The whole answer around the items."""
    write: Callable[[Value], bytes]
    """The answer as bytes."""
    refuse: Callable[[Refusal, Request], Answer]
    """The answer to a request that is refused."""
    finish: Callable[[Answer, Request], Answer]
    """A last look at any answer."""


Refuse = Callable[[Refusal, Request], Answer]

FILTERS: Mapping[str, Callable[[Dialect], Test]] = {
    "deleted_at": lambda dialect: (
        lambda row, _: row["deleted_at"] is None or dialect["soft_deleted"] == "with_inactive"
    ),
    "include_inactive": lambda _: lambda row, query: row["is_active"] or query.include_inactive,
    "access_mode": lambda dialect: (
        lambda row, query: query.access_mode is None or is_of_mode(row["access_mode"], query.access_mode, dialect)
    ),
    "vector_store_id": lambda _: (
        lambda row, query: query.vector_store_id is None or query.vector_store_id in row["vector_store_ids"]
    ),
    "search": lambda dialect: lambda row, query: query.search is None or reference.finds(query.search, row, dialect),
}
"""The filters of a list, all of which a row must pass."""


def plain(world: World, dialect: Dialect, refuse: Refuse) -> Steps:
    """Return the steps of a right answer; `refuse` writes refusals."""
    organizations = [each.id for each in world.organizations]

    @lru_cache(maxsize=64)
    def stored(organization_id: str) -> Rows:
        organization = world.organization(organization_id)
        return () if organization is None else tuple(organization.rows())

    @lru_cache(maxsize=256)
    def granted(caller: Caller, organization_id: str) -> Sequence[Grant]:
        member = caller.membership(organization_id)
        return () if member is None else grants(caller, member, dialect)

    def level(row: Row, asked: Admitted) -> AccessLevel | None:
        # As `access.level` does, without making the grants again for every row.
        found = granted(asked.caller, row["organization_id"])
        holding = (grant for grant in found if all(test(row[name]) for name, test in grant.conditions))
        return next((grant.level for grant in holding), None)

    def envelope(listing: Listing, asked: Admitted) -> Value:
        told = wire.listing(listing.items, total=listing.total, query=asked.query, caller=asked.caller, dialect=dialect)
        return put(told, "pagination", lambda place: place | {"has_more": listing.has_more})

    return Steps(
        world,
        dialect,
        authenticate=lambda sent: reference.authenticate(sent.api_key, sent.authorization, world.credentials, dialect),
        admit=lambda pairs, caller: reference.admit(pairs, caller, organizations, dialect),
        rows=lambda asked: stored(asked.query.organization_id),
        filters={name: make(dialect) for name, make in FILTERS.items()},
        level=level,
        order=lambda rows, asked: reference.in_order(rows, asked.query, dialect),
        cut=lambda rows, asked: rows[asked.query.offset : asked.query.offset + asked.query.limit],
        total=lambda rows, _: len(rows),
        has_more=lambda rows, asked: asked.query.offset + asked.query.limit < len(rows),
        item=lambda row, found, asked: wire.item(row, found, asked.query.fields, dialect),
        envelope=envelope,
        write=to_json,
        refuse=refuse,
        finish=lambda answer, _: answer,
    )


# --- the steps, one after another


def select(steps: Steps, asked: Admitted) -> Rows:
    """Return all that a query lists for its caller, in order."""
    tests = steps.filters.values()
    kept = [row for row in steps.rows(asked) if all(test(row, asked.query) for test in tests)]
    return steps.order([row for row in kept if steps.level(row, asked) is not None], asked)


def vary(asked: Admitted, **values: object) -> Admitted:
    """Return a question with other values in it, which need not be allowed ones."""
    return replace(asked, query=asked.query.but(**values))


def _list(steps: Steps, asked: Admitted) -> Answer:
    selection = select(steps, asked)
    page = steps.cut(selection, asked)
    # A faulty step may show a row that the caller must not see.
    items = [steps.item(row, steps.level(row, asked) or AccessLevel.VIEW, asked) for row in page]
    listing = Listing(items, steps.total(selection, asked), steps.has_more(selection, asked))
    return Answer(200, steps.write(steps.envelope(listing, asked)))


def _begin(steps: Steps, request: Request) -> Answer:
    caller = steps.authenticate(request)
    if isinstance(caller, Refusal):
        return steps.refuse(caller, request)
    query = steps.admit(params.pairs(request.query_string), caller)
    if isinstance(query, Refusal):
        return steps.refuse(query, request)
    return _list(steps, Admitted(query, caller))


def answer(steps: Steps, request: Request) -> Answer:
    """Take every step."""
    try:
        found = _begin(steps, request)
    except Stop as stopped:
        found = steps.refuse(stopped.refusal, request)
    return steps.finish(found, request)

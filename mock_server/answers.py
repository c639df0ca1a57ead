"""The whole of `GET /v1/assistants` as a function of a request, without a framework."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1
from uuid import NAMESPACE_URL

from contracts.schema import reference, wire
from contracts.schema.access import Caller
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.problems import Refusal
from contracts.schema.query import ListQuery
from contracts.schema.spelling import Value
from fixtures.world import World
from mock_server import items, params, store
from mock_server.items import ItemEncoder, envelope_json, to_json
from mock_server.store import Store

JSON = (("Content-Type", "application/json"),)
_URLS = NAMESPACE_URL.bytes
LINE = b"GET /v1/assistants?"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over the wire."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = JSON
    tag: str = field(default="", compare=False)
    """Names the body, where that was cheaper than reading it again."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that is answered: the query, and who asks."""

    query: ListQuery
    caller: Caller


@dataclass(frozen=True, slots=True)
class Page:
    """A page of written items, and how many there are on all pages."""

    items: Sequence[bytes]
    total: int


def trace_id(line: bytes) -> str:
    """Return the id of a request by its line: a UUID of version 5, as `uuid.uuid5` makes it of a URL, only faster."""
    digits = sha1(_URLS + line.decode("latin-1").encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


class Answers:
    """The answers of a world in a dialect; the same request has the same bytes. Threads may share it."""

    pure = True
    """Whether an answer depends on the request alone, and on no earlier one."""

    def __init__(self, world: World, dialect: Dialect = DOCUMENTED, *, clock: Callable[[], datetime]) -> None:
        """Remember the world; nothing of it is made before it is asked for. `clock` returns an aware time."""
        self.world = world
        self.dialect = dialect
        self._clock = clock
        selections, written = store.new_memory(), items.new_memory()
        self._stores = {each.id: Store(each, dialect, selections) for each in world.organizations}
        self._encoders = {each.id: ItemEncoder(each, dialect, written) for each in world.organizations}

    def answer(self, query_string: bytes, api_key: str | None, authorization: str | None) -> Answer:
        """Answer a request, given its raw query string and its headers `X-API-Key` and `Authorization`."""
        admitted = self.admit(query_string, api_key, authorization)
        if isinstance(admitted, Refusal):
            return self.refuse(admitted, LINE + query_string)
        page = self.page(admitted)
        before, after = self._around(page, admitted)
        return Answer(200, _joined(before, page, after), tag=items.tag(before, page.items, after))

    def who(self, api_key: str | None, authorization: str | None) -> Caller | Refusal:
        """Tell who asks, or why they are refused."""
        return reference.authenticate(api_key, authorization, self.world.credentials, self.dialect)

    def admit(self, query_string: bytes, api_key: str | None, authorization: str | None) -> Admitted | Refusal:
        """Tell who asks what, or why they get no answer."""
        caller = self.who(api_key, authorization)
        if isinstance(caller, Refusal):
            return caller
        query = reference.admit(params.pairs(query_string), caller, self._stores, self.dialect)
        return query if isinstance(query, Refusal) else Admitted(query, caller)

    def page(self, asked: Admitted) -> Page:
        """Return the items that a query lists; an organization that does not exist lists none."""
        query = asked.query
        if query.organization_id not in self._stores:
            return Page((), 0)
        selection = self._stores[query.organization_id].select(query, asked.caller)
        written = self._encoders[query.organization_id].encode(selection.page(query), query.fields)
        return Page(written, selection.total)

    def store(self, organization_id: str) -> Store | None:
        """Return the assistants of an organization as they are selected from; None when it does not exist."""
        return self._stores.get(organization_id)

    def write(self, page: Page, asked: Admitted) -> bytes:
        """Return the body around a page."""
        before, after = self._around(page, asked)
        return _joined(before, page, after)

    def _around(self, page: Page, asked: Admitted) -> tuple[bytes, bytes]:
        stand_ins: list[Value] = [{} for _ in page.items]
        listing = wire.listing(
            stand_ins, total=page.total, query=asked.query, caller=asked.caller, dialect=self.dialect
        )
        # Within a JSON text these quotes would be escaped: what is found is the member itself.
        before, member, after = envelope_json({**listing, "assistants": ()}).partition(b'"assistants":[')
        return before + member, after

    def refuse(self, refusal: Refusal, request_line: bytes) -> Answer:
        """Answer with a refusal; the trace id depends on the request line alone."""
        timestamp = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        body = wire.error(refusal, trace_id=trace_id(request_line), timestamp=timestamp, dialect=self.dialect)
        return Answer(refusal.problem.status, to_json(body))


def _joined(before: bytes, page: Page, after: bytes) -> bytes:
    return b"".join((before, b",".join(page.items), after))

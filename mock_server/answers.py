"""The whole of `GET /v1/assistants` as a function of a request, without a framework."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1
from typing import TYPE_CHECKING

from contracts.schema import reference, wire
from contracts.schema.access import Caller
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.problems import Refusal
from contracts.schema.query import ListQuery
from fixtures.organizations import Organization
from fixtures.world import World
from mock_server import few, items, params
from mock_server.envelopes import Envelopes
from mock_server.few import Few
from mock_server.items import ItemEncoder, to_json
from mock_server.selection import new_memory

if TYPE_CHECKING:
    from mock_server.store import Store

JSON = (("Content-Type", "application/json"),)
_URLS = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")
"""`uuid.NAMESPACE_URL`, of a module that takes longer to load than a dozen answers take."""
LINE = b"GET /v1/assistants?"


@dataclass(slots=True)
class Answer:
    """What goes back over the wire."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = JSON
    tag: str = field(default="", compare=False)
    """Names the body, where that was cheaper than reading it again."""


@dataclass(slots=True)
class Admitted:
    """A request that is answered: the query, and who asks."""

    query: ListQuery
    caller: Caller


@dataclass(slots=True)
class Page:
    """A page of written items, and how many there are on all pages."""

    items: Sequence[bytes]
    total: int


def trace_id(line: bytes) -> str:
    """Return the id of a request by its line: a UUID of version 5, as `uuid.uuid5` makes it of a URL, only faster."""
    url = line if line.isascii() else line.decode("latin-1").encode()
    digits = sha1(_URLS + url, usedforsecurity=False).hexdigest()
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
        written = items.new_memory()
        self._selections = new_memory()
        self._organizations = {each.id: each for each in world.organizations}
        self._stores: dict[str, Store | Few] = {}
        self._envelopes = Envelopes(dialect)
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
        query = reference.admit(params.pairs(query_string), caller, self._organizations, self.dialect)
        return query if isinstance(query, Refusal) else Admitted(query, caller)

    def page(self, asked: Admitted) -> Page:
        """Return the items that a query lists; an organization that does not exist lists none."""
        query = asked.query
        organization = self._organizations.get(query.organization_id)
        if organization is None:
            return Page((), 0)
        selection = self._selecting(organization).select(query, asked.caller)
        written = self._encoders[organization.id].encode(selection.page(query), query.fields)
        return Page(written, selection.total)

    def _selecting(self, organization: Organization) -> Store | Few:
        found = self._stores.get(organization.id)
        if found is None:
            made = Few if len(organization) <= few.MOST else _store_of_many()
            found = self._stores.setdefault(organization.id, made(organization, self.dialect, self._selections))
        return found

    def store(self, organization_id: str) -> Store | None:
        """Return what explains a selection of an organization, mask by mask; None when it does not exist."""
        organization = self._organizations.get(organization_id)
        if organization is None:
            return None
        found = self._selecting(organization)
        return _store_of_many()(organization, self.dialect) if isinstance(found, Few) else found

    def write(self, page: Page, asked: Admitted) -> bytes:
        """Return the body around a page."""
        before, after = self._around(page, asked)
        return _joined(before, page, after)

    def _around(self, page: Page, asked: Admitted) -> tuple[bytes, bytes]:
        return self._envelopes.around(asked.query, asked.caller, total=page.total, shown=len(page.items))

    def refuse(self, refusal: Refusal, request_line: bytes) -> Answer:
        """Answer with a refusal; the trace id depends on the request line alone."""
        timestamp = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        body = wire.error(refusal, trace_id=trace_id(request_line), timestamp=timestamp, dialect=self.dialect)
        return Answer(refusal.problem.status, to_json(body))


def _store_of_many() -> type[Store]:
    # Imported here: the mock starts sooner without numpy, and few worlds need it.
    from mock_server.store import Store

    return Store


def _joined(before: bytes, page: Page, after: bytes) -> bytes:
    return b"".join((before, b",".join(page.items), after))

"""Envelopes as bytes: what surrounds the items of a page, written once for all pages of a list and all searches in it.

Between these only a few values differ. So an envelope is remembered as a form: what the contract writes for one of the
pages, with gaps where the others have other values.
"""

from __future__ import annotations

import re
from operator import attrgetter

from contracts.schema import wire
from contracts.schema.access import Caller
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.query import PARAMETERS, ListQuery
from mock_server.items import to_json
from mock_server.selection import Memory

_GAPS = (
    (re.compile(rb'"(total|limit|offset|page)":[0-9]+'), rb'"\1":%(\1)d'),
    (re.compile(rb'"(has_more|search)":(?:true|false|"(?:[^"\\]|\\.)*")'), rb'"\1":%(\1)b'),
)
"""Members with values that differ, and the gaps for them. Within a text a member's quotes would be escaped."""

_forming = attrgetter(*(name for name in PARAMETERS if name not in ("limit", "offset", "search")))
"""Return the values that stand in a form itself."""


class Envelopes:
    """The envelopes of a dialect. Threads may share them."""

    def __init__(self, dialect: Dialect = DOCUMENTED) -> None:
        """Write none yet; forms of 4 MB are remembered."""
        self.dialect = dialect
        self._forms: Memory[bytes] = Memory(most_bytes=1 << 22, most_entries=1024)

    def around(self, query: ListQuery, caller: Caller, *, total: int, shown: int) -> tuple[bytes, bytes]:
        """Return what stands before and after the items, of which so many are shown; `total` counts all pages'."""
        # A dialect may leave out a search that nobody asks for.
        key = (caller, query.search is None, _forming(query))
        form = self._forms.recall(key, lambda: self._form(query, caller))
        filled = form % {
            b"total": total,
            b"limit": query.limit,
            b"offset": query.offset,
            b"page": query.offset // query.limit + 1,
            b"has_more": b"true" if query.offset + shown < total else b"false",
            b"search": b"" if query.search is None else to_json(query.search),
        }
        before, member, after = filled.partition(b'"assistants":[')
        return before + member, after

    def _form(self, query: ListQuery, caller: Caller) -> bytes:
        envelope = wire.listing((), total=0, query=query, caller=caller, dialect=self.dialect)
        form = to_json(envelope).replace(b"%", b"%%")
        for member, gap in _GAPS:
            form = member.sub(gap, form)
        return form

"""One exchange with all that a relation may know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from contracts.checks import page as pages
from contracts.checks.asking.exchange import Exchange
from contracts.checks.census import Census
from contracts.checks.page import Page
from contracts.checks.prediction import Prediction, is_settled, predict
from contracts.schema import query
from contracts.schema.dialect import Dialect
from contracts.schema.problems import Invalid
from contracts.schema.query import ListQuery

_REFUSED_WHEN_EMPTY = ("organization_id", "limit")
_OTHER_INTEGERS = re.compile(r"\s*[+-]?0*[0-9]+(?:_[0-9]+)*(?:\.0*)?\s*")
_BOOLEANS = ("true", "false", "1", "0")
_OTHER_BOOLEANS = ("", "true", "false", "yes", "no", "on", "off", "y", "n", "t", "f")
_INTEGER = re.compile("-?(?:0|[1-9][0-9]*)")


def _is_open(name: str, text: str) -> bool:
    """Tell whether servers may well read a parameter's text in two ways."""
    if name == "include_inactive":
        return text not in _BOOLEANS and text.lower() in _OTHER_BOOLEANS
    if name in ("limit", "offset") and text:
        return bool(_OTHER_INTEGERS.fullmatch(text)) and not _INTEGER.fullmatch(text)
    return not text and name in query.PARAMETERS and name not in (*_REFUSED_WHEN_EMPTY, "search")


@dataclass(frozen=True)
class Asked:
    """An exchange, the dialect, and what else the run knows."""

    exchange: Exchange
    dialect: Dialect
    census: Census | None = None
    earlier: Exchange | None = None
    """An earlier answer to the same question, if it was asked before."""
    same_caller: Exchange | None = None
    """The first list that this caller was answered with."""
    same_order: Exchange | None = None
    """An earlier part of the same list, in the same order."""
    previous: Exchange | None = None
    """Whatever was asked just before."""
    ties_known: bool = False
    """Whether the dialect's order of ties was seen; any stable order will do where it was not."""
    secrets: tuple[str, ...] = ()
    """What no answer may repeat."""
    foreign: str | None = None
    """An organization that exists and that the caller does not belong to, if one is known."""
    unknown: Exchange | None = None
    """The answer about an organization that does not exist."""

    @cached_property
    def query(self) -> ListQuery | tuple[Invalid, ...]:
        """The query as the dialect reads it, or what is wrong with it."""
        return query.read(self.exchange.question.parameters, self.dialect)

    @cached_property
    def page(self) -> Page | None:
        """The page that was answered, if it was one."""
        return pages.read(self.exchange)

    @property
    def is_plain(self) -> bool:
        """Whether the first caller asked the documented path about the census's organization, in clear text.

        What the documents leave open about a text (is `vector_store_id=` a store, or none? is `+5` an integer?) is no
        clear text.
        """
        question = self.exchange.question
        return (
            question.credentials == "first"
            and question.raw_query is None
            and (question.method, question.path) == ("GET", "/v1/assistants")
            and not any(_is_open(name, text) for name, text in question.parameters)
        )

    @property
    def listed(self) -> tuple[ListQuery, Page] | None:
        """The query and its page, when a valid question about the census's organization was answered with one."""
        asked, page = self.query, self.page
        if not self.is_plain or page is None or not isinstance(asked, ListQuery):
            return None
        return None if self.is_foreign else (asked, page)

    @property
    def is_foreign(self) -> bool:
        """Whether the question names another organization than the census's: the caller's is one."""
        named = {text for name, text in self.exchange.question.parameters if name == "organization_id" and text}
        return self.census is not None and bool(named - {self.census.organization_id})

    @cached_property
    def expected(self) -> Prediction | None:
        """What the census predicts, where it can: a whole census, and a query about its organization."""
        known = self.census
        asked = self.query
        if not self.is_plain or known is None or not isinstance(asked, ListQuery):
            return None
        predictable = known.whole and known.is_sound and asked.organization_id == known.organization_id
        if not predictable or not is_settled(asked.search, known.searched, self.dialect):
            return None
        return predict(known, asked, self.dialect)

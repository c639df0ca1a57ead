"""What shows how a dialect reads a query: its words, its spaces, a parameter that is sent twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from contracts.checks import page as pages
from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.census import Census, latest
from contracts.checks.learning.learner import Decided, Learner, Step, Verdict
from contracts.checks.page import Item
from contracts.checks.prediction import predict
from contracts.schema import query, reference
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.query import ListQuery


def _refused(exchange: Exchange) -> bool:
    return 400 <= exchange.status < 500


def _modes(learner: Learner) -> Iterable[Decided]:
    mode = _met_mode(learner.census.items)
    exchange = learner.ask(learner.base.vary(access_mode=mode))
    if _refused(exchange):
        yield "access_mode_filter", exchange, ("documented", f"{mode} is refused with {exchange.status}")
        return
    found = pages.read(exchange)
    empty = found is not None and found.total == 0
    exchange = learner.ask(learner.base.vary(access_mode="nonsense"))
    if _refused(exchange):
        yield "access_mode_filter", exchange, ("object_modes", f"nonsense is refused with {exchange.status}")
    elif empty and _active(learner.census.items, mode):
        yield "access_mode_filter", exchange, ("others_empty", f"there are assistants of mode {mode}, and none found")
    else:
        yield "access_mode_filter", exchange, ("any", f"nonsense is answered with {exchange.status}")


_OBJECT_MODES = ("department", "restricted", "global")
"""Modes of an assistant that the list page's filter does not name."""


def _active(items: Iterable[Item], mode: str) -> bool:
    return any(item.get("is_active") is True and item.get("access_mode") == mode for item in items)


def _met_mode(items: Sequence[Item]) -> str:
    """Return a mode that the filter does not name; one that an active assistant has, if there is any."""
    return next((mode for mode in _OBJECT_MODES if _active(items, mode)), _OBJECT_MODES[0])


def with_zero(census: Census) -> Question:
    """Return the question that shows whether `0` is a boolean, and then who is active."""
    return latest(census.organization_id).vary(include_inactive="0")


def _booleans(learner: Learner) -> Iterable[Decided]:
    exchange = learner.ask(with_zero(learner.census))
    name = "two" if _refused(exchange) else "many"
    yield "boolean_words", exchange, (name, f"`0` is answered with {exchange.status}")


def _repeated(learner: Learner) -> Iterable[Decided]:
    exchange = learner.ask(learner.base.vary(limit="1").also("limit", "2"))
    page = pages.read(exchange)
    if _refused(exchange):
        yield "repeated_parameter", exchange, ("refused", f"a second limit is refused with {exchange.status}")
    elif page is not None:
        effective = page.limit if page.limit is not None else len(page.items) if (page.total or 0) > 1 else None
        name = {1: "first", 2: "last"}.get(effective or 0)
        verdict = (name, f"limit=1&limit=2 has limit {effective}") if effective is not None else None
        yield "repeated_parameter", exchange, verdict


def _predicted_ids(learner: Learner, dialect: Dialect, **values: Any) -> list[Any]:
    asked = ListQuery(organization_id=learner.census.organization_id, include_inactive=True, limit=100, **values)
    return [row["id"] for row in predict(learner.census, asked, dialect).selection]


def _by_results(learner: Learner, row: str, text: str, terms: Iterable[str]) -> tuple[Exchange, Verdict | None]:
    exchange = learner.ask(learner.base.vary(search=text, include_inactive="true", limit="100"))
    page = pages.read(exchange)
    if page is None:
        return exchange, None
    fits = []
    for reading, term in zip(AMBIGUITIES[row].readings, terms, strict=True):
        dialect = learner.dialect.replace("try", **{row: reading.name})
        expected = _predicted_ids(learner, dialect, search=term)
        if page.total == len(expected) and set(page.ids) <= set(expected):
            fits.append(reading.name)
    if len(fits) > 1:
        return exchange, None
    return exchange, (fits[0] if fits else None, f"search {text!r} finds {page.total}")


def _search_case(learner: Learner) -> Iterable[Decided]:
    names = [item["name"] for item in learner.census.items if isinstance(item.get("name"), str)]
    for name in names if learner.census.is_sound else ():
        text = name.strip().swapcase()
        found = [
            _predicted_ids(learner, DOCUMENTED.replace("try", search_case=reading), search=text)
            for reading in reference.FOLDS
        ]
        if text.isprintable() and len(text) <= 100 and len(found[0]) != len(found[1]):
            yield "search_case", *_by_results(learner, "search_case", text, [text, text])
            return


def _search_spaces(learner: Learner) -> Iterable[Decided]:
    names = [item["name"].strip() for item in learner.census.items if isinstance(item.get("name"), str)]
    usable = (name for name in names if name.isprintable() and 0 < len(name) <= 100)
    name = next(usable, None)
    if name is None or not learner.census.is_sound:
        return
    text = f" {name} "
    terms = [query.SEARCH_TERMS[reading.name](text) for reading in AMBIGUITIES["search_spaces"].readings]
    exchange, verdict = _by_results(learner, "search_spaces", text, terms)
    page = pages.read(exchange)
    said = (page.filters or {}).get("search") if page is not None else None
    if said in (text, name):
        reading = "verbatim" if said == text else "trimmed"
        yield "search_spaces", exchange, (reading, f"search {text!r} is repeated as {said!r}")
    else:
        yield "search_spaces", exchange, verdict


STEPS: tuple[Step, ...] = (_search_case, _search_spaces, _modes, _booleans, _repeated)

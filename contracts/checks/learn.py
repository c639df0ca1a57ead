"""Learn the dialect of a deployment: the reading of each row that its answers decide.

Each row is decided by the first of its answers that can tell the readings apart. Where the data cannot tell, the row
is *not exercised* and keeps its default; where an answer fits no reading, it is *outside every reading*, and the
relations say what is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from contracts.checks import page as pages
from contracts.checks import votes
from contracts.checks.census import Ask, Census
from contracts.checks.exchange import Exchange
from contracts.checks.page import Item, Page
from contracts.checks.prediction import predict
from contracts.checks.question import Question
from contracts.schema import query, reference
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.query import ListQuery

Outcome = Literal["learned", "not exercised", "outside every reading"]

_NEXT = str.maketrans("0123456789abcdefghijklmnopqrstuvwxyz", "1234567890bcdefahijklmnopqrstuvwxyzg")


def unknown_organization(own: str) -> str:
    """Return an id in the form of one's own that no organization has: another one at its end."""
    return own[:-6] + own[-6:].translate(_NEXT)


LEAST_TIES = 10
"""Pairs of equals that must agree before an order of ties counts as seen; fewer may agree by chance."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one row: its reading, how it was found, and the exchange that decided it."""

    row: str
    reading: str
    outcome: Outcome
    note: str
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """A dialect, and what is known of each of its rows."""

    dialect: Dialect
    findings: Mapping[str, Finding]

    @property
    def ties_known(self) -> bool:
        """Whether an order of ties was recognised that needs no knowledge of how assistants are stored."""
        found = self.findings["tie_order"]
        return found.outcome == "learned" and found.reading != "stored"


Verdict = tuple[str | None, str]
"""A reading, or None for an answer outside every reading, and why."""


class Learner:
    """Asks what decides the rows, and remembers what was found."""

    def __init__(self, ask: Ask, census: Census, foreign: str | None = None) -> None:
        """Prepare to learn; `foreign` is an organization that exists and that the caller does not belong to."""
        self.ask = ask
        self.census = census
        self.foreign = foreign
        self.findings: dict[str, Finding] = {}
        self.base = Question((("organization_id", census.organization_id),))

    @property
    def dialect(self) -> Dialect:
        """The dialect as far as it is known."""
        return DOCUMENTED.replace("learned", **{row: each.reading for row, each in self.findings.items()})

    def take(self, steps: Iterable[Step]) -> None:
        """Decide the rows of some steps, in an order in which later rows may use earlier ones."""
        for step in steps:
            for row, exchange, verdict in step(self):
                self._note(row, exchange, verdict)

    def learned(self) -> Learned:
        """Return what was decided; every other row is not exercised."""
        for row in AMBIGUITIES:
            self._note(row, None, None)
        return Learned(self.dialect, {row: self.findings[row] for row in AMBIGUITIES})

    def _note(self, row: str, exchange: Exchange | None, verdict: Verdict | None) -> None:
        if row in self.findings:
            return
        default = AMBIGUITIES[row].default.name
        if verdict is not None and verdict[0] not in {each.name for each in AMBIGUITIES[row].readings}:
            verdict = (None, verdict[1])
        if verdict is None:
            self.findings[row] = Finding(row, default, "not exercised", "no answer tells the readings apart", exchange)
        elif verdict[0] is None:
            self.findings[row] = Finding(row, default, "outside every reading", verdict[1], exchange)
        else:
            self.findings[row] = Finding(row, verdict[0], "learned", verdict[1], exchange)


Decided = tuple[str, Exchange | None, Verdict | None]
"""A row, the exchange that decides it, and its verdict; None where the exchange cannot tell."""

Step = Callable[[Learner], Iterable[Decided]]


# --- items and envelope


def _items(learner: Learner) -> Iterable[Decided]:
    first = learner.census.exchanges[0] if learner.census.exchanges else None
    for row, vote in votes.FULL_ITEM.items():
        yield row, first, votes.count(vote, learner.census.items)


def _default_page(learner: Learner) -> Iterable[Decided]:
    exchange = learner.ask(learner.base)
    page = pages.read(exchange)
    if page is None:
        return
    body = exchange.json
    yield "envelope", exchange, votes.envelope(body)
    yield "default_limit", exchange, _default_limit(page, learner.dialect["envelope"])
    yield "summary_properties", exchange, votes.summary(page.items)
    yield "tool_capabilities", exchange, votes.capabilities(page.items, learner.census.items)
    if page.filters is not None:
        extra = {"vector_store_id", "fields"} & set(page.filters)
        name = "every_parameter" if extra else "documented"
        yield "filters_applied", exchange, (name, f"names {', '.join(page.filters)}")
        name = "null" if "search" in page.filters else "absent"
        yield "unused_filters", exchange, (name, f"search is {name}")
    if (page.organization_count or 0) > 1:
        yield "organization_count", exchange, ("memberships", f"organization_count is {page.organization_count}")
    yield "key_user", exchange, votes.key_user(page.user_id, learner.census.items)


_DEFAULT_LIMITS = {"documented": {"fifty"}, "example": {"fifty", "twenty"}}
"""Envelope -> the default limits that go with it: only the list page's example, whole, says 20."""


def _default_limit(page: Page, envelope: str) -> Verdict | None:
    found = {query.DEFAULT_LIMITS[name]: name for name in _DEFAULT_LIMITS[envelope]}
    if page.limit is not None:
        return found.get(page.limit), f"limit is {page.limit} when none is sent"
    if page.total is not None and page.total > len(page.items):
        return found.get(len(page.items)), f"{len(page.items)} items of {page.total} when no limit is sent"
    return None


# --- the query


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


def _booleans(learner: Learner) -> Iterable[Decided]:
    exchange = learner.ask(learner.base.vary(include_inactive="0"))
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


# --- order and access


def _name_order(learner: Learner) -> Iterable[Decided]:
    names = [item["name"] for item in learner.census.items if isinstance(item.get("name"), str)]
    fits = [
        reading
        for reading, fold in reference.NAME_KEYS.items()
        if all(fold(one) <= fold(other) for one, other in pairwise(names))
    ]
    first = learner.census.exchanges[0] if learner.census.exchanges else None
    if len(fits) == 1:
        yield "name_order", first, (fits[0], f"{len(names)} names are in this order and in no other")
    elif fits and AMBIGUITIES["name_order"].default.name not in fits:
        yield "name_order", first, (fits[0], f"{len(names)} names are in this order, and also in {', '.join(fits[1:])}")
    elif not fits:
        breaks = {
            reading: sum(fold(one) > fold(other) for one, other in pairwise(names))
            for reading, fold in reference.NAME_KEYS.items()
        }
        nearest = min(breaks, key=lambda reading: breaks[reading])
        yield "name_order", first, (None, f"names are in no order; nearest to {nearest}")


def _ties(learner: Learner) -> Iterable[Decided]:
    asked = learner.base.vary(include_inactive="true", limit="100", sort_by="created_at")
    ascending, descending = learner.ask(asked), learner.ask(asked.vary(sort_order="desc"))
    up, down = pages.read(ascending), pages.read(descending)
    if up is None or down is None:
        return
    by_name = learner.census.items
    fold = reference.NAME_KEYS[learner.dialect["name_order"]]
    rising = [*_tied(up.items, lambda item: item.get("created_at"))]
    rising += _tied(by_name, lambda item: fold(str(item.get("name"))))
    falling = _tied(down.items, lambda item: item.get("created_at"))
    signs = ({one < other for one, other in rising}, {one < other for one, other in falling})
    named = {
        ((True,), (True,)): "id",
        ((True,), (False,)): "id_directed",
        ((), (True,)): "id",
        ((), (False,)): "id_directed",
    }
    key = (tuple(signs[0]), tuple(signs[1]))
    if len(rising) + len(falling) < LEAST_TIES:
        return
    if key in named:
        yield "tie_order", descending, (named[key], f"{len(rising) + len(falling)} ties, all in this order")
    elif signs[1]:
        yield "tie_order", descending, ("stored", "ties are not ordered by id")


def _tied(items: Iterable[Item], key: Callable[[Item], Any]) -> list[tuple[str, str]]:
    return [(str(one.get("id")), str(other.get("id"))) for one, other in pairwise(items) if key(one) == key(other)]


def _access(learner: Learner) -> Iterable[Decided]:
    first = learner.census.exchanges[0] if learner.census.exchanges else None
    page = pages.read(first) if first is not None else None
    user = page.user_id if page is not None else None
    items = learner.census.items
    if any(item.get("deleted_at") for item in items):
        yield "soft_deleted", first, ("with_inactive", "a soft-deleted assistant is listed")
    if any(item.get("api_enabled") is False for item in items):
        yield "api_disabled", first, ("listed", "an assistant with api_enabled false is listed")
    if user is not None and any(votes.only_lists_grant(item, user) for item in items):
        yield "access_rules", first, ("grants", "a list grants access outside its mode")


# --- refusals


def _credentials(learner: Learner) -> Iterable[Decided]:
    nobody = learner.ask(learner.base.with_(credentials="none"))
    stranger = learner.ask(learner.base.with_(credentials="wrong key"))
    yield "error_body", nobody, votes.error_body(nobody.json)
    yield "error_type", nobody, votes.error_type(nobody.json)
    codes = votes.error_words(nobody.json), votes.error_words(stranger.json)
    if all(codes):
        name = "general" if codes[0] == codes[1] else "specific"
        yield "credential_codes", stranger, (name, f"without key {codes[0]}, with a wrong key {codes[1]}")


def _validation(learner: Learner) -> Iterable[Decided]:
    exchange = learner.ask(learner.base.vary(limit="101"))
    status = str(exchange.status)
    yield "validation_status", exchange, (status if status in ("422", "400") else None, f"limit=101 is {status}")
    code = votes.error_code(exchange.json)
    if code is not None:
        known = {reading: problem.code for reading, problem in reference.VALIDATION.items()}
        name = next((reading for reading, each in known.items() if each == code.upper()), None)
        yield "validation_code", exchange, (name, f"code is {code}")


def _organizations(learner: Learner) -> Iterable[Decided]:
    asked = {
        "unknown_organization": unknown_organization(learner.census.organization_id),
        "foreign_organization": learner.foreign,
    }
    for row, organization_id in asked.items():
        if organization_id is not None:
            exchange = learner.ask(Question.of(organization_id=organization_id))
            yield row, exchange, votes.closed(exchange)


def _order(learner: Learner) -> Iterable[Decided]:
    others = (learner.foreign, unknown_organization(learner.census.organization_id))
    asked = [Question.of(organization_id=each) for each in others if each is not None]
    closed = next((each for each in asked if learner.ask(each).status in (403, 404)), None)
    if closed is not None:
        exchange = learner.ask(closed.vary(limit="101"))
        name = {422: "parameters", 400: "parameters", 403: "membership", 404: "membership"}.get(exchange.status)
        yield "check_order", exchange, (name, f"both wrong is {exchange.status}")


def _paths(learner: Learner) -> Iterable[Decided]:
    exchange = learner.ask(learner.base.with_(path="/v1/assistants/"))
    name = {404: "not_found"}.get(exchange.status, "redirect" if 300 <= exchange.status < 400 else None)
    yield "trailing_slash", exchange, (name, f"answered {exchange.status}")
    exchange = learner.ask(Question(path="/v1/no-such-path"))
    if learner.dialect["error_body"] != "framework":
        body = votes.error_body(exchange.json)
        reading = None if body is None or body[0] is None else body[0]
        name = {"framework": "framework", learner.dialect["error_body"]: "error_body"}.get(reading or "")
        yield "unmatched_body", exchange, (name, f"status {exchange.status}")


LISTING: tuple[Step, ...] = (_items, _default_page, _name_order, _ties, _access)
"""Steps that look at lists: what most relations judge by."""

OTHERS: tuple[Step, ...] = (
    _search_case,
    _search_spaces,
    _modes,
    _booleans,
    _repeated,
    _credentials,
    _validation,
    _organizations,
)
"""Steps that ask what only learning needs."""

ELSEWHERE: tuple[Step, ...] = (_order, _paths)
"""Steps that ask what no relation judges: a mock needs to know."""


def learn(ask: Ask, census: Census, foreign: str | None = None) -> Learned:
    """Decide every row."""
    learner = Learner(ask, census, foreign)
    learner.take((*LISTING, *OTHERS, *ELSEWHERE))
    return learner.learned()

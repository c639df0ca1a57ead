"""Why did I get this? An answer explained: who asked what, what each condition removed, what the page then shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from contracts.schema import query, reference
from contracts.schema.access import Caller
from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import Dialect
from contracts.schema.problems import Refusal
from contracts.schema.query import ListQuery
from mock_server import params
from mock_server.answers import Admitted, Answers
from mock_server.journal.funnel import Named, Step, named, steps
from mock_server.journal.record import Record
from mock_server.selection import at

ROUTE = "/v1/assistants"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: the texts sent for it, its effective value, the default where none was sent, and what is wrong."""

    name: str
    sent: tuple[str, ...]
    value: Any
    wrong: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the question has no answer."""

    status: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The page: in which order, which positions of how many (from 1; 0 to 0 when empty), and its assistants."""

    order: str
    total: int
    first: int
    last: int
    assistants: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an answer is what it is; `dataclasses.asdict` makes it JSON.

    `ignored` are names that were sent and are no parameters; `differs` says how the answer differs from what is
    explained here, and why, or is None. A refused question has neither steps nor a page.
    """

    caller: str
    parameters: tuple[Parameter, ...]
    ignored: tuple[str, ...]
    differs: str | None
    refused: Refused | None = None
    steps: tuple[Step, ...] = ()
    page: Shown | None = None


def why(answers: Answers, record: Record, caller: Caller | Refusal) -> Explanation:
    """Explain an answer of the list; `caller` is what `reference.authenticate` told of its credentials.

    `answers` must be those of the state that answered. ValueError when the request was none for the list.
    """
    if record.path != ROUTE or record.method not in ("GET", "HEAD"):
        raise ValueError(f"{record.method} {record.path}: only answers of GET {ROUTE} are explained")
    sent = params.pairs(record.query)
    admitted = _admit(answers, sent, caller)
    told = Explanation(
        caller=_described(caller, query.read_organization(sent, answers.dialect)),
        parameters=tuple(_parameter(name, sent, answers.dialect) for name in query.READERS),
        ignored=tuple(_ignored(sent)),
        differs=_difference(answers, admitted, record),
    )
    if isinstance(admitted, Refusal):
        problem = admitted.problem
        return replace(told, refused=Refused(problem.status, problem.code, admitted.reason))
    store = answers.store(admitted.query.organization_id)
    if store is None:  # a dialect may list nothing of an organization that does not exist
        return replace(told, steps=(Step("organization_id", 0, 0),), page=_page(admitted.query, 0, (), answers.dialect))
    selection = store.select(admitted.query, admitted.caller)
    shown = named(store, [at(each)[0] for each in selection.page(admitted.query)])
    return replace(
        told,
        steps=tuple(steps(store, admitted.query, admitted.caller)),
        page=_page(admitted.query, selection.total, shown, answers.dialect),
    )


def _admit(answers: Answers, sent: Sequence[tuple[str, str]], caller: Caller | Refusal) -> Admitted | Refusal:
    if isinstance(caller, Refusal):
        return caller
    organizations = [each.id for each in answers.world.organizations]
    asked = reference.admit(sent, caller, organizations, answers.dialect)
    return asked if isinstance(asked, Refusal) else Admitted(asked, caller)


def _difference(answers: Answers, admitted: Admitted | Refusal, record: Record) -> str | None:
    right = admitted.problem.status if isinstance(admitted, Refusal) else 200
    found = 200 if record.status == 304 else record.status
    if right != found:
        return f"answered {found} where {right} is right: {_because(record)}"
    # The body of a refusal holds the time.
    if isinstance(admitted, Refusal) or record.body in (b"", answers.write(answers.page(admitted), admitted)):
        return None
    return f"answered another body than is explained here: {_because(record)}"


def _because(record: Record) -> str:
    if record.applied:
        return f"on purpose, {', '.join(record.applied)}"
    if record.key_in_url:
        return "a key in the URL is masked here, and may have been part of a parameter"
    return "assistants, dialect or defects have changed since"


# --- who asked what


def _described(caller: Caller | Refusal, organization_id: str | None) -> str:
    if isinstance(caller, Refusal):
        return f"nobody known: {caller.reason}"
    way = "with a token"
    if caller.key_id is not None:
        way = f"with the API key {caller.key_id}, which is for {caller.key_organization_id or 'any organization'}"
    return f"{caller.user_id} {way}; {_place(caller, organization_id)}"


def _place(caller: Caller, organization_id: str | None) -> str:
    if organization_id is None:
        return f"member of {len(caller.memberships)} organizations"
    member = caller.membership(organization_id)
    if member is None:
        return f"not let into {organization_id}"
    held = {"roles": member.roles, "departments": member.departments}
    details = "".join(f", {name} {', '.join(sorted(found))}" for name, found in held.items() if found)
    return f"member of {organization_id}{details}"


def _parameter(name: str, sent: Sequence[tuple[str, str]], dialect: Dialect) -> Parameter:
    own = [pair for pair in sent if pair[0] == name]
    # Each is read on its own, so that one that is wrong hides no other.
    others = [] if name == "organization_id" else [("organization_id", "-")]
    read = query.read([*others, *own], dialect)
    texts = tuple(text for _, text in own)
    if isinstance(read, ListQuery):
        return Parameter(name, texts, getattr(read, name))
    return Parameter(name, texts, None, read[0].message)


def _ignored(sent: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name in dict.fromkeys(name for name, _ in sent):
        if name not in query.READERS:
            near = get_close_matches(name, query.READERS, n=1)
            yield f"{name}: is no parameter, and was ignored" + (f"; did you mean {near[0]}?" if near else "")


# --- what is shown


def _page(asked: ListQuery, total: int, shown: Sequence[Named], dialect: Dialect) -> Shown:
    first = asked.offset + 1 if shown else 0
    return Shown(_order(asked, dialect), total, first, first + len(shown) - 1 if shown else 0, tuple(shown))


def _order(asked: ListQuery, dialect: Dialect) -> str:
    names, ties = (AMBIGUITIES[row].reading(dialect[row]).means for row in ("name_order", "tie_order"))
    by = f"name ({names})" if asked.sort_by == "name" else asked.sort_by
    return f"{by}, {asked.sort_order}; equal ones {ties}"

"""The funnel: from all assistants of an organization to those that a query lists, step by step.

Every step is a mask of the store, which is proven equal to the reference: nothing is matched a second way here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from contracts.schema.access import Caller, grants
from contracts.schema.query import ListQuery
from fixtures.organizations import Indices
from mock_server.store import Mask, Store

_EXAMPLES = 5
"""Assistants that a group names."""


@dataclass(frozen=True, slots=True)
class Named:
    """An assistant by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """Assistants that share a reason: how many, and the first few in the order they are stored."""

    reason: str
    count: int
    examples: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What one condition leaves of what the conditions before it left.

    `name` is the parameter, or `access` or `deleted_at` for what nobody asks for; `kept` says by which grants.
    """

    name: str
    removed: int
    left: int
    gone: tuple[Group, ...] = ()
    kept: tuple[Group, ...] = ()


def steps(store: Store, query: ListQuery, caller: Caller) -> Iterator[Step]:
    """Yield what each condition removes: what the caller may not see, what is deleted, then each filter in force."""
    yield Step("organization_id", 0, len(store.organization))
    left = store.levels(caller) != 0
    unseen = tuple(_unseen(store, query, caller))
    yield Step("access", _count(~left), _count(left), unseen, _seen(store, caller))
    for name, mask in store.masks(query):
        lost, left = left & ~mask, left & mask
        reason = _REASONS[name].format(getattr(query, name, None))
        yield Step(name, _count(lost), _count(left), _groups(store, {reason: lost}))


_REASONS: Mapping[str, str] = {
    "deleted_at": "soft-deleted",
    "include_inactive": "inactive, and include_inactive is false",
    "search": "neither name nor description holds {!r}",
    "access_mode": "not of the access_mode {!r} that is asked for",
    "vector_store_id": "vector_store_ids does not hold {!r}",
}
"""Name of a mask -> why it leaves an assistant out, with the parameter's value."""


def _count(mask: Mask) -> int:
    return int(np.count_nonzero(mask))


def named(store: Store, positions: Indices) -> tuple[Named, ...]:
    """Return the assistants at some positions."""
    return tuple(Named(**row) for row in store.organization.rows(positions, ("id", "name")))


def _groups(store: Store, masks: Mapping[str, Mask]) -> tuple[Group, ...]:
    return tuple(_group(store, reason, np.flatnonzero(mask)) for reason, mask in masks.items() if mask.any())


def _group(store: Store, reason: str, positions: NDArray[np.integer]) -> Group:
    return Group(reason, len(positions), named(store, positions[:_EXAMPLES]))


# --- access


def _seen(store: Store, caller: Caller) -> tuple[Group, ...]:
    """Return what a caller may see by the grant that counts: the first that holds."""
    member = caller.membership(store.organization.id)
    found: dict[str, Mask] = {}
    seen = np.zeros(len(store.organization), bool)
    for grant in grants(caller, member, store.dialect) if member is not None else ():
        held = store.held(grant)
        found[f"{grant.level} by {' and '.join(name for name, _ in grant.conditions)}"] = held & ~seen
        seen |= held
    return _groups(store, found)


def _unseen(store: Store, query: ListQuery, caller: Caller) -> Iterator[Group]:
    hidden = store.levels(caller) == 0
    # A key is refused what its creator sees with a token.
    by_token = store.levels(replace(caller, key_id=None)) != 0
    yield from _groups(store, {"api_enabled is false, which hides it from API keys": hidden & by_token})
    ungranted = np.flatnonzero(hidden & ~by_token)
    modes = store.organization.column("access_mode", ungranted).to_list()
    for mode in Counter(modes):
        of_mode = ungranted[[each == mode for each in modes]]
        yield _group(store, f"access_mode is {mode}, and no grant holds for the caller", of_mode)

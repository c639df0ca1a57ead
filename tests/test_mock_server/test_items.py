"""Items are written once, as the contract writes them."""

from __future__ import annotations

import json

import pytest

from contracts.schema import wire
from contracts.schema.access import AccessLevel
from contracts.schema.dialect import DIALECTS
from fixtures.organizations import ListedOrganization
from fixtures.world import make_world
from mock_server.items import ItemEncoder, new_memory, to_json
from mock_server.selection import Memory, place

MAIN = make_world().named("main")
LISTED = ListedOrganization(MAIN.id, MAIN.name, tuple(MAIN.rows(range(5))))
SEEN = [(3, AccessLevel.VIEW), (0, AccessLevel.OWNER), (4, AccessLevel.EDIT)]
PAGE = [place(*each) for each in SEEN]


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize("fields", ["summary", "standard", "full"])
@pytest.mark.parametrize("organization", [MAIN, LISTED], ids=["generated", "listed"])
def test_items_are_those_of_the_contract(organization, dialect, fields) -> None:
    """Each projection in each dialect, in the order of the page, from the properties it needs alone."""
    rows = organization.rows()
    expected = [wire.item(rows[at], level, fields, dialect) for at, level in SEEN]
    assert expected == [json.loads(item) for item in ItemEncoder(organization, dialect).encode(PAGE, fields)]


class Counted:
    """An organization that counts the rows it is asked for."""

    id, name = MAIN.id, MAIN.name

    def __init__(self) -> None:
        self.made: list[int] = []

    def rows(self, indices, fields):
        """Return rows of the organization behind."""
        self.made += indices
        return MAIN.rows(indices, fields)


def test_an_item_is_written_once_for_a_projection_and_a_level() -> None:
    """Asking again makes no row; another level or projection does."""
    organization = Counted()
    encoder = ItemEncoder(organization)
    first = encoder.encode(PAGE, "summary")
    assert first == encoder.encode(PAGE, "summary")
    encoder.encode([place(3, AccessLevel.OWNER), *PAGE], "summary")
    encoder.encode([place(4, AccessLevel.EDIT)], "standard")
    assert organization.made == [3, 0, 4, 3, 4]


def test_a_memory_without_room_changes_no_item() -> None:
    """A page may be larger than the memory."""
    forgetful = ItemEncoder(MAIN, memory=Memory(most_bytes=0, most_entries=0))
    assert ItemEncoder(MAIN).encode(PAGE, "full") == forgetful.encode(PAGE, "full")


def test_encoders_share_a_memory_without_mixing_organizations() -> None:
    """The same position of two organizations is two items."""
    memory = new_memory()
    small = make_world().named("small")
    encoders = [ItemEncoder(each, memory=memory) for each in (MAIN, small)]
    ids = [json.loads(encoder.encode(PAGE[:1], "summary")[0])["id"] for encoder in encoders]
    assert [each.rows([3])[0]["id"] for each in (MAIN, small)] == ids


def test_json_is_utf_8_without_spaces() -> None:
    """Bytes are ours: no escapes that UTF-8 does not need, no spaces, keys as they stand."""
    assert '{"b":["ß",null],"a":1}'.encode() == to_json({"b": ["ß", None], "a": 1})


def test_what_json_cannot_hold_stays_loud() -> None:
    """NaN is no JSON, though Python would write it."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"temperature": float("nan")})

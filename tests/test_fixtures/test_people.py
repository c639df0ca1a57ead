"""Keys and tokens stand for callers and never change."""

import pytest

from fixtures import make_world, people
from fixtures.people import PEOPLE, STATES

WORLD = make_world()


def test_secrets_are_the_same_for_every_seed_and_scenario() -> None:
    """Documents and `.env` files quote them."""
    assert WORLD.credentials == make_world(seed=9, scenario="huge").credentials


def test_a_secret_is_found_under_itself() -> None:
    """The mapping's key is the secret."""
    assert all(secret == credential.secret for secret, credential in WORLD.credentials.items())


@pytest.mark.parametrize(
    ("caller", "organizations"),
    [
        ("owner", ["abc123", "xyz789", "main", "small", "bare"]),
        ("editor", ["abc123", "xyz789", "main"]),
        ("member", ["abc123", "xyz789", "main"]),
        ("department", ["abc123", "xyz789", "main"]),
        ("outsider", ["small"]),
    ],
)
def test_callers_belong_where_they_should(caller: str, organizations: list[str]) -> None:
    """Memberships, in the world's order, and a key for each of them and for no other organization."""
    ids = [WORLD.short_names[short_name] for short_name in organizations]
    assert ids == [membership.organization_id for membership in WORLD.callers[caller].memberships]
    for short_name, organization_id in WORLD.short_names.items():
        secret = people.key_secret(caller, short_name)
        assert (secret in WORLD.credentials) == (organization_id in ids)


def test_a_key_acts_as_its_creator_in_one_organization() -> None:
    """A key opens its own organization; the same person's token opens all of theirs."""
    key = WORLD.credentials[WORLD.api_key("owner", "main")]
    token = WORLD.credentials[WORLD.bearer_token("owner")]
    assert (key.secret, key.kind, key.state) == ("ak_mock_owner_main", "api_key", "active")
    assert (token.secret, token.kind, token.state) == ("jwt_mock_owner", "bearer", "active")
    assert key.caller.user_id == token.caller.user_id == WORLD.callers["owner"].user_id
    assert key.caller.membership("org_abc123") is None
    assert token.caller.membership("org_abc123") is not None
    assert key.caller.membership(WORLD.short_names["main"]) is not None


def test_key_ids_differ() -> None:
    """Every key has an id of its own."""
    ids = [credential.caller.key_id for credential in WORLD.credentials.values() if credential.kind == "api_key"]
    assert None not in ids
    assert len(set(ids)) == len(ids)


def test_bad_credentials_are_bad_in_every_way() -> None:
    """A key in each state but active, and an expired token."""
    bad = {secret: (held.kind, held.state) for secret, held in WORLD.credentials.items() if held.state != "active"}
    assert dict(STATES) == bad
    assert {state for _, state in bad.values()} == {"expired", "deactivated", "paused"}


def test_roles_and_departments_carry_names_and_ids() -> None:
    """A row may use either spelling."""
    member = WORLD.callers["department"].memberships[0]
    assert member.roles == {"viewer", "role_viewer"}
    assert member.departments == {"Engineering", "dept_engineering"}


def test_everybody_has_a_story() -> None:
    """Lists of callers say who they are."""
    assert set(WORLD.callers) == set(PEOPLE)
    assert all(person.story for person in PEOPLE.values())

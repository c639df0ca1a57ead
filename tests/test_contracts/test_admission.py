"""Who may ask what: credentials in every state, parameters, membership, and which is checked first."""

from __future__ import annotations

import pytest

from contracts.schema.access import Caller, Credential, CredentialKind, CredentialState, Membership
from contracts.schema.dialect import DOCUMENTED
from contracts.schema.problems import Refusal
from contracts.schema.query import ListQuery
from contracts.schema.reference import admit, authenticate
from tests.test_contracts.dialects import taking

ME = Caller("usr_me", (Membership("org_a"),))
STATES: tuple[CredentialState, ...] = ("active", "expired", "deactivated", "paused")
KINDS: tuple[CredentialKind, ...] = ("api_key", "bearer")


def _caller(kind: CredentialKind) -> Caller:
    return Caller(f"usr_{kind}", (Membership("org_a"),))


CREDENTIALS = {
    f"{state}_{kind}": Credential(f"{state}_{kind}", kind, _caller(kind), state) for kind in KINDS for state in STATES
}
KEY, TOKEN = _caller("api_key"), _caller("bearer")
GENERAL = taking("credential_codes", "general")

# --- credentials

CASES = [
    ("active_api_key", None, KEY),
    (None, "Bearer active_bearer", TOKEN),
    ("active_api_key", "Bearer active_bearer", KEY),
    ("active_api_key", "Bearer nobody", KEY),
    ("nobody", "Bearer active_bearer", "INVALID_API_KEY"),
    ("", "Bearer active_bearer", TOKEN),
    ("nobody", None, "INVALID_API_KEY"),
    ("active_bearer", None, "INVALID_API_KEY"),
    ("ACTIVE_API_KEY", None, "INVALID_API_KEY"),
    ("expired_api_key", None, "API_KEY_EXPIRED"),
    ("deactivated_api_key", None, "API_KEY_DEACTIVATED"),
    ("paused_api_key", None, "API_KEY_PAUSED"),
    (None, "Bearer nobody", "TOKEN_INVALID"),
    (None, "Bearer ", "TOKEN_INVALID"),
    (None, "Bearer  active_bearer", "TOKEN_INVALID"),
    (None, "Bearer active_api_key", "TOKEN_INVALID"),
    (None, "Bearer expired_bearer", "TOKEN_EXPIRED"),
    (None, "Bearer deactivated_bearer", "TOKEN_INVALID"),
    (None, "Bearer paused_bearer", "TOKEN_INVALID"),
    (None, None, "AUTHENTICATION_REQUIRED"),
    ("", "", "AUTHENTICATION_REQUIRED"),
    (None, "bearer active_bearer", "AUTHENTICATION_REQUIRED"),
    (None, "Bearer", "AUTHENTICATION_REQUIRED"),
    (None, "Basic active_bearer", "AUTHENTICATION_REQUIRED"),
    (None, "active_bearer", "AUTHENTICATION_REQUIRED"),
]


@pytest.mark.parametrize(("api_key", "authorization", "expected"), CASES)
def test_credentials(api_key: str | None, authorization: str | None, expected: Caller | str) -> None:
    """A known active key or token is its caller; anything else a 401 of its own code, or of one for all."""
    answer = authenticate(api_key, authorization, CREDENTIALS)
    general = authenticate(api_key, authorization, CREDENTIALS, GENERAL)
    if isinstance(expected, Caller):
        assert expected == answer == general
    else:
        assert isinstance(answer, Refusal)
        assert isinstance(general, Refusal)
        assert (401, expected) == (answer.problem.status, answer.problem.code)
        assert (401, "AUTHENTICATION_REQUIRED") == (general.problem.status, general.problem.code)
        assert answer.reason == general.reason


@pytest.mark.parametrize(("api_key", "authorization", "_"), CASES)
def test_a_refusal_repeats_no_secret(api_key: str | None, authorization: str | None, _: object) -> None:
    """A reason names the header and the cure, not what was sent in it."""
    answer = authenticate(api_key, authorization, CREDENTIALS)
    if isinstance(answer, Refusal):
        assert "; " in answer.reason
        for secret in (api_key, (authorization or "").partition(" ")[2].strip()):
            assert not secret or secret not in answer.reason


# --- parameters and membership

ORGANIZATIONS = ("org_a", "org_b")
WRONG = ("limit", "0")
OTHER_CODES = {
    "access_denied": (403, "ORGANIZATION_ACCESS_DENIED"),
    "insufficient_permissions": (403, "INSUFFICIENT_PERMISSIONS"),
    "not_found": (404, "RESOURCE_NOT_FOUND"),
}


def _refused(*pairs: tuple[str, str], row: str = "timestamps", reading: str = "unix_seconds") -> tuple[int, str]:
    answer = admit(pairs, ME, ORGANIZATIONS, taking(row, reading))
    assert isinstance(answer, Refusal)
    return answer.problem.status, answer.problem.code


def test_a_member_is_admitted() -> None:
    """A right query about an own organization is the query."""
    pairs = (("organization_id", "org_a"), ("limit", "3"))
    assert ListQuery(organization_id="org_a", limit=3) == admit(iter(pairs), ME, ORGANIZATIONS)


@pytest.mark.parametrize(("reading", "expected"), OTHER_CODES.items())
def test_a_foreign_organization(reading: str, expected: tuple[int, str]) -> None:
    """An organization of others is denied, or said not to exist."""
    assert expected == _refused(("organization_id", "org_b"), row="foreign_organization", reading=reading)
    assert OTHER_CODES["access_denied"] == _refused(
        ("organization_id", "org_c"), row="foreign_organization", reading=reading
    )


@pytest.mark.parametrize(("reading", "expected"), OTHER_CODES.items())
def test_an_unknown_organization(reading: str, expected: tuple[int, str]) -> None:
    """An organization that does not exist is denied as a foreign one is, or not found."""
    assert expected == _refused(("organization_id", "org_c"), row="unknown_organization", reading=reading)
    assert OTHER_CODES["access_denied"] == _refused(
        ("organization_id", "org_b"), row="unknown_organization", reading=reading
    )


def test_an_unknown_organization_may_be_empty() -> None:
    """Read so, a question about no organization is admitted, one about a foreign one is not."""
    empty = taking("unknown_organization", "empty")
    assert ListQuery(organization_id="org_c") == admit([("organization_id", "org_c")], ME, ORGANIZATIONS, empty)
    assert OTHER_CODES["access_denied"] == _refused(
        ("organization_id", "org_b"), row="unknown_organization", reading="empty"
    )


def test_a_key_is_no_member_elsewhere() -> None:
    """A key asks about its own organization only, wherever its creator is a member."""
    key = Caller("usr_me", (Membership("org_a"), Membership("org_b")), "ak_1", "org_a")
    assert isinstance(admit([("organization_id", "org_a")], key, ORGANIZATIONS), ListQuery)
    refused = admit([("organization_id", "org_b")], key, ORGANIZATIONS)
    assert isinstance(refused, Refusal)
    assert "ORGANIZATION_ACCESS_DENIED" == refused.problem.code


@pytest.mark.parametrize(
    ("row", "reading", "expected"),
    [
        ("validation_status", "422", (422, "VALIDATION_ERROR")),
        ("validation_status", "400", (400, "VALIDATION_ERROR")),
        ("validation_code", "invalid_field_value", (422, "INVALID_FIELD_VALUE")),
    ],
)
def test_wrong_parameters(row: str, reading: str, expected: tuple[int, str]) -> None:
    """A wrong parameter is a 422 or a 400, under one code or the other."""
    assert expected == _refused(("organization_id", "org_a"), WRONG, row=row, reading=reading)


def test_both_rows_of_validation_together() -> None:
    """Status and code are read apart from each other."""
    both = DOCUMENTED.replace("both", validation_status="400", validation_code="invalid_field_value")
    answer = admit([WRONG], ME, ORGANIZATIONS, both)
    assert isinstance(answer, Refusal)
    assert (400, "INVALID_FIELD_VALUE") == (answer.problem.status, answer.problem.code)


def test_the_reason_holds_every_message() -> None:
    """A refusal of parameters carries all of them, and says all in one sentence."""
    answer = admit([WRONG], ME, ORGANIZATIONS)
    assert isinstance(answer, Refusal)
    assert ["organization_id", "limit"] == [each.field for each in answer.invalid]
    assert (
        "organization_id: is missing; send the id of the organization to list; "
        "limit: 0 is below 1; ask for at least 1" == answer.reason
    )


@pytest.mark.parametrize(
    ("pairs", "parameters", "membership"),
    [
        ([("organization_id", "org_b"), WRONG], 422, 403),
        ([("organization_id", "org_c"), WRONG], 422, 403),
        ([("organization_id", "org_b")], 403, 403),
        ([("organization_id", "org_a"), WRONG], 422, 422),
        ([WRONG], 422, 422),
        ([("organization_id", "")], 422, 422),
        ([], 422, 422),
    ],
    ids=["foreign and wrong", "unknown and wrong", "foreign", "own and wrong", "none and wrong", "empty", "nothing"],
)
def test_check_order(pairs: list[tuple[str, str]], parameters: int, membership: int) -> None:
    """Parameters come before membership, or after it; an organization that is not named is a parameter."""
    assert parameters == _refused(*pairs, row="check_order", reading="parameters")[0]
    assert membership == _refused(*pairs, row="check_order", reading="membership")[0]


def test_membership_first_counts_the_organization_that_counts() -> None:
    """Sent twice, the organization that is checked is the one that the reading takes."""
    pairs = [("organization_id", "org_a"), ("organization_id", "org_b"), WRONG]
    last = DOCUMENTED.replace("last", check_order="membership")
    first, refused = (last.replace(each, repeated_parameter=each) for each in ("first", "refused"))
    statuses = []
    for dialect in (last, first, refused):
        answer = admit(pairs, ME, ORGANIZATIONS, dialect)
        assert isinstance(answer, Refusal)
        statuses.append(answer.problem.status)
    assert [403, 422, 422] == statuses


@pytest.mark.parametrize("reading", OTHER_CODES)
@pytest.mark.parametrize(
    ("organization_id", "expected"),
    [
        ("org_a", "organization_id: this API key belongs to org_k and opens no other organization; send a key of the "),
        ("org_b", "organization_id: ask for an organization that you are a member of"),
        ("org_c", "organization_id: ask for an organization that you are a member of"),
    ],
    ids=["own", "foreign", "unknown"],
)
def test_a_member_is_told_that_the_key_is_for_another_organization(
    reading: str, organization_id: str, expected: str
) -> None:
    """Who is no member is told no more than before."""
    member = Caller("usr_me", (Membership("org_k"), Membership("org_a")), key_id="ak_1", key_organization_id="org_k")
    dialect = taking("foreign_organization", reading)
    answer = admit([("organization_id", organization_id)], member, (*ORGANIZATIONS, "org_k"), dialect)
    assert isinstance(answer, Refusal)
    assert answer.reason.startswith(expected)

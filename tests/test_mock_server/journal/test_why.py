"""An explanation adds up to the answer: whatever the world, the caller, the query and the dialect."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings

from contracts.schema import query, reference
from contracts.schema.access import Caller, Membership, level
from contracts.schema.dialect import DOCUMENTED, Dialect
from contracts.schema.problems import Refusal
from contracts.schema.query import ListQuery
from fixtures.rows import Row, complete
from fixtures.world import World, world_of_rows
from mock_server import params
from mock_server.answers import Admitted, Answers
from mock_server.journal.funnel import Group, Named, Step
from mock_server.journal.record import Record
from mock_server.journal.why import Explanation, Parameter, Refused, why
from tests.test_mock_server import strategies
from tests.test_mock_server.conftest import NOW
from tests.test_mock_server.journal.records import record

FILTERS = ("include_inactive", "search", "access_mode", "vector_store_id")


def answers_of(world: World, dialect: Dialect = DOCUMENTED) -> Answers:
    """Return the answers of a world; the clock stands still."""
    return Answers(world, dialect, clock=lambda: NOW)


def sent(answers: Answers, query_string: bytes, caller: Caller | Refusal) -> Record:
    """Return the record of a question that was answered rightly."""
    refused = caller if isinstance(caller, Refusal) else None
    if isinstance(caller, Caller):
        found = reference.admit(params.pairs(query_string), caller, _ids(answers), answers.dialect)
        if isinstance(found, ListQuery):
            body = answers.write(answers.page(Admitted(found, caller)), Admitted(found, caller))
            return record(query=query_string, body=body)
        refused = found
    assert refused is not None
    return record(query=query_string, body=b"{}", status=refused.problem.status, user_id=None)


def _ids(answers: Answers) -> list[str]:
    return [each.id for each in answers.world.organizations]


def text(asked: ListQuery) -> bytes:
    """Return the query string that asks a query."""
    values = {name: value for name, value in asdict(asked).items() if value is not None}
    return urlencode(values | {"include_inactive": str(asked.include_inactive).lower()}).encode()


def expected_steps(rows: list[Row], asked: ListQuery, caller: Caller, dialect: Dialect) -> list[int]:
    """Count by the reference what is left after the organization, access, the deleted, and each filter in force."""
    own = [row for row in rows if row["organization_id"] == asked.organization_id]
    seen = [row for row in own if level(row, caller, dialect) is not None]
    open_query = {"organization_id": asked.organization_id, "include_inactive": True}
    counts = [len(own), len(seen)]
    if dialect["soft_deleted"] == "hidden":
        counts.append(_matching(seen, open_query, dialect))
    for name in FILTERS:
        value = getattr(asked, name)
        if value is not None and not (name == "include_inactive" and value):
            open_query[name] = value
            counts.append(_matching(seen, open_query, dialect))
    return counts if own else counts[:1]


def _matching(rows: list[Row], asked: dict[str, Any], dialect: Dialect) -> int:
    return sum(reference.matches(row, ListQuery(**asked), dialect) for row in rows)


def adds_up(told: Explanation) -> None:
    """Check that no step loses a row without saying why."""
    left = told.steps[0].left
    for step in told.steps[1:]:
        assert left == step.left + step.removed
        assert step.removed == sum(group.count for group in step.gone)
        left = step.left
        for group in (*step.gone, *step.kept):
            assert min(5, group.count) == len(group.examples)
    for step in told.steps[1:2]:
        assert step.left == sum(group.count for group in step.kept)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=80)
@given(strategies.worlds, strategies.dialects, strategies.queries, strategies.callers)
def test_the_funnel_ends_with_what_the_reference_lists(
    rows: list[Row], dialect: Dialect, drawn: ListQuery, caller: Caller
) -> None:
    """Every step leaves what the reference leaves, the last one its total, and the page its page."""
    answers = answers_of(world_of_rows(rows), dialect)
    answered = sent(answers, text(drawn), caller)
    told = why(answers, answered, caller)
    asked = reference.admit(params.pairs(text(drawn)), caller, _ids(answers), dialect)
    assert told.differs is None
    if isinstance(asked, Refusal):
        assert (asked.reason, (), None) == (told.refused and told.refused.reason, told.steps, told.page)
        return
    assert told.page is not None
    listed = [row for row in rows if reference.matches(row, asked, dialect) and level(row, caller, dialect)]
    page = reference.in_order(listed, asked, dialect)[asked.offset : asked.offset + asked.limit]
    assert expected_steps(rows, asked, caller, dialect) == [step.left for step in told.steps]
    assert len(listed) == told.steps[-1].left == told.page.total
    assert [(row["id"], row["name"]) for row in page] == [(each.id, each.name) for each in told.page.assistants]
    assert len(page) == (told.page.last - told.page.first + 1 if page else told.page.last)
    adds_up(told)
    json.dumps(asdict(told))


# --- one organization, told in words

MEMBER = Caller("usr_a", (Membership("org_a", frozenset({"admin"})),))
KEYED = replace(MEMBER, key_id="key_1", key_organization_id="org_a")


def _row(number: int, **changes: Any) -> Row:
    plain = {"id": f"asst_{number}", "organization_id": "org_a", "name": f"n{number}", "created_by": "usr_z"}
    return complete(plain | {"access_mode": "organization"} | changes)


ROWS = [
    _row(1),
    _row(2, created_by="usr_a"),
    _row(3, access_mode="private"),
    _row(4, access_mode="private", editable_by_roles=["admin"]),
    _row(5, deleted_at=1, is_active=False),
    _row(6, is_active=False),
    _row(7, api_enabled=False),
    _row(8, vector_store_ids=["vs_1"]),
]
KEYS_SEE_LESS = DOCUMENTED.replace("", api_disabled="hidden_from_keys")


def explained(query_string: bytes, caller: Caller | Refusal = MEMBER, dialect: Dialect = DOCUMENTED) -> Explanation:
    """Explain the right answer to a question."""
    answers = answers_of(world_of_rows(ROWS), dialect)
    return why(answers, sent(answers, query_string, caller), caller)


def _group(reason: str, *numbers: int) -> Group:
    return Group(reason, len(numbers), tuple(Named(f"asst_{number}", f"n{number}") for number in numbers))


def test_each_step_names_what_it_removes_and_why() -> None:
    """From all assistants to the one that is listed."""
    told = explained(
        b"organization_id=org_a&vector_store_id=vs_1&search=N&access_mode=organization", KEYED, KEYS_SEE_LESS
    )
    granted = (
        _group("owner by created_by and api_enabled", 2),
        _group("edit by editable_by_roles and api_enabled", 4),
        _group("view by access_mode and api_enabled", 1, 5, 6, 8),
    )
    hidden = (
        _group("api_enabled is false, which hides it from API keys", 7),
        _group("access_mode is private, and no grant holds for the caller", 3),
    )
    assert (
        Step("organization_id", 0, 8),
        Step("access", 2, 6, hidden, granted),
        Step("deleted_at", 1, 5, (_group("soft-deleted", 5),)),
        Step("include_inactive", 1, 4, (_group("inactive, and include_inactive is false", 6),)),
        Step("search", 0, 4),
        Step("access_mode", 1, 3, (_group("not of the access_mode 'organization' that is asked for", 4),)),
        Step("vector_store_id", 2, 1, (_group("vector_store_ids does not hold 'vs_1'", 1, 2),)),
    ) == told.steps


def test_a_search_that_finds_nothing_says_so() -> None:
    """Only the first few are named."""
    last = explained(b"organization_id=org_a&search=zebra&include_inactive=1").steps[-1]
    assert Step("search", 6, 0, (last.gone[0],)) == last
    assert ("neither name nor description holds 'zebra'", 6, 5) == (
        last.gone[0].reason,
        last.gone[0].count,
        len(last.gone[0].examples),
    )


def test_an_organization_that_does_not_exist_has_no_rows() -> None:
    """Where a dialect lists nothing of it instead of refusing."""
    told = explained(b"organization_id=org_z", Caller("usr_b"), DOCUMENTED.replace("", unknown_organization="empty"))
    assert "usr_b with a token; not let into org_z" == told.caller
    assert (Step("organization_id", 0, 0),) == told.steps
    assert told.page is not None
    assert (0, 0, 0, ()) == (told.page.total, told.page.first, told.page.last, told.page.assistants)


@pytest.mark.parametrize(
    ("paging", "positions"),
    [(b"", (1, 5)), (b"&limit=2&offset=2", (3, 4)), (b"&limit=2&offset=4", (5, 5)), (b"&offset=5", (0, 0))],
    ids=str,
)
def test_the_page_tells_its_positions(paging: bytes, positions: tuple[int, int]) -> None:
    """Counted from 1; an empty page has none."""
    page = explained(b"organization_id=org_a&include_inactive=0&search=n" + paging).page
    assert page is not None
    assert (5, *positions) == (page.total, page.first, page.last)


def test_the_page_tells_its_order() -> None:
    """With what the dialect takes for the order of names and of equal ones."""
    by_name, by_time = (explained(b"organization_id=org_a" + each).page for each in (b"", b"&sort_by=created_at"))
    assert by_name is not None
    assert by_time is not None
    assert "name (without regard to case), asc; equal ones by id, ascending" == by_name.order
    assert "created_at, asc; equal ones by id, ascending" == by_time.order


def test_parameters_are_told_with_texts_and_values() -> None:
    """All ten of them: sent, or the default; what is wrong hides nothing that is right."""
    told = explained(b"limit=20&offset=a&include_inactive=yes&search=&serch=x&serch=y&zzz=")
    found = {each.name: each for each in told.parameters}
    assert list(query.READERS) == list(found)
    assert Parameter("limit", ("20",), 20) == found["limit"]
    assert Parameter("fields", (), "summary") == found["fields"]
    assert Parameter("include_inactive", ("yes",), True) == found["include_inactive"]
    assert Parameter("search", ("",), None) == found["search"]
    wrong = "offset: 'a' is not an integer; send digits only, such as 10"
    missing = "organization_id: is missing; send the id of the organization to list"
    assert Parameter("offset", ("a",), None, wrong) == found["offset"]
    assert Parameter("organization_id", (), None, missing) == found["organization_id"]
    assert Refused(422, "VALIDATION_ERROR", f"{missing}; {wrong}") == told.refused
    assert (
        "serch: is no parameter, and was ignored; did you mean search?",
        "zzz: is no parameter, and was ignored",
    ) == told.ignored
    assert "usr_a with a token; member of 1 organizations" == told.caller


def test_who_asks_is_told() -> None:
    """With the key, and the roles that grants go by."""
    told = explained(b"organization_id=org_a", KEYED)
    assert "usr_a with the API key key_1, which is for org_a; member of org_a, roles admin" == told.caller


def test_refused_credentials_are_told() -> None:
    """Nobody is taken for a caller, and nothing is listed."""
    refusal = reference.authenticate("ak_wrong", None, {})
    assert isinstance(refusal, Refusal)
    told = explained(b"organization_id=org_a", refusal)
    reason = "X-API-Key: this key is not known; send one that is"
    assert (f"nobody known: {reason}", ()) == (told.caller, told.steps)
    assert Refused(401, "INVALID_API_KEY", reason) == told.refused


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({"status": 304, "body": b""}, None),
        ({"method": "HEAD", "body": b""}, None),
        (
            {"status": 503, "applied": ("fault=error=503",)},
            "answered 503 where 200 is right: on purpose, fault=error=503",
        ),
        (
            {"body": b"{}"},
            "answered another body than is explained here: assistants, dialect or defects have changed since",
        ),
        (
            {"query": b"organization_id=org_a&search=***", "key_in_url": True},
            "answered another body than is explained here: "
            "a key in the URL is masked here, and may have been part of a parameter",
        ),
    ],
    ids=str,
)
def test_an_answer_that_is_another_is_told(changes: dict[str, Any], differs: str | None) -> None:
    """What was done to it on purpose is named."""
    answers = answers_of(world_of_rows(ROWS))
    answered = sent(answers, b"organization_id=org_a", MEMBER)
    assert differs == why(answers, replace(answered, **changes), MEMBER).differs


@pytest.mark.parametrize("changes", [{"path": "/docs"}, {"method": "POST"}], ids=str)
def test_only_the_list_is_explained(changes: dict[str, str]) -> None:
    """Another path has no rows to tell of."""
    with pytest.raises(ValueError, match="only answers of GET /v1/assistants are explained"):
        why(answers_of(world_of_rows(ROWS)), record(**changes), MEMBER)

"""The ten parameters: every text is read as documented or refused with parameter, value and cure."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from contracts.schema import query
from contracts.schema.dialect import DOCUMENTED, EXAMPLE, Dialect
from contracts.schema.problems import Invalid
from contracts.schema.query import LARGEST_OFFSET, ListQuery, is_of_mode
from tests.test_contracts.dialects import dialects, taking

ORGANIZATION = ("organization_id", "org_a")


def validate(values: dict[str, Any]) -> ListQuery:
    """Return what pydantic makes of values, given as JSON: strictly, a query in Python is only what is one already."""
    return TypeAdapter(ListQuery).validate_json(json.dumps(values))


def _read(name: str, *texts: str, dialect: Dialect = DOCUMENTED) -> Any:
    """Return the value of a parameter sent so often, or kind and message of the one thing wrong."""
    others = () if name == "organization_id" else (ORGANIZATION,)
    answer = query.read((*others, *((name, text) for text in texts)), dialect)
    if isinstance(answer, ListQuery):
        return getattr(answer, name)
    [invalid] = answer
    assert name == invalid.field
    assert texts[-1] == invalid.value
    return invalid.kind, invalid.message


def _integer(name: str, shown: str, example: int = 10) -> tuple[str, str]:
    return "int_parsing", f"{name}: {shown} is not an integer; send digits only, such as {example}"


def _low(shown: str) -> tuple[str, str]:
    return "greater_than_equal", f"limit: {shown} is below 1; ask for at least 1"


def _high(shown: str) -> tuple[str, str]:
    return "less_than_equal", f"limit: {shown} is above 100; ask for at most 100 and page with offset"


INTEGERS = [
    ("limit", "1", 1),
    ("limit", "50", 50),
    ("limit", "100", 100),
    ("limit", "007", 7),
    ("limit", "0", _low("0")),
    ("limit", "-0", _low("-0")),
    ("limit", "-1", _low("-1")),
    ("limit", "101", _high("101")),
    ("limit", "9" * 5000, _high("9" * 80 + "...")),
    ("limit", "-" + "9" * 5000, _low("-" + "9" * 79 + "...")),
    ("limit", "0" * 5000 + "7", 7),
    ("limit", "", _integer("limit", "''")),
    ("limit", " 10 ", _integer("limit", "' 10 '")),
    ("limit", "10\n", _integer("limit", r"'10\n'")),
    ("limit", "1_0", _integer("limit", "'1_0'")),
    ("limit", "+5", _integer("limit", "'+5'")),
    ("limit", "10.0", _integer("limit", "'10.0'")),
    ("limit", "1e1", _integer("limit", "'1e1'")),
    ("limit", "0x10", _integer("limit", "'0x10'")),
    ("limit", "--5", _integer("limit", "'--5'")),
    ("limit", "-", _integer("limit", "'-'")),
    ("limit", "٣", _integer("limit", "'٣'")),
    ("limit", "１０", _integer("limit", "'１０'")),
    ("limit", "²", _integer("limit", "'²'")),
    ("limit", "abc", _integer("limit", "'abc'")),
    ("limit", "null", _integer("limit", "'null'")),
    ("limit", "10\0", _integer("limit", r"'10\x00'")),
    ("limit", "x" * 5000, _integer("limit", repr("x" * 80 + "..."))),
    ("offset", "0", 0),
    ("offset", "-0", 0),
    ("offset", "1000000", 1_000_000),
    ("offset", str(LARGEST_OFFSET), LARGEST_OFFSET),
    ("offset", "-1", ("greater_than_equal", "offset: -1 is below 0; start at 0")),
    (
        "offset",
        str(LARGEST_OFFSET + 1),
        ("less_than_equal", f"offset: {2**63} is above {2**63 - 1}; no list is that long"),
    ),
    (
        "offset",
        "1" + "0" * 4999,
        ("less_than_equal", f"offset: 1{'0' * 79}... is above {2**63 - 1}; no list is that long"),
    ),
    ("offset", "", _integer("offset", "''")),
    ("offset", "1.5", _integer("offset", "'1.5'")),
]

TEXTS = [
    ("organization_id", "org_abc123", "org_abc123"),
    ("organization_id", " ", " "),
    ("organization_id", "a\0b", "a\0b"),
    ("organization_id", "", ("missing", "organization_id: is empty; send the id of the organization to list")),
    ("search", "Support", "Support"),
    ("search", "  two words ", "two words"),
    ("search", "", None),
    ("search", " \t\u3000", None),
    ("search", "100%", "100%"),
    ("search", "\0", "\0"),
    ("search", "x" * 5000, "x" * 5000),
    ("vector_store_id", "vs_abc123", "vs_abc123"),
    ("vector_store_id", "", ""),
    ("vector_store_id", " vs ", " vs "),
]


def _enum(name: str, shown: str, words: str) -> tuple[str, str]:
    return "enum", f"{name}: {shown} is not one of {words}; send one of them, in lower case"


MODES = "private, organization, public"
WORDS = [
    *(("access_mode", word, word) for word in ("private", "organization", "public")),
    *(("sort_by", word, word) for word in ("name", "created_at", "updated_at")),
    *(("sort_order", word, word) for word in ("asc", "desc")),
    *(("fields", word, word) for word in ("summary", "standard", "full")),
    ("access_mode", "department", _enum("access_mode", "'department'", MODES)),
    ("access_mode", "restricted", _enum("access_mode", "'restricted'", MODES)),
    ("access_mode", "global", _enum("access_mode", "'global'", MODES)),
    ("access_mode", "Public", _enum("access_mode", "'Public'", MODES)),
    ("access_mode", "", _enum("access_mode", "''", MODES)),
    ("sort_by", "id", _enum("sort_by", "'id'", "name, created_at, updated_at")),
    ("sort_by", "-name", _enum("sort_by", "'-name'", "name, created_at, updated_at")),
    ("sort_by", "name ", _enum("sort_by", "'name '", "name, created_at, updated_at")),
    ("sort_order", "DESC", _enum("sort_order", "'DESC'", "asc, desc")),
    ("sort_order", "descending", _enum("sort_order", "'descending'", "asc, desc")),
    ("fields", "id,name", _enum("fields", "'id,name'", "summary, standard, full")),
    ("fields", "all", _enum("fields", "'all'", "summary, standard, full")),
    ("fields", "f" * 81, _enum("fields", repr("f" * 80 + "..."), "summary, standard, full")),
    ("fields", "f" * 80, _enum("fields", repr("f" * 80), "summary, standard, full")),
]


def _boolean(shown: str) -> tuple[str, str]:
    return "bool_parsing", f"include_inactive: {shown} is not a boolean; send true or false"


BOOLEANS = [
    *(("include_inactive", text, True) for text in ("true", "True", "TRUE", "tRuE", "1", "yes", "YES", "on", "On")),
    *(("include_inactive", text, False) for text in ("false", "False", "FALSE", "0", "no", "No", "off", "OFF")),
    *(
        ("include_inactive", text, _boolean(repr(text)))
        for text in ("", " true", "true ", "2", "-1", "01", "t", "f", "y", "n", "null", "ja", "true\0", "oﬀ", "１")
    ),
    ("include_inactive", "y" * 100, _boolean(repr("y" * 80 + "..."))),
]


@pytest.mark.parametrize(("name", "text", "expected"), [*INTEGERS, *TEXTS, *WORDS, *BOOLEANS])
def test_a_text_of_a_parameter(name: str, text: str, expected: Any) -> None:
    """Each text is its value, or is refused with its kind and a message of parameter, value and cure."""
    assert expected == _read(name, text)


def test_defaults() -> None:
    """What is not sent has the documented default."""
    assert {
        "organization_id": "org_a",
        "limit": 50,
        "offset": 0,
        "search": None,
        "access_mode": None,
        "include_inactive": False,
        "sort_by": "name",
        "sort_order": "asc",
        "fields": "summary",
        "vector_store_id": None,
    } == asdict(_query(ORGANIZATION))


def _query(*pairs: tuple[str, str], dialect: Dialect = DOCUMENTED) -> ListQuery:
    answer = query.read(pairs, dialect)
    assert isinstance(answer, ListQuery)
    return answer


def _wrong(*pairs: tuple[str, str], dialect: Dialect = DOCUMENTED) -> tuple[Invalid, ...]:
    answer = query.read(pairs, dialect)
    assert isinstance(answer, tuple)
    return answer


def test_the_documented_request_is_read() -> None:
    """The list page's curl asks for the first fifty summaries of an organization."""
    assert ListQuery(organization_id="org_abc123") == _query(("organization_id", "org_abc123"))


def test_no_organization_is_wrong() -> None:
    """The one required parameter is missed, and nothing was sent for it."""
    message = "organization_id: is missing; send the id of the organization to list"
    assert (Invalid("organization_id", None, message, "missing"),) == _wrong()


def test_every_wrong_parameter_is_reported_in_the_pages_order() -> None:
    """All that is wrong is said at once, in the list page's order, not in that of the request."""
    pairs = [
        ("fields", "all"),
        ("sort_order", "DESC"),
        ("sort_by", "id"),
        ("include_inactive", "maybe"),
        ("access_mode", "global"),
        ("offset", "-1"),
        ("limit", "0"),
    ]
    wrong = _wrong(*pairs)
    assert ["organization_id", *(name for name, _ in reversed(pairs))] == [each.field for each in wrong]
    assert [None, *(text for _, text in reversed(pairs))] == [each.value for each in wrong]
    assert all(each.message.startswith(f"{each.field}: ") and "; " in each.message for each in wrong)


def test_unknown_parameters_are_ignored() -> None:
    """What the page does not name changes nothing, whatever its value, case or number."""
    unknown = [
        ("page", "2"),
        ("page_size", "abc"),
        ("Limit", "0"),
        ("limit[]", "0"),
        ("", ""),
        ("visible_in_chat", "1"),
    ]
    assert _query(ORGANIZATION) == _query(*unknown, ORGANIZATION, *unknown)


# --- rows of the dialect


@pytest.mark.parametrize(("dialect", "expected"), [(DOCUMENTED, 50), (EXAMPLE, 20)], ids=["fifty", "twenty"])
def test_default_limit(dialect: Dialect, expected: int) -> None:
    """The limit when none is sent; one that is sent counts in either."""
    assert expected == _query(ORGANIZATION, dialect=dialect).limit
    assert 7 == _query(ORGANIZATION, ("limit", "7"), dialect=dialect).limit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", True),
        ("false", False),
        *((text, _boolean(repr(text))) for text in ("True", "FALSE", "1", "0", "yes", "no", "on", "off", "")),
    ],
)
def test_two_boolean_words(text: str, expected: Any) -> None:
    """With `boolean_words = "two"` only true and false are taken, in lower case."""
    assert expected == _read("include_inactive", text, dialect=taking("boolean_words", "two"))


@pytest.mark.parametrize(
    ("reading", "texts", "expected"),
    [
        ("last", ("10", "20"), 20),
        ("last", ("abc", "20"), 20),
        ("last", ("10", "abc"), _integer("limit", "'abc'")),
        ("first", ("10", "20"), 10),
        ("first", ("10", "abc"), 10),
        ("refused", ("10", "10"), ("repeated", "limit: is sent 2 times; send it once")),
        ("refused", ("10", "abc", "1"), ("repeated", "limit: is sent 3 times; send it once")),
        ("refused", ("10",), 10),
    ],
)
def test_repeated_parameter(reading: str, texts: tuple[str, ...], expected: Any) -> None:
    """The last value counts, or the first, or none."""
    assert expected == _read("limit", *texts, dialect=taking("repeated_parameter", reading))


def test_the_text_that_was_wrong_is_reported() -> None:
    """Where the first value counts, the problem shows that one, not the last that was sent."""
    dialect = taking("repeated_parameter", "first")
    [wrong] = _wrong(ORGANIZATION, ("limit", "abc"), ("limit", "10"), dialect=dialect)
    assert "abc" == wrong.value


def test_a_repeated_organization() -> None:
    """The reading counts for the required parameter too, also where only it is read."""
    pairs = [("organization_id", "org_a"), ("organization_id", "org_b")]
    assert "org_b" == _query(*pairs).organization_id == query.read_organization(pairs)
    first, refused = taking("repeated_parameter", "first"), taking("repeated_parameter", "refused")
    assert "org_a" == _query(*pairs, dialect=first).organization_id == query.read_organization(pairs, first)
    assert "repeated" == _wrong(*pairs, dialect=refused)[0].kind
    assert query.read_organization(pairs, refused) is None


@pytest.mark.parametrize(
    ("text", "expected"), [("  two words ", "  two words "), (" ", " "), ("", None)], ids=["around", "blank", "empty"]
)
def test_search_spaces(text: str, expected: str | None) -> None:
    """With `search_spaces = "verbatim"` a term keeps its spaces; an empty one is still no filter."""
    assert expected == _read("search", text, dialect=taking("search_spaces", "verbatim"))


@pytest.mark.parametrize(
    ("reading", "text", "expected"),
    [
        ("object_modes", "department", "department"),
        ("object_modes", "global", "global"),
        (
            "object_modes",
            "shared",
            _enum("access_mode", "'shared'", "private, restricted, department, organization, global, public"),
        ),
        ("any", "shared", "shared"),
        ("any", "", ""),
        ("others_empty", "department", "department"),
    ],
)
def test_access_mode_filter(reading: str, text: str, expected: Any) -> None:
    """The filter takes the object's six modes, or any text."""
    assert expected == _read("access_mode", text, dialect=taking("access_mode_filter", reading))


@pytest.mark.parametrize(("asked", "kept"), [("public", True), ("department", False)])
def test_a_mode_that_the_list_page_does_not_name_may_find_nothing(asked: str, kept: bool) -> None:
    """With `access_mode_filter = "others_empty"` a mode of the object page alone is taken and keeps no assistant."""
    assert kept == is_of_mode(asked, asked, taking("access_mode_filter", "others_empty"))
    assert is_of_mode(asked, asked, taking("access_mode_filter", "any"))


# --- the organization alone


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], None),
        ([("organization_id", "")], None),
        ([("organization_id", "org_a"), ("limit", "0")], "org_a"),
        ([("organization", "org_a")], None),
    ],
)
def test_the_organization_asked_about(pairs: list[tuple[str, str]], expected: str | None) -> None:
    """It is known whatever else is wrong, unless none is named."""
    assert expected == query.read_organization(pairs)


# --- the model


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", 0),
        ("limit", 101),
        ("limit", "10"),
        ("limit", True),
        ("limit", 10.0),
        ("offset", -1),
        ("sort_by", "id"),
    ],
)
def test_the_documented_types_are_strict(name: str, value: Any) -> None:
    """What pydantic makes of the parameters has the readers' bounds, and exact types."""
    assert validate({"organization_id": "org_a"}) == ListQuery("org_a")
    with pytest.raises(ValidationError):
        validate({"organization_id": "org_a", name: value})


def test_an_empty_organization_is_refused() -> None:
    """An empty organization is none."""
    with pytest.raises(ValidationError):
        validate({"organization_id": ""})


_NAMES = st.sampled_from([*query.READERS, "page", ""])


@given(st.lists(st.tuples(_NAMES, st.text() | st.sampled_from(["1", "true", "asc", "full"]))), dialects())
def test_any_pairs_are_a_query_or_problems(pairs: list[tuple[str, str]], dialect: Dialect) -> None:
    """No text raises: the answer is a valid query, or a problem for each wrong parameter, once each."""
    answer = query.read(pairs, dialect)
    if isinstance(answer, ListQuery):
        assert answer == validate(asdict(answer))
        assert answer.organization_id == query.read_organization(pairs, dialect)
    else:
        names = [each.field for each in answer]
        assert names == [name for name in query.READERS if name in names]
        for each in answer:
            assert each.message.startswith(f"{each.field}: ")
            assert 400 >= len(each.message)

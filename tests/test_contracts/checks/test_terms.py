"""Search terms are chosen for the wrong searches that they tell from a right one."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.checks.planning.terms import Term, Terms
from contracts.checks.planning.wrong_searches import RARE, WRONG, right, texts
from contracts.schema.dialect import DOCUMENTED
from fixtures.world import make_world
from tests.test_contracts.dialects import taking

LONG = "Keeps every contract, letter and protocol of the last thirty years at hand, " * 4
ITEMS: list[dict[str, Any]] = [
    {
        "id": f"asst_{number:032x}",
        "name": name,
        "description": description,
        "instructions": "Never mention competitors; answer within two sentences.",
        "default_model_key": "gpt-4o-mini",
        "access_mode": "organization",
        "metadata": {"team": "platform"},
        "created_by": "usr_77",
        "vector_store_ids": ["vs_90210"],
        "is_active": number % 3 != 1,
    }
    for number, (name, description) in enumerate(
        [
            ("Zürich Onboarding Guide", "Welcomes new colleagues, step by step, to the offices of Zürich and Genève."),
            ("O'Brien's Claims Desk", 'Sorts "urgent" claims from the rest & files them.'),
            ("Invoices 2024", "Matches invoices with orders; asks when 100% is not reached."),
            ("sales_forecast_bot", None),
            ("Pre-Sales Helper", "Knows the price list (v2.1), and nothing else at all."),
            ("🚀 Launch Planner", "Plans launches. Ends with a checklist of all that is left to do before lift-off."),
            ("東京 Concierge", "Finds a table for eight."),
            ("Table Talk", "A second table, for small talk."),
            ("Archive East", f"{LONG}It keeps what the eastern warehouses sent, sorted by quarter."),
            ("Archive West", f"{LONG[:60]}and gives back what lawyers ask for."),
        ]
    )
]
SAID = [texts(item) for item in ITEMS]


@pytest.fixture(scope="module")
def chosen() -> list[Term]:
    """Return all terms that tell something about these assistants."""
    return Terms(SAID, DOCUMENTED).chosen(60)


@pytest.mark.parametrize("name", WRONG)
def test_every_wrong_search_is_told(name: str, chosen: list[Term]) -> None:
    """On texts with a bit of everything, some chosen term finds something else in each wrong search."""
    term = next(term for term in chosen if name in term.about)
    searched = [texts(item) for item in ITEMS if term.include_inactive or item["is_active"]]
    finds = WRONG[name](term.text)
    assert finds is not None
    assert [right(term.text)(item) for item in searched] != [finds(item) for item in searched]


def test_few_terms_tell_of_most() -> None:
    """A dozen terms tell of two in three wrong searches."""
    about = frozenset().union(*(term.about for term in Terms(SAID, DOCUMENTED).chosen(12)))
    assert len(about) > 2 / 3 * len(WRONG)


def test_the_first_term_tells_most(chosen: list[Term]) -> None:
    """Terms come in the order of what they add."""
    assert len(chosen[0].about) > len(WRONG) / 4


def test_the_same_data_has_the_same_terms(chosen: list[Term]) -> None:
    """Nothing depends on the order of a set or on chance."""
    assert chosen == Terms(SAID, DOCUMENTED).chosen(60)


def test_a_term_that_case_decides_in_two_ways_is_not_asked() -> None:
    """`ß` is `ss` in one way of ignoring case and not in another; the documents prefer none."""
    terms = Terms([texts({"name": name, "is_active": True}) for name in ("Straße", "Masse")], DOCUMENTED)
    assert terms.telling("ss", WRONG, include_inactive=True) is None
    assert terms.telling("tra", WRONG, include_inactive=True) is not None


def test_case_counts_where_the_dialect_says_so() -> None:
    """In a dialect in which case matters, a search that minds it is right."""
    terms = Terms(SAID, taking("search_case", "sensitive"))
    assert all("case counts" not in term.about for term in terms.chosen(60))


@pytest.mark.parametrize("scenario", ["empty", "one", "default", "unicode", "long-text"])
def test_any_data_has_some_terms_or_none(scenario: str) -> None:
    """Few assistants have few terms; nothing fails for want of texts."""
    main = make_world(scenario=scenario).named("main")
    found = Terms([texts(item) for item in main.rows(range(min(100, len(main))))], DOCUMENTED).chosen(13)
    assert len(found) <= 13
    assert bool(found) == (scenario != "empty")


def test_rare_mistakes_are_known_ones() -> None:
    """What is looked for last is looked for at all."""
    assert set(WRONG) >= RARE


def test_a_term_like_an_odd_pattern_is_searched_quietly() -> None:
    """Python warns of `[a--b]`, which means nothing to whoever types it."""
    finds = WRONG["regular expression"]("[a--b]")
    assert finds is not None
    assert not finds(texts({"name": "zzz"}))

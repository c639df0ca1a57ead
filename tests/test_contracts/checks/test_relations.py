"""Every relation catches a defect, and every defect is caught."""

from __future__ import annotations

import pytest

from contracts.checks.relation import RELATIONS
from contracts.checks.run import Run
from fixtures.world import make_world
from mock_server.app import create_app
from mock_server.defects.catalogue import DEFECTS
from tests.test_contracts.checks.deployments import judge, scope, sender

CATCHES = {
    "only-valid-credentials-are-let-in": "strangers_get_400",
    "a-refusal-holds-no-data": "refusal_holds_the_list",
    "no-question-breaks-the-server": "huge_limit_breaks",
    "errors-have-one-documented-shape": "error_member_missing",
    "wrong-parameters-have-one-status": "wrong_include_inactive_is_404",
    "right-parameters-are-answered": "access_mode_private_refused",
    "has-more-tells-whether-more-exist": "has_more_always_false",
    "total-counts-what-matches-on-all-pages": "total_is_page_length",
    "filters-keep-nothing-else": "access_mode_ignored",
    "what-is-open-to-all-members-is-open-to-each": "organization_hidden_from_members",
    "a-page-is-as-long-as-limit-and-rest-allow": "cached_without_limit",
    "a-search-finds-nothing-else": "search_in_id_too",
    "a-walk-meets-every-assistant-once": "listed_once_for_each_store",
    "both-totals-agree": "pagination_total_is_page_length",
    "limit-and-offset-are-repeated": "limit_told_as_default",
    "filters-are-repeated": "access_mode_not_told",
    "the-organization-is-the-one-asked-about": "organization_told_wrong",
    "the-user-is-the-same-in-every-answer": "organization_count_0",
    "the-envelope-is-as-documented": "filters_applied_missing",
    "answers-are-json": "content_type_html",
    "a-limit-outside-1-to-100-is-refused": "limit_0_accepted",
    "an-offset-below-0-is-refused": "offset_negative_accepted",
    "an-unknown-word-is-refused": "fields_takes_a_list",
    "what-is-no-boolean-is-refused": "include_inactive_word_is_false",
    "a-missing-organization-is-refused": "organization_empty_is_own",
    "filters-keep-all-that-pass": "first_vector_store_only",
    "errors-show-nothing-of-the-inside": "error_shows_stack_trace",
    "no-answer-repeats-the-key": "error_repeats_key",
    "items-have-the-mode-asked-for": "access_mode_ignored_after_page_one",
    "inactive-ones-are-listed-on-request-only": "include_inactive_ignored_after_page_one",
    "items-use-the-store-asked-for": "vector_store_by_part",
    "pages-cut-the-list-without-gap-or-overlap": "offset_one_too_high",
    "the-whole-list-has-one-order": "desc_turns_each_page",
    "a-search-finds-all": "case_counts_in_descriptions",
    "a-refusal-counts-nothing": "refusal_counts_assistants",
    "a-foreign-organization-stays-closed": "foreign_organization_answered",
    "items-belong-to-the-organization-asked-about": "foreign_rows_mixed_in",
    "the-access-rules-hide-what-is-not-granted": "inactive_of_others_shown",
    "the-access-rules-hold-for-a-second-caller": "cached_without_caller",
    "one-assistant-is-the-default": "two_defaults",
    "the-level-follows-from-the-access-rules": "editors_told_to_own",
    "neighbours-are-in-order": "reading_modifies",
    "no-assistant-is-twice-on-a-page": "listed_once_for_each_store",
    "every-assistant-has-one-place": "ties_depend_on_fields",
    "items-show-the-documented-names": "fields_ignored",
    "items-are-as-documented": "api_enabled_as_text",
    "items-contain-the-term": "percent_is_a_wildcard",
    "values-are-the-same-in-every-projection": "description_null_in_standard",
    "a-question-asked-again-has-the-same-answer": "ties_change_places",
    "nothing-is-modified-before-it-is-created": "created_at_in_milliseconds",
    "the-soft-deleted-are-inactive": "deleted_and_active",
}
"""Relation -> a defect that breaks it."""


def test_every_relation_has_a_defect() -> None:
    """A relation that catches nothing does not count."""
    assert set(RELATIONS) == set(CATCHES)


@pytest.mark.parametrize("relation", CATCHES)
def test_the_relation_catches_its_defect(relation: str) -> None:
    """The relation is broken, with a witness that anyone can paste and that shows no key."""
    verdict = judge(defects=(CATCHES[relation],))
    judged = verdict.judged[relation]
    assert "broken" == judged.outcome
    lines = [exchange.curl for violation in judged.violations for exchange in violation.witness]
    assert lines
    assert all(line.startswith("curl ") and "ak_mock_editor" not in line for line in lines)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try every defect where the run asks for it, else every sixteenth."""
    if "defect" in metafunc.fixturenames:
        names = sorted(DEFECTS)
        metafunc.parametrize("defect", names if metafunc.config.getoption("--every-defect") else names[::16])


def test_the_defect_is_caught(defect: str) -> None:
    """With this single fault, something is broken."""
    assert "broken" == judge(defects=(defect,)).summary, DEFECTS[defect].story


def test_a_relation_left_out_is_not_judged() -> None:
    """`skip` leaves out of the verdict what it names."""
    world = make_world()
    chosen = scope(world)
    run = Run(
        sender(create_app(world), world),
        type(chosen)(chosen.organization_id, skip=frozenset(RELATIONS) - {"both-totals-agree"}),
    )
    assert ["both-totals-agree"] == list(run.judge().judged)

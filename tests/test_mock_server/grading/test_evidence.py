"""What each sign tells, as a person reads it."""

from __future__ import annotations

from mock_server.grading.grade import grade
from tests.test_mock_server.grading.bench import Bench
from tests.test_mock_server.grading.faulty_clients import CASES, Case

EVIDENCE = {
    "rounds_the_number_of_pages_down": "4 pages, the last at offset 75 with has_more true; "
    "missing: 1 of 101 assistants",
    "reads_three_pages_at_most": "3 pages, the last at offset 40 with has_more true; missing: 41 of 101 assistants",
    "takes_the_first_page_for_the_list": "3 lists with has_more true; of the longest, 50 of 101 were shown",
    "goes_on_until_a_page_is_short": "has_more was false at offset 50; offset 100 was asked for",
    "looks_twice_at_an_empty_list": "has_more was false at offset 0; offset 50 was asked for",
    "always_asks_for_ten_pages": "7 pages beyond the end, up to offset 450 of 101 assistants",
    "subtracts_one_from_the_last_index": "offset 0 is followed by 49, limit is 50",
    "takes_the_default_limit_for_twenty": "offset 0 is followed by 20, limit is 50",
    "counts_a_page_twice": "offset 0 is followed by 50, limit is 25",
    "skips_ten_once": "offset 0 is followed by 60, limit is 50",
    "sends_the_page_as_offset": "offsets 1, 2, 3 with limit 50",
    "asks_for_page_one_after_page_zero": "offsets 0, 1 with limit 50",
    "keeps_the_page_number_with_a_larger_page": "offset 20 with limit 10, then offset 50 with limit 25",
    "walks_by_fives": "21 calls, 2 would tell the whole list",
    "forgets_the_search_on_page_two": "offset 0, then 10 with search 'a' → unset",
    "searches_on_page_two": "offset stays 100 with search unset → 'support'; the new list has 10 assistants",
    "shows_the_inactive_on_page_two": "offset stays 20 with include_inactive unset → 'true'; "
    "the new list has 148 assistants",
    "searches_while_somebody_types": "4 searches from 'b' to 'bots'",
    "does_not_cancel": "sort_order unset → 'desc'; the older answer came 1.5 s later",
    "has_two_components_that_load": "2 times within 0.00 s",
    "looks_every_five_seconds": "4 times, every 5.0 s",
    "filters_by_itself": "3 walks, 6 calls for 101 assistants",
    "shows_names_of_whole_assistants": "3 lists, 147,096 bytes",
    "sends_the_key_as_parameter": "in the parameter 'api_key'",
    "sends_the_whole_form": "access_mode=''",
    "sends_no_store": "vector_store_id=''",
    "sends_an_unset_variable": "vector_store_id='undefined'",
    "searches_for_undefined": "search='undefined'",
    "wants_everything_at_once": "limit='1000'",
    "pastes_the_term_into_the_url": "'search=Halden&Daughters' searches for 'Halden'",
    "retries_a_401": "3 times 401 within 2.1 s",
    "retries_a_403": "3 times 403 within 0.1 s",
    "retries_a_422": "3 times 422 within 2.1 s",
    "asks_again_after_a_second": "told to wait 10 s, asked again after 1.0 s",
    "does_not_read_a_date": "told to wait 10 s, asked again after 1.0 s",
    "asks_again_at_once": "4 tries, 0.00 s apart at most",
    "asks_again_twice_a_second": "5 tries, 0.50 s apart at most",
}
"""A client of `faulty_clients` -> what shows its mistake."""


def evidence(case: Case) -> str:
    """Return what is told of a client."""
    bench = Bench(case.scenario)
    case.client(bench)
    return grade(bench.entries)[0].signs[0].evidence


def test_evidence_says_what_was_asked_and_what_was_told() -> None:
    """In figures, and in the client's own words."""
    assert EVIDENCE == {case.client.__name__: evidence(case) for case in CASES}

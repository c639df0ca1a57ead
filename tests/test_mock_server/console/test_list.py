"""The list in the console: what a front end gets from the API is what is shown, page by page and error by error."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

from playwright.sync_api import Locator, Page, expect

from contracts.schema import json_schema
from contracts.schema.query import READERS, ListQuery
from tests.test_mock_server.conftest import KEY, MAIN
from tests.test_mock_server.console.conftest import LOOK, Mock, go


def _told(page: Page) -> Locator:
    return page.locator("#list-told")


def _ids(page: Page) -> list[str]:
    return page.locator("#list-answer td.name .id").all_inner_texts()


def _json(page: Page) -> Any:
    return json.loads(page.locator("#list-answer pre").inner_text())


def test_pages_are_those_of_the_api(page: Page, mock: Mock) -> None:
    """Next leads through the pages of the API until has_more is false, Previous back again."""
    page.get_by_label("limit").fill("50")
    for offset in (0, 50, 100):
        expected = mock.ask(f"&limit=50&offset={offset}")
        last = offset + len(expected["assistants"])
        expect(_told(page)).to_contain_text(f"{offset + 1}–{last} of {expected['total']}")
        assert [each["id"] for each in expected["assistants"]] == _ids(page)
        if expected["pagination"]["has_more"]:
            page.get_by_role("button", name="Next").filter(visible=True).click()

    expect(page.locator("#list-next")).to_be_disabled()
    page.locator("#list-previous").click()
    expect(_told(page)).to_contain_text("51–100 of")


def test_every_parameter_is_a_control_with_its_documented_bounds(page: Page) -> None:
    """The ten parameters of the contract, no more and no less, with bounds, words and defaults."""
    schemas = json_schema.of(ListQuery)["properties"]

    assert ["Who asks", *READERS] == page.locator("#question > p.field:visible > label").all_inner_texts()
    for name in READERS:
        control, schema = page.get_by_label(name, exact=True), schemas[name]
        if schema.get("type") == "integer":
            bounds = (control.get_attribute("min"), control.get_attribute("max"), control.get_attribute("placeholder"))
            # JavaScript writes no larger whole numbers exactly.
            assert (schema["minimum"], min(schema["maximum"], 2**53)) == (int(bounds[0]), min(int(bounds[1]), 2**53))
            assert str(schema["default"]) == bounds[2]
        if "enum" in schema:
            assert [f"({schema['default']})", *schema["enum"]] == control.locator("option").all_inner_texts()


def test_errors_are_shown_as_the_front_end_gets_them(page: Page) -> None:
    """A refusal shows its status, its message and its body, whatever the controls would not let one send."""
    page.locator("summary", has_text="More").click()
    for more, message in (
        ("limit=101", "limit: 101 is above 100; ask for at most 100 and page with offset"),
        ("sort_by=AAA", "sort_by: 'AAA' is not one of name, created_at, updated_at"),
    ):
        page.get_by_label("Anything else, as in a URL").fill(more)
        expect(page.locator("#list-answer .alert")).to_contain_text(f"VALIDATION_ERROR: {message}")
        expect(_told(page)).to_contain_text("422")
        assert _json(page)["error"]["code"] == "VALIDATION_ERROR"


def test_who_asks_decides_what_is_seen(page: Page, mock: Mock) -> None:
    """Another caller has another key and sees another list; nobody is refused."""
    member = mock.ask(key="ak_mock_member_main")
    page.get_by_label("Who asks").select_option("member")
    expect(_told(page)).to_contain_text(f"of {member['total']}")
    assert [each["id"] for each in member["assistants"]] == _ids(page)

    page.get_by_label("Who asks").select_option("nobody")
    expect(_told(page)).to_contain_text("401")
    page.get_by_label("Who asks").select_option("another token")
    page.get_by_label("The key or token").fill("jwt_mock_owner")
    expect(_told(page)).to_contain_text("200 OK")


def test_caller_stays_when_the_organization_changes(page: Page) -> None:
    """A key opens one organization, so the same caller's other key asks about another."""
    page.get_by_label("Who asks").select_option("member")
    page.get_by_label("organization_id").select_option("org_abc123")

    expect(_told(page)).to_contain_text("200 OK")
    assert page.get_by_label("Who asks").input_value() == "ak_mock_member_abc123"


def test_key_for_another_organization_stays_chosen(page: Page, mock: Mock) -> None:
    """Who looks at a refusal keeps looking at it, whatever is switched meanwhile."""
    page.get_by_label("Who asks").select_option("ak_mock_outsider_small")
    expect(_told(page)).to_contain_text("403")
    mock.control("PATCH", "state", {"defects": ["offset_ignored"]})
    page.evaluate(LOOK)
    expect(page.locator("#list-stale")).to_be_visible()

    assert page.get_by_label("Who asks").input_value() == "ak_mock_outsider_small"


def test_curl_line_asks_the_same_and_holds_no_key(page: Page) -> None:
    """The line beside the list is the request, safe to paste whatever is asked for, with the key as a variable."""
    page.locator("summary", has_text="More").click()
    page.get_by_label("search").fill('it\'s "it" & more')
    page.get_by_label("Anything else, as in a URL").fill("a=$(echo run)&b=`echo run`")
    page.get_by_label("Prefer").fill("it's=$(echo run)")
    expect(page.locator("#list-url")).to_contain_text("Prefer: ")
    line = page.locator("#list-url pre").inner_text()

    said = subprocess.run(
        ["sh", "-c", f"curl() {{ printf '%s\\n' \"$@\"; }}; {line}"],
        env={"FREDDY_API_KEY": KEY},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    query = f"organization_id={MAIN}&search=it%27s+%22it%22+%26+more&a=$(echo%20run)&b=`echo%20run`"
    assert [query, "-H", f"X-API-Key: {KEY}", "-H", "Prefer: it's=$(echo run)"] == [
        said[0].partition("?")[2],
        *said[1:],
    ]
    assert KEY not in line


def test_list_stands_in_the_address(page: Page, mock: Mock) -> None:
    """A list can be sent to a colleague as an address: all of the question but the key."""
    page.get_by_label("sort_by").select_option("created_at")
    page.get_by_label("search").fill("bot")
    expected = mock.ask("&search=bot&sort_by=created_at")
    expect(_told(page)).to_contain_text(f"of {expected['total']}")
    fragment = page.evaluate("location.hash")
    assert "ak_mock" not in fragment

    page.goto("about:blank")
    page.goto(f"{mock.url}/_mock/{fragment}")
    expect(_told(page)).to_contain_text(f"of {expected['total']}")
    assert [each["id"] for each in expected["assistants"]] == _ids(page)


def test_headings_sort(page: Page, mock: Mock) -> None:
    """A click on a heading sorts by it, another turns the order around, and the first page is shown."""
    heading = page.get_by_role("columnheader", name=re.compile("Created"))
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("columnheader", name=re.compile("Created")).get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")

    expected = mock.ask("&sort_by=created_at&sort_order=desc")
    assert [each["id"] for each in expected["assistants"]] == _ids(page)


def test_text_of_assistants_is_only_text(page: Page, mock: Mock) -> None:
    """Names that are markup are shown as they are: none becomes an element, here or in any other section."""
    mock.control("PATCH", "state", {"scenario": "edges"})
    name = next(each["name"] for each in mock.ask("&limit=100")["assistants"] if "<script" in each["name"])
    page.get_by_label("limit").fill("100")
    expect(page.locator("#list-answer bdi", has_text=name).first).to_be_visible()
    go(page, "Assistants")
    go(page, "Access")
    expect(page.locator("#matrix table")).to_be_visible()

    assert page.locator("bdi *").count() == 0
    assert page.locator("script").count() == 1


def test_whole_assistant_is_shown_on_demand(page: Page, mock: Mock) -> None:
    """A name opens everything that the answer says of its assistant."""
    first = mock.ask("&limit=1")["assistants"][0]
    page.get_by_role("button", name=first["name"], exact=True).click()

    assert first == json.loads(page.locator("#list-answer td pre").inner_text())


def test_json_is_the_answer(page: Page, mock: Mock) -> None:
    """The answer can be read as it is."""
    page.keyboard.press("j")
    expect(page.locator("#list-answer pre")).to_be_visible()

    assert mock.ask() == _json(page)


def test_pages_of_the_example_envelope_are_turned(page: Page, mock: Mock) -> None:
    """The documents' example numbers its pages and has no has_more: the pages can be turned all the same."""
    mock.control("PATCH", "state", {"dialect": "example"})
    page.get_by_role("button", name="Ask again").click()
    expect(_told(page)).to_contain_text("1–20 of")
    page.locator("#list-next").click()

    expect(_told(page)).to_contain_text("21–40 of")
    assert [each["id"] for each in mock.ask("&offset=20")["assistants"]] == _ids(page)


def test_faults_are_shown_as_the_front_end_meets_them(page: Page) -> None:
    """A request may prefer a fault: no answer, no JSON, or a gateway's page, each said and none fatal."""
    page.locator("summary", has_text="More").click()
    for prefer, told, complaint in (
        ("fault=drop", "no answer", "No answer: Failed to fetch"),
        ("fault=malformed_json", "200 OK", "The body is no JSON"),
        ("code=503", "503", "The body is no JSON"),
    ):
        page.get_by_label("Prefer").fill(prefer)
        expect(page.locator("#list-answer .alert")).to_contain_text(complaint)
        expect(_told(page)).to_contain_text(told)

    page.get_by_role("button", name="Clear").filter(visible=True).click()
    expect(page.locator("#list-answer table")).to_be_visible()


def test_row_opens_from_any_cell(page: Page, mock: Mock) -> None:
    """A click anywhere on a row opens its assistant as one on its name does, and another closes it."""
    first = mock.ask("&limit=1")["assistants"][0]
    cell = page.locator("#list-answer tbody tr").first.locator("td").nth(1)
    cell.click()
    assert first == json.loads(page.locator("#list-answer td pre").inner_text())

    cell.click()
    expect(page.locator("#list-answer td pre")).to_be_hidden()

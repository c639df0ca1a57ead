"""The journal in the console: live, filtered, one entry explained, exported, cleared."""

from __future__ import annotations

import json
import re
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.test_mock_server.conftest import HEADERS, KEY, PAGE
from tests.test_mock_server.console.conftest import Mock, Open, go


def _numbers(page: Page) -> list[int]:
    return [int(each) for each in page.locator(".log tbody tr:visible a").all_inner_texts()]


def _prefer(mock: Mock, prefer: str) -> int:
    """Ask with a preference, whatever comes of it; return the entry's number."""
    connection = HTTPConnection(urlsplit(mock.url).netloc, timeout=1)
    try:
        connection.request("GET", PAGE, headers={**HEADERS, "Prefer": prefer})
        connection.getresponse().read()
    except (OSError, HTTPException):
        pass  # as it was asked for
    finally:
        connection.close()
    number: int = mock.asked()[-1]["number"]
    return number


def test_requests_appear_by_themselves_newest_first(page: Page, mock: Mock) -> None:
    """What any client asks is there within moments, as the journal has it, without a reload."""
    go(page, "Journal")
    mock.ask("&limit=7")
    expect(page.locator(".log tbody tr").first).to_contain_text("limit=7")
    mock.ask("&limit=8")
    expect(page.locator(".log tbody tr").first).to_contain_text("limit=8")

    assert [each["number"] for each in reversed(mock.asked())] == _numbers(page)


def test_journal_stands_still_when_it_is_not_live(page: Page, mock: Mock) -> None:
    """Who reads can stop what moves, and have it go on."""
    go(page, "Journal")
    expect(page.locator("#journal-told")).to_have_text("1 request")
    page.get_by_label("live").uncheck()
    mock.ask("&limit=7")
    page.wait_for_timeout(1500)
    expect(page.locator("#journal-told")).to_have_text("1 request")

    page.get_by_label("live").check()
    expect(page.locator("#journal-told")).to_have_text("2 requests")


def test_filter_keeps_what_holds_every_word(page: Page, mock: Mock) -> None:
    """Words are looked for in the request, its status and what was done on purpose."""
    mock.ask("&search=bot&limit=3")
    mock.control("PATCH", "state", {"defects": ["offset_ignored"]})
    mock.ask("&limit=3")
    go(page, "Journal")
    expect(page.locator("#journal-told")).to_have_text("3 requests")

    page.get_by_label("Filter").fill("LIMIT=3 bot")
    expect(page.locator("#journal-told")).to_have_text("3 requests, 1 shown")
    page.get_by_label("Filter").fill("defect")
    expect(page.locator(".log tbody tr:visible")).to_contain_text("defect=offset_ignored")
    assert len(_numbers(page)) == 1


def test_parameters_that_were_sent_are_counted(page: Page, mock: Mock) -> None:
    """One that is missing was not sent, and has no default either."""
    for query, told in (("?limit=3", "1 sent, 8 as by default"), ("", "0 sent, 9 as by default")):
        page.request.get(f"{mock.url}/v1/assistants{query}", headers={"X-API-Key": KEY})
        page.goto(f"{mock.url}/_mock/#journal/{mock.asked()[-1]['number']}")

        expect(page.locator("#entry summary", has_text="Parameters")).to_have_text(f"Parameters: {told}")


def test_entry_tells_what_was_asked_and_why_it_was_so_answered(page: Page, mock: Mock) -> None:
    """An entry opens by a click: the request, a funnel whose steps are the API's, and what was ignored."""
    mock.ask("&search=bot&serach=x&access_mode=public")
    number = mock.asked()[-1]["number"]
    why = mock.control("GET", f"journal/{number}/why")
    go(page, "Journal")
    page.get_by_role("link", name=str(number), exact=True).click()
    entry = page.get_by_role("article", name=f"Request {number}")

    expect(entry).to_contain_text("search=bot&serach=x&access_mode=public")
    expect(entry).to_contain_text("did you mean search?")
    expect(entry.locator(".funnel > li")).to_have_count(len(why["steps"]))
    for step, line in zip(why["steps"], entry.locator(".funnel > li").all(), strict=True):
        expect(line).to_contain_text(f"{step['left']} left")
        for group in step["gone"]:
            expect(line).to_contain_text(f"−{group['count']} {group['reason']}")
    expect(entry).to_contain_text(f"Shown: 1 to {why['page']['last']} of {why['page']['total']}")
    page.keyboard.press("x")
    expect(entry).to_be_hidden()
    expect(page.get_by_role("link", name=str(number), exact=True)).to_be_focused()


def test_refused_request_is_explained(page: Page, mock: Mock) -> None:
    """A refusal tells its reason beside the parameter that caused it."""
    page.locator("summary", has_text="More").click()
    page.get_by_label("Anything else, as in a URL").fill("limit=101")
    expect(page.locator("#list-told")).to_contain_text("422")
    number = mock.asked()[-1]["number"]
    page.goto(f"{mock.url}/_mock/#journal/{number}")

    entry = page.get_by_role("article", name=f"Request {number}")
    expect(entry.get_by_text("422 VALIDATION_ERROR")).to_be_visible()
    expect(entry.locator(".wrong")).to_contain_text("limit: 101 is above 100")


def test_request_is_asked_again_in_the_list(page: Page, mock: Mock) -> None:
    """An entry leads to the list with its question in the controls, and what is no parameter beside them."""
    mock.ask("&search=bot&sort_order=desc&serach=x&limit=3&limit=4")
    page.goto(f"{mock.url}/_mock/#journal/{mock.asked()[-1]['number']}")
    page.get_by_role("link", name="Ask it in the list").click()

    expect(page.get_by_label("search")).to_have_value("bot")
    expect(page.get_by_label("sort_order")).to_have_value("desc")
    expect(page.locator("#list-url")).to_contain_text("serach=x&limit=3&limit=4")


def test_keys_lead_to_newer_and_older_requests(page: Page, mock: Mock) -> None:
    """Who has opened an entry goes on by single keys, among those that the filter shows."""
    for query in ("&search=bot&limit=3", "&limit=1", "&search=bot&limit=4"):
        mock.ask(query)
    older, _, newer = (each["number"] for each in mock.asked()[-3:])
    go(page, "Journal")
    page.get_by_label("Filter").fill("search")
    expect(page.locator(".log tbody tr:visible")).to_have_count(2)
    page.get_by_role("link", name=str(newer), exact=True).click()
    expect(page.get_by_role("heading", name=f"Request {newer}")).to_be_visible()

    page.keyboard.press("j")
    expect(page.get_by_role("heading", name=f"Request {older}")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name=f"Request {newer}")).to_be_visible()


def test_har_is_downloaded(page: Page, tmp_path: Path) -> None:
    """The journal comes as a file for a browser's network tab, though a link cannot send the token."""
    go(page, "Journal")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download HAR").click()
    waiting.value.save_as(tmp_path / "found.har")
    log = json.loads((tmp_path / "found.har").read_text())["log"]

    assert ("1.2", "freddy-mock.har") == (log["version"], waiting.value.suggested_filename)
    assert "/v1/assistants?" in log["entries"][0]["request"]["url"]


def test_cleared_journal_is_empty_and_goes_on(page: Page, mock: Mock) -> None:
    """Clearing forgets what was asked for everybody; what comes then is shown."""
    go(page, "Journal")
    expect(page.locator("#journal-told")).to_have_text("1 request")
    page.get_by_role("button", name="Clear").filter(visible=True).click()
    expect(page.locator("#journal-told")).to_have_text("0 requests")
    assert [] == mock.asked()

    mock.ask("&limit=7")
    expect(page.locator(".log tbody tr")).to_contain_text(re.compile("limit=7"))


@pytest.mark.parametrize(
    ("prefer", "shown", "got"),
    [
        ("fault=drop", "dropped", "The client got nothing"),
        ("fault=timeout", "never answered", "The client got nothing"),
        ("fault=truncate=0.5", "200cut", "The client got a part"),
        ("fault=malformed_json", "200no JSON", "a body that does not parse"),
        ('fault="truncate=0.5,latency=1"', "200cutlate", "The client got a part"),
    ],
)
def test_answer_that_the_client_cannot_read_is_no_success(
    page: Page, mock: Mock, prefer: str, shown: str, got: str
) -> None:
    """What was done to an answer stands at its status, which has no colour of success, and in the entry's reasons."""
    number = _prefer(mock, prefer)
    go(page, "Journal")
    status = page.locator(f'.log tr[data-number="{number}"] .outcome')

    expect(status).to_have_text(shown)
    expect(status.locator(".s2")).to_have_count(0)
    status.click()
    entry = page.get_by_role("article", name=f"Request {number}")
    expect(entry.locator(".alert")).to_contain_text([got])
    expect(entry.locator(".s2")).to_have_count(0)


@pytest.mark.parametrize(
    ("prefer", "shown"),
    [
        ("fault=slow_body=100000", "200slow"),
        ("wait=0.01", "200late"),
        ("code=503", "503forced"),
        ("defect=offset_ignored", "200defect"),
        ("scenario=one-over", "200"),
    ],
)
def test_answer_that_is_readable_keeps_its_status(page: Page, mock: Mock, prefer: str, shown: str) -> None:
    """A slow, late, forced or defective answer has its status still, and the word for what was done beside it."""
    number = _prefer(mock, prefer)
    go(page, "Journal")
    row = page.locator(f'.log tr[data-number="{number}"]')

    expect(row.locator(".outcome")).to_have_text(shown)
    expect(row.locator(f".s{shown[0]}")).to_be_visible()


def test_size_of_what_was_never_sent_is_not_told(page: Page, mock: Mock) -> None:
    """An answer that was dropped has no size: the bytes of the one that was made are told where it is explained."""
    number = _prefer(mock, "fault=drop")
    go(page, "Journal")
    row = page.locator(f'.log tr[data-number="{number}"]')

    expect(row).not_to_contain_text("kB")
    page.get_by_label("Filter").fill("dropped")
    expect(page.locator(".log tbody tr:visible")).to_have_count(1)
    row.click()
    expect(page.locator("#entry")).to_contain_text("explains the answer that was made: 200")
    expect(page.locator("#entry summary", has_text="Body, never sent")).to_be_visible()


def test_phone_shows_what_was_done_on_purpose(visit: Open, mock: Mock) -> None:
    """On a narrow screen nothing of a request lies aside: what was done on purpose is seen without scrolling."""
    page = visit(width=390)
    expect(page.locator("#list-told")).to_contain_text("200 OK")
    number = _prefer(mock, 'fault="truncate=0.5,latency=1"')
    go(page, "Journal")

    row = page.locator(f'.log tr[data-number="{number}"]')
    expect(row).to_be_visible()
    for seen in (row.locator(".purpose"), row.locator(".outcome"), row.locator(".asked")):
        box = seen.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.querySelector('#journal-rows .scroll').scrollWidth") <= 390

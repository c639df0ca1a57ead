"""Grading in the console: what a client does wrong, with the requests that show it."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.test_mock_server.conftest import HEADERS, PAGE
from tests.test_mock_server.console.conftest import Mock, go


def test_finding_is_told_with_its_requests(page: Page, mock: Mock) -> None:
    """Who pages on past the end is told so, with advice, and each request leads to its entry of the journal."""
    # On one connection: of an answer on another, a client may know nothing yet when it asks again.
    client = HTTPConnection(urlsplit(mock.url).netloc, timeout=20)
    for offset in (0, 100, 200, 300):
        client.request("GET", f"{PAGE}&limit=100&offset={offset}", headers=HEADERS)
        client.getresponse().read()
    client.close()
    found = next(each for each in mock.control("GET", "grading")["findings"] if each["name"] == "loops-past-the-end")
    section = go(page, "Grading")
    finding = section.get_by_role("article").filter(has_text=found["name"])

    for text in (found["sentence"], found["advice"], found["client"], found["signs"][0]["evidence"]):
        expect(finding).to_contain_text(text)
    number = found["signs"][0]["requests"][0]
    finding.get_by_role("link", name=f"#{number}", exact=True).click()
    expect(page.get_by_role("article", name=f"Request {number}")).to_contain_text("offset=200")


def test_journal_without_mistakes_is_told_as_such(page: Page, mock: Mock) -> None:
    """Nothing asked, and nothing wrong with what was asked, are two different things."""
    section = go(page, "Grading")
    expect(section).to_contain_text("Nothing found")

    mock.control("DELETE", "journal")
    page.keyboard.press("r")
    expect(section).to_contain_text("Nothing was asked yet")

"""The console's door: the token in the address, a wrong one, none, and a mock that is gone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.test_mock_server.console.conftest import LOOK, TOKEN, Open


def test_token_of_the_address_opens_and_is_taken_out_of_it(visit: Open) -> None:
    """Who opens the banner's address is in, and neither history nor a screenshot holds the token; a reload stays in."""
    page = visit()
    expect(page.locator("#list-told")).to_contain_text("200 OK")

    assert TOKEN not in page.url
    page.reload()
    expect(page.locator("#list-told")).to_contain_text("200 OK")


def test_wrong_token_is_told_and_another_can_be_pasted(visit: Open) -> None:
    """The page says what is wrong, shows nothing of the mock, and opens once the right token is there."""
    page = visit("#token=not-the-right-one")

    expect(page.get_by_role("alert")).to_contain_text("X-Mock-Token: is not the mock's")
    assert "not-the-right-one" not in page.url
    expect(page.get_by_role("region").filter(visible=True)).to_have_count(0)
    page.get_by_label("Token", exact=True).fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.locator("#list-told")).to_contain_text("200 OK")
    expect(page.locator("#door")).to_be_hidden()


def test_without_token_the_page_says_where_it_is(visit: Open) -> None:
    """Without a token nothing is wrong yet: the page tells where the token stands."""
    page = visit("")

    expect(page.locator("#door")).to_contain_text("The mock printed an address when it started")
    expect(page.locator("#door")).to_contain_text("a token that was chosen, with --control-token, is not printed")
    expect(page.get_by_label("Token", exact=True)).to_be_focused()
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(0)


def test_new_token_in_the_address_of_an_open_page_is_taken(visit: Open) -> None:
    """A mock that was started again prints another address, which may be opened in the same tab."""
    page = visit("#token=of-yesterday")
    expect(page.locator("#door")).to_be_visible()

    page.evaluate("fragment => { location.hash = fragment; }", f"token={TOKEN}")

    expect(page.locator("#list-told")).to_contain_text("200 OK")
    assert TOKEN not in page.url


def test_mock_that_does_not_answer_is_told_and_found_again(visit: Open) -> None:
    """While the mock is away the page says so, and goes on by itself when it is back."""
    page = visit()
    expect(page.locator("#list-told")).to_contain_text("200 OK")
    page.route("**/_mock/state", lambda route: route.abort())

    page.evaluate(LOOK)
    expect(page.locator("#trouble")).to_contain_text("The mock does not answer")
    page.unroute("**/_mock/state")
    page.evaluate(LOOK)
    expect(page.locator("#trouble")).to_be_hidden()


def test_door_has_no_empty_band_above_it(visit: Open) -> None:
    """On a narrow screen, the head above the door is one line: the sections are not there yet, and take no room."""
    page = visit("", width=390)
    expect(page.locator("#door")).to_be_visible()

    assert page.evaluate("document.querySelector('header').offsetHeight") < 60

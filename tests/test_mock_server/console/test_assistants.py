"""The stored assistants in the console: added, edited, removed, and what is wrong with one told where it is written."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page, expect

from tests.test_mock_server.conftest import MAIN
from tests.test_mock_server.console.conftest import Mock, Open, go


def _write(page: Page, value: object) -> Locator:
    editor = page.get_by_role("dialog")
    editor.get_by_role("textbox").fill(value if isinstance(value, str) else json.dumps(value))
    editor.get_by_role("button", name="Save").click()
    return editor


def test_assistant_is_added_edited_and_removed(page: Page, mock: Mock) -> None:
    """What is stored changes at once, and with it what the API lists."""
    section = go(page, "Assistants")
    page.keyboard.press("a")
    _write(page, {"id": "asst_mine", "organization_id": MAIN, "name": "Mine", "access_mode": "public"})
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert mock.ask("&search=Mine")["assistants"][0]["id"] == "asst_mine"

    page.locator("#stored-organization").select_option(label="Lumen Works · 201")
    for _ in range(8):
        page.locator("#stored-next").click()
    expect(page.locator("#stored-told")).to_have_text("201–201 of 201")
    section.get_by_role("button", name="Edit asst_mine").click()
    editor = page.get_by_role("dialog")
    whole = json.loads(editor.get_by_role("textbox").input_value())
    _write(page, {**whole, "name": "Mine, renamed"})
    expect(section.get_by_text("Mine, renamed")).to_be_visible()
    assert mock.ask("&search=renamed")["total"] == 1

    page.once("dialog", lambda question: question.accept())
    section.get_by_role("button", name="Remove asst_mine").click()
    expect(section.get_by_role("button", name="Remove asst_mine")).to_have_count(0)
    assert mock.ask("&search=renamed")["total"] == 0


def test_wrong_assistant_is_told_and_kept_to_be_corrected(page: Page) -> None:
    """The editor stays open with what was written, and says what is wrong with it."""
    go(page, "Assistants")
    page.locator("#stored-add").click()

    editor = _write(page, "{")
    expect(editor.get_by_role("alert")).to_contain_text("This is no JSON")
    _write(page, {"id": "asst_mine", "organization_id": MAIN, "name": "Mine", "temperature": 9})
    expect(editor.get_by_role("alert")).to_contain_text("temperature")
    assert "asst_mine" in editor.get_by_role("textbox").input_value()
    page.keyboard.press("Escape")
    expect(editor).to_be_hidden()


def test_what_was_done_is_told_with_its_organization(page: Page, mock: Mock) -> None:
    """An assistant of another organization than the one shown is out of sight: the status line says where it went."""
    section = go(page, "Assistants")
    told = page.locator("#stored-done")
    page.keyboard.press("a")
    _write(page, {"id": "asst_mine", "organization_id": "org_abc123", "name": "Mine"})
    expect(told).to_have_text("Added asst_mine, Abc.")
    assert told.get_attribute("role") == "status"
    expect(page.locator("#stored-organization")).to_have_value(MAIN)

    page.locator("#stored-organization").select_option("org_abc123")
    section.get_by_role("button", name="Edit asst_mine").click()
    expect(told).to_have_text("")
    whole = json.loads(page.get_by_role("dialog").get_by_role("textbox").input_value())
    _write(page, {**whole, "name": "Mine, renamed"})
    expect(told).to_have_text("Edited asst_mine, Abc.")

    page.once("dialog", lambda question: question.accept())
    section.get_by_role("button", name="Remove asst_mine").click()
    expect(told).to_have_text("Removed asst_mine, Abc.")
    go(page, "Journal")
    go(page, "Assistants")
    expect(told).to_have_text("")


def test_form_of_an_id_is_shown_and_is_none(page: Page) -> None:
    """The editor shows how an id begins; who saves it so is told what an id is."""
    go(page, "Assistants")
    page.keyboard.press("a")
    begun = json.loads(page.get_by_role("dialog").get_by_role("textbox").input_value())
    assert begun["id"] == "asst_…"

    editor = _write(page, {**begun, "name": "Mine"})
    expect(editor.get_by_role("alert")).to_contain_text("asst_[A-Za-z0-9_]+")
    page.keyboard.press("Escape")


def test_phone_shows_what_can_be_done_with_an_assistant(visit: Open) -> None:
    """On a narrow screen, Edit and Remove are seen without scrolling sideways."""
    page = visit(width=390)
    expect(page.locator("#list-told")).to_contain_text("200 OK")
    section = go(page, "Assistants")

    for name in ("Edit", "Remove"):
        box = section.get_by_role("button", name=f"{name} asst_").first.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.querySelector('#stored-rows .scroll').scrollWidth") <= 390

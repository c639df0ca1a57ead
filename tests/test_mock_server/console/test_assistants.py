"""The stored assistants in the console: added, edited, removed, and what is wrong with one told where it is written."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page, expect

from tests.test_mock_server.conftest import MAIN
from tests.test_mock_server.console.conftest import Mock, go


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

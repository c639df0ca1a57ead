"""The console's switches: each changes the mock at once, and shows what the mock is, whoever changed it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from contracts.schema.ambiguities import AMBIGUITIES
from contracts.schema.dialect import DIALECTS
from fixtures.scenarios import SCENARIOS
from mock_server.defects.catalogue import DEFECTS
from mock_server.faults.fault import KINDS
from tests.test_mock_server.console.conftest import LOOK, Mock, go


def test_everything_that_can_be_switched_is_there(page: Page) -> None:
    """Every scenario, dialect, reading, defect and kind of fault has its control."""
    go(page, "Switches")
    values = "each => [...each.options].map(({ value }) => value)"

    assert list(SCENARIOS) == page.locator("#scenario").evaluate(values)
    assert [*DIALECTS, "custom"] == page.locator("#dialect-name").evaluate(values)
    for row in AMBIGUITIES.values():
        assert [each.name for each in row.readings] == page.locator(f"#reading-{row.name}").evaluate(values)
    assert set(DEFECTS) == set(page.locator("#defect-topics label").all_text_contents())
    assert [each.example for each in KINDS.values()] == page.locator("#fault-kinds dt").all_text_contents()


def test_scenario_changes_the_list(page: Page, mock: Mock) -> None:
    """Another scenario is there at once, for every client, and the list shows it when one comes back to it."""
    before = mock.control("GET", "state")["version"]
    go(page, "Switches").get_by_label("Scenario").select_option("one-over")
    expect(page.locator("#switches-told")).to_contain_text(f"at version {before + 1}.")
    expect(page.locator("#scenario-story")).to_contain_text("one more than whole pages")

    go(page, "List")
    expect(page.locator("#list-told")).to_contain_text("of 101")
    assert mock.ask()["total"] == 101


def test_defect_changes_the_list_and_stands_out(page: Page, mock: Mock) -> None:
    """A defect is found by its words, switched on by a click, seen at the head of every section, and switched off."""
    section = go(page, "Switches")
    section.get_by_label("Find", exact=True).fill("offset first one")
    section.get_by_label("offset_ignored", exact=True).check()
    expect(page.locator("#standing")).to_contain_text("defect offset_ignored")
    assert mock.control("GET", "state")["defects"] == ["offset_ignored"]

    go(page, "List")
    page.locator("#list-next").click()
    expect(page.locator("#list-url")).to_contain_text("offset=50")
    first = mock.ask()["assistants"][0]["id"]
    expect(page.locator("#list-answer td.name .id").first).to_have_text(first)

    go(page, "Switches").get_by_role("button", name="All off").click()
    expect(page.locator("#standing")).not_to_contain_text("defect")
    assert mock.control("GET", "state")["defects"] == []


def test_quick_switches_do_not_write_over_each_other(page: Page, mock: Mock) -> None:
    """Several defects switched on before the first answer are all on."""
    section = go(page, "Switches")
    section.get_by_label("Find", exact=True).fill("offset")
    names = page.locator("#defect-topics li:visible label").all_inner_texts()[:4]
    page.evaluate("names => { for (const name of names) document.getElementById(`defect-${name}`).click(); }", names)

    expect(page.locator("#defects-told")).to_contain_text("4 on")
    assert sorted(names) == sorted(mock.control("GET", "state")["defects"])


def test_single_reading_makes_a_dialect_of_ones_own(page: Page, mock: Mock) -> None:
    """One question can be read otherwise, the others stay as they are; a named dialect takes them all back."""
    section = go(page, "Switches")
    section.locator("summary", has_text="questions").click()
    page.locator("#reading-timestamps").select_option("iso_8601")
    expect(page.locator("#dialect-name")).to_have_value("custom")
    expect(page.locator("#standing")).to_contain_text("dialect custom")
    assert isinstance(mock.ask()["assistants"][0]["created_at"], str)

    page.locator("#dialect-name").select_option("documented")
    expect(page.locator("#reading-timestamps")).to_have_value("unix_seconds")
    assert isinstance(mock.ask()["assistants"][0]["created_at"], int)


def test_controls_of_the_list_follow_the_dialect(page: Page, mock: Mock) -> None:
    """Where a dialect takes other values of a parameter, the list offers those, and keeps what was asked."""
    page.get_by_label("search").fill("bot")
    expect(page.locator("#list-url")).to_contain_text("search=bot")
    mock.control("PATCH", "state", {"dialect": {"readings": {"access_mode_filter": "object_modes"}}})
    page.evaluate(LOOK)

    expect(page.get_by_label("access_mode").locator("option", has_text="restricted")).to_be_attached()
    expect(page.get_by_label("search")).to_have_value("bot")


def test_faults_are_added_and_removed(page: Page, mock: Mock) -> None:
    """A fault is written as on the command line; one that is wrong is told with its cure, and changes nothing."""
    section = go(page, "Switches")
    section.get_by_label("Add", exact=True).fill("error=503@0.5")
    page.keyboard.press("Enter")
    expect(page.locator("#faults-on")).to_contain_text("error=503@0.5")
    assert mock.control("GET", "state")["faults"]["faults"] == ["error=503@0.5"]

    section.get_by_label("Add", exact=True).fill("dropp")
    page.keyboard.press("Enter")
    expect(section.get_by_role("alert").first).to_contain_text("did you mean drop?")
    section.get_by_role("button", name="Remove error=503@0.5").click()
    expect(page.locator("#faults-on")).to_contain_text("Nothing goes wrong.")
    expect(section.get_by_role("alert").filter(visible=True)).to_have_count(0)


def test_clock_stands_still_and_moves_ahead(page: Page, mock: Mock) -> None:
    """The mock's time can be frozen at a moment or be ahead by seconds."""
    section = go(page, "Switches")
    section.get_by_label("The moment, in ISO 8601").fill("2030-01-02T03:04:05Z")
    section.get_by_label("frozen at", exact=True).check()
    expect(page.locator("#clock-now")).to_have_text("2030-01-02 03:04:05")
    assert mock.control("GET", "state")["clock"]["frozen"].startswith("2030-01-02T03:04:05")

    section.get_by_label("ahead by", exact=True).check()
    expect(page.locator("#standing")).to_contain_text("clock 3600 s ahead")
    assert mock.control("GET", "state")["clock"]["ahead"] == 3600


def test_seed_and_reset(page: Page, mock: Mock) -> None:
    """Another seed is another world; a reset goes back to the start in one step."""
    before = mock.ask()
    section = go(page, "Switches")
    section.get_by_label("Seed", exact=True).fill("7")
    section.get_by_label("Seed", exact=True).press("Enter")
    expect(page.locator("#standing")).to_contain_text("seed 7")
    assert before != mock.ask()

    section.get_by_role("button", name="Reset to the start").click()
    expect(page.locator("#standing")).to_contain_text("seed 0")
    assert before == mock.ask()


def test_changes_from_elsewhere_are_shown_and_nothing_is_asked_for_them(page: Page, mock: Mock) -> None:
    """A test that switches the mock is seen in the console, which itself asks nothing: that would be counted."""
    asked = len(mock.asked())
    mock.control("PATCH", "state", {"scenario": "ties", "defects": ["offset_ignored"]})
    page.evaluate(LOOK)

    expect(page.locator("#standing")).to_contain_text("scenario ties")
    expect(page.locator("#list-stale")).to_be_visible()
    assert asked == len(mock.asked())
    page.keyboard.press("r")
    expect(page.locator("#list-stale")).to_be_hidden()
    assert asked + 1 == len(mock.asked())


def test_defects_are_found_by_all_words(page: Page) -> None:
    """Name, topic and story are searched for every word, in any case, and the number found is told."""
    section = go(page, "Switches")
    for words in ("has_more", "TOTAL pages", "no such thing"):
        section.get_by_label("Find", exact=True).fill(words)
        expected = {
            each.name
            for each in DEFECTS.values()
            if all(word in f"{each.name} {each.topic} {each.story}".lower() for word in words.lower().split())
        }

        expect(page.locator("#defects-told")).to_have_text(re.compile(f"^{len(expected)} of {len(DEFECTS)}"))
        assert expected == set(page.locator("#defect-topics li:visible label").all_inner_texts())


def test_readings_to_choose_from_have_no_marks_of_code(page: Page) -> None:
    """An option of a select holds text alone: backticks would be shown as they are."""
    go(page, "Switches")
    expect(page.locator("#readings option").first).to_be_attached()

    assert [] == [each for each in page.locator("#readings option").all_text_contents() if "`" in each]

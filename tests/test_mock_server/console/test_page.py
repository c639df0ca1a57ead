"""The console as a page: by keys alone, on a phone, dark and light, with nothing unnamed, and closed to other hosts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.test_mock_server.console.conftest import TOKEN, Mock, Open, go

SECTIONS = ("List", "Switches", "Assistants", "Journal", "Grading", "Access")

UNNAMED = """() => [...document.querySelectorAll("input, select, textarea, button, a, summary")]
    .filter((each) => each.checkVisibility())
    .filter((each) => ![...(each.labels ?? [])].some((label) => label.textContent.trim())
        && !each.ariaLabel && !(each.matches("button, a, summary") && each.textContent.trim()))
    .map((each) => each.outerHTML)"""
"""Controls that are seen and have no name."""

PALE = """() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const parsed = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const luminance = ([red, green, blue]) => 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue);
    const behind = (node) => {
        for (let each = node; each !== null; each = each.parentElement) {
            const colour = parsed(getComputedStyle(each).backgroundColor);
            if (colour[3] === 255) return colour;
        }
        return [255, 255, 255, 255];
    };
    const found = new Set();
    for (const node of document.querySelectorAll("body *")) {
        const written = [...node.childNodes].some((each) => each.nodeType === 3 && each.textContent.trim());
        if (!(written || node.matches("input, select")) || !node.checkVisibility() || node.disabled) continue;
        const [one, other] = [luminance(parsed(getComputedStyle(node).color)), luminance(behind(node))];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (contrast < 4.5) found.add(`${node.tagName}.${node.className} ${contrast.toFixed(2)}`);
    }
    return [...found];
}"""
"""Texts whose colour is less than 4.5 times as bright or dark as what is behind them (WCAG 2, AA)."""

SHIFT = """() => new Promise((tell) => {
    let sum = 0;
    new PerformanceObserver((seen) => {
        for (const each of seen.getEntries()) sum += each.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => tell(sum), 300);
})"""


TRIED = """async () => {
    const refused = [];
    document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
    for (const act of [
        () => { document.createElement("p").innerHTML = "<b>"; },
        () => { document.createElement("script").textContent = "document.title = 'mine'"; },
        () => document.body.setAttribute("style", "color: red"),
        () => fetch("http://127.0.0.2:9/"),
        () => new Promise((done) => Object.assign(new Image(), { src: "http://127.0.0.2:9/", onerror: done })),
    ]) await Promise.resolve().then(act).catch(() => {});
    await new Promise((done) => setTimeout(done, 50));
    return refused;
}"""
"""What a script from elsewhere would try; returns what the page's policy refused."""


def _fill(page: Page, mock: Mock) -> None:
    """Have something to show in every section: a mistake, a refusal, a defect, a fault."""
    for offset in (0, 100, 200, 300):
        mock.ask(f"&limit=100&offset={offset}")
    mock.control("PATCH", "state", {"defects": ["offset_ignored"], "faults": {"faults": ["latency=1"]}})
    go(page, "Switches")
    expect(page.locator("#faults-on")).to_contain_text("latency=1")
    page.locator("summary").evaluate_all("all => { for (const each of all) each.parentElement.open = true; }")


def _each_section(page: Page, newest: int) -> Iterator[str]:
    """Show one section after the other, and at last an entry of the journal; yield their names."""
    for section in SECTIONS:
        go(page, section)
        page.wait_for_load_state("networkidle")
        yield section
    page.goto(f"{page.url.partition('#')[0]}#journal/{newest}")
    expect(page.locator("#entry .why")).to_be_visible()
    yield "an entry"


def test_everything_can_be_done_by_keys(page: Page, mock: Mock) -> None:
    """From the list to a defect, back, and to the journal's explanation, without a mouse."""
    page.keyboard.press("n")
    expect(page.locator("#list-told")).to_contain_text("51–100 of")
    page.keyboard.press("/")
    expect(page.get_by_label("search")).to_be_focused()
    page.keyboard.type("bot")
    expect(page.locator("#list-url")).to_contain_text("search=bot")
    page.keyboard.press("Escape")

    page.keyboard.press("2")
    page.keyboard.press("/")
    page.keyboard.type("offset_ignored")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "defect-offset_ignored":
            break
    page.keyboard.press("Space")
    expect(page.locator("#standing")).to_contain_text("defect offset_ignored")

    page.keyboard.press("4")
    newest = str(mock.asked()[-1]["number"])
    page.get_by_role("link", name=newest, exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#entry .why")).to_be_visible()
    expect(page.locator("#entry")).to_be_focused()


def test_a_key_acts_at_once(page: Page) -> None:
    """The next key, however soon, meets the section that the last one went to, not the one it left."""
    press = "key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"

    page.evaluate(f"['2', '/'].forEach({press})")

    expect(page.locator("#defect-search")).to_be_focused()
    assert page.evaluate("location.hash") == "#switches"


def test_tab_reaches_the_section_and_focus_is_seen(page: Page) -> None:
    """The first stop skips the head of the page; every stop is outlined."""
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the section")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_keys_are_told_and_can_be_switched_off(page: Page) -> None:
    """A dialog names the keys of the section at hand; who dictates to a computer can do without them."""
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next")
    page.get_by_label("Keys are on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    expect(page.get_by_role("region", name="List", exact=True)).to_be_visible()

    page.reload()
    expect(page.locator("#list-told")).to_contain_text("200 OK")
    page.keyboard.press("4")
    expect(page.get_by_role("region", name="List", exact=True)).to_be_visible()


def test_phone_needs_no_sideways_scrolling(visit: Open, mock: Mock) -> None:
    """At 360 pixels, no section is wider than the screen: what is wide scrolls within itself."""
    page = visit(width=360)
    expect(page.locator("#list-told")).to_contain_text("200 OK")
    _fill(page, mock)

    for section in _each_section(page, mock.asked()[-1]["number"]):
        assert (section, page.evaluate("document.documentElement.scrollWidth")) <= (section, 360)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_and_every_control_has_a_name(visit: Open, mock: Mock, scheme: Any) -> None:
    """In both colour schemes, no text is too pale to be read, and nothing to press or fill in is without a name."""
    page = visit(scheme=scheme)
    expect(page.locator("#list-told")).to_contain_text("200 OK")
    _fill(page, mock)

    for section in _each_section(page, mock.asked()[-1]["number"]):
        assert (section, [], []) == (section, page.evaluate(PALE), page.evaluate(UNNAMED))
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor").startswith("rgb(1")
    assert dark == (scheme == "dark")


def test_nothing_jumps_while_the_page_is_loaded(page: Page) -> None:
    """What is shown first stays where it is (cumulative layout shift, of which 0.1 counts as good)."""
    assert page.evaluate(SHIFT) < 0.02


def test_page_is_closed_to_all_but_its_own_files(browser: Browser, mock: Mock) -> None:
    """Markup is not parsed, styles and scripts are not taken from texts, no other host is asked, even if tried."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{mock.url}/_mock/#token={TOKEN}")
        expect(page.locator("#list-told")).to_contain_text("200 OK")
        refused = page.evaluate(TRIED)

    assert {"require-trusted-types-for", "style-src-attr", "connect-src", "img-src"} == set(refused)


def test_section_in_the_address_is_shown(page: Page, mock: Mock) -> None:
    """A section can be bookmarked; an unknown one is the list."""
    page.goto(f"{mock.url}/_mock/#access")
    expect(page.get_by_role("region", name="Access", exact=True)).to_be_visible()
    assert page.title() == "Access · freddy-mock"

    page.goto(f"{mock.url}/_mock/#nowhere")
    expect(page.get_by_role("region", name="List", exact=True)).to_be_visible()


def test_head_reaches_both_sides(visit: Open) -> None:
    """Nothing beside the head stays empty, where a scrollbar might come or not."""
    page = visit()
    for section in SECTIONS:
        go(page, section)
        width = page.evaluate("document.querySelector('header').getBoundingClientRect().width")
        assert (section, width) == (section, page.evaluate("document.documentElement.clientWidth"))


def test_only_rows_that_open_stand_out_under_the_mouse(page: Page) -> None:
    """What lights up under the mouse does something when it is clicked."""
    background = "row => getComputedStyle(row).backgroundColor"
    for section, lights_up in (("Assistants", False), ("Access", False), ("Journal", True), ("List", True)):
        row = go(page, section).locator("tbody tr").first
        page.mouse.move(0, 0)
        plain = row.evaluate(background)
        row.hover()
        assert (section, lights_up) == (section, plain != row.evaluate(background))

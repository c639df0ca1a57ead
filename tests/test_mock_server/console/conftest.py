"""A mock with its console, a real browser, and what every page of it must keep to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests import needs
from tests.test_mock_server.conftest import KEY, MAIN, Running, Start

TOKEN = "token-of-the-tests"
PATIENCE = 20_000
"""Milliseconds that something may take on a busy machine."""
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
"""Has the page look at the mock at once, as when its tab is shown again."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Mock:
    """A running mock, asked from outside the browser."""

    url: str

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API."""
        headers = {"X-Mock-Token": TOKEN, "Content-Type": "application/json"}
        return self._send(f"/_mock/{path}", headers, method, None if body is None else json.dumps(body).encode())

    def ask(self, query: str = "", key: str = KEY, organization_id: str = MAIN) -> Any:
        """Ask for a list."""
        return self._send(f"/v1/assistants?organization_id={organization_id}{query}", {"X-API-Key": key})

    def asked(self) -> list[dict[str, Any]]:
        """Return the journal."""
        entries: list[dict[str, Any]] = self.control("GET", "journal")["entries"]
        return entries

    def _send(self, path: str, headers: dict[str, str], method: str = "GET", body: bytes | None = None) -> Any:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        try:
            connection.request(method, path, body, headers)
            return json.loads(connection.getresponse().read() or "null")
        finally:
            connection.close()


@pytest.fixture(scope="package")
def running(start: Start) -> Mock:
    """Start one mock for all tests of the console."""
    server: Running = start("--control", "--control-token", TOKEN, "--log-format", "none")
    return Mock(f"http://127.0.0.1:{server.port}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start one browser; it ends with these tests, as its driver runs an event loop that others must not meet."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=needs.program("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def mock(running: Mock) -> Mock:
    """Return the mock as it was at its start, its journal empty."""
    running.control("POST", "reset")
    running.control("DELETE", "journal")
    return running


Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, mock: Mock) -> Iterator[Open]:
    """Return a function that opens the console in a browser of its own, with options of Playwright's contexts.

    Whatever a test does there, nothing may be asked of another host, and no script may fail.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.extend(_trouble(said.type, said.text)))
        page.on("request", lambda asked: troubles.extend(_abroad(asked.url, mock.url)))

    def begin(fragment: str = f"#token={TOKEN}", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(f"{mock.url}/_mock/{fragment}")
        return page

    yield begin
    for context in contexts:
        context.close()
    assert [] == troubles


def _trouble(kind: str, text: str) -> list[str]:
    # Chromium tells of every answer that is an error, though the page shows it.
    return [text] if kind in ("error", "warning") and not text.startswith("Failed to load resource") else []


def _abroad(url: str, home: str) -> list[str]:
    asked = urlsplit(url)
    is_home = asked.scheme == "blob" or url.startswith(f"{home}/")
    return [] if is_home else [f"asked {url}"]


@pytest.fixture
def page(visit: Open) -> Page:
    """Open the console with its token; the list is shown."""
    opened = visit()
    expect(opened.locator("#list-told")).to_contain_text("200 OK")
    return opened


def go(page: Page, section: str) -> Locator:
    """Go to a section by its link, and return it."""
    page.get_by_role("navigation", name="Sections").get_by_role("link", name=section).click()
    shown = page.get_by_role("region", name=section, exact=True)
    expect(shown).to_be_visible()
    return shown

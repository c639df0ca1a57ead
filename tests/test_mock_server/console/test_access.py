"""The access matrix in the console is what the contract says."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from contracts.schema import access
from contracts.schema.dialect import LEGACY
from fixtures.world import World
from tests.test_mock_server.conftest import MAIN
from tests.test_mock_server.console.conftest import Mock, go

CELLS = """() => [...document.querySelectorAll(".matrix tbody tr")].map((row) => [
    row.querySelector("th .id").textContent,
    ...[...row.querySelectorAll("td")].map((cell) => cell.innerText.replace(/\\s+/g, " ").trim()),
])"""


def _expected(world: World, start: int, stop: int, dialect: access.Dialect = access.DOCUMENTED) -> list[list[str]]:
    organization = world.organization(MAIN)
    assert organization is not None
    return [
        [row["id"], *(_cell(access.granted(row, caller, dialect)) for caller in world.callers.values())]
        for row in organization.rows(range(start, stop))
    ]


def _cell(grant: access.Grant | None) -> str:
    return "–" if grant is None else f"{grant.level} {', '.join(name for name, _ in grant.conditions)}"


def test_matrix_is_the_contracts(page: Page, world: World) -> None:
    """Every cell of the whole organization has the level of the contract, and the properties that grant it."""
    go(page, "Access")
    callers = page.locator(".matrix thead th").all_inner_texts()[1:]
    assert list(world.callers) == [each.split("\n")[0] for each in callers]

    for start in range(0, 200, 25):
        expect(page.locator("#access-told")).to_have_text(f"{start + 1}–{start + 25} of 200")
        assert _expected(world, start, start + 25) == page.evaluate(CELLS)
        if start < 175:
            page.keyboard.press("n")
    expect(page.locator("#access-next")).to_be_disabled()


def test_matrix_follows_the_dialect(page: Page, mock: Mock, world: World) -> None:
    """Where lists count under their own mode only, fewer see an assistant, and other properties say why."""
    mock.control("PATCH", "state", {"dialect": "legacy"})
    go(page, "Access")
    expect(page.locator("#access-told")).to_have_text("1–25 of 200")

    assert _expected(world, 0, 25, LEGACY) == page.evaluate(CELLS)
    assert _expected(world, 0, 25, LEGACY) != _expected(world, 0, 25)

"""A closed network: neither the pages nor the server reach for another machine, at start or in use."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.server import Server
from tests.browser.watch import PAGES, Watch, open_page, settle


@pytest.mark.parametrize(("name", "language"), [*((name, "ja") for name in PAGES), ("overview", "en")])
def test_a_page_and_its_use_stay_on_this_machine(
    app_server: Server, watch_and_page: tuple[Page, Watch], name: str, language: str
) -> None:
    page, watch = watch_and_page
    open_page(page, f"{app_server.url}/{name}?lang={language}")
    # Every kind of control once: what a click loads late (chart libraries, menus) counts as use.
    for control in (
        '[data-testid="stSelectbox"]',
        '[data-testid="stRadio"] label',
        '[data-testid="stExpander"] summary',
    ):
        visible = page.locator(control).locator("visible=true")
        if visible.count():
            visible.last.click()
            page.keyboard.press("Escape")
            settle(page)
    page.mouse.move(400, 500)
    page.mouse.wheel(0, 2000)
    page.wait_for_load_state("networkidle")
    watch.assert_clean()
    assert app_server.foreign_attempts == []


def test_a_cold_start_stays_on_this_machine(app_server: Server, page: Page) -> None:
    open_page(page, app_server.url)
    page.wait_for_load_state("networkidle")
    assert app_server.foreign_attempts == []

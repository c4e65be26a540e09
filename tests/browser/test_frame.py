"""The frame around every page: language, deep links on a cold server, addresses that hold the whole state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from components.text import Text
from tests.browser.server import Server
from tests.browser.watch import PAGES, open_page, settle, watched_page

StartServer = Callable[..., Server]


@pytest.mark.parametrize(("query", "language"), [("", "ja"), ("?lang=ja", "ja"), ("?lang=en", "en")])
def test_the_document_says_its_language(app_server: Server, page: Page, query: str, language: str) -> None:
    open_page(page, f"{app_server.url}/{query}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".st-key-top_bar")).to_contain_text(Text(language)("frame.product"))


@pytest.mark.parametrize("name", PAGES)
def test_a_copied_address_reopens_the_same_view_in_its_frame_on_a_cold_server(
    app_server: Server, start_cold_server: StartServer, browser: Browser, name: str
) -> None:
    with watched_page(browser) as (page, watch):
        open_page(page, f"{app_server.url}/{name}?lang=en")
        before = page.url
        # What is typed into a form is no part of the view: only choices of the address are.
        choices = page.locator('[class*="st-key-address_"] [data-testid="stButtonGroup"]').locator("visible=true")
        for index in range(choices.count()):
            choices.nth(index).locator("button").last.click()
            settle(page)
        if choices.count():
            page.wait_for_function("before => location.href !== before", arg=before)
        settle(page)
        page.wait_for_load_state("networkidle")
        address, shown = page.url, _words(page)
        watch.assert_clean()
    with watched_page(browser) as (page, watch):
        open_page(page, address.replace(app_server.url, start_cold_server().url))
        expect(page.locator(".st-key-top_bar")).to_be_visible()
        expect(page).to_have_title(f"{Text('en')(f'frame.page.{name}')} | {Text('en')('frame.product')}")
        expect(page.locator('[data-testid="stException"], [data-testid="stAlertContentError"]')).to_have_count(0)
        page.wait_for_load_state("networkidle")
        assert len(shown) > 200
        assert _words(page) == shown
        watch.assert_clean()


def _words(page: Page) -> str:
    """All words of the page, once two looks half a second apart see the same: charts write theirs late."""
    words = ""
    while (seen := page.locator('[data-testid="stMainBlockContainer"]').inner_text()) != words:
        words = seen
        page.wait_for_timeout(500)
    return words

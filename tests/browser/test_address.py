"""The address in a real browser: what the frame writes into it, carries along and goes back to."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from components.text import Text
from tests.browser.server import Server
from tests.browser.watch import open_page, settle

JA, EN = Text("ja"), Text("en")
CURRENT = '.st-key-navigation a[aria-current="page"]'


def test_the_month_is_written_into_the_address_without_a_step_back(app_server: Server, page: Page) -> None:
    page.goto("about:blank")
    open_page(page, app_server.url)
    expect(page).to_have_url(re.compile(r"\?month=\d{4}-\d{2}$"))
    page.go_back()
    assert page.url == "about:blank"


@pytest.mark.soak
def test_pages_and_languages_keep_the_state(app_server: Server, page: Page) -> None:
    open_page(page, f"{app_server.url}/?month=nonsense&prefecture=20")
    expect(page.get_by_role("alert")).to_contain_text("nonsense")
    expect(page).to_have_url(re.compile(r"month=\d{4}-\d{2}"))
    month = re.search(r"month=(\d{4}-\d{2})", page.url)
    assert month
    open_page(page, f"{app_server.url}/?month={month[1]}&prefecture=20")
    page.get_by_role("link", name=JA("frame.page.definitions"), exact=True).click()
    expect(page.locator(CURRENT)).to_have_text(JA("frame.page.definitions"))
    page.get_by_role("link", name=JA("frame.other_language")).click()
    expect(page.locator(CURRENT)).to_have_text(EN("frame.page.definitions"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for kept in (f"month={month[1]}", "prefecture=20", "lang=en"):
        expect(page).to_have_url(re.compile(rf"[?&]{kept}(&|$)"))
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "ja")


@pytest.mark.soak
def test_a_definition_is_one_click_away_and_back(app_server: Server, page: Page) -> None:
    open_page(page, f"{app_server.url}/?prefecture=20")
    page.locator(".d-card-link").first.click()
    expect(page.locator("tr:focus")).to_be_in_viewport()
    assert "prefecture=20" in page.url
    page.go_back()
    settle(page)
    expect(page.locator("h1")).to_have_text(JA("frame.page.overview"))
    assert "prefecture=20" in page.url

"""The frame around every page: its language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from components.text import Text
from tests.browser.server import Server
from tests.browser.watch import open_page


@pytest.mark.parametrize(("query", "language"), [("", "ja"), pytest.param("?lang=en", "en", marks=pytest.mark.soak)])
def test_the_document_says_its_language(app_server: Server, page: Page, query: str, language: str) -> None:
    open_page(page, f"{app_server.url}/{query}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".st-key-top_bar")).to_contain_text(Text(language)("frame.product"))

"""Accessibility: axe finds nothing serious or critical on any page, language or width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Server
from tests.browser.watch import PAGES, open_page, serious_faults, watched_page

SIZES = ((1366, 768), (768, 1024), (390, 844))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}px")
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_serious_fault(
    app_server: Server, browser: Browser, name: str, language: str, size: tuple[int, int]
) -> None:
    with watched_page(browser, size=size) as (page, _):
        open_page(page, f"{app_server.url}/{name}?lang={language}")
        page.wait_for_load_state("networkidle")
        faults = serious_faults(page)
    assert not faults, "\n".join(faults)

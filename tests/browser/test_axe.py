"""Accessibility: axe finds nothing serious or critical on any page, language or width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Server
from tests.browser.watch import PAGES, open_page, serious_faults, settle, watched_page

SIZES = ((1366, 768), (768, 1024), (390, 844))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_serious_fault(app_server: Server, browser: Browser, name: str, language: str) -> None:
    faults = {}
    with watched_page(browser) as (page, _):
        open_page(page, f"{app_server.url}/{name}?lang={language}")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            settle(page)
            page.wait_for_load_state("networkidle")
            faults[width] = serious_faults(page)
    assert not any(faults.values()), "\n".join(f"{width}px: {one}" for width in faults for one in faults[width])

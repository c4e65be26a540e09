"""Accessibility: axe finds nothing serious or critical on any page, language or width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Server
from tests.browser.watch import PAGES, open_page, serious_faults, settle, watched_page

SIZES = ((1366, 768), (768, 1024), (390, 844))
PLACES = (
    "municipality?prefecture=20&body=20429&system=resident_record",
    "prefecture?prefecture=20",
    "vendor?vendor=A02",
    "what_if?vendor=A02",
)
"""Pages that show what they are for only once the address names a place or a vendor."""


@pytest.mark.parametrize(
    "address", [*(f"{name}?lang={language}" for language in ("ja", "en") for name in PAGES), *PLACES]
)
def test_a_page_has_no_serious_fault(app_server: Server, browser: Browser, address: str) -> None:
    faults = {}
    with watched_page(browser) as (page, _):
        open_page(page, f"{app_server.url}/{address}")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            settle(page)
            page.wait_for_load_state("networkidle")
            faults[width] = serious_faults(page)
    assert not any(faults.values()), "\n".join(f"{width}px: {one}" for width in faults for one in faults[width])

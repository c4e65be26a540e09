"""Accessibility: axe finds nothing serious or critical on any page, language or width."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Server
from tests.browser.watch import PAGES, open_page, serious_faults, settle, watched_page

SIZES = ((1366, 768), (768, 1024), (390, 844))
PLACES = {
    "municipality": "prefecture=20&body=20429&system=resident_record",
    "prefecture": "prefecture=20",
    "vendor": "vendor=A02",
    "what_if": "vendor=A02",
}
"""What the address of a page names that shows what it is for only then."""
PARTS = ("dependency", "market", "calendar", "delay", "history")
"""Parts of ベンダリスク that stand on it one at a time; its first one is there anyhow."""
OTHER_LANGUAGE = ("overview", "municipality")
"""Pages looked at in English too; the others are in the long matrix."""


def _cases() -> list[Any]:
    return [
        pytest.param(name, language, marks=pytest.mark.soak if language == "en" and name not in OTHER_LANGUAGE else ())
        for name in PAGES
        for language in ("ja", "en")
    ]


@pytest.mark.soak
@pytest.mark.parametrize("part", PARTS)
def test_no_part_of_the_vendor_page_has_a_serious_fault(app_server: Server, browser: Browser, part: str) -> None:
    with watched_page(browser) as (page, _):
        open_page(page, f"{app_server.url}/vendors?part={part}")
        page.wait_for_load_state("networkidle")
        assert not serious_faults(page)


@pytest.mark.parametrize(("name", "language"), _cases())
def test_a_page_has_no_serious_fault(app_server: Server, browser: Browser, name: str, language: str) -> None:
    faults = {}
    with watched_page(browser) as (page, _):
        open_page(page, f"{app_server.url}/{name}?lang={language}&{PLACES.get(name, '')}")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            settle(page)
            page.wait_for_load_state("networkidle")
            faults[width] = serious_faults(page)
    assert not any(faults.values()), "\n".join(f"{width}px: {one}" for width in faults for one in faults[width])

"""The server's memory under long use, with Streamlit's collection after every run switched off."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import Page

from tests.browser.server import Server
from tests.browser.watch import open_page, settle

WARM_UP, RERUNS = 100, 600
GROWTH_BYTES = 80_000_000


@pytest.mark.soak
def test_memory_does_not_grow_with_reruns(app_server: Server, page: Page) -> None:
    open_page(page, f"{app_server.url}/overview?level=municipality")
    buttons = page.locator(".st-key-address_level button")
    sizes = []
    for turn in range(WARM_UP + RERUNS):
        buttons.nth((turn + 1) % 2).click()
        settle(page)
        if turn >= WARM_UP and turn % 50 == 0:
            time.sleep(0.2)
            sizes.append(app_server.memory_bytes())
    print(json.dumps({"reruns": RERUNS, "resident_megabytes": [round(size / 1e6) for size in sizes]}))
    assert max(sizes[-3:]) - sizes[0] < GROWTH_BYTES, sizes

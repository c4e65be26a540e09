"""What a browser has fetched once it keeps: the second load asks the server for the page's numbers alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from components.lasting_addresses import is_lasting
from tests.browser.server import Server
from tests.browser.watch import open_page, watched_page

FETCHED = """() => performance.getEntriesByType("resource").map(
  (entry) => ({path: new URL(entry.name).pathname, bytes: entry.transferSize}))"""


@pytest.mark.soak
def test_a_second_load_fetches_no_script_style_sheet_or_map_again(app_server: Server, browser: Browser) -> None:
    with watched_page(browser, is_new_profile=True) as (page, _):
        address = f"{app_server.url}/prefecture?prefecture=20"
        open_page(page, address)
        first = [entry for entry in page.evaluate(FETCHED) if is_lasting(entry["path"])]
        assert len([entry for entry in first if entry["bytes"]]) > 20, "the first load fetches them"
        assert {entry["path"].rpartition(".")[2] for entry in first} == {"js", "css", "json"}
        open_page(page, address)
        again = [entry for entry in page.evaluate(FETCHED) if is_lasting(entry["path"])]
        assert again, "the second load needs them too"
        assert not [entry for entry in again if entry["bytes"]]

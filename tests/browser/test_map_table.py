"""The table under the map in a real browser: a fragment within the map's own, opened, paged, and following its map."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.japan_map.board import drawn
from tests.browser.server import Server
from tests.browser.watch import open_page, settle


def test_the_late_bodies_are_listed_without_looking_at_the_map(app_server: Server, page: Page, tmp_path: Path) -> None:
    open_page(page, f"{app_server.url}/?level=municipality&measure=judgement")
    drawn(page, 1741)
    twin = page.locator(".st-key-overview_map_rows_twin")
    twin.locator("summary").click()
    rows = twin.locator(".d-table tbody tr")
    expect(rows).to_have_count(50)
    expect(rows.first).to_contain_text("▲ 遅延")
    first = rows.first.inner_text()
    with page.expect_download() as waiting:
        page.locator(".st-key-overview_map_rows_csv button").click()
    waiting.value.save_as(tmp_path / "map.csv")
    lines = (tmp_path / "map.csv").read_text(encoding="utf-8-sig").splitlines()
    assert sum("▲ 遅延" in line for line in lines) > 0
    assert sum(line[:5].isdigit() for line in lines) == 1741

    # What still arrives below the map would close the list again.
    expect(page.locator(".js-plotly-plot .main-svg")).not_to_have_count(0)
    settle(page)
    box = twin.locator('[data-testid="stSelectbox"] input')
    box.click()
    page.get_by_role("option").nth(1).click()
    expect(rows.first).not_to_have_text(first)
    expect(rows).to_have_count(50)

    # Another level: the table stays open, has the map's new regions, and the page that is gone gives way.
    page.locator('.st-key-filters_map [data-testid="stButtonGroup"] button').first.click()
    drawn(page, 47)
    settle(page)
    expect(twin.locator(".d-table tbody tr")).to_have_count(47)

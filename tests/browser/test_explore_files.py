"""探索 by clicking: from a mark to its systems, files and pictures that say what they are, places on this machine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.exploring import applicable, begin, systems_by_month, table
from tests.browser.server import Server
from tests.browser.watch import open_page, serious_faults, settle, watched_page


@pytest.fixture(scope="module")
def systems(demo_home: Path) -> pd.DataFrame:
    """The applicable systems of the as-of month."""
    return applicable(systems_by_month(demo_home)["2026-01"])


@pytest.fixture(scope="module")
def page(browser: Browser, app_server: Server) -> Iterator[Page]:
    with watched_page(browser) as (page, watch):
        open_page(page, f"{app_server.url}/explore?month=2026-01")
        yield page
        watch.assert_clean()


def test_a_click_on_a_mark_lists_what_is_behind_it_and_narrows(page: Page, systems: pd.DataFrame) -> None:
    begin(page)
    bar = page.locator(".st-key-explore_picture .bars .point path").first
    bar.click(force=True)
    block = page.locator(".st-key-explore_mark_block")
    expect(block).to_contain_text("北海道、遅延の内訳")
    late = systems[(systems["prefecture"] == "01") & (systems["judgement"] == "遅延")]
    expect(block).to_contain_text(f"「対象システム」が数えている{len(late):,}システム")
    block.get_by_role("button", name="都道府県を「北海道」に絞り込む").first.click()
    expect(page.get_by_role("button", name="都道府県：北海道").first).to_be_visible()
    expect(page.locator(".d-explore-table tbody tr")).to_have_count(1)
    assert table(page)[0][0] == "北海道"
    page.get_by_role("button", name="都道府県：北海道").first.click()
    expect(page.locator(".d-explore-table tbody tr")).to_have_count(47)


def test_files_say_what_they_are(page: Page, systems: pd.DataFrame) -> None:
    begin(page)
    files = page.locator(".st-key-explore_answer_files")
    saved = {}
    for ending, words in (("csv", "CSV"), ("parquet", "Parquet")):
        with page.expect_download() as download:
            files.get_by_role("button", name=words).click()
        assert download.value.suggested_filename == f"demo_explore_systems_prefecture-judgement_2026-01.{ending}"
        saved[ending] = Path(download.value.path())
    head, rows = saved["csv"].read_text(encoding="utf-8-sig").split("\n\n", 1)
    for part in ("架空のデモデータ", "2026年1月", "未報告のシステムも数えます", "PMO"):
        assert part in head, part
    counted = pd.read_csv(io.StringIO(rows))
    assert counted["対象システム"].sum() == len(systems)
    table_read = pq.read_table(saved["parquet"])
    assert sum(table_read.column("対象システム").to_pylist()) == len(systems)
    assert "架空のデモデータ" in (table_read.schema.metadata or {})[b"head"].decode()


def test_the_picture_is_saved_with_its_words(page: Page) -> None:
    begin(page)
    for ending, words in (("svg", "SVGで保存"), ("png", "図をPNGで保存")):
        with page.expect_download() as download:
            page.get_by_role("button", name=words).click()
        data = Path(download.value.path()).read_bytes()
        if ending == "png":
            assert data.startswith(b"\x89PNG")
            assert len(data) > 20_000
        else:
            svg = data.decode()
            for part in ("都道府県・判定別の対象システム", "架空のデモデータ", "出典", "北海道"):
                assert part in svg, part


@pytest.mark.parametrize("kind", ["map", pytest.param("columns", marks=pytest.mark.soak)])
def test_places_are_drawn_without_leaving_this_machine(kind: str, browser: Browser, app_server: Server) -> None:
    with watched_page(browser, size=(1920, 1080)) as (page, watch):
        address = f"lang=en&month=2026-01&count=late_share&by=prefecture&show={kind}"
        open_page(page, f"{app_server.url}/explore?{address}")
        if kind == "columns":
            expect(page.locator(".st-key-explore_picture canvas").first).to_be_visible()
        else:
            expect(page.locator(".st-key-explore_picture")).to_contain_text("and over")
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1920
        if kind == "map":
            assert serious_faults(page) == []
        watch.assert_clean()

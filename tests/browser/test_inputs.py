"""Before a 連絡会議: who of 新潟県 is missing, the words to ask them, and the 指定都市 with the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Server, start_server
from tests.browser.watch import open_page, settle, watched_page
from tests.entry_programme import build_entry_home


@pytest.fixture(scope="module")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = build_entry_home(tmp_path_factory.mktemp("entries"))
    started = start_server(home, scratch=tmp_path_factory.mktemp("server"))
    yield started
    started.stop()
    assert started.foreign_attempts == []
    assert "Traceback" not in started.log_text(), started.log_text()


def card(page: Page, title: str) -> str:
    found = page.locator("li.d-card").filter(has=page.get_by_role("heading", name=title, exact=True))
    return found.locator(".d-card-value").inner_text()


@pytest.mark.soak
def test_from_the_grid_to_the_file_of_all_reminders(browser: Browser, server: Server) -> None:
    with watched_page(browser) as (page, watch):
        open_page(page, f"{server.url}/inputs?prefecture=15&month=2026-01")
        settle(page)
        assert card(page, "未入力") == "27団体"
        town = page.locator(".d-in-grid tbody tr").filter(has_text="三条市")
        assert town.locator("td span[aria-hidden]").all_inner_texts() == ["△", "▲2", "△"]
        template = page.get_by_role("textbox", name="ひな形")
        template.fill("［団体名］ ［対象年月］分 ［未入力業務数］業務")
        template.press("Control+Enter")
        expect(page.locator(".d-mail")).to_contain_text("2026年1月分 20業務")
        settle(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="全28団体分を1ファイルで保存").click()
        assert download.value.suggested_filename == "input_reminders_15_2026-01.txt"
        told = Path(download.value.path()).read_text(encoding="utf-8-sig")
        assert told.count("2026年1月分 20業務") == 27
        assert "三条市 2026年1月分 10業務" in told
        assert "新潟市" not in told
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366
        watch.assert_clean()


@pytest.mark.soak
def test_designated_cities_are_listed_when_asked_for_and_the_address_says_so(browser: Browser, server: Server) -> None:
    with watched_page(browser) as (page, watch):
        open_page(page, f"{server.url}/inputs?prefecture=15&month=2026-01")
        settle(page)
        choices = page.locator('.st-key-filters_inputs [data-testid="stButtonGroup"]')
        choices.get_by_text("含める", exact=True).click()
        expect(page.locator(".d-in-grid tbody tr")).to_have_count(30)
        settle(page)
        assert card(page, "未入力") == "28団体"
        assert "cities=included" in page.url
        watch.assert_clean()

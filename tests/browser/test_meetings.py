"""A 連絡会議 from its announcement to the list of what is overdue, and many hand-outs in one archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Download, Page, expect

from data.model import JST
from data.records.follow_ups import list_follow_ups
from data.records.meetings import list_meetings
from tests.browser.server import Server, start_server
from tests.browser.test_follow_up import write_day
from tests.browser.watch import open_page, serious_faults, settle, watched_page
from tests.data.records.writing import database
from tests.town_programme import build_town_home

ADDRESS = "meetings?prefecture=20&month=2026-02"
AWKWARD = "=髙﨑祇葛①の件"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_town_home(tmp_path_factory.mktemp("town") / "home")


@pytest.fixture(scope="module")
def server(browser: Browser, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = start_server(home, scratch=tmp_path_factory.mktemp("server"))
    yield started
    started.stop()
    assert started.foreign_attempts == []
    assert "Traceback" not in started.log_text(), started.log_text()


def downloaded(page: Page, label: str) -> Download:
    """Ask for a file by the button that offers it."""
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name=label).click()
    return download.value


def words_of(download: Download) -> str:
    """The texts of a workbook."""
    with ZipFile(download.path()) as book:
        return book.read("xl/sharedStrings.xml").decode("utf-8")


def test_meeting_hand_out_follow_up_overdue(browser: Browser, server: Server, home: Path) -> None:
    today = datetime.now(JST).date()
    ahead, met, due = ((today + timedelta(days=days)).isoformat() for days in (14, -40, -5))
    with watched_page(browser) as (page, watch):
        open_page(page, f"{server.url}/{ADDRESS}")
        assert serious_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366
        write_day(page, "会議の開催日", ahead)
        agenda = page.get_by_role("textbox", name="議題（1行に1件）", exact=True)
        agenda.fill(AWKWARD)
        agenda.press("Tab")
        expect(page.get_by_role("region", name="開催案内の文案")).to_contain_text(f"（1）{AWKWARD}")
        page.get_by_role("button", name="この開催予定を、下の記録の欄に入れる").click()
        expect(page.get_by_role("textbox", name="議題", exact=True)).to_have_value(AWKWARD)
        settle(page)
        page.get_by_role("textbox", name="記入者", exact=True).fill("甲")
        page.get_by_role("button", name="記録する", exact=True).click()
        expect(page.get_by_test_id("stForm").get_by_text("会議を記録しました。")).to_be_visible()
        (meeting,) = list_meetings(database(home))
        assert (str(meeting.next_on), meeting.held_on, meeting.agenda) == (ahead, None, AWKWARD)
        page.get_by_text("長野県の資料の内容を確認する").click()
        expect(page.get_by_role("region", name="資料の構成")).to_be_visible()
        page.get_by_role("button", name="Excelをつくる").click()
        assert downloaded(page, "pack_20_2026-02.xlsxを保存").suggested_filename == "pack_20_2026-02.xlsx"
        page.get_by_role("button", name="PDFをつくる").click()
        assert downloaded(page, "pack_20_2026-02.pdfを保存").path().read_bytes().startswith(b"%PDF")

        page.get_by_role("link", name="フォローアップのページで記録する").click()
        tick = page.locator("[class*='st-key-follow_follow_']").first
        tick.locator("label").first.click()
        settle(page)
        write_day(page, "日付（今日まで）", met)
        page.get_by_role("textbox", name="内容", exact=True).fill(AWKWARD)
        page.get_by_role("textbox", name="次の対応", exact=True).fill("計画を送ってもらう")
        write_day(page, "期限", due)
        page.get_by_role("textbox", name="記入者", exact=True).fill("甲")
        page.get_by_role("button", name="記録する", exact=True).click()
        expect(page.get_by_test_id("stForm").get_by_text("1団体の対応を記録しました。")).to_be_visible()
        overdue = page.get_by_role("region", name="期限を過ぎた対応（長野県）")
        expect(overdue).to_contain_text("対応中（期限を5日超過）")
        # What people wrote is wrapped, and no cell lies over the next.
        expect(overdue.locator("tbody td").first).to_have_css("white-space", "pre-line")
        assert [entry.content for entry in list_follow_ups(database(home))] == [AWKWARD]

        open_page(page, f"{server.url}/{ADDRESS}")
        page.get_by_role("button", name="対応中の記録（内部用）").click()
        settle(page)
        page.get_by_role("button", name="Excelをつくる").click()
        words = words_of(downloaded(page, "pack_20_2026-02.xlsxを保存"))
        assert AWKWARD in words
        assert "計画を送ってもらう" in words
        watch.assert_clean()


@pytest.mark.soak
def test_many_hand_outs_are_one_archive_that_can_be_stopped(browser: Browser, server: Server) -> None:
    with watched_page(browser) as (page, watch):
        open_page(page, f"{server.url}/meetings?prefecture=15&month=2026-02")
        page.get_by_text("全47都道府県（それぞれの資料をZIPにまとめます）").click()
        page.get_by_role("button", name="47件の資料をZIPにまとめる").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("button", name="中止する").click()
        expect(page.get_by_text("資料の作成を中止しました。途中のファイルは残していません。")).to_be_visible()
        page.get_by_role("button", name="閉じる").click()
        expect(page.get_by_text("資料の作成を中止しました。")).to_have_count(0)
        page.get_by_text("全47都道府県（それぞれの資料をZIPにまとめます）").click()
        chosen = page.get_by_role("combobox", name="都道府県（複数選択可）")
        expect(chosen).to_be_enabled()
        settle(page)
        chosen.click()
        chosen.fill("長野県")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="2件の資料をZIPにまとめる").click()
        expect(page.get_by_text("2件の資料ができました。")).to_be_visible(timeout=120_000)
        with ZipFile(downloaded(page, "packs_2026-02.zipを保存").path()) as archive:
            endings = ("pdf", "pptx", "xlsx")
            assert archive.namelist() == [f"pack_{code}_2026-02.{one}" for code in ("15", "20") for one in endings]
            assert archive.testzip() is None
        watch.assert_clean()

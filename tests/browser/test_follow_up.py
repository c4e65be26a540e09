"""From a liaison meeting to the follow-up to the list of what is overdue; and two people at one entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.model import JST
from data.records.follow_ups import list_follow_ups
from tests.browser.server import Server, start_server
from tests.browser.watch import open_page, serious_faults, settle, watched_page
from tests.data.records.writing import database
from tests.town_programme import build_town_home

ADDRESS = "follow_up?prefecture=20&month=2026-02"
AWKWARD = "=髙﨑祇葛①に確認"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return build_town_home(tmp_path / "home")


@pytest.fixture
def server(browser: Browser, home: Path, tmp_path: Path) -> Iterator[Server]:
    started = start_server(home, scratch=tmp_path / "server")
    yield started
    started.stop()
    assert started.foreign_attempts == []
    assert "Traceback" not in started.log_text(), started.log_text()


def write_day(page: Page, label: str, day: str) -> None:
    """Type a day into a date field, part by part, and leave it."""
    parts = page.get_by_role("group", name=label, exact=True).get_by_role("spinbutton")
    for place, digits in enumerate(day.split("-")):
        parts.nth(place).focus()
        page.keyboard.type(digits)
    page.keyboard.press("Tab")


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a drop-down list by its letters."""
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(option)
    page.keyboard.press("Enter")


@pytest.mark.soak  # from the meeting on it is walked with the hand-outs
def test_meeting_follow_up_overdue(browser: Browser, server: Server, home: Path) -> None:
    today = datetime.now(JST).date()
    met, due = (today - timedelta(days=40)).isoformat(), (today - timedelta(days=5)).isoformat()
    with watched_page(browser) as (page, watch):
        open_page(page, f"{server.url}/{ADDRESS}")
        follow = page.locator("[class*='st-key-follow_follow_']")
        expect(follow).to_have_count(10)
        names = [follow.nth(place).get_by_role("checkbox").get_attribute("aria-label") for place in (0, 1)]
        for place in (0, 1):
            follow.nth(place).locator("label").first.click()
            chosen = page.locator("[data-testid=stMultiSelect]")
            expect(chosen).to_contain_text(str(names[place]).split(" ", 1)[1])
            settle(page)
        choose(page, "方法", "連絡会議")
        write_day(page, "日付（今日まで）", met)
        page.get_by_role("textbox", name="担当", exact=True).fill("長野県 市町村課")
        page.get_by_role("textbox", name="内容", exact=True).fill(AWKWARD)
        page.get_by_role("textbox", name="次の対応", exact=True).fill("計画を送ってもらう")
        write_day(page, "期限", due)
        page.get_by_role("textbox", name="記入者", exact=True).fill("甲")
        page.get_by_role("button", name="記録する", exact=True).click()
        expect(page.get_by_test_id("stForm").get_by_text("2団体の対応を記録しました。")).to_be_visible()
        settle(page)
        entries = list_follow_ups(database(home))
        assert [(entry.content, entry.happened_on.isoformat()) for entry in entries] == [(AWKWARD, met)] * 2
        assert {str(entry.due_on) for entry in entries} == {due}
        overdue = page.get_by_role("region", name="期限を過ぎた対応（長野県）")
        expect(overdue.locator("tbody tr")).to_have_count(2)
        for name in names:
            assert name is not None
            expect(overdue).to_contain_text(name.split(" ", 1)[1])
        expect(overdue).to_contain_text("対応中（期限を5日超過）")
        with page.expect_download() as download:
            page.locator(".st-key-follow_overdue_files").get_by_role("button").first.click()
        assert f",'{AWKWARD}," in Path(download.value.path()).read_text(encoding="utf-8-sig")
        # Forty days ago is no contact of the last thirty: both stay on the list, with the reason.
        expect(follow).to_have_count(10)
        # Streamlit's own passing notice has no name for axe; what it says stands beside the button, too.
        expect(page.get_by_test_id("stToast")).to_have_count(0)
        assert serious_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366
        open_page(page, f"{server.url}/municipality?prefecture=20&body={entries[0].body_code}&month=2026-02")
        block = page.locator(".st-key-follow_up_block")
        expect(block).to_contain_text(AWKWARD)
        block.get_by_role("link", name="フォローアップのページで記録する").click()
        expect(page.get_by_role("heading", name="対応を記録する")).to_be_visible()
        assert f"body={entries[0].body_code}" in page.url
        watch.assert_clean()


@pytest.mark.soak  # by hand at two browsers; the page's own test has the rule
def test_two_people_at_one_entry(browser: Browser, server: Server, home: Path) -> None:
    with watched_page(browser) as (first, one), watched_page(browser) as (second, other):
        open_page(first, f"{server.url}/{ADDRESS}&body=20481")
        first.get_by_role("textbox", name="内容", exact=True).fill("初め")
        first.get_by_role("textbox", name="記入者", exact=True).fill("甲")
        first.get_by_role("button", name="記録する", exact=True).click()
        expect(first.get_by_test_id("stForm").get_by_text("1団体の対応を記録しました。")).to_be_visible()
        open_page(second, f"{server.url}/{ADDRESS}")
        for page in (first, second):
            page.get_by_role("radio", name="変更する").or_(page.get_by_role("button", name="変更する")).first.click()
            expect(page.get_by_role("textbox", name="内容", exact=True)).to_have_value("初め")
            settle(page)
        for page, words in ((first, "甲の文"), (second, "乙の文")):
            page.get_by_role("textbox", name="内容", exact=True).fill(words)
            page.get_by_role("textbox", name="記入者", exact=True).fill(words[0])
            page.get_by_role("button", name="変更を保存する").click()
            settle(page)
        expect(first.get_by_test_id("stForm").get_by_text("変更を保存しました。")).to_be_visible()
        alert = second.get_by_role("alert").filter(has_text="開いたあとに、甲がこの記録を変更しました")
        expect(alert).to_be_visible()
        expect(second.get_by_role("textbox", name="内容", exact=True)).to_have_value("乙の文")
        expect(second.get_by_role("status").filter(has_text="今の内容")).to_contain_text("甲の文")
        assert [entry.content for entry in list_follow_ups(database(home))] == ["甲の文"]
        second.get_by_role("textbox", name="内容", exact=True).fill("甲の文。乙の文")
        second.get_by_role("button", name="変更を保存する").click()
        expect(second.get_by_test_id("stForm").get_by_text("変更を保存しました。")).to_be_visible()
        assert [entry.content for entry in list_follow_ups(database(home))] == ["甲の文。乙の文"]
        one.assert_clean()
        other.assert_clean()

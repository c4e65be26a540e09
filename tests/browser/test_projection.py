"""投影モード in a real browser: turned by a presenter's keys, readable from afar, nothing cut off; pages on paper."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PageObject, PdfReader

from tests.browser.japan_map.board import drawn
from tests.browser.server import Server
from tests.browser.watch import open_page, serious_faults, settle, watched_page

HALL = (1920, 1080)
_CUT_OFF = """() => [...document.querySelectorAll('.st-key-projection :is(h1, h2, p, b, li, small, button)')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
  .map((one) => one.textContent)"""
_ONE_SCREEN = f"document.querySelector('[data-testid=stMain]').scrollHeight <= {HALL[1]}"
_SMALL = """() => [...document.querySelectorAll('.st-key-projection *')]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .filter((one) => one.checkVisibility() && !one.closest('.d-pj-source, [data-testid=stIconMaterial]'))
  .filter((one) => parseFloat(getComputedStyle(one).fontSize) * one.currentCSSZoom < 18)
  .map((one) => one.textContent)"""
"""Words below 18 px as drawn; the line of the sources at the foot is for whoever stands near."""


def _title(page: Page, words: str, count: str) -> None:
    expect(page.locator(".d-pj-title h1")).to_have_text(words)
    expect(page.locator(".d-pj-count")).to_have_text(count)
    settle(page)


@pytest.mark.soak
def test_a_presenter_turns_the_screens_and_every_word_can_be_read(app_server: Server, browser: Browser) -> None:
    with watched_page(browser, size=HALL) as (page, watch):
        open_page(page, f"{app_server.url}/prefecture?prefecture=20")
        page.get_by_role("button", name="投影モード").click()
        drawn(page, 77)
        _title(page, "長野県", "0 / 77")
        expect(page.locator(".st-key-top_bar")).to_be_hidden()
        assert page.evaluate(_SMALL) == []
        assert page.evaluate(_CUT_OFF) == []
        page.wait_for_function(_ONE_SCREEN)
        assert serious_faults(page) == []
        page.keyboard.press("PageDown")
        _title(page, "長野市", "1 / 77")
        page.keyboard.press("ArrowRight")
        _title(page, "松本市", "2 / 77")
        assert "body=20202" in page.url
        assert page.evaluate(_SMALL) == []
        assert page.evaluate(_CUT_OFF) == []
        page.wait_for_function(_ONE_SCREEN)
        assert serious_faults(page) == []
        page.keyboard.press("PageUp")
        _title(page, "長野市", "1 / 77")
        assert page.locator(".d-pj-own").inner_text().split()[0] == "判定"
        page.keyboard.press("Home")
        _title(page, "長野県", "0 / 77")
        page.keyboard.press("Escape")
        expect(page.locator(".st-key-top_bar")).to_be_visible()
        assert "view=" not in page.url
        # Out of the projection the keys are the page's own again.
        page.keyboard.press("PageDown")
        settle(page)
        assert "view=" not in page.url
        open_page(page, f"{app_server.url}/prefecture?prefecture=20&view=projection&body=20602&lang=en")
        _title(page, "Sakae Village", "77 / 77")
        page.wait_for_function(_ONE_SCREEN)
        assert page.evaluate(_SMALL) == []
        assert page.evaluate(_CUT_OFF) == []
        watch.assert_clean()


@pytest.mark.soak
def test_a_page_prints_on_a4(app_server: Server, page: Page) -> None:
    open_page(page, f"{app_server.url}/prefecture?prefecture=20")
    drawn(page, 77)
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length > 8")
    settle(page)
    sheets = _sheets(page)
    assert 2 <= len(sheets) <= 12
    # A4 in points: 210 × 297 mm.
    assert {(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in sheets} == {(595, 842)}
    told = [_told(one) for one in sheets]
    assert all(told), "no empty sheet"
    whole = "".join(told)
    for one in ("市区町村一覧", "マイルストン達成状況", "架空のデモデータ", "出典"):
        assert one in whole, one
    assert "印刷されるのは、画面に見えていた行だけです" in whole
    assert not page.get_by_text("印刷されるのは、画面に見えていた行だけです").is_visible()
    assert "投影モード" not in whole, "what is pressed is no use on paper"
    # A page of forms: what was chosen for it and what it says stay, the letter whole; nothing to fill in.
    open_page(page, f"{app_server.url}/meetings?prefecture=20")
    settle(page)
    whole = "".join(map(_told, _sheets(page)))
    for one in (
        "会議の記録はありません",
        "の連絡会議の開催について(事前連絡)",
        "(問合せ先を記入してください)",
        "2026年1月",
    ):
        assert one in whole, one
    for one in (
        "会議を記録する",
        "連絡会議資料をつくる",
        "記入者",
        "載せる内容",
        "ひな形",
        "議題(1行に1件)",
        "総務省の出席",
    ):
        assert one not in whole, one


def _sheets(page: Page) -> Sequence[PageObject]:
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages


def _told(sheet: PageObject) -> str:
    """The words of a sheet; the print names some letters by their radicals, which look the same."""
    return normalize("NFKC", re.sub(r"\s", "", sheet.extract_text()))

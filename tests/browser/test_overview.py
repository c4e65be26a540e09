"""Journeys over the overview: from the nation into a prefecture and back, by mouse, keyboard and address."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from components.text import Text
from tests.browser.japan_map.board import drawn, middle
from tests.browser.server import Server
from tests.browser.watch import open_page, settle, watched_page

NAGANO = "20"


def _card(page: Page, term: str) -> str:
    """The big number of the card whose definition link goes to ``term``."""
    card = page.locator("li.d-card").filter(has=page.locator(f'a[href$="#{term}"]'))
    return card.locator(".d-card-value").inner_text()


def test_a_click_on_the_map_opens_the_prefecture_back_returns_and_the_keyboard_alone_opens_one(
    app_server: Server, page: Page
) -> None:
    open_page(page, f"{app_server.url}/")
    drawn(page, 47)
    national = _card(page, "step_completion_mic")
    page.locator(".jm-canvas").scroll_into_view_if_needed()
    page.mouse.click(*middle(page, int(NAGANO) - 1))
    expect(page.locator("h1")).to_have_text(Text("ja")("frame.page.prefecture"))
    drawn(page, 77)
    assert f"prefecture={NAGANO}" in page.url
    assert _card(page, "step_completion_mic") != national
    page.go_back()
    expect(page.locator("h1")).to_have_text(Text("ja")("frame.page.overview"))
    drawn(page, 47)
    page.locator(".jm-canvas").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(Text("ja")("frame.page.prefecture"))
    expect(page.locator(".st-key-breadcrumb")).to_contain_text("北海道")
    assert "prefecture=01" in page.url


@pytest.mark.parametrize(
    ("size", "language", "name"),
    [
        ((1366, 768), "ja", "長野県"),
        pytest.param((1920, 1080), "en", "Nagano", marks=pytest.mark.soak),
    ],
)
def test_a_prefecture_by_its_address(
    app_server: Server, browser: Browser, language: str, name: str, size: tuple[int, int]
) -> None:
    with watched_page(browser, size=size) as (page, watch):
        open_page(page, f"{app_server.url}/prefecture?prefecture={NAGANO}&lang={language}")
        # The prefecture's own map has its 77 municipalities, and the answer is on the first screen.
        drawn(page, 77)
        expect(page.locator(".st-key-breadcrumb")).to_contain_text(name)
        box = page.locator("ul.d-cards").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= size[1]
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], "the page must not scroll sideways"
        watch.assert_clean()


def test_the_summary_names_the_figures_of_the_cards_and_a_downloaded_table_says_what_it_is(
    app_server: Server, page: Page, tmp_path: Path
) -> None:
    open_page(page, f"{app_server.url}/")
    paragraph = page.locator(".d-digest").inner_text()
    assert f"{_card(page, 'step_completion_mic').removesuffix('%')}%" in paragraph
    assert f"{_card(page, 'migrated_share').removesuffix('%')}%" in paragraph
    assert "架空のデモデータ" in paragraph
    with page.expect_download() as waiting:
        page.locator(".st-key-regions_csv button").click()
    waiting.value.save_as(tmp_path / "regions.csv")
    content = (tmp_path / "regions.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert any("架空のデモデータ" in line for line in lines[:3])
    assert any("2026年1月" in line for line in lines[:5])
    assert sum(line.startswith(tuple(f"{number:02d}," for number in range(1, 48))) for line in lines) == 47


@pytest.mark.soak
def test_municipalities_are_drawn_when_asked_for_and_play_in_the_browser_alone(
    app_server: Server, browser: Browser
) -> None:
    with watched_page(browser) as (page, watch):
        open_page(page, f"{app_server.url}/?level=municipality")
        drawn(page, 1741)
        assert page.locator(".jm-outlined").count() > 500, "about 935 bodies have designated systems"
        page.get_by_role("button", name=Text("ja")("map.word.play")).click()
        slider = page.locator('.jm input[type="range"]')
        expect(slider).to_be_visible()
        settle(page)
        page.wait_for_timeout(300)
        before, first = watch.websocket_bytes, slider.input_value()
        page.wait_for_function("([element, first]) => element.value !== first", arg=[slider.element_handle(), first])
        assert watch.websocket_bytes == before, "playing must not rerun the page"
        watch.assert_clean()


@pytest.mark.soak
def test_another_measure_redraws_the_map_and_stays_in_the_address(app_server: Server, page: Page) -> None:
    open_page(page, f"{app_server.url}/?level=municipality&measure=judgement")
    drawn(page, 1741)
    for word in ("完了", "順調", "注意", "遅延"):
        expect(page.locator(".jm-legend")).to_contain_text(word)
    page.locator(".st-key-address_measure input").click()
    page.get_by_role("option", name=Text("ja")("measure.phase"), exact=True).click()
    expect(page.locator(".jm-legend")).to_contain_text("フェーズ３")
    assert "measure=phase" in page.url

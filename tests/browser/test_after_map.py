"""Figures wait for the map of each page, never for ever: not after a lost session, not without the map's scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.japan_map.board import drawn, middle
from tests.browser.server import Server, start_server
from tests.browser.watch import open_page, watched_page

FIGURES = ".js-plotly-plot .main-svg"
WAITING = '[data-testid^="stSkeleton"]'
WITH_THE_MAP = """([regions, figures, waiting]) => {
  const isMap = (element) => element.shadowRoot?.querySelectorAll(".jm-region").length === regions;
  const count = (selector) => document.querySelectorAll(selector).length;
  const there = count(figures) + count(waiting) > 0 && [...document.querySelectorAll("*")].some(isMap);
  return there && [count(figures), count(waiting)];
}"""
NAGANO = 77


@pytest.mark.soak  # half a minute: a server is lost and another found
def test_a_new_session_under_a_map_on_screen_brings_its_figures(
    browser: Browser, demo_home: Path, tmp_path: Path
) -> None:
    server = start_server(demo_home, scratch=tmp_path)
    with watched_page(browser) as (page, _):
        open_page(page, f"{server.url}/")
        expect(page.locator(FIGURES)).not_to_have_count(0)
        server.stop()
        expect(page.locator('[data-testid="stConnectionStatus"], [data-testid="stStatusWidget"]')).not_to_have_count(0)
        server = start_server(demo_home, scratch=tmp_path, port=int(server.url.rpartition(":")[2]))
        try:
            # The browser comes back by itself, to a server that never heard of its session.
            page.wait_for_function("waiting => document.querySelector(waiting)", arg=WAITING, timeout=60_000)
            expect(page.locator(WAITING)).to_have_count(0, timeout=20_000)
            expect(page.locator(FIGURES)).not_to_have_count(0)
        finally:
            server.stop()


@pytest.mark.soak
def test_without_the_map_s_scripts_the_figures_come_in_time(app_server: Server, browser: Browser) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    with watched_page(browser) as (page, _):
        page.route("**/japanMap.js", refuse)
        page.goto(f"{app_server.url}/")
        expect(page.locator(FIGURES)).not_to_have_count(0, timeout=30_000)


def test_the_map_of_the_next_page_comes_before_its_figures(app_server: Server, page: Page) -> None:
    open_page(page, f"{app_server.url}/")
    expect(page.locator(FIGURES)).not_to_have_count(0)
    drawn(page, 47)
    page.locator(".jm-canvas").scroll_into_view_if_needed()
    page.mouse.click(*middle(page, 19))
    seen = page.wait_for_function(WITH_THE_MAP, arg=[NAGANO, FIGURES, WAITING], polling="raf").json_value()
    figures, waiting = seen
    assert waiting > 0
    assert figures == 0
    expect(page.locator(WAITING)).to_have_count(0)
    expect(page.locator(FIGURES)).not_to_have_count(0)


@pytest.mark.soak
def test_on_one_page_a_reader_waits_only_once(app_server: Server, page: Page) -> None:
    open_page(page, f"{app_server.url}/")
    expect(page.locator(FIGURES)).not_to_have_count(0)
    page.locator(".st-key-month_chevron_left button").click()
    expect(page.locator(WAITING)).to_have_count(0)

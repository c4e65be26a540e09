"""What travels: bytes of a map change, the playback, failed and foreign boundaries, what reruns leave behind."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.japan_map.board import (
    KILOBYTE,
    NATION,
    choose,
    drawn,
    middle,
    shown,
    spoken,
    tooltip,
)
from tests.browser.server import Server
from tests.browser.watch import Watch, open_page, settle, watched_page


def test_months_play_in_the_browser_after_one_request(map_page: Page, watch_and_page: tuple[Page, Watch]) -> None:
    _, watch = watch_and_page
    map_page.get_by_role("button", name="月次推移を再生").click()
    shown(map_page, "playback True")
    shown(map_page, "runs 2")
    month = map_page.locator(".jm-month")
    expect(month).to_have_text("2022年7月")
    map_page.get_by_role("button", name="一時停止").click()
    slider = map_page.get_by_role("slider", name="対象年月")
    slider.fill("42")
    expect(month).to_have_text("2026年1月")
    map_page.mouse.move(*middle(map_page, 2))  # 53.8 + 42 × 1.3, at most 100
    expect(tooltip(map_page)).to_contain_text("100.0%")
    map_page.get_by_role("button", name="前の月").click()
    expect(month).to_have_text("2025年12月")
    expect(spoken(map_page)).to_have_text("2025年12月")
    shown(map_page, "runs 2")
    settle(map_page)
    received = watch.websocket_bytes
    map_page.get_by_role("button", name="再生を終える").click()
    map_page.mouse.move(*middle(map_page, 2))
    expect(tooltip(map_page)).to_contain_text("53.8%")
    map_page.get_by_role("button", name="月次推移を再生").click()
    expect(month).to_have_text("2022年7月")
    expect(month).to_have_text("2022年8月")
    shown(map_page, "runs 2")
    assert watch.websocket_bytes == received > 0


def test_who_asks_for_less_motion_gets_the_slowest_pace(map_server: Server, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{map_server.url}/overview")
    drawn(page)
    page.get_by_role("button", name="月次推移を再生").click()
    expect(page.get_by_role("combobox", name="再生の速さ")).to_have_value("0.5")


def test_another_series_ends_the_playback(map_page: Page) -> None:
    map_page.get_by_role("button", name="月次推移を再生").click()
    expect(map_page.locator(".jm-month")).to_be_visible()
    choose(map_page, "nation")
    drawn(map_page, NATION)
    expect(map_page.locator(".jm-month")).to_have_count(0)
    expect(map_page.locator(".jm-entry").first).to_contain_text("385")


def test_a_map_change_is_small_and_fetches_nothing(map_server: Server, watch_and_page: tuple[Page, Watch]) -> None:
    page, watch = watch_and_page
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    open_page(page, f"{map_server.url}/overview")
    choose(page, "nation")
    drawn(page, NATION)
    assert [url for url in fetched if url.endswith("nation.json")] == [f"{map_server.url}/app/static/map/nation.json"]
    received = watch.websocket_bytes
    fetched.clear()
    page.get_by_role("button", name="next month").click()
    shown(page, "step 1")
    settle(page)
    assert 0 < watch.websocket_bytes - received <= 10 * KILOBYTE
    assert fetched == []
    # Those that 1.3 points lifted over a fifth of the scale, and no other.
    before = [min(4, int(index * 7919 % 900 / 10 // 20)) for index in range(NATION)]
    after = [min(4, int((index * 7919 % 900 / 10 + 1.3) // 20)) for index in range(NATION)]
    changed = sum(a != b for index, (a, b) in enumerate(zip(before, after, strict=True)) if index % 97 != 5)
    assert page.locator(".jm").get_attribute("data-changed") == str(changed)
    received = watch.websocket_bytes
    page.get_by_role("button", name="月次推移を再生").click()
    expect(page.locator(".jm-month")).to_be_visible()
    assert 0 < watch.websocket_bytes - received <= 120 * KILOBYTE
    watch.assert_clean()


def test_boundaries_of_other_bodies_are_refused(map_page: Page) -> None:
    choose(map_page, "other bodies")
    expect(map_page.locator(".jm-error")).to_contain_text("団体が一致しない")
    expect(map_page.locator(".jm-region")).to_have_count(0)
    choose(map_page, "nine")
    drawn(map_page)
    expect(map_page.locator(".jm-error")).to_have_count(0)


def test_a_failed_fetch_says_so_and_can_be_repeated(map_server: Server, browser: Browser) -> None:
    with watched_page(browser) as (page, watch):
        page.route("**/nine.json", lambda route: route.abort())
        open_page(page, f"{map_server.url}/overview")
        expect(page.locator(".jm-error")).to_contain_text("境界データを読み込めませんでした")
        page.unroute("**/nine.json")
        page.get_by_role("button", name="もう一度読み込む").click()
        drawn(page)
        expect(page.locator(".jm-error")).to_have_count(0)
        assert_only_the_aborted_fetch(watch)


def test_reruns_leave_nothing_behind(map_page: Page) -> None:
    session = map_page.context.new_cdp_session(map_page)
    session.send("Performance.enable")

    def count() -> dict[str, int]:
        session.send("HeapProfiler.collectGarbage")
        metrics = session.send("Performance.getMetrics")["metrics"]
        return {m["name"]: int(m["value"]) for m in metrics if m["name"] in {"Nodes", "JSEventListeners"}}

    def rerun(times: int, done: int) -> None:
        for step in range(done + 1, done + times + 1):
            map_page.get_by_role("button", name="next month").click()
            shown(map_page, f"step {step}")
            settle(map_page)

    rerun(3, 0)
    before = count()
    rerun(10, 3)
    after = count()
    expect(map_page.locator(".jm")).to_have_count(1)
    assert after["Nodes"] <= before["Nodes"] + 50
    assert after["JSEventListeners"] <= before["JSEventListeners"] + 10


def assert_only_the_aborted_fetch(watch: Watch) -> None:
    assert not watch.foreign
    assert all("ERR_FAILED" in error for error in watch.errors), watch.errors

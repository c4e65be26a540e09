"""The map alone in a real browser: drawing, pointer, keyboard, zoom, playback, faults, what travels."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.server import Server, start_server
from tests.browser.watch import Watch, open_page, serious_faults, settle, watched_page

APP = Path(__file__).parent / "apps" / "japan_map_app.py"
KILOBYTE = 1000
NATION = 1741
INJECTED = '<img src="x" onerror="document.title=1">'


def grid(columns: int, count: int, *, side: int, prefecture: str = "01") -> dict[str, Any]:
    """Boundaries that can be reckoned with: equal squares, row by row."""
    regions = [
        {
            "c": f"{prefecture}{100 + index:03d}" if count < 900 else f"{index:05d}",
            "n": f"第{index}町",
            "e": f"No. {index} Town",
            "p": "北海道",
            "d": f"M{index % columns * side} {index // columns * side}h{side}v{side}h-{side}z",
            "x": index % columns * side + side // 2,
            "y": index // columns * side + side // 2,
            "a": side * side,
        }
        for index in range(count)
    ]
    rows = -(-count // columns)
    return {
        "version": 1,
        "level": "municipality",
        "scope": "nation",
        "width": columns * side,
        "height": rows * side,
        "regions": regions,
        "borders": "",
        "insets": [{"label": "沖縄県", "label_en": "Okinawa", "d": f"M0 0h{side}v{side}h-{side}z"}],
    }


@pytest.fixture(scope="module")
def map_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("map")
    app = folder / APP.name
    shutil.copy(APP, app)
    (folder / "static" / "map").mkdir(parents=True)
    nine = grid(3, 9, side=300)
    nine["regions"][8]["n"] = INJECTED
    files = {"nine": nine, "nation": grid(42, NATION, side=20)}
    listed = {}
    for name, geometry in files.items():
        (folder / "static" / "map" / f"{name}.json").write_text(json.dumps(geometry), encoding="utf-8")
        codes = [region["c"] for region in geometry["regions"]]
        listed[name] = {"url": f"app/static/map/{name}.json", "codes": codes}
    listed["other bodies"] = listed["nine"] | {"codes": ["99" + code[2:] for code in listed["nine"]["codes"]]}
    (folder / "regions.json").write_text(json.dumps(listed), encoding="utf-8")
    server = start_server(folder, scratch=folder / "logs", app=app)
    yield server
    server.stop()
    assert server.foreign_attempts == []


@pytest.fixture
def map_page(map_server: Server, page: Page) -> Page:
    """The page with the map of nine squares, drawn."""
    open_page(page, f"{map_server.url}/overview")
    drawn(page)
    return page


def drawn(page: Page, regions: int = 9) -> None:
    settle(page)
    expect(page.locator(".jm-region")).to_have_count(regions)


def choose(page: Page, geometry: str) -> None:
    page.get_by_role("combobox", name="geometry").click()
    page.get_by_role("option", name=geometry, exact=True).click()
    settle(page)


def middle(page: Page, index: int) -> tuple[float, float]:
    """Screen position of a region's middle; outlined regions come first in the document, so order says nothing."""
    x, y = page.locator(".jm-region").evaluate_all(
        "(paths, index) => { const box = paths.find((p) => p.index === index).getBoundingClientRect();"
        " return [box.x + box.width / 2, box.y + box.height / 2]; }",
        index,
    )
    return x, y


def scene(page: Page) -> str | None:
    return page.locator(".jm-canvas > g").first.get_attribute("transform")


def spoken(page: Page) -> Locator:
    return page.locator(".jm [aria-live]")


def shown(page: Page, text: str) -> None:
    expect(page.get_by_text(text, exact=True)).to_be_visible()


def tooltip(page: Page) -> Locator:
    return page.locator(".jm-tooltip")


def test_pointing_at_a_region_tells_name_value_class_and_designation(map_page: Page) -> None:
    map_page.mouse.move(*middle(map_page, 2))  # 2 × 7919 mod 900 = 538
    expect(tooltip(map_page)).to_have_text("北海道 第2町ステップ完了率 53.8%40〜60%◇ 特定移行支援システム該当見込み")
    map_page.mouse.move(*middle(map_page, 5))
    expect(tooltip(map_page)).to_have_text("北海道 第5町ステップ完了率 報告なし？ 未報告")
    map_page.keyboard.press("Escape")
    expect(tooltip(map_page)).to_be_hidden()
    map_page.mouse.move(*middle(map_page, 4))
    expect(tooltip(map_page)).to_be_visible()
    map_page.mouse.move(2, 2)
    expect(tooltip(map_page)).to_be_hidden()


def test_english_uses_the_english_names(map_page: Page) -> None:
    map_page.get_by_text("en", exact=True).click()
    settle(map_page)
    map_page.mouse.move(*middle(map_page, 2))
    expect(tooltip(map_page)).to_contain_text("No. 2 Town, 北海道")


def test_a_click_is_one_pick_of_one_rerun(map_page: Page) -> None:
    map_page.mouse.click(*middle(map_page, 4))
    shown(map_page, "picked 01104")
    shown(map_page, "runs 2")
    map_page.get_by_role("button", name="next month").click()
    shown(map_page, "picked None")
    shown(map_page, "picks 1")
    expect(map_page.locator(".jm-mark-selected")).to_have_attribute("d", "M300 300h300v300h-300z")


def test_the_map_is_one_tab_stop_walked_by_arrows(map_page: Page) -> None:
    canvas = map_page.locator(".jm-canvas")
    canvas.focus()
    map_page.keyboard.press("Home")
    expect(spoken(map_page)).to_have_text(
        "北海道 第0町、ステップ完了率 0.0%、20%未満、◇ 特定移行支援システム該当見込み"
    )
    for key, region in (
        ("ArrowRight", 1),
        ("ArrowDown", 4),
        ("ArrowLeft", 3),
        ("ArrowLeft", 3),
        ("End", 8),
        ("ArrowUp", 5),
    ):
        map_page.keyboard.press(key)
        name = INJECTED if region == 8 else f"第{region}町"
        expect(spoken(map_page)).to_contain_text(f"北海道 {name}、")
    expect(map_page.locator("#jm-active")).to_have_attribute("aria-label", "北海道 第5町")
    expect(canvas).to_have_attribute("aria-activedescendant", "jm-active")
    map_page.keyboard.press("Enter")
    shown(map_page, "picked 01105")
    expect(canvas).to_be_focused()
    map_page.keyboard.press("ArrowLeft")
    map_page.keyboard.press("Space")
    shown(map_page, "picked 01104")
    map_page.keyboard.press("Tab")
    expect(map_page.get_by_role("button", name="拡大")).to_be_focused()
    expect(map_page.locator("#jm-active")).to_have_count(0)
    map_page.keyboard.press("Shift+Tab")
    expect(map_page.locator("#jm-active")).to_have_attribute("aria-label", "北海道 第4町")
    map_page.keyboard.press("Escape")
    expect(canvas).not_to_be_focused()
    expect(tooltip(map_page)).to_be_hidden()


def test_names_are_never_markup(map_page: Page) -> None:
    map_page.mouse.move(*middle(map_page, 8))
    expect(tooltip(map_page)).to_contain_text(INJECTED)
    assert map_page.title() != "1"


def test_zoom_outlives_reruns_and_pages_but_not_the_boundaries(map_page: Page) -> None:
    whole = scene(map_page)
    map_page.get_by_role("button", name="拡大").click()
    zoomed = scene(map_page)
    assert zoomed != whole
    map_page.get_by_role("button", name="next month").click()
    shown(map_page, "step 1")
    assert scene(map_page) == zoomed
    map_page.get_by_role("link", name="other page").click()
    shown(map_page, "another page")
    map_page.get_by_role("link", name="map page").click()
    drawn(map_page)
    assert scene(map_page) == zoomed
    map_page.get_by_role("button", name="全体").click()
    assert scene(map_page) == whole
    map_page.locator(".jm-canvas").focus()
    map_page.keyboard.press("+")
    assert scene(map_page) != whole
    choose(map_page, "nation")
    drawn(map_page, NATION)
    choose(map_page, "nine")
    drawn(map_page)
    assert scene(map_page) == whole


def test_the_wheel_belongs_to_the_page_until_the_map_is_asked(map_page: Page) -> None:
    whole = scene(map_page)
    map_page.mouse.move(*middle(map_page, 4))
    map_page.mouse.wheel(0, -100)
    map_page.wait_for_timeout(100)
    assert scene(map_page) == whole
    map_page.keyboard.down("Control")
    map_page.mouse.wheel(0, -100)
    map_page.keyboard.up("Control")
    expect(map_page.locator(".jm-canvas > g").first).not_to_have_attribute("transform", whole or "")
    before = scene(map_page)
    x, y = middle(map_page, 4)
    map_page.mouse.move(x, y)
    map_page.mouse.down()
    map_page.mouse.move(x + 40, y + 30, steps=4)
    map_page.mouse.up()
    assert scene(map_page) != before
    shown(map_page, "picks 0")


def test_the_legend_counts_and_points(map_page: Page) -> None:
    # 0, 71.9, 53.8, 35.7, 17.6, unknown, 71.4, 53.3, 35.2
    expect(map_page.locator(".jm-legend li")).to_have_text(
        [
            "20%未満2",
            "20〜40%2",
            "40〜60%2",
            "60〜80%2",
            "80%以上0",
            "？ 未報告1",
            "◇ 特定移行支援システム該当見込み5",
        ]
    )
    entry = map_page.locator(".jm-entry").first
    entry.hover()
    expect(map_page.locator(".jm-region.jm-dim")).to_have_count(7)
    entry.click()
    map_page.mouse.move(2, 2)
    map_page.keyboard.press("Escape")
    expect(entry).to_have_attribute("aria-pressed", "true")
    map_page.get_by_role("button", name="next month").click()
    shown(map_page, "step 1")
    expect(map_page.locator(".jm-region.jm-dim")).to_have_count(7)


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


def assert_only_the_aborted_fetch(watch: Watch) -> None:
    assert not watch.foreign
    assert all("ERR_FAILED" in error for error in watch.errors), watch.errors


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


@pytest.mark.parametrize("state", ["still", "with the keyboard", "playing", "failed"])
def test_axe_finds_nothing_serious(map_page: Page, state: str) -> None:
    if state == "with the keyboard":
        map_page.locator(".jm-canvas").focus()
        map_page.keyboard.press("ArrowRight")
    elif state == "playing":
        map_page.get_by_role("button", name="月次推移を再生").click()
        expect(map_page.locator(".jm-month")).to_be_visible()
    elif state == "failed":
        choose(map_page, "other bodies")
        expect(map_page.locator(".jm-error")).to_be_visible()
    assert serious_faults(map_page) == []


def test_controls_are_large_enough_and_no_text_is_small(map_page: Page) -> None:
    sizes = map_page.locator(".jm button, .jm select, .jm input").evaluate_all(
        "items => items.map((item) => item.getBoundingClientRect()).map((box) => Math.min(box.width, box.height))"
    )
    assert min(sizes) >= 24
    fonts = map_page.locator(".jm *").evaluate_all(
        "items => items.filter((item) => item.textContent).map((item) => parseFloat(getComputedStyle(item).fontSize))"
    )
    assert min(fonts) >= 14


def test_labels_are_written_only_where_they_fit(map_page: Page) -> None:
    labels = map_page.locator(".jm-labels text")
    expect(labels.first).to_have_text("第0町")
    assert INJECTED not in labels.all_text_contents()
    choose(map_page, "nation")
    drawn(map_page, NATION)
    map_page.wait_for_timeout(400)
    assert [text for text in labels.all_text_contents() if text.startswith("第")] == []

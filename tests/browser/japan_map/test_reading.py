"""Reading the map: pointer, keyboard, zoom, legend, labels, accessibility."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.japan_map.board import (
    INJECTED,
    NATION,
    choose,
    drawn,
    middle,
    scene,
    shown,
    spoken,
    tooltip,
)
from tests.browser.watch import serious_faults, settle


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


@pytest.mark.parametrize(
    "state",
    [
        pytest.param("still", marks=pytest.mark.soak),
        "with the keyboard",
        "playing",
        pytest.param("failed", marks=pytest.mark.soak),
    ],
)
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

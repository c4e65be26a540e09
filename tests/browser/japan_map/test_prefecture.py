"""The map of one prefecture: which names are written, and how much of its column the drawing uses."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.japan_map.board import choose, drawn

REGIONS = 240


@pytest.fixture
def prefecture_page(map_page: Page) -> Page:
    """The page with a prefecture twice as high as wide, drawn with its names."""
    choose(map_page, "prefecture")
    drawn(map_page, REGIONS)
    expect(map_page.locator(".jm-labels text").first).to_be_attached()
    return map_page


def test_where_not_all_names_fit_the_weightiest_are_written(prefecture_page: Page) -> None:
    names = prefecture_page.locator(".jm-labels text").all_text_contents()
    assert names[:4] == ["長野市", "第101町", "第35市", "第151町"]
    assert "第31町" not in names
    assert "第100町" not in names
    assert "第34町" not in names
    assert "第151町" in names
    assert "第150町" not in names


def test_no_name_lies_on_another_and_none_is_cut_off(prefecture_page: Page) -> None:
    boxes = prefecture_page.locator(".jm-labels text").evaluate_all(
        "items => items.map((item) => item.getBoundingClientRect()).map((b) => [b.left, b.right, b.top, b.bottom])"
    )
    stage = prefecture_page.locator(".jm-stage").bounding_box()
    assert stage is not None
    assert len(boxes) >= 60
    for (left, right, top, bottom), (other_left, other_right, other_top, other_bottom) in combinations(boxes, 2):
        is_apart = right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top
        assert is_apart
    assert min(left for left, *_ in boxes) >= stage["x"]
    assert max(right for _, right, *_ in boxes) <= stage["x"] + stage["width"]


def test_the_drawing_uses_its_column_and_the_buttons_stand_clear(prefecture_page: Page) -> None:
    drawing = prefecture_page.locator(".jm-canvas > g").first.bounding_box()
    column = prefecture_page.locator(".jm").bounding_box()
    buttons = prefecture_page.locator(".jm-zooming").bounding_box()
    assert drawing is not None
    assert column is not None
    assert buttons is not None
    assert drawing["width"] > column["width"] / 2
    assert buttons["x"] >= drawing["x"] + drawing["width"] or buttons["y"] >= drawing["y"] + drawing["height"]


def test_the_outline_of_a_small_region_leaves_its_colour_to_be_seen(prefecture_page: Page) -> None:
    side = prefecture_page.locator(".jm-region").first.evaluate("path => path.getBoundingClientRect().width")
    widths = prefecture_page.locator(".jm-outlined").evaluate_all(
        "paths => paths.map((path) => Number(path.getAttribute('stroke-width')))"
    )
    assert 1 <= max(widths) <= side / 10

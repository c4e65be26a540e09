"""The overview's charts and blocks in a real browser: nothing cut off or overlapping, and a text that can be copied."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from components.theme import MIN_FONT_PX
from tests.browser.server import Server, start_server
from tests.browser.watch import open_page, serious_faults, watched_page

APP = Path(__file__).parent / "apps" / "overview_blocks_app.py"
MONTHS = ("2023-04", "2024-11", "2026-01", "2026-10")
CLIPBOARD = ["clipboard-read", "clipboard-write"]

WORDS_OUTSIDE = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
  const box = plot.getBoundingClientRect();
  return [...plot.querySelectorAll('text')].filter(one => one.textContent.trim()).filter(one => {
    const own = one.getBoundingClientRect();
    return own.width && (own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1
      || own.bottom > box.bottom + 1);
  }).map(one => one.textContent);
})"""
LABELS = """(plot) => [...document.querySelectorAll(`.st-key-${plot} .annotation text`)].map(one => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  return { words: one.textContent, left, right, top, bottom, size: parseFloat(getComputedStyle(one).fontSize) };
})"""
WIDER_THAN_THEIR_COLUMN = """() => [...document.querySelectorAll('.d-table, .d-movers, .d-digest')]
  .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.className)"""


@pytest.fixture(scope="module")
def blocks_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("blocks")
    server = start_server(folder, scratch=folder / "logs", app=APP)
    yield server
    server.stop()
    assert server.foreign_attempts == []


def show(page: Page, server: Server, query: str = "") -> None:
    open_page(page, f"{server.url}/?{query}")
    expect(page.locator(".js-plotly-plot .main-svg")).not_to_have_count(0)
    for key in ("burnup", "judgement", "input"):
        page.wait_for_selector(f".st-key-{key} .js-plotly-plot .plot-container")


@pytest.mark.parametrize(
    ("size", "language"), [((1366, 768), "en"), pytest.param((1920, 1080), "ja", marks=pytest.mark.soak)]
)
def test_nothing_is_cut_off_and_axe_finds_nothing(
    browser: Browser, blocks_server: Server, size: tuple[int, int], language: str
) -> None:
    with watched_page(browser, size=size) as (page, watch):
        show(page, blocks_server, f"lang={language}")
        assert page.evaluate(WORDS_OUTSIDE) == []
        assert page.evaluate(WIDER_THAN_THEIR_COLUMN) == []
        assert serious_faults(page) == []
        watch.assert_clean()


@pytest.mark.parametrize(
    "month", [MONTHS[0], *(pytest.param(one, marks=pytest.mark.soak) for one in MONTHS[1:-1]), MONTHS[-1]]
)
def test_labels_are_large_enough_and_do_not_meet(page: Page, blocks_server: Server, month: str) -> None:
    show(page, blocks_server, f"month={month}")
    for plot in ("burnup", "judgement"):
        labels = page.evaluate(LABELS, plot)
        assert len(labels) >= 8
        assert min(label["size"] for label in labels) >= MIN_FONT_PX
        # Boxes of glyphs have air above and below: four pixels of it may lie over each other.
        met = [
            (one["words"], other["words"])
            for one, other in combinations(labels, 2)
            if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
            and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 4
        ]
        assert met == []


@pytest.mark.parametrize(
    "has_clipboard", [pytest.param(True, marks=pytest.mark.soak), False], ids=["https", "plain http"]
)
def test_the_summary_is_copied_and_said_to_be(page: Page, blocks_server: Server, has_clipboard: bool) -> None:
    page.context.grant_permissions(CLIPBOARD)
    if not has_clipboard:
        page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    show(page, blocks_server)
    button = page.get_by_role("button", name="文をコピー")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="コピーしました")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == "一文目です。二文目です。\n出どころ"
    expect(button).to_be_focused()


@pytest.mark.soak
def test_a_refused_copy_is_said_too(page: Page, blocks_server: Server) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', { value: false }); document.execCommand = () => false;"
    )
    show(page, blocks_server)
    page.get_by_role("button", name="文をコピー").click()
    expect(page.get_by_role("status").filter(has_text="コピーできませんでした")).to_be_visible()


def test_pointing_at_a_line_or_a_note_tells_what_it_is(page: Page, blocks_server: Server) -> None:
    show(page, blocks_server)
    box = page.locator(".st-key-burnup .nsewdrag").bounding_box()
    assert box
    spoken = page.locator(".st-key-burnup .hoverlayer .hovertext")

    def point(target: str, *, nth: int) -> None:
        own = page.locator(f".st-key-burnup .scatterlayer {target}").nth(nth).bounding_box()
        assert own
        page.mouse.move(own["x"] + own["width"] / 2 - 3, own["y"] + own["height"] / 2)
        page.mouse.move(own["x"] + own["width"] / 2, own["y"] + own["height"] / 2)

    # ③－２ rises from 2023-07 by 5 points a month: 19 months later it stands at 95 %; the last text is the third note.
    point("text", nth=-1)
    expect(spoken).to_have_text("3．2025年6月 三")
    place = page.evaluate(
        "() => { const p = document.querySelector('.st-key-burnup .js-plotly-plot');"
        " const line = p.data.findIndex(one => one.name === '③-2'); const at = p.data[line].hovertext.indexOf('95.0%');"
        " const { xaxis, yaxis } = p._fullLayout;"
        " return [xaxis.l2p(p.data[line].x0 + at), yaxis.l2p(0.95)]; }"
    )
    page.mouse.move(box["x"] + place[0] - 1, box["y"] + place[1])
    page.mouse.move(box["x"] + place[0], box["y"] + place[1])
    expect(spoken).to_have_text("③－２ Fit＆Gap分析による課題の洗い出し2025年2月 95.0%（32,300／34,000システム）")

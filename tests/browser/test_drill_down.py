"""The way down and back: the nation, 長野県, a village, one system; and every number on it worked out again.

The expectations come from the reports as they were imported, through pandas alone.
"""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from components.text import Text
from tests.browser.japan_map.board import drawn, middle
from tests.browser.server import Server
from tests.browser.watch import open_page, settle, watched_page

NAGANO, VILLAGE, BUSINESS = "20", "20429", "resident_record"
"""王滝村, 住民基本台帳."""
MONTH = "2026-01"
SIZES = [(1366, 768), (1920, 1080)]
_MOST_TABS = 120
_SMALL, _LARGE = SIZES
_LONG = pytest.mark.soak


def _cases(size: tuple[int, int], language: str) -> list[Any]:
    """Each size, language and way is met at every test; all of their combinations in the long matrix."""
    matrix = [(one, other) for one in SIZES for other in ("ja", "en")]
    return [pytest.param(*case, marks=() if case == (size, language) else _LONG) for case in matrix]


@pytest.fixture(scope="module")
def report(demo_home: Path) -> pd.DataFrame:
    """The month's report in force, one row per body and business: code, business, steps, dates."""
    manifest = json.loads((demo_home / "manifest.json").read_text(encoding="utf-8"))
    files = [one for one in manifest["vintages"] if (one["kind"], one["month"]) == ("pmo_report", MONTH)]
    newest = max(files, key=lambda one: one["received_at"])
    rows = pd.read_parquet(demo_home / newest["file"])
    return rows[rows["business"] != "common_function"]


def _rates(rows: pd.DataFrame) -> pd.Series:
    """ステップ完了率（総務省方式）of each body: the mean over its businesses of (D + N) / 40."""
    reported = rows[rows["steps"].notna() & (rows["steps"] != "")]
    counted = reported["steps"].str.count("[DN]") / 40
    return counted.groupby(reported["body_code"]).mean()


def _written(share: float) -> str:
    return str((Decimal(repr(float(share))) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def _nation(report: pd.DataFrame) -> str:
    return _written(_rates(report[~report["body_code"].str.endswith("000")]).mean())


def _prefecture(report: pd.DataFrame) -> str:
    is_here = report["body_code"].str.startswith(NAGANO) & ~report["body_code"].str.endswith("000")
    return _written(_rates(report[is_here]).mean())


def _village(report: pd.DataFrame) -> str:
    return _written(_rates(report[report["body_code"] == VILLAGE]).iloc[0])


def _system(report: pd.DataFrame) -> str:
    row = report[(report["body_code"] == VILLAGE) & (report["business"] == BUSINESS)].iloc[0]
    return _written(sum(step in "DN" for step in row["steps"]) / 40)


def _rate(page: Page) -> str:
    card = page.locator("li.d-card").filter(has=page.locator('a[href$="#step_completion_mic"]'))
    return card.locator(".d-card-value").inner_text().removesuffix("%").strip()


def _system_rates(report: pd.DataFrame, *, text: Text) -> list[str]:
    """The rate of each of the village's systems, in the order of the programme; one all 対象外 says so."""
    from data.reference import load_reference

    steps = report[report["body_code"] == VILLAGE].set_index("business")["steps"]
    known = [steps[business.id] for business in load_reference().businesses if business.id in steps]
    assert len(known) > 15, "the village reports"
    return [
        text("not_applicable") if set(one) == {"N"} else f"{_written(sum(step in 'DN' for step in one) / 40)}%"
        for one in known
    ]


def _listed_rates(page: Page) -> list[str]:
    return [words.strip() for words in page.locator(".d-systems td.d-sy-rate").all_inner_texts()]


def _tab_to(page: Page, target: Locator) -> None:
    """Press Tab from the top of the page until ``target`` has the focus, as a reader without a mouse must."""
    expect(target).to_be_visible()
    page.evaluate("() => { document.activeElement.blur(); window.getSelection().removeAllRanges(); scrollTo(0, 0); }")
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{_MOST_TABS} times Tab do not reach {target}")


def _type_choice(page: Page, words: str) -> None:
    """Type into the list that has the focus, wait until it has narrowed, and take its first entry."""
    page.keyboard.type(words)
    expect(page.get_by_role("option").first).to_contain_text(words)
    page.keyboard.press("Enter")


def _region(page: Page, code: str) -> int:
    """The place of a region among those of the map on screen."""
    codes = page.locator(".jm-region").evaluate_all("paths => paths.map(path => path.index)")
    assert codes
    return sorted(_codes_of(NAGANO)).index(code)


def _codes_of(prefecture: str) -> list[str]:
    from data.reference import load_reference

    return [body.code for body in load_reference().municipalities if body.prefecture_code == prefecture]


@pytest.mark.parametrize(("size", "language"), _cases(_SMALL, "ja"))
def test_down_and_back_by_mouse(
    app_server: Server, browser: Browser, report: pd.DataFrame, size: tuple[int, int], language: str
) -> None:
    text = Text(language)
    with watched_page(browser, size=size) as (page, watch):
        open_page(page, f"{app_server.url}/?lang={language}&measure=designated_systems")
        drawn(page, 47)
        expect(page.locator("h1")).to_have_text(text("frame.page.overview"))
        assert _rate(page) == _nation(report)

        page.locator(".jm-canvas").scroll_into_view_if_needed()
        page.mouse.click(*middle(page, int(NAGANO) - 1))
        expect(page.locator("h1")).to_have_text(text("frame.page.prefecture"))
        drawn(page, len(_codes_of(NAGANO)))
        assert _rate(page) == _prefecture(report)

        page.locator(".jm-canvas").scroll_into_view_if_needed()
        page.mouse.click(*middle(page, _region(page, VILLAGE)))
        expect(page.locator("h1")).to_have_text(text("frame.page.municipality"))
        settle(page)
        assert _rate(page) == _village(report)
        assert _listed_rates(page) == _system_rates(report, text=text)

        choice = page.locator(".st-key-address_system input")
        choice.scroll_into_view_if_needed()
        page.wait_for_timeout(300)  # a list opened while the page still scrolls closes again
        choice.click()
        page.get_by_role("option", name=text.pick("住民基本台帳", "Resident")).first.click()
        expect(page.locator(".d-panel")).to_contain_text(f"{_system(report)}%")
        expect(page).to_have_url(re.compile(f"system={BUSINESS}"))

        for parameter in (f"month={MONTH}", "measure=designated_systems", *([f"lang={language}"] * (language == "en"))):
            expect(page).to_have_url(re.compile(parameter))  # month, measure and language survive the way
        crumbs = page.locator(".st-key-breadcrumb")
        crumbs.get_by_role("link", name=text.pick("長野県", "Nagano"), exact=True).click()
        expect(page.locator("h1")).to_have_text(text("frame.page.prefecture"))
        drawn(page, len(_codes_of(NAGANO)))
        page.go_back()
        expect(page.locator("h1")).to_have_text(text("frame.page.municipality"))
        expect(page.locator(".d-panel")).to_contain_text(f"{_system(report)}%")
        crumbs.get_by_role("link", name=text("filter.nation"), exact=True).click()
        expect(page.locator("h1")).to_have_text(text("frame.page.overview"))
        drawn(page, 47)
        assert _rate(page) == _nation(report)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], "the page must not scroll sideways"
        watch.assert_clean()


@pytest.mark.soak  # at every test the keyboard alone goes down from the map, in test_overview
@pytest.mark.parametrize(("size", "language"), _cases(_LARGE, "en"))
def test_down_and_back_by_keyboard_alone(
    app_server: Server, browser: Browser, report: pd.DataFrame, size: tuple[int, int], language: str
) -> None:
    text = Text(language)
    with watched_page(browser, size=size) as (page, watch):
        open_page(page, f"{app_server.url}/?lang={language}")
        _tab_to(page, page.locator(".st-key-prefecture_jump input"))
        _type_choice(page, text.pick("長野", "Nagano"))
        expect(page.locator("h1")).to_have_text(text("frame.page.prefecture"))
        drawn(page, len(_codes_of(NAGANO)))
        assert _rate(page) == _prefecture(report)

        _tab_to(page, page.locator(".st-key-body_search input"))
        page.keyboard.type("王滝村")
        page.keyboard.press("Enter")
        hit = page.locator(".st-key-body_search a").first
        expect(hit).to_be_visible()
        page.keyboard.press("Tab")
        expect(hit).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(text("frame.page.municipality"))
        settle(page)
        assert _rate(page) == _village(report)

        _tab_to(page, page.locator(".st-key-address_system input"))
        _type_choice(page, text.pick("住民基本台帳", "Resident"))
        expect(page.locator(".d-panel")).to_contain_text(f"{_system(report)}%")

        for name, title in ((text.pick("長野県", "Nagano"), "prefecture"), (text("filter.nation"), "overview")):
            _tab_to(page, page.locator(".st-key-breadcrumb").get_by_role("link", name=name, exact=True))
            page.keyboard.press("Enter")
            expect(page.locator("h1")).to_have_text(text(f"frame.page.{title}"))
            settle(page)
        assert _rate(page) == _nation(report)
        watch.assert_clean()


@pytest.mark.parametrize(("size", "language"), _cases(_SMALL, "ja"))
def test_a_chosen_system_and_a_refused_one_are_told_in_the_first_screen(
    app_server: Server, browser: Browser, size: tuple[int, int], language: str
) -> None:
    address = f"{app_server.url}/municipality?lang={language}&prefecture={NAGANO}&body={VILLAGE}&system="
    with watched_page(browser, size=size) as (page, watch):
        for system, shown in ((BUSINESS, ".d-panel h3"), ("nothing", ".d-alert")):
            open_page(page, address + system)
            settle(page)
            box = page.locator(shown).first.bounding_box()
            assert box is not None
            assert 0 <= box["y"] < size[1] - box["height"]
        page.locator(".d-systems a").first.click()
        expect(page.locator(".d-panel")).to_be_in_viewport()
        watch.assert_clean()

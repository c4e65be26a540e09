"""What a reader does on the page of 探索, and what the demo's systems say by pandas alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from playwright.sync_api import Page, expect

from data.access import Home
from data.model import AsOf
from data.reference import load_reference
from tests.browser.watch import settle

MONTHS = ("2025-11", "2025-12", "2026-01")
EARLIER = "2025-10"
_COLUMNS = (
    "body_code", "business", "is_reported", "is_applicable", "judgement", "phase", "vendor_code", "is_designated",
    "live_on", "replan_count", "overdue_months", "step_completion_mic",
)  # fmt: skip


def systems_by_month(home: Path) -> dict[str, pd.DataFrame]:
    """Every body × business of each month, with the body's kind and prefecture."""
    reader = Home(home).reader()
    kinds = {body.code: str(body.kind) for body in load_reference().bodies}
    found = {}
    for month in (EARLIER, *MONTHS):
        rows = reader.at(AsOf(month, None)).all_systems(only=_COLUMNS).copy()
        rows["kind"] = rows["body_code"].map(kinds)
        rows["prefecture"] = rows["body_code"].str[:2]
        rows["is_live"] = rows["live_on"].notna() & (rows["live_on"].fillna("9999").str[:7] <= month)
        found[month] = rows
    return found


def applicable(rows: pd.DataFrame) -> pd.DataFrame:
    """The systems that count."""
    return rows[rows["is_applicable"].astype("bool")]


def answered(page: Page) -> None:
    """Wait for the answer to what was just done: the browser tells the server a moment later."""
    page.wait_for_timeout(250)
    settle(page)


def choose(page: Page, label: str, *words: str) -> None:
    """Choose from a list by typing, as with a keyboard alone."""
    for word in words:
        page.locator(f'[role="combobox"][aria-label*="{label}"]').first.click()
        page.keyboard.type(word)
        page.keyboard.press("Enter")
        # Leaves the field, which closes the list; Escape would close the menu the field may stand in, too.
        page.keyboard.press("Tab")
        answered(page)


def measure(page: Page, *names: str) -> None:
    """Count ``names`` in place of what is counted now."""
    shown = page.locator(".st-key-explore_count [data-tag]:visible")
    before = [chip.strip() for chip in shown.all_inner_texts()]
    choose(page, "数えるもの", *(name for name in names if name not in before))
    for chip in before:
        if chip not in names:
            page.locator(f'.st-key-explore_count button[aria-label="Remove {chip}"]:visible').click()
            answered(page)


def narrow(page: Page, dimension: str, *values: str) -> None:
    """Add a condition through its menu."""
    page.get_by_role("button", name="条件を加える").click()
    choose(page, "何で絞り込むか", dimension)
    choose(page, "値（いくつでも）", *values)
    page.get_by_role("heading", name="探索", exact=True).click()
    answered(page)


def begin(page: Page) -> None:
    """Go back to the opening question, and take off its condition: the prefectures' own systems count, too."""
    page.get_by_role("button", name="都道府県ごとの判定", exact=True).click()
    title = "都道府県・判定別の対象システム：2026年1月"
    opening = page.get_by_role("heading", name=f"{title}（区分：市区町村）", exact=True)
    expect(opening.first).to_be_visible()
    answered(page)
    page.get_by_role("button", name="区分：市区町村").click()
    expect(page.get_by_role("heading", name=title, exact=True).first).to_be_visible()
    answered(page)


def open_comparison(page: Page) -> None:
    """Unfold the comparison where it is folded."""
    if not page.locator('[class*="st-key-explore_versus_"]').first.is_visible():
        page.get_by_text("比べる（別の月", exact=False).click()
        answered(page)


def table(page: Page) -> list[list[str]]:
    rows = page.locator(".d-explore-table tbody tr")
    return [row.split("\t") for row in rows.all_inner_texts()]


def name_of(code: str) -> str:
    body = load_reference().body(code)
    place = load_reference().prefecture(code[:2])
    assert body is not None
    assert place is not None
    return f"{place.name} {body.name}"


def business_name(business: str) -> str:
    found = load_reference().business(business)
    assert found is not None
    return found.name

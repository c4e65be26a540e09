"""The ten questions of docs/questions.md, asked with the page's own controls; the answers worked out by pandas here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from data.access import Home
from data.model import AsOf
from data.reference import load_reference
from tests.browser.server import Server
from tests.browser.watch import open_page, settle, watched_page

MONTHS = ("2025-11", "2025-12", "2026-01")
EARLIER = "2025-10"
_COLUMNS = (
    "body_code", "business", "is_reported", "is_applicable", "judgement", "phase", "vendor_code", "is_designated",
    "live_on", "replan_count", "overdue_months", "step_completion_mic",
)  # fmt: skip

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def marts(demo_home: Path) -> dict[str, pd.DataFrame]:
    """Every body × business of each month, with the body's kind and prefecture."""
    reader = Home(demo_home).reader()
    bodies = {body.code: body for body in load_reference().bodies}
    found = {}
    for month in (EARLIER, *MONTHS):
        rows = reader.at(AsOf(month, None)).all_systems(only=_COLUMNS).copy()
        rows["kind"] = rows["body_code"].map(lambda code: str(bodies[code].kind))
        rows["prefecture"] = rows["body_code"].str[:2]
        rows["is_live"] = rows["live_on"].notna() & (rows["live_on"].fillna("9999").str[:7] <= month)
        found[month] = rows
    return found


@pytest.fixture(scope="module")
def systems(marts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The applicable systems of the as-of month."""
    rows = marts["2026-01"]
    return rows[rows["is_applicable"].astype("bool")]


@pytest.fixture(scope="module")
def page(browser: Browser, app_server: Server) -> Iterator[Page]:
    with watched_page(browser) as (page, watch):
        open_page(page, f"{app_server.url}/explore?month=2026-01")
        yield page
        watch.assert_clean()


def choose(page: Page, label: str, *words: str) -> None:
    """Choose from a list by typing, as with a keyboard alone."""
    for word in words:
        page.locator(f'[role="combobox"][aria-label*="{label}"]').first.click()
        page.keyboard.type(word)
        page.keyboard.press("Enter")
        # Leaves the field, which closes the list; Escape would close the menu the field may stand in, too.
        page.keyboard.press("Tab")
        # The browser tells the server a moment later.
        page.wait_for_timeout(100)
        settle(page)


def measure(page: Page, *names: str) -> None:
    """Count ``names`` in place of what is counted now."""
    shown = page.locator(".st-key-explore_count [data-tag]:visible")
    before = [chip.strip() for chip in shown.all_inner_texts()]
    choose(page, "数えるもの", *(name for name in names if name not in before))
    for chip in before:
        if chip not in names:
            page.locator(f'.st-key-explore_count button[aria-label="Remove {chip}"]:visible').click()
            settle(page)


def narrow(page: Page, dimension: str, *values: str) -> None:
    """Add a condition through its menu."""
    page.get_by_role("button", name="条件を加える").click()
    choose(page, "何で絞り込むか", dimension)
    choose(page, "値（いくつでも）", *values)
    page.get_by_role("heading", name="探索", exact=True).click()
    settle(page)


def begin(page: Page) -> None:
    """Go back to the opening question, without conditions."""
    page.get_by_role("button", name="都道府県ごとの判定", exact=True).click()
    settle(page)


def open_comparison(page: Page) -> None:
    """Unfold the comparison where it is folded."""
    if not page.locator('[class*="st-key-explore_versus_"]').first.is_visible():
        page.get_by_text("比べる（別の月", exact=False).click()
        settle(page)


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


def test_1_towns_leaning_on_one_vendor_that_kept_silent(page: Page, marts: dict[str, pd.DataFrame]) -> None:
    begin(page)
    choose(page, "さらに", "分けない")
    choose(page, "分け方", "団体")
    narrow(page, "区分", "町", "村")
    narrow(page, "最大ベンダのシステム数", *(f"{count}システム" for count in range(15, 21)))
    narrow(page, "直近3か月の未報告の月数", "2か月", "3か月")
    kept_silent = [~marts[month].groupby("body_code")["is_reported"].any() for month in MONTHS]
    silent = pd.concat(kept_silent, axis=1).sum(axis=1)
    rows = marts["2026-01"]
    own = rows[rows["is_applicable"].astype("bool") & rows["kind"].isin(["町", "村"])]
    largest = own.groupby(["body_code", "vendor_code"], observed=True).size().groupby("body_code").max()
    wanted = [code for code in largest.index if largest[code] >= 15 and silent[code] >= 2]
    if not wanted:
        expect(page.locator(".d-message")).to_contain_text("当てはまるものはありません")
    else:
        page.get_by_role("radio", name="表", exact=True).click()
        settle(page)
        assert [row[0] for row in table(page)] == [name_of(code) for code in wanted]
    page.get_by_role("button", name="すべて外す").click()
    settle(page)


def test_2_the_latest_business_of_designated_cities(page: Page, systems: pd.DataFrame) -> None:
    begin(page)
    choose(page, "さらに", "分けない")
    choose(page, "分け方", "業務")
    measure(page, "遅延システム")
    narrow(page, "区分", "指定都市")
    choose(page, "並べ方", "遅延システムの大きい順")
    rows = systems[systems["kind"] == "指定都市"]
    late = (rows["judgement"] == "遅延").groupby(rows["business"]).sum()
    shown = {row[0]: row[1] for row in table(page)}
    assert shown == {business_name(str(one)): str(count) for one, count in late.items()}
    assert table(page)[0][1] == str(late.max())


def test_3_the_prefecture_that_moved_most(page: Page, marts: dict[str, pd.DataFrame]) -> None:
    begin(page)
    choose(page, "さらに", "分けない")
    measure(page, "移行完了システム率")
    open_comparison(page)
    choose(page, "何と比べるか", "別の月")
    choose(page, "相手", "2025年10月")

    def shares(month: str) -> pd.Series:
        rows = marts[month]
        rows = rows[rows["is_applicable"].astype("bool")]
        return rows["is_live"].groupby(rows["prefecture"]).mean()

    moved = (shares("2026-01") - shares(EARLIER)).abs()
    first = page.locator(".d-table", has_text="差の大きい順").locator("tbody tr").first
    place = load_reference().prefecture(str(moved.idxmax()))
    assert place is not None
    expect(first).to_contain_text(place.name)
    expect(first).to_contain_text(f"{moved.max() * 100:.1f}ポイント")


def test_4_the_vendor_with_most_late_systems_that_are_not_designated(page: Page, systems: pd.DataFrame) -> None:
    begin(page)
    choose(page, "さらに", "分けない")
    choose(page, "分け方", "ベンダ")
    measure(page, "対象システム", "団体数")
    narrow(page, "特定移行", "特定移行以外")
    narrow(page, "判定", "遅延")
    choose(page, "並べ方", "対象システムの大きい順")
    rows = systems[(systems["judgement"] == "遅延") & ~systems["is_designated"].fillna(value=False).astype("bool")]
    by_vendor = rows.groupby("vendor_code", observed=True).agg(n=("business", "size"), bodies=("body_code", "nunique"))
    top = by_vendor.sort_values(["n"], ascending=False, kind="stable")
    row = table(page)[0]
    assert row[0].startswith(str(top.index[0]))
    assert row[1:] == [f"{top['n'].iloc[0]:,}", f"{top['bodies'].iloc[0]:,}"]


def test_5_what_is_not_reported_of_one_ministry(page: Page, systems: pd.DataFrame) -> None:
    begin(page)
    choose(page, "さらに", "分けない")
    choose(page, "分け方", "業務")
    measure(page, "未報告システム")
    narrow(page, "所管府省", "厚生労働省")
    own = {one.id for one in load_reference().businesses if one.ministry == "厚生労働省"}
    rows = systems[systems["business"].isin(own)]
    missing = (~rows["is_reported"]).groupby(rows["business"]).sum()
    assert {row[0]: row[1] for row in table(page)} == {business_name(str(one)): str(n) for one, n in missing.items()}
    page.get_by_role("button", name="所管府省：厚生労働省").first.click()
    settle(page)
    assert len(table(page)) == 20


def test_6_what_has_hardly_begun_by_kind_and_business(page: Page, systems: pd.DataFrame) -> None:
    begin(page)
    choose(page, "さらに", "業務")
    choose(page, "分け方", "区分")
    narrow(page, "フェーズ", "フェーズ０", "フェーズ１")
    rows = systems[systems["phase"].isin([0, 1])]
    foot = page.locator(".d-explore-table tfoot tr").inner_text().split("\t")
    assert foot[-1] == f"{len(rows):,}"
    counts = rows.groupby("kind").size()
    for row in table(page):
        assert row[-1] == f"{counts[row[0]]:,}"


def test_7_behind_a_mark_to_the_page_of_a_body(page: Page, systems: pd.DataFrame) -> None:
    begin(page)
    choose(page, "内訳を見る", "長野県、遅延")
    rows = systems[(systems["prefecture"] == "20") & (systems["judgement"] == "遅延")]
    block = page.locator(".st-key-explore_mark_block")
    expect(block).to_contain_text(f"対象システム {len(rows):,}件")
    shown = block.locator("tbody tr")
    assert shown.count() == min(50, len(rows))
    first = block.locator("tbody th a").first
    name = first.inner_text()
    first.click()
    page.wait_for_url("**/municipality?*")
    settle(page)
    expect(page.locator(".st-key-breadcrumb")).to_contain_text(name.split(" ")[1])
    page.go_back()
    settle(page)


def test_8_a_body_and_its_like(page: Page, systems: pd.DataFrame) -> None:
    begin(page)
    choose(page, "さらに", "分けない")
    choose(page, "分け方", "分けない")
    measure(page, "ステップ完了率")
    open_comparison(page)
    choose(page, "何と比べるか", "ある団体")
    choose(page, "相手", "長野県 松本市")
    row = page.locator(".d-table", has_text="の比較（全体）").locator("tbody tr").first
    kinds = {one.code: str(one.kind) for one in load_reference().bodies}
    rates = systems.groupby("body_code")["step_completion_mic"].mean()
    like = [code for code, kind in kinds.items() if kind == kinds["20202"] and code != "20202"]
    # The demo knows no population, so that all of the kind are alike.
    mean = rates.reindex(like).mean()
    cells = row.inner_text().split("\t")
    assert cells[1] == f"{rates['20202'] * 100:.1f}%"
    assert abs(float(cells[2].rstrip("%")) - mean * 100) < 0.06


def test_9_two_vendors_beside_each_other(page: Page, systems: pd.DataFrame) -> None:
    begin(page)
    choose(page, "さらに", "分けない")
    choose(page, "分け方", "分けない")
    measure(page, "移行完了システム率", "目安超過の平均月数")
    narrow(page, "ベンダ", "A01")
    open_comparison(page)
    choose(page, "何と比べるか", "別のベンダ")
    choose(page, "相手", "B01")
    lines = page.locator(".d-table", has_text="の比較（全体）").locator("tbody tr").all_inner_texts()
    shown = {line.split("\t")[0]: line.split("\t")[1:] for line in lines}
    own = {code: systems[systems["vendor_code"] == code] for code in ("A01", "B01")}
    shares = {code: rows["is_live"].mean() for code, rows in own.items()}
    assert shown["移行完了システム率"][:2] == [f"{shares[code] * 100:.1f}%" for code in own]
    over = {
        code: rows.loc[rows["overdue_months"] > 0, "overdue_months"].astype(float).mean() for code, rows in own.items()
    }
    assert shown["目安超過の平均月数"][:2] == [f"{over[code]:.1f}か月" for code in own]
    sizes = [f"{len(rows):,}システム・{rows['body_code'].nunique():,}団体" for rows in own.values()]
    assert shown["対象の数"][:2] == sizes


def test_10_replanned_and_not_live_in_sql(page: Page, systems: pd.DataFrame) -> None:
    page.get_by_text("SQLで調べる", exact=False).click()
    page.get_by_role("button", name="再計画2回以上で未完了").click()
    settle(page)
    page.get_by_role("button", name="実行", exact=True).click()
    rows = systems[(systems["replan_count"] >= 2) & ~systems["is_live"]]
    counts = rows.groupby("vendor_code", observed=True).size().sort_values(ascending=False, kind="stable")
    shown = page.locator(".d-table", has_text="SQLの結果").locator("tbody tr")
    expect(shown.first).to_contain_text(str(counts.index[0]))
    found = {line.split("\t")[0]: line.split("\t")[2] for line in shown.all_inner_texts()}
    assert {code: found[str(code)] for code in counts.index} == {code: f"{n:,}" for code, n in counts.items()}

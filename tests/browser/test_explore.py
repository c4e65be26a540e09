"""The ten questions of docs/questions.md, asked with the page's own controls; the answers worked out by pandas here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from data.reference import load_reference
from tests.browser.exploring import (
    EARLIER,
    MONTHS,
    answered,
    applicable,
    begin,
    business_name,
    choose,
    measure,
    name_of,
    narrow,
    open_comparison,
    systems_by_month,
    table,
)
from tests.browser.server import Server
from tests.browser.watch import open_page, watched_page


@pytest.fixture(scope="module")
def marts(demo_home: Path) -> dict[str, pd.DataFrame]:
    return systems_by_month(demo_home)


@pytest.fixture(scope="module")
def systems(marts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The applicable systems of the as-of month."""
    return applicable(marts["2026-01"])


@pytest.fixture(scope="module")
def page(browser: Browser, app_server: Server) -> Iterator[Page]:
    with watched_page(browser) as (page, watch):
        open_page(page, f"{app_server.url}/explore?month=2026-01")
        yield page
        watch.assert_clean()


@pytest.mark.soak
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
    assert wanted, "the demo has some"
    page.get_by_role("radio", name="表", exact=True).click()
    answered(page)
    assert [row[0] for row in table(page)] == [name_of(code) for code in wanted]
    page.get_by_role("button", name="すべて外す").click()
    answered(page)


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


@pytest.mark.soak
def test_3_the_prefecture_that_moved_most(page: Page, marts: dict[str, pd.DataFrame]) -> None:
    begin(page)
    choose(page, "さらに", "分けない")
    measure(page, "移行完了システム率")
    open_comparison(page)
    choose(page, "何と比べるか", "別の月")
    choose(page, "相手", "2025年10月")

    def shares(month: str) -> pd.Series:
        rows = marts[month]
        rows = applicable(rows)
        return rows["is_live"].groupby(rows["prefecture"]).mean()

    moved = (shares("2026-01") - shares(EARLIER)).abs()
    first = page.locator(".d-table", has_text="差の大きい順").locator("tbody tr").first
    place = load_reference().prefecture(str(moved.idxmax()))
    assert place is not None
    expect(first).to_contain_text(place.name)
    expect(first).to_contain_text(f"{moved.max() * 100:.1f}ポイント")


@pytest.mark.soak
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


@pytest.mark.soak
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
    expect(page.locator(".d-explore-table tbody tr")).to_have_count(20)


@pytest.mark.soak
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
    expect(block).to_contain_text(f"「対象システム」が数えている{len(rows):,}システム")
    shown = block.locator("tbody tr")
    expect(shown).to_have_count(min(50, len(rows)))
    first = block.locator("tbody th a").first
    name = first.inner_text()
    first.click()
    page.wait_for_url("**/municipality?*")
    answered(page)
    expect(page.locator(".st-key-breadcrumb")).to_contain_text(name.split(" ")[1])
    page.go_back()
    answered(page)


@pytest.mark.soak
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


@pytest.mark.soak
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
    answered(page)
    page.get_by_role("button", name="実行", exact=True).click()
    rows = systems[(systems["replan_count"] >= 2) & ~systems["is_live"]]
    counts = rows.groupby("vendor_code", observed=True).size().sort_values(ascending=False, kind="stable")
    shown = page.locator(".d-table", has_text="SQLの結果").locator("tbody tr")
    expect(shown.first).to_contain_text(str(counts.index[0]))
    found = {line.split("\t")[0]: line.split("\t")[2] for line in shown.all_inner_texts()}
    assert {code: found[str(code)] for code in counts.index} == {code: f"{n:,}" for code, n in counts.items()}


def test_a_statement_under_way_is_stopped_at_once(page: Page) -> None:
    area = page.locator(".st-key-explore_sql_text textarea")
    if not area.is_visible():
        page.get_by_text("SQLで調べる", exact=False).click()
    area.fill("SELECT count(*) FROM systems AS a, systems AS b, systems AS c WHERE a.month = 'x' OR b.phase < c.phase")
    area.press("Control+Enter")
    expect(page.get_by_text("実行中です。")).to_be_visible()
    page.get_by_role("button", name="中止", exact=True).click()
    # Its ten seconds would end with another word.
    expect(page.get_by_text("中止しました。", exact=True)).to_be_visible(timeout=8_000)


def test_names_are_offered_while_sql_is_typed_and_ctrl_enter_runs(page: Page) -> None:
    area = page.locator(".st-key-explore_sql_text textarea")
    if not area.is_visible():
        page.get_by_text("SQLで調べる", exact=False).click()
    expect(page.locator(".st-key-explore_sql_names")).to_be_attached()
    area.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ou")
    offers = page.get_by_role("listbox", name="名前の候補").get_by_role("option")
    expect(offers.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(offers).to_have_count(0)
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT vendor_c")
    expect(offers.first).to_contain_text("vendor_code")
    page.keyboard.press("ArrowDown")
    chosen = area.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(area).to_have_value("SELECT vendor_code")
    expect(offers).to_have_count(0)
    page.keyboard.type(" FROM ven")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(" ORDER BY 1 LIMIT 1 -- ven")
    expect(offers).to_have_count(0)
    expect(area).to_have_value("SELECT vendor_code FROM vendors ORDER BY 1 LIMIT 1 -- ven")
    page.keyboard.press("Control+Enter")
    shown = page.locator(".d-table", has_text="SQLの結果").locator("tbody tr")
    expect(shown).to_have_text(["A01"])
    assert area.input_value() == "SELECT vendor_code FROM vendors ORDER BY 1 LIMIT 1 -- ven"

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.demo.simulation import MonthFiles

pytestmark = pytest.mark.slow

# Vendors with a conforming product per business, as published (None: not published).
PUBLISHED = {"健康管理": 11, "児童手当": 9, "住民基本台帳": 8, "介護保険": 8, "固定資産税": 8, "選挙人名簿管理": 8,
             "国民健康保険": 3, "法人住民税": 3, "戸籍": 2, "戸籍の附票": 2}  # fmt: skip


@pytest.fixture(scope="module")
def lists(delivered: tuple[Path, tuple[MonthFiles, ...]]) -> dict[str, dict[str, pd.DataFrame]]:
    """Every version of each list by the day it is from."""
    found: dict[str, dict[str, pd.DataFrame]] = {"vendors": {}, "products": {}, "vendor_events": {}}
    for path in sorted(delivered[0].glob("*.csv")):
        name, day = path.stem.removeprefix("架空のデモデータ_").rsplit("_", 1)
        found[name][day] = pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    return found


def in_force(versions: dict[str, pd.DataFrame], day: str) -> pd.DataFrame:
    """The newest version up to a day; a list that says the same is not sent again."""
    return versions[max(issued for issued in versions if issued <= day)]


def test_products_per_business_are_as_many_as_published(lists: dict[str, dict[str, pd.DataFrame]]) -> None:
    products = in_force(lists["products"], "2026-01-31")
    per_business = products.groupby("業務")["ベンダコード"].nunique()
    per_vendor = products.groupby("ベンダコード").size()

    assert per_business[list(PUBLISHED)].to_dict() == PUBLISHED
    assert per_business.between(2, 11).all()
    assert len(per_vendor) == 38
    assert (per_vendor == 1).sum() == 14


def test_vendors_are_invented(lists: dict[str, dict[str, pd.DataFrame]]) -> None:
    vendors = in_force(lists["vendors"], "2026-01-31")

    assert len(vendors) == 40
    assert vendors["ベンダ名"].str.fullmatch(r"ベンダ[A-D]\d\d").all()
    assert (vendors["ベンダ名"] == "ベンダ" + vendors["ベンダコード"]).all()


def test_lists_grow_and_events_come_one_by_one(lists: dict[str, dict[str, pd.DataFrame]]) -> None:
    sizes = [len(version) for version in lists["vendor_events"].values()]
    products = list(lists["products"].values())

    assert sizes == sorted(sizes)
    assert sizes[0] >= 1
    assert sizes[-1] == 19
    assert len(products[0]) < len(products[-1])


def test_events_hold_every_case_of_the_rules(lists: dict[str, dict[str, pd.DataFrame]]) -> None:
    versions = lists["vendor_events"]
    last = list(versions.values())[-1]
    leaving = last[last["種別"] == "撤退表明"]
    settled = last[last["種別"] == "解消"]
    first_known = {
        event: min(day for day, rows in versions.items() if (rows["内容"] == event).any()) for event in last["内容"]
    }
    dates_given = {
        event: {date for rows in versions.values() for date in rows.loc[rows["内容"] == event, "日付"]}
        for event in leaving["内容"]
    }

    assert set(last["種別"]) == {"撤退表明", "計画見直し", "未適合", "要員ひっ迫", "解消"}
    assert leaving["業務"].notna().any(), "scoped to a business"
    assert leaving["業務"].isna().any(), "of all businesses"
    assert settled["対象団体コード"].notna().any(), "partly taken back"
    assert any(len(dates) == 2 for dates in dates_given.values()), "corrected later"
    late = last[last["内容"].str.contains("届出が遅れた")].iloc[0]
    assert pd.Timestamp(first_known[late["内容"]]) - pd.Timestamp(late["日付"]) > pd.Timedelta(days=90), "learnt late"
    assert (last["情報源"] == "架空のデモデータ").all()

"""Every published figure beside the demo's, and how far apart they may be.

The demo's side is computed from its written files alone; the published side is written down here once more.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.data.demo.simulation.measures import (
    WELFARE,
    Files,
    between_prefectures,
    body_rates,
    business_rates,
    designated,
    designated_per_body,
    migrated_share,
    prefecture_rates,
    step_bands,
    within_body_deviation,
)

pytestmark = pytest.mark.slow

MONTH = "2026-01"
LISTS = {
    "2023-10": (702, 171),
    "2024-10": (2167, 402),
    "2025-04": (3279, 607),
    "2025-07": (3770, 643),
    "2025-10": (5009, 743),
    "2025-12": (8956 - 498, 935),
    "2026-03": (10013, None),
}
PER_BODY = {(1, 2): 296, (3, 9): 174, (10, 15): 122, (16, 19): 324, (20, 20): 19}
BY_KIND = {"指定都市": 20, "中核市": 58, "特別区": 22, "一般市": 432, "町": 305, "村": 61, "都道府県": 37}
MEAN_BY_KIND = {"指定都市": 14.1, "中核市": 9.5, "特別区": 9.1, "一般市": 10.4, "町": 9.5, "村": 7.7, "都道府県": 1.35}
BANDS = {
    "0": 0.002,
    "1–10": 0.016,
    "11–20": 0.057,
    "21–26": 0.093,
    "27–32": 0.303,
    "33–37": 0.123,
    "38–39": 0.121,
    "40": 0.285,
}
BY_BUSINESS = {
    "児童手当": 576,
    "子ども・子育て支援": 572,
    "介護保険": 534,
    "障害者福祉": 492,
    "生活保護": 237,
    "戸籍の附票": 133,
    "戸籍": 132,
}
BY_EXPOSURE = {(0, 0): 0.862, (1, 2): 0.853, (3, 9): 0.814, (10, 20): 0.711}


@dataclass(frozen=True)
class Line:
    name: str
    published: float
    demo: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        return self.low <= self.demo <= self.high

    def __str__(self) -> str:
        mark = "" if self.holds else "  <-- outside"
        return f"{self.name:<44}{self.published:>11.4g}{self.demo:>11.4g}   {self.low:.4g} … {self.high:.4g}{mark}"


def near(name: str, published: float, demo: float, by: float) -> Line:
    return Line(name, published, demo, published - by, published + by)


def within(name: str, published: float, demo: float, share: float) -> Line:
    return near(name, published, demo, published * share)


def progress_lines(files: Files) -> list[Line]:
    facts = files.latest(MONTH)
    rates, prefectures, bands = body_rates(facts), prefecture_rates(facts), step_bands(facts)
    humps = facts[facts.is_municipal].counted.value_counts()
    lines = [
        near("ステップ完了率 2026-01 平均", 0.816, float(rates.mean()), 0.01),
        near("ステップ完了率 2026-01 中央値", 0.836, float(rates.median()), 0.01),
        near("団体の P10", 0.614, float(rates.quantile(0.1)), 0.02),
        near("団体の P90", 0.984, float(rates.quantile(0.9)), 0.01),
        Line("団体間の標準偏差", 0.159, rates.std(), 0.14, 0.18),
        near("団体内の標準偏差", 0.085, within_body_deviation(facts), 0.012),
        near("100 %の市区町村", 70, int((rates > 0.9999).sum()), 15),
        near("50 %未満の市区町村", 73, int((rates < 0.5).sum()), 15),
        near("都道府県平均の最小", 0.700, prefectures.min(), 0.04),
        near("都道府県平均の最大", 0.942, prefectures.max(), 0.04),
        # Not published as such; 0.12 is what the published prefecture means and the deviation between bodies imply.
        Line("都道府県間の分散の割合", 0.12, between_prefectures(facts), 0.07, 0.17),
        near("39ステップ以上のシステム", 0.367, (facts[facts.is_municipal].counted >= 39).mean(), 0.01),
        within("移行完了システム率 2026-01", 0.384, migrated_share(facts), 0.01),
    ]
    lines += [near(f"{name}ステップの割合", share, bands[name], 0.01) for name, share in BANDS.items()]
    for hump in (29, 39, 40):
        beside = max(humps.get(hump - 1, 0) * (hump != 40), humps.get(hump + 1, 0) * (hump == 29))
        lines.append(Line(f"{hump}ステップの山（隣との比）", 1.2, humps[hump] / max(beside, 1), 1.1, 1e9))
    return lines


def business_lines(files: Files) -> list[Line]:
    rates, before = business_rates(files.latest(MONTH)), business_rates(files.latest("2025-05"))
    facts = files.latest(MONTH)
    is_full = (
        facts[facts["業務"] == "生活保護"].assign(full=lambda rows: rows.rate > 0.9999).groupby("kind").full.mean()
    )
    special = {"生活保護": 0.905, "児童扶養手当": 0.874, "戸籍": 0.774, "戸籍の附票": 0.769}
    lines = [near(f"{name} 2026-01", rate, rates[name], 0.025) for name, rate in special.items()]
    others = rates.drop(list(special))
    lines += [
        Line("ほかの業務 2026-01 最小", 0.79, others.min(), 0.775, 0.84),
        Line("ほかの業務 2026-01 最大", 0.83, others.max(), 0.78, 0.84),
        Line("18業務 2025-05 最小", 0.61, before.drop(list(WELFARE)).min(), 0.61, 0.64),
        Line("18業務 2025-05 最大", 0.64, before.drop(list(WELFARE)).max(), 0.61, 0.64),
        near("生活保護 100 %の町", 0.90, is_full["町"], 0.06),
        near("生活保護 100 %の一般市", 0.36, is_full["一般市"], 0.06),
    ]
    return lines


def designation_lines(files: Files) -> list[Line]:
    lines = []
    for month, (systems, bodies) in LISTS.items():
        rows = designated(files.latest(month))
        lines.append(within(f"特定移行システム {month}", systems, len(rows), 0.03))
        if bodies is not None:
            lines.append(within(f"特定移行団体 {month}", bodies, rows["団体コード"].nunique(), 0.03))
    each = designated_per_body(files.latest("2025-12"))
    lines += [
        within(f"{low}〜{high}システムの団体 2025-12", many, int(each.between(low, high).sum()), 0.10)
        for (low, high), many in PER_BODY.items()
    ]
    kinds = each.groupby(files.kind[each.index].to_numpy())
    lines += [within(f"{kind}の団体 2025-12", many, kinds.size()[kind], 0.05) for kind, many in BY_KIND.items()]
    lines += [
        # The published means count 共通機能 as one more.
        Line(f"{kind}の平均システム数", mean, kinds.mean()[kind], 0.68 * mean - 0.1, 1.17 * mean)
        for kind, mean in MEAN_BY_KIND.items()
    ]
    by_business = designated(files.latest("2025-12"))["業務"].value_counts()
    lines += [within(f"{name} 2025-12", many, by_business[name], 0.20) for name, many in BY_BUSINESS.items()]
    reasons = designated(files.latest("2025-07"))["事由"].value_counts()
    lines += [
        within(f"事由{reason} 2025-07", many, reasons[reason], 0.05)
        for reason, many in {"1": 45, "2": 196, "3": 184, "4": 3345}.items()
    ]
    municipal = files.kind[files.kind != "都道府県"].index
    share = municipal.isin(each.index)
    by_prefecture = files.kind[municipal].to_frame().assign(share=share).groupby(municipal.str[:2]).share.mean()
    lines.append(Line("特定移行団体の割合 最小の都道府県", 0.02, by_prefecture.min(), 0.0, 0.12))
    lines.append(Line("特定移行団体の割合 最大の都道府県", 1.0, by_prefecture.max(), 0.93, 1.0))
    rates = body_rates(files.latest(MONTH))
    exposure = each.reindex(rates.index).fillna(0)
    lines += [
        near(f"特定移行{low}〜{high}の団体の完了率", rate, rates[exposure.between(low, high)].mean(), 0.02)
        for (low, high), rate in BY_EXPOSURE.items()
    ]
    return lines


@pytest.mark.parametrize("part", [progress_lines, business_lines, designation_lines], ids=lambda part: part.__name__)
def test_the_demo_stands_beside_the_published_figures(
    part: object, files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = part(files)  # type: ignore[operator]  # one of the three functions above
    with capsys.disabled():
        print("\n" + "\n".join(str(line) for line in lines))
    assert not [str(line) for line in lines if not line.holds]


def test_the_denominator_is_ours_and_near_the_published_one(files: Files) -> None:
    applicable = int(files.latest(MONTH).is_applicable.sum())

    # Published: 34,592. Ours leaves out what towns don't run; bodies missing in the month are not counted either.
    assert 0.94 < applicable / 34592 < 1.0

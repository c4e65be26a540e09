"""A nation small enough to work out by hand: five bodies of two prefectures, two months and one list.

Rates in fortieths (everything else of the 1,741 is 未報告, as bodies absent from a file are):

| | 2025-12 | 2026-01 |
|---|---|---|
| 15100 新潟市 | 40 everywhere | 40 everywhere |
| 15202 長岡市 | 10 everywhere | absent |
| 20201 長野市 | 20 everywhere | 24 everywhere |
| 20202 松本市 | 30 everywhere | 40, but 20 for 戸籍: 780 of 800 |
| 20481 池田町 | absent | 32 everywhere, 生活保護 blank |

特定移行 at 2025-12: 長野市 介護保険 and 共通機能, 池田町 共通機能 alone, 長野県 生活保護.
"""

from __future__ import annotations

from pathlib import Path

from data.importing import import_files
from data.model import parse_instant
from tests.built_once import built_once
from tests.data.sources.building import LIST_BUSINESSES, MIC_BUSINESSES, list_file, rates_file

RECEIVED = {"2025-12": "2026-01-10T09:00+09:00", "2026-01": "2026-02-10T09:00+09:00"}

_Steps = dict[tuple[str, str], dict[str, int | None]]

_DECEMBER: _Steps = {
    ("新潟県", "新潟市"): dict.fromkeys(MIC_BUSINESSES, 40),
    ("新潟県", "長岡市"): dict.fromkeys(MIC_BUSINESSES, 10),
    ("長野県", "長野市"): dict.fromkeys(MIC_BUSINESSES, 20),
    ("長野県", "松本市"): dict.fromkeys(MIC_BUSINESSES, 30),
}
_JANUARY: _Steps = {
    ("新潟県", "新潟市"): dict.fromkeys(MIC_BUSINESSES, 40),
    ("長野県", "長野市"): dict.fromkeys(MIC_BUSINESSES, 24),
    ("長野県", "松本市"): {**dict.fromkeys(MIC_BUSINESSES, 40), "戸籍": 20},
    ("長野県", "池田町"): {**dict.fromkeys(MIC_BUSINESSES, 32), "生活保護": None},
}
_DESIGNATED = [
    ("200000", "長野県", "都道府県", {"生活保護"}),
    ("202011", "長野県長野市", "中核市", {"介護保険", "共通機能"}),
    ("204811", "長野県池田町", "町", {"共通機能"}),
]


def _rates(month_label: str, bodies: _Steps) -> bytes:
    rows: list[list[object]] = [
        ["都道府県", "市区町村", "完了率", "業務別完了率", *[None] * 19],
        [None, None, None, *MIC_BUSINESSES],
    ]
    for (prefecture, name), steps in bodies.items():
        counted = [steps[business] for business in MIC_BUSINESSES]
        rates = [None if count is None else count / 40 for count in counted]
        known = [rate for rate in rates if rate is not None]
        rows.append([prefecture, name, sum(known) / len(known), *rates])
    return rates_file(rows, sheet=f"{month_label}_進捗状況")


def _designated() -> bytes:
    rows: list[list[object]] = [
        ["特定移行支援システムの該当見込み(令和7年12月末時点)"],
        [],
        ["団体コード", "自治体名", "自治体区分", *LIST_BUSINESSES],
    ]
    for code, name, kind, marked in _DESIGNATED:
        rows.append([code, name, kind, *["●" if business in marked else None for business in LIST_BUSINESSES]])
    return list_file(rows)


@built_once
def build_home(home: Path, *, is_synthetic: bool = False) -> Path:
    """Import the tiny nation into ``home``, each month as if it had arrived in its time."""
    december = ("令和7年12月.xlsx", _rates("令和7年12月", _DECEMBER))
    january = ("令和8年1月.xlsx", _rates("令和8年1月", _JANUARY))
    designated = ("特定移行.xlsx", _designated())
    import_files([december], home=home, received_at=parse_instant(RECEIVED["2025-12"]), is_synthetic=is_synthetic)
    import_files(
        [january, designated], home=home, received_at=parse_instant(RECEIVED["2026-01"]), is_synthetic=is_synthetic
    )
    return home

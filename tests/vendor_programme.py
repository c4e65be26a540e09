"""Three municipalities, two vendors, three others and their lists over two months: the vendor page by hand.

Everything else of the nation is 未報告 and its vendor unknown. Planned go-lives in brackets:

| | 住民基本台帳 | 戸籍 | 介護保険 |
|---|---|---|---|
| 20201 長野市 | A01, live 2025-11-10 | A01 (2026-03) | |
| 20202 松本市 | B02 (2026-03), no successor | A01 (2026-03) | |
| 15100 新潟市 | B02 (2026-06), successor unknown | | vendor unknown (2026-03) |

B02 announced on 2026-01-20 that it leaves. Conforming products: 住民基本台帳 of A01, B02, C03, D04 and E05, 戸籍 of
A01.

Flags of 2026-01: V1 of B02 twice (松本市 高, 新潟市 中; four others offer the register), V4 of A01 (2 go-lives
planned for 2026-03, capacity 1: 中), V6 of A01 for 戸籍 (nobody else: 低). In 2025-12 the last two alone.
"""

from __future__ import annotations

from pathlib import Path

from data.importing import import_files
from data.model import parse_instant
from tests.built_once import built_once
from tests.data.sources.pmo_building import Record, as_csv, record

VENDORS = (
    "ベンダコード,ベンダ名,種別\nA01,ベンダA01,総合\nB02,ベンダB02,専業\n"
    "C03,ベンダC03,専業\nD04,ベンダD04,専業\nE05,ベンダE05,専業\n"
)
PRODUCTS = (
    "ベンダコード,業務,適合確認日,取消日\n"
    "A01,住民基本台帳,2024-04-01,\nA01,戸籍,2024-04-01,\nB02,住民基本台帳,2024-04-01,\n"
    "C03,住民基本台帳,2024-04-01,\nD04,住民基本台帳,2024-04-01,\nE05,住民基本台帳,2024-04-01,\n"
)
EVENTS = (
    "ベンダコード,日付,種別,業務,対象団体コード,内容,情報源\n"
    "B02,2026-01-20,撤退表明,,,全業務から撤退する。,届出\n"
)  # fmt: skip


def _system(month: str, code6: str, business: str, vendor: str, **cells: str) -> Record:
    entered = "2026-01-05 10:30" if month == "2025-12" else "2026-02-05 10:30"
    name = f"ベンダ{vendor}" if vendor else ""
    told = {"対象年月": month, "団体コード": code6, "業務": business, "入力日時": entered}
    return record(**told, ベンダコード=vendor, ベンダ名=name, **cells)


def _month(month: str) -> list[Record]:
    register, family, care = "住民基本台帳", "戸籍", "介護保険"
    march, june = {"移行予定日": "2026-03-31"}, {"移行予定日": "2026-06-30"}
    return [
        _system(month, "202011", register, "A01", 運用開始日="2025-11-10"),
        _system(month, "202011", family, "A01", **march),
        _system(month, "202029", register, "B02", 後継ベンダコード="なし", **march),
        _system(month, "202029", family, "A01", **march),
        _system(month, "151009", register, "B02", **june),
        _system(month, "151009", care, "", **march),
    ]


@built_once
def build_early_home(home: Path) -> Path:
    """Import 2025-12 and the lists as if nobody had gone live yet: 長野市's register has no date at all then."""
    rows = [row | {"運用開始日": ""} for row in _month("2025-12")]
    lists = {"vendors.csv": VENDORS, "products.csv": PRODUCTS, "vendor_events.csv": EVENTS}
    files = [("2025-12.csv", as_csv(rows)), *((name, text.encode("utf-8-sig")) for name, text in lists.items())]
    import_files(files, home=home, received_at=parse_instant("2026-01-15T09:00+09:00"))
    return home


@built_once
def build_vendor_home(home: Path, *, is_synthetic: bool = False, with_lists: bool = True) -> Path:
    """Import both months into ``home``, each as if it had arrived in its time, and the lists unless told not to."""
    for month, received in (("2025-12", "2026-01-15T09:00+09:00"), ("2026-01", "2026-02-15T09:00+09:00")):
        files = [(f"{month}.csv", as_csv(_month(month)))]
        import_files(files, home=home, received_at=parse_instant(received), is_synthetic=is_synthetic)
    if with_lists:
        lists = {"vendors.csv": VENDORS, "products.csv": PRODUCTS, "vendor_events.csv": EVENTS}
        files = [(name, content.encode("utf-8-sig")) for name, content in lists.items()]
        moment = parse_instant("2026-02-16T09:00+09:00")
        import_files(files, home=home, received_at=moment, is_synthetic=is_synthetic)
    return home

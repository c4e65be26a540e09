"""Five bodies, five vendors and three months, to work the vendor flags out by hand; the nation has nothing else.

At 2026-01 (⇒ planned, ✓ went live):

| | 住民基本台帳 | 介護保険 | 就学 |
|---|---|---|---|
| 15100 新潟市 | A01 ✓ 2025-12-10 | B10 ⇒ 2026-06, says nothing of a successor | A01 ⇒ 2026-03 |
| 15202 長岡市 | A01 ⇒ 2026-03 | B10 ⇒ 2026-06, successor なし | |
| 20201 長野市 | A01 ⇒ 2026-03 | B10 ⇒ 2026-06, successor A01 | |
| 20202 松本市 | A01 ⇒ 2026-04 | B10 ✓ 2025-06-10 | |
| 20481 池田町 | | A02 ⇒ 2026-05 | D01 ⇒ 2026-04 |

B10 says on 2025-12-12 that it leaves 介護保険; the notice arrives on 2026-01-20. A01, A02, A03 and B10 have a product
for 介護保険, A01 alone for the others, D01 none. A02 re-plans on 2025-02-10.
"""

from __future__ import annotations

from pathlib import Path

from data.importing import import_files
from data.model import parse_instant
from tests.built_once import built_once
from tests.data.sources.pmo_building import Record, as_csv, record

MONTHS = ("2025-11", "2025-12", "2026-01")
NOTICE_ARRIVES = "2026-01-20T09:00+09:00"

_SYSTEMS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("151009", "住民基本台帳", "A01", {"運用開始日": "2025-12-10"}),
    ("151009", "介護保険", "B10", {"移行予定日": "2026-06-30"}),
    ("151009", "就学", "A01", {"移行予定日": "2026-03-31"}),
    ("152021", "住民基本台帳", "A01", {"移行予定日": "2026-03-31"}),
    ("152021", "介護保険", "B10", {"移行予定日": "2026-06-30", "後継ベンダコード": "なし"}),
    ("202011", "住民基本台帳", "A01", {"移行予定日": "2026-03-31"}),
    ("202011", "介護保険", "B10", {"移行予定日": "2026-06-30", "後継ベンダコード": "A01"}),
    ("202029", "住民基本台帳", "A01", {"移行予定日": "2026-04-30"}),
    ("202029", "介護保険", "B10", {"運用開始日": "2025-06-10"}),
    ("204811", "介護保険", "A02", {"移行予定日": "2026-05-31"}),
    ("204811", "就学", "D01", {"移行予定日": "2026-04-30"}),
)
_RECEIVED = {"2025-11": "2025-12-15", "2025-12": "2026-01-15", "2026-01": "2026-02-15"}
_VENDORS = "ベンダコード,ベンダ名,種別\n" + "".join(
    f"{code},ベンダ{code},総合\n" for code in "A01 A02 A03 B10 D01".split()
)
_PRODUCTS = "ベンダコード,業務,適合確認日,取消日\n" + "".join(
    f"{code},{business},2023-05-10,\n"
    for code, business in (
        *((code, "介護保険") for code in ("A01", "A02", "A03", "B10")),
        *(("A01", business) for business in ("住民基本台帳", "就学")),
    )
)
_EVENTS = (
    "ベンダコード,日付,種別,業務,対象団体コード,内容,情報源\nA02,2025-02-10,計画見直し,,,移行計画の見直し,連絡会議\n"
)
_NOTICE = "B10,2025-12-12,撤退表明,介護保険,,介護保険から撤退,届出\n"


def _report(month: str) -> list[Record]:
    entered = {"2025-11": "2025-12-05", "2025-12": "2026-01-05", "2026-01": "2026-02-05"}[month]
    found = []
    for code, business, vendor, cells in _SYSTEMS:
        told = dict(cells)
        if told.get("運用開始日", "")[:7] > month:
            told = {"移行予定日": told["運用開始日"]}
        if month < "2026-01":
            told.pop("後継ベンダコード", None)
        found.append(
            record(
                対象年月=month,
                団体コード=code,
                業務=business,
                steps="作業中",
                入力日時=f"{entered} 10:30",
                ベンダコード=vendor,
                ベンダ名=f"ベンダ{vendor}",
                **told,
            )
        )
    return found


@built_once
def build_flag_home(home: Path, *, is_synthetic: bool = False) -> Path:
    """Import every file into ``home`` as if it had arrived in its time."""
    arrivals: list[tuple[str, list[tuple[str, bytes]]]] = [
        ("2025-12-01", [(f"{name}.csv", text.encode()) for name, text in _lists(_EVENTS).items()]),
        *((_RECEIVED[month], [(f"{month}.csv", as_csv(_report(month)))]) for month in MONTHS),
        (NOTICE_ARRIVES, [("vendor_events_2.csv", (_EVENTS + _NOTICE).encode())]),
    ]
    for received, files in sorted(arrivals, key=lambda arrival: arrival[0]):
        import_files(files, home=home, received_at=parse_instant(received), is_synthetic=is_synthetic)
    return home


def _lists(events: str) -> dict[str, str]:
    return {"vendors": _VENDORS, "products": _PRODUCTS, "vendor_events": events}

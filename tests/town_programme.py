"""A town's three months and a gap, small enough to work out by hand: 池田町 in Nagano, and three others at the end.

| 20481 池田町 | 2025-11 | 2025-12 | 2026-01 | 2026-02 |
|---|---|---|---|---|
| 住民基本台帳 (A01) | 6 steps, planned 2025-12 | nobody | 20 steps, planned 2026-03 | live 2026-02-16 |
| 戸籍 (B02) | nothing, planned 2026-03 | reports | absent | absent |
| 生活保護 | all 対象外 | | all 対象外 | all 対象外 |
| 介護保険 (vendor unknown) | ◇ to 2026-01, 6 steps, planned 2026-03 | | planned 2026-05 | planned date blank |

In 2026-02 also 長野市 and 松本市 with 住民基本台帳 at 40 steps (not live), and 長野県 with 生活保護 at 10.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.importing import import_files
from data.model import parse_instant
from tests.built_once import built_once
from tests.data.sources.pmo_building import STEPS, Record, as_csv, record

RECEIVED = {
    "2025-11": "2025-12-15T09:00+09:00",
    "2026-01": "2026-02-15T09:00+09:00",
    "2026-02": "2026-03-15T09:00+09:00",
}
ENTERED = {"2025-11": "2025-12-05 10:30", "2026-01": "2026-02-05 10:30", "2026-02": "2026-03-05 10:30"}


VENDORS = "ベンダコード,ベンダ名,種別\nA01,ベンダA01,総合\nB02,ベンダB02,専業\nC03,ベンダC03,専業\n"
PRODUCTS = "ベンダコード,業務,適合確認日,取消日\nA01,住民基本台帳,2024-04-01,\nC03,戸籍,2024-04-01,\n"
EVENTS = (
    "ベンダコード,日付,種別,業務,対象団体コード,内容,情報源\n"
    "B02,2026-01-20,撤退表明,戸籍,,戸籍から撤退する。,届出\n"
    "B02,2026-03-20,撤退表明,,,全業務から撤退する。,届出\n"
)
"""B02 leaves 戸籍 in January without naming a successor, and everything in March; only A01 and C03 have products."""


def _done(count: int, *, rest: str = "未着手") -> Record:
    return dict.fromkeys(STEPS[:count], "完了済み") | dict.fromkeys(STEPS[count:], rest)


def _town(month: str, **cells: Any) -> Record:
    return record(**({"対象年月": month, "団体コード": "204811", "入力日時": ENTERED[month]} | cells))


def _care(month: str, planned: str) -> Record:
    designated = {"特定移行": "○", "事由": "4", "特定移行期限": "2026-01-31", "ベンダコード": "", "ベンダ名": ""}
    return _town(
        month, 業務="介護保険", 移行予定日=planned, 入力日時=f"{ENTERED[month][:8]}07 09:00", **designated
    ) | _done(6)


def _aid(month: str) -> Record:
    return _town(month, 業務="生活保護", steps="対象外", 入力日時=f"{ENTERED[month][:8]}09 09:00")


def _months() -> dict[str, list[Record]]:
    others = {"対象年月": "2026-02", "入力日時": ENTERED["2026-02"]}
    registers = {"業務": "戸籍", "ベンダコード": "B02", "ベンダ名": "ベンダB02", "steps": "未着手"}
    return {
        "2025-11": [
            _town("2025-11", 移行予定日="2025-12-31") | _done(6),
            _town("2025-11", 移行予定日="2026-03-31", **registers),
            _aid("2025-11"),
            _care("2025-11", "2026-03-31"),
        ],
        "2026-01": [
            _town("2026-01", 移行予定日="2026-03-31") | _done(20, rest="作業中"),
            _aid("2026-01"),
            _care("2026-01", "2026-05-31"),
        ],
        "2026-02": [
            _town("2026-02", 移行予定日="2026-03-31", 運用開始日="2026-02-16"),
            _aid("2026-02"),
            _care("2026-02", ""),
            record(**others, 団体コード="202011"),
            record(**others, 団体コード="202029"),
            record(**others, 団体コード="200000", 業務="生活保護") | _done(10),
        ],
    }


@built_once
def build_town_home(home: Path) -> Path:
    """Import the months into ``home``, each as if it had arrived in its time."""
    for month, rows in _months().items():
        import_files([(f"{month}.csv", as_csv(rows))], home=home, received_at=parse_instant(RECEIVED[month]))
    return home


@built_once
def build_vendor_home(home: Path) -> Path:
    """The same months, and the lists of vendors, products and events received after them."""
    build_town_home(home)
    lists = {"vendors.csv": VENDORS, "products.csv": PRODUCTS, "vendor_events.csv": EVENTS}
    files = [(name, content.encode("utf-8-sig")) for name, content in lists.items()]
    import_files(files, home=home, received_at=parse_instant("2026-04-01T09:00+09:00"))
    return home

"""Four municipalities with two systems each over two months, to work the milestones out by hand.

⑩－２ was due 2024-03 (22 months before 2026-01), go-live is due 2026-03. D = ⑩－２ 完了済み, W = 作業中, N = 対象外:

| | 住民基本台帳 (総務省) | 戸籍 (法務省) |
|---|---|---|
| 20201 長野市 中核市 | W, then D; live 2025-11-10 | D, D; live 2026-01-20 |
| 20202 松本市 中核市 | W, W; planned 2026-09-30 | D, D; live 2025-06-01 |
| 20361 下諏訪町 町 | N, N; no plan | W, W; ◇ to 2028-03-31, planned 2027-12-31 |
| 15100 新潟市 指定都市 | D, D; live 2024-12-01 | D, D; live 2024-12-01 |

2025-12 is the first report: what is D then was attained 「遅くとも」 2025-12. Everything else of the nation is 未報告.
"""

from __future__ import annotations

from pathlib import Path

from data.importing import import_files
from data.model import parse_instant
from tests.built_once import built_once
from tests.data.sources.pmo_building import STEPS, Record, as_csv, record

VENDOR_CHOSEN = 27
"""Place of ⑩－２ among the steps."""

_WORDS = {"D": "完了済み", "W": "作業中", "N": "対象外"}


def _system(code6: str, business: str, gate: str, *, month: str, **cells: str) -> Record:
    steps = dict.fromkeys(STEPS[: VENDOR_CHOSEN - 1], "完了済み") | {STEPS[VENDOR_CHOSEN - 1]: _WORDS[gate]}
    entered = "2026-01-05 10:30" if month == "2025-12" else "2026-02-05 10:30"
    row = record(対象年月=month, 団体コード=code6, 業務=business, steps="未着手", 入力日時=entered, **cells)
    return row | steps


def _month(month: str) -> list[Record]:
    is_second = month == "2026-01"
    own = {"特定移行": "○", "事由": "4", "特定移行期限": "2028-03-31", "移行予定日": "2027-12-31"}
    register, family = "住民基本台帳", "戸籍"
    return [
        _system("202011", register, "D" if is_second else "W", month=month, 運用開始日="2025-11-10"),
        _system("202011", family, "D", month=month, **({"運用開始日": "2026-01-20"} if is_second else {})),
        _system("202029", register, "W", month=month, 移行予定日="2026-09-30"),
        _system("202029", family, "D", month=month, 運用開始日="2025-06-01"),
        _system("203611", register, "N", month=month),
        _system("203611", family, "W", month=month, **own),
        _system("151009", register, "D", month=month, 運用開始日="2024-12-01"),
        _system("151009", family, "D", month=month, 運用開始日="2024-12-01"),
    ]


@built_once
def build_milestone_home(home: Path, *, is_synthetic: bool = False) -> Path:
    """Import both months into ``home``, each as if it had arrived in its time."""
    for month, received in (("2025-12", "2026-01-15T09:00+09:00"), ("2026-01", "2026-02-15T09:00+09:00")):
        import_files(
            [(f"{month}.csv", as_csv(_month(month)))],
            home=home,
            received_at=parse_instant(received),
            is_synthetic=is_synthetic,
        )
    return home

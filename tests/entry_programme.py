"""Three months of input in 新潟県 (30 municipalities), small enough to work out by hand.

| all 20 businesses, unless told | 2025-11 | 2025-12 | 2026-01 |
|---|---|---|---|
| 15202 長岡市 | in time | on the last minute of the 10th | in time |
| 15204 三条市 | all but 生活保護 | one of them on the 12th, and a step of 戸籍 open again | the first 10 only |
| 15100 新潟市 (指定都市) | on the 12th | in time | nobody |

The others never report. Each file arrives on the 15th; January's first one arrives on 8 February, before the deadline,
and once more, byte for byte, on the 15th: nobody entered in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.importing import import_files
from data.model import parse_instant
from data.reference import check_digit, load_reference
from tests.built_once import built_once
from tests.data.sources.pmo_building import Record, as_csv, record

NAGAOKA, SANJO, NIIGATA = "15202", "15204", "15100"
BUSINESSES = tuple(business.name for business in load_reference().businesses)
RECEIVED = (
    ("2025-11", "2025-12-15T09:00+09:00"),
    ("2025-12", "2026-01-15T09:00+09:00"),
    ("2026-01", "2026-02-08T09:00+09:00"),
    ("2026-01", "2026-02-15T09:00+09:00"),
)


def entered(month: str, code: str, at: str, *, businesses: Iterable[str] = BUSINESSES, **cells: str) -> list[Record]:
    """One body's systems of a month, all entered at one moment; ``cells`` override those of 戸籍."""
    told = {"対象年月": month, "団体コード": code + check_digit(code), "入力日時": at}
    return [record(**told, 業務=business, **(cells if business == "戸籍" else {})) for business in businesses]


def _months() -> dict[str, list[Record]]:
    december = entered("2025-12", SANJO, "2026-01-09 10:30", steps="作業中")
    december[0]["入力日時"] = "2026-01-12 09:00"
    return {
        "2025-11": [
            *entered("2025-11", NAGAOKA, "2025-12-05 10:30"),
            *entered("2025-11", SANJO, "2025-12-05 10:30", businesses=[b for b in BUSINESSES if b != "生活保護"]),
            *entered("2025-11", NIIGATA, "2025-12-12 10:30"),
        ],
        "2025-12": [
            *entered("2025-12", NAGAOKA, "2026-01-10 23:59"),
            *december,
            *entered("2025-12", NIIGATA, "2026-01-05 10:30"),
        ],
        "2026-01": [
            *entered("2026-01", NAGAOKA, "2026-02-05 10:30"),
            *entered("2026-01", SANJO, "2026-02-06 10:30", businesses=BUSINESSES[:10]),
        ],
    }


@built_once
def build_entry_home(home: Path, *, is_synthetic: bool = False) -> Path:
    """Import the months into ``home``, each file as if it had arrived in its time."""
    months = _months()
    for month, received_at in RECEIVED:
        import_files(
            [(f"{month}.csv", as_csv(months[month]))],
            home=home,
            received_at=parse_instant(received_at),
            is_synthetic=is_synthetic,
        )
    return home

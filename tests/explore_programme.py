"""Twelve bodies over five months by chance: states, gaps, vendors and sizes of every kind, for 探索's questions.

Nothing here is worked out by hand: ``explore_oracle`` answers the same questions in another way. One month (2025-11) is
without a report. Lists of vendors and products, two events and a population table (without 池田町) come last.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

from data.importing import import_files
from data.model import parse_instant, shift_month
from data.reference import check_digit, load_reference
from tests.built_once import built_once
from tests.data.sources.pmo_building import STEPS, Record, as_csv, record

MONTHS: Final = ("2025-08", "2025-09", "2025-10", "2025-12", "2026-01")
BODIES: Final = (
    "13101", "13102", "15100", "15202", "20201", "20202", "20481", "20563", "01304", "01391", "20000", "15000",
)  # fmt: skip
PEOPLE: Final = {
    "13101": 67_000, "13102": 170_000, "15100": 780_000, "15202": 260_000, "20201": 370_000, "20202": 240_000,
    "20563": 3_000, "01304": 2_800, "01391": 1_300,
}  # fmt: skip
VENDORS: Final = ("A01", "A02", "B10", "")


@built_once
def build_explore_home(home: Path, *, is_synthetic: bool = False) -> Path:
    """Import the programme into ``home``, each month as if it had arrived in its time."""
    chance = random.Random(11)
    names = [business.name for business in load_reference().businesses]
    favourite = {body: chance.choice(VENDORS[:3]) for body in BODIES}
    for month in MONTHS:
        rows = [
            _row(chance, month=month, body=body, business=name, favourite=favourite[body])
            for body in BODIES
            for name in (("生活保護", "児童扶養手当") if body.endswith("000") else names)
        ]
        missing = set(chance.sample(BODIES, 2))
        kept = [row for row in rows if row["団体コード"][:5] not in missing and chance.random() > 0.05]
        received = parse_instant(f"{shift_month(month, 1)}-15T09:00+09:00")
        import_files([(f"{month}.csv", as_csv(kept))], home=home, received_at=received, is_synthetic=is_synthetic)
    lists = [(name, text.encode("utf-8-sig")) for name, text in _lists().items()]
    import_files(lists, home=home, received_at=parse_instant("2026-02-16T09:00+09:00"), is_synthetic=is_synthetic)
    return home


def _row(chance: random.Random, *, month: str, body: str, business: str, favourite: str) -> Record:
    vendor = favourite if chance.random() < 0.7 else chance.choice(VENDORS)
    done = chance.choice((0, 3, 8, 22, 28, 35, 39, 40))
    steps = ["完了済み"] * done + ["作業中"] * (chance.random() < 0.5) + ["未着手"] * 40
    if chance.random() < 0.1:
        steps = ["対象外"] * 40
    year = chance.choice((2024, 2025, 2026, 2027))
    live = f"{month}-10" if done >= 39 and chance.random() < 0.6 else ""
    designated = {"特定移行": "○", "事由": "4", "特定移行期限": f"{chance.choice((2026, 2028))}-03-31"}
    cells = {
        "対象年月": month,
        "団体コード": body + check_digit(body),
        "業務": business,
        "ベンダコード": vendor,
        "ベンダ名": f"ベンダ{vendor}" if vendor else "",
        "入力日時": f"{shift_month(month, 1)}-05 10:30",
        "移行予定日": f"{year}-{chance.randint(1, 12):02d}-28" if chance.random() < 0.9 else "",
        "運用開始日": live,
        "自己評価": chance.choice(("順調", "要注意", "遅れ", "")),
        **(designated if chance.random() < 0.25 else {}),
    }
    return record(**cells) | dict(zip(STEPS, steps, strict=False))


def _lists() -> dict[str, str]:
    people = [f"{code}{check_digit(code)},{count},2025-10-01" for code, count in PEOPLE.items()]
    return {
        "vendors.csv": "ベンダコード,ベンダ名,種別\nA01,ベンダA01,総合\nA02,ベンダA02,総合\nB10,ベンダB10,専業\n",
        "products.csv": "ベンダコード,業務,適合確認日,取消日\nA01,住民基本台帳,2024-04-01,\nA02,戸籍,2024-04-01,\n",
        "vendor_events.csv": (
            "ベンダコード,日付,種別,業務,対象団体コード,内容,情報源\n"
            "B10,2025-09-20,撤退表明,,,全業務から撤退する。,届出\nA02,2025-07-01,計画見直し,,,見直し,連絡会議\n"
        ),
        "population.csv": "\n".join(["団体コード,人口,基準日", *people, ""]),
    }

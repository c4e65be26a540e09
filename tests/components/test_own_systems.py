"""A prefecture's own systems: told, carried over a month without a report, and never told. Worked out by hand.

長野県 in 2025-12: 生活保護 is 特定移行 to 2027-03, planned 2026-06, vendor B02; 児童扶養手当 is never reported.
2026-01: 生活保護 without a planned date. 2026-02: 長野市 alone reports.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit

from components import own_systems
from components.body_rows import body_rows
from components.own_systems import own_columns, own_rows
from components.text import Text
from data.access import Home, Scope
from data.importing import import_files
from data.model import AsOf, parse_instant
from data.views.prefecture import PrefectureView, prefecture_view
from tests.data.sources.pmo_building import as_csv, record
from tests.town_programme import build_town_home

pytestmark = pytest.mark.slow

JA = Text("ja")
RECEIVED = {"2025-12": "2026-01-15", "2026-01": "2026-02-15", "2026-02": "2026-03-15"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("own")
    aid = {
        "団体コード": "200000",
        "業務": "生活保護",
        "steps": "未着手",
        "ベンダコード": "B02",
        "ベンダ名": "ベンダB02",
    }
    designated = {"特定移行": "○", "事由": "4", "特定移行期限": "2027-03-31"}
    rows = {
        "2025-12": record(
            **aid, **designated, 対象年月="2025-12", 入力日時="2026-01-05 10:00", 移行予定日="2026-06-30"
        ),
        "2026-01": record(**aid, **designated, 対象年月="2026-01", 入力日時="2026-02-05 10:00", 移行予定日=""),
        "2026-02": record(団体コード="202011", 対象年月="2026-02", 入力日時="2026-03-05 10:00"),
    }
    for month, row in rows.items():
        received = parse_instant(f"{RECEIVED[month]}T09:00+09:00")
        import_files([(f"{month}.csv", as_csv([row]))], home=found, received_at=received)
    return found


def view(home: Path, month: str, **reader: Any) -> PrefectureView:
    return prefecture_view(Home(home).reader(**reader), as_of=AsOf(month), prefecture="20")


def told(home: Path, month: str) -> list[tuple[object, ...]]:
    rows = own_rows(view(home, month).own, text=JA)
    assert {column.name for column in own_columns(JA)} <= set(rows)
    names = ["live", "designated", "vendor"]
    return [tuple(row[name] for name in names) for row in rows.to_dict("records")]


def test_a_plan_is_the_months_own_or_said_to_be_carried(home: Path) -> None:
    never = ("—", "—", "—")
    assert told(home, "2025-12") == [("2026年6月予定", "◇ 2027年3月", "ベンダB02"), never]
    # Reported blank in January, and nothing since.
    assert told(home, "2026-01") == [("予定日なし（前回 2026年6月）", "◇ 2027年3月", "ベンダB02"), never]
    assert told(home, "2026-02") == [
        ("予定日なし（前回 2026年6月）（前月値）", "◇ 2027年3月（前月値）", "ベンダB02（前月値）"),
        never,
    ]


def test_a_reader_outside_the_scope_is_told_so_and_shown_no_noes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = view(home, "2025-12", scope=Scope(frozenset({"15"})))
    assert outside.is_outside_scope
    assert not view(home, "2025-12").is_outside_scope
    assert not view(home, "2025-12", scope=Scope(frozenset({"20"}))).is_outside_scope
    written: list[str] = []
    monkeypatch.setattr(streamlit, "html", written.append)
    for name in ("table_twin", "link"):
        monkeypatch.setattr(own_systems, name, lambda *_, **__: None)
    own_systems.own_systems(outside, place="長野県", text=JA)
    page = "".join(written)
    assert "閲覧範囲の外" in page
    assert "なし" not in page


def test_the_list_counts_the_systems_whose_values_are_carried(tmp_path: Path) -> None:
    found = view(build_town_home(tmp_path), "2026-02")
    rows = body_rows(found.municipalities, vendors=found.vendors, text=JA).set_index("body_code")
    # 池田町: 戸籍 last reported in 2025-11; 長野市 reports its only known system this month.
    assert rows.loc[["20481", "20201"], "carried_systems"].tolist() == [1, 0]

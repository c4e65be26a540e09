from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from data.importing import import_files
from data.model import TABLES, Snapshot, SnapshotKind
from data.sources import read_source, vendor_faults
from data.store import Store
from data.store.clocks import in_force
from data.store.tables import canonical_table, frame
from tests.data.sources.building import Rows, faults_of, places, read_one, workbook

VENDORS, PRODUCTS, EVENTS = SnapshotKind.VENDORS, SnapshotKind.PRODUCTS, SnapshotKind.VENDOR_EVENTS
HEADERS = {
    VENDORS: "ベンダコード,ベンダ名,種別",
    PRODUCTS: "ベンダコード,業務,適合確認日,取消日",
    EVENTS: "ベンダコード,日付,種別,業務,対象団体コード,内容,情報源",
}


def text(kind: SnapshotKind, *lines: str, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join([HEADERS[kind], *lines, ""]).encode(encoding)


def plain(snapshot: Snapshot) -> list[tuple[str | None, ...]]:
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in snapshot.rows.astype(object).itertuples(index=False)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_sound_list_of_each_kind_in_each_encoding(encoding: str) -> None:
    vendors = read_one(text(VENDORS, "Ｂ02,ベンダB02,", "A01,ベンダA01,大手", encoding=encoding), name="v.csv")
    products = read_one(
        text(PRODUCTS, "A01,住民記録,令和6年3月10日,", "A01,就学,2024/1/1,2025/6/30", "# 注", encoding=encoding),
        name="p",
    )
    events = read_one(
        text(
            EVENTS,
            "A01,2024-09-13,計画見直し,,,全国的な遅れ,報道",
            "A01,2025/1/6,撤退表明,就学,011002,,",
            encoding=encoding,
        ),
        name="e.csv",
    )
    for snapshot, kind in ((vendors, VENDORS), (products, PRODUCTS), (events, EVENTS)):
        assert (snapshot.kind, snapshot.month) == (kind, "2023-04")
        assert [(name, str(dtype)) for name, dtype in snapshot.rows.dtypes.items()] == [
            (column.name, column.dtype) for column in TABLES[kind]
        ]
    assert plain(vendors) == [("A01", "ベンダA01", "大手"), ("B02", "ベンダB02", None)]
    assert plain(products) == [
        ("A01", "resident_record", "2024-03-10", None),
        ("A01", "school_enrolment", "2024-01-01", "2025-06-30"),
    ]
    assert plain(events) == [
        ("A01", "2024-09-13", "計画見直し", None, None, "全国的な遅れ", "報道"),
        ("A01", "2025-01-06", "撤退表明", "school_enrolment", "01100", None, None),
    ]


def test_a_workbook_may_hold_the_three_lists() -> None:
    sheets: dict[str, Rows] = {
        "事業者": [["ベンダの一覧"], HEADERS[VENDORS].split(","), [101, "ベンダA", None]],
        "製品": [HEADERS[PRODUCTS].split(","), [101, "就学", date(2024, 4, 1), 45748]],
        "動き": [HEADERS[EVENTS].split(","), ["101", "R7.4.1", "解消", "", None, None, None]],
        "表紙": [["説明"]],
    }
    snapshots = read_source(workbook(sheets), name="d.xlsx", today=date(2026, 2, 10))
    assert [(one.kind, plain(one)) for one in snapshots] == [
        (VENDORS, [("101", "ベンダA", None)]),
        (PRODUCTS, [("101", "school_enrolment", "2024-04-01", "2025-04-01")]),
        (EVENTS, [("101", "2025-04-01", "解消", None, None, None, None)]),
    ]
    assert snapshots[0].notes == ("シート「表紙」は読み取りの対象外です。",)
    again = workbook({"一": sheets["事業者"], "二": sheets["事業者"]})
    assert places(faults_of(again)) == [("二", None, "シート名", "二")]


def test_every_fault_of_the_vendors() -> None:
    content = text(VENDORS, "A01,ベンダA01,大手", ",名無し,", "A02,,", "Ａ01,別名,", "なし,なし,", "A03,#REF!,")
    faults = faults_of(content, name="v.csv")
    assert places(faults) == [
        ("", 3, "ベンダコード", ""),
        ("", 4, "ベンダ名", ""),
        ("", 5, "ベンダコード", "A01"),
        ("", 6, "ベンダコード", "なし"),
        ("", 7, "ベンダ名", "#REF!"),
    ]
    assert "2行目" in faults[2].reason


def test_every_fault_of_the_products() -> None:
    content = text(
        PRODUCTS,
        "A01,就学,2024-01-01,2024-06-30",
        "A01,就学,2024-06-30,",
        "A01,就学,2025-01-01,",
        "A01,国民年金,2024-01-01,2023-12-31",
        "A01,納税通知,未定,2026-02-30",
        "A01,共通機能,2026-03-01,",
        "A02,国民年金,2024-01-01,2024-01-01",
        "A02,国民年金,2024-01-01,2024-05-01",
        ",,,",
        "A02,介護保険,2023-01-01,2025-01-01",
        "A02,介護保険,2024-12-31,2025-03-01",
    )
    faults = faults_of(content, name="p.csv")
    assert places(faults) == [
        ("", 4, "適合確認日", "2025-01-01"),
        ("", 5, "取消日", "2023-12-31"),
        *(("", 6, "業務", "納税通知"), ("", 6, "適合確認日", "未定"), ("", 6, "取消日", "2026-02-30")),
        *(("", 7, "業務", "共通機能"), ("", 7, "適合確認日", "2026-03-01")),
        ("", 9, "適合確認日", "2024-01-01"),
        ("", 12, "適合確認日", "2024-12-31"),
    ]
    fragments = ["3行目と重なって", "2024-01-01）より前", "業務", "日付", "暦", "20業務", "未来", "8行目", "11行目"]
    for fault, fragment in zip(faults, fragments, strict=True):
        assert fragment in fault.reason


def test_every_fault_of_the_events() -> None:
    content = text(
        EVENTS,
        "A01,2024-09-13,撤退,,,,",
        "A01,2026-02-11,解消,,,,",
        ",昨日,,納税,011003,,",
        "A02,2025-01-06,未適合,就学,011002,あ,い",
        "A02,2025-01-06,未適合,就学,01100,う,え",
        "A02,2025-01-06,未適合,,011002,,",
    )
    faults = faults_of(content, name="e.csv")
    assert places(faults) == [
        ("", 2, "種別", "撤退"),
        ("", 3, "日付", "2026-02-11"),
        *(("", 4, "ベンダコード", ""), ("", 4, "日付", "昨日"), ("", 4, "種別", "")),
        *(("", 4, "業務", "納税"), ("", 4, "対象団体コード", "011003")),
        ("", 6, "ベンダコード", "A02"),
    ]
    assert "要員ひっ迫" in faults[0].reason
    assert "未来" in faults[1].reason
    assert "5行目" in faults[-1].reason


def test_a_missing_column_is_one_fault_and_an_unknown_one_too() -> None:
    content = "ベンダコード,適合確認日,取消日,備考\nA01,2024-01-01,,あ\nA02,2024-01-01,,\n".encode()
    assert places(faults_of(content, name="p.csv")) == [("", 1, "業務", ""), ("", 1, "備考", "備考")]
    (fault,) = faults_of(text(VENDORS), name="v.csv")
    assert "1行もありません" in fault.reason


def test_products_and_events_of_unknown_vendors_are_refused_file_by_file() -> None:
    vendors = read_one(text(VENDORS, "A01,ベンダA01,"), name="v.csv").rows
    products = read_one(text(PRODUCTS, "Z9,就学,2024-01-01,", "A01,就学,2024-01-01,"), name="p.csv")
    events = read_one(text(EVENTS, "A01,2024-09-13,解消,,,,"), name="e.csv")
    (refused,) = vendor_faults(vendors, products, events)
    assert refused.source_name == "p.csv"
    assert places(refused.faults) == [("", 2, "ベンダコード", "Z9")]
    assert vendor_faults(vendors, None, events) == ()
    assert vendor_faults(None, None, None) == ()
    nobody = vendor_faults(None, products, events)
    assert [(one.source_name, len(one.faults)) for one in nobody] == [("p.csv", 1), ("e.csv", 1)]
    assert "vendors.csv" in nobody[0].faults[0].reason


def test_events_about_everything_are_stored_with_their_blanks() -> None:
    snapshot = read_one(text(EVENTS, "A01,2024-09-13,解消,,,,", "A01,2024-09-13,解消,就学,,,"), name="e.csv")
    stored = frame(canonical_table(snapshot.rows, kind=EVENTS))
    assert stored["business"].isna().tolist() == [False, True]
    with pytest.raises(ValueError, match="occurs twice"):
        canonical_table(pd.concat([snapshot.rows, snapshot.rows]), kind=EVENTS)


def test_a_newer_list_wins_for_every_month_and_an_earlier_knowledge_keeps_the_older(tmp_path: Path) -> None:
    first, second = datetime(2024, 10, 4, tzinfo=UTC), datetime(2025, 1, 7, tzinfo=UTC)
    older = text(EVENTS, "A01,2024-09-13,計画見直し,,,,")
    # The newer list states an event before the older one's first: its month must not fall behind the older's.
    newer = text(EVENTS, "A01,2024-09-13,計画見直し,,,,", "B02,2024-06-01,要員ひっ迫,,,,")
    vendors = text(VENDORS, "A01,ベンダA01,", "B02,ベンダB02,")
    import_files([("vendors.csv", vendors), ("older.csv", older)], home=tmp_path, received_at=first)
    import_files([("newer.csv", newer)], home=tmp_path, received_at=second)
    store = Store(tmp_path)
    vintages = store.open().vintages

    def events_known(month: str, known_at: datetime | None) -> int:
        vintage = in_force(vintages, kind=EVENTS, month=month, known_at=known_at)
        return 0 if vintage is None else len(store.read(vintage))

    assert events_known("2024-09", None) == events_known("2026-01", None) == 2
    assert events_known("2024-09", first) == events_known("2026-01", first) == 1
    assert events_known("2026-01", datetime(2024, 10, 3, tzinfo=UTC)) == 0

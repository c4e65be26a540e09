from __future__ import annotations

from datetime import date

import pytest

from data.model import TABLES, SnapshotKind
from tests.data.sources.building import Rows, faults_of, places, read_one, table_text, workbook


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_sound_table_in_each_encoding(encoding: str) -> None:
    content = table_text("012025,生活保護,×,令和8年1月末", "01100,住民記録,○,2025/4/1", "# 備考", encoding=encoding)
    snapshot = read_one(content, name="applicability.csv")
    assert (snapshot.kind, snapshot.month) == (SnapshotKind.APPLICABILITY, "2023-04")
    assert [(name, str(dtype)) for name, dtype in snapshot.rows.dtypes.items()] == [
        (column.name, column.dtype) for column in TABLES[SnapshotKind.APPLICABILITY]
    ]
    assert snapshot.rows.to_records(index=False).tolist() == [
        ("01100", "resident_record", True, "2025-04-01"),
        ("01202", "public_assistance", False, "2026-01-31"),
    ]


def test_a_workbook_is_read_like_the_text() -> None:
    rows: Rows = [
        ["団体コード", "業務", "対象", "適用日"],
        ["011002", "就学", "○", date(2025, 4, 1)],
        ["12025", "就学", "×", 45748],
    ]
    snapshot = read_one(workbook({"対象業務": rows}))
    assert snapshot.rows.to_records(index=False).tolist() == [
        ("01100", "school_enrolment", True, "2025-04-01"),
        ("01202", "school_enrolment", False, "2025-04-01"),
    ]


@pytest.mark.parametrize("earliest", ["2022-04-01", "2024-04-01"])
def test_a_table_holds_for_every_month_whatever_its_dates_and_later_rows_are_kept(earliest: str) -> None:
    snapshot = read_one(table_text(f"011002,就学,○,{earliest}", "011002,就学,×,2027-04-01"), name="a.csv")
    assert snapshot.month == "2023-04"
    assert sorted(snapshot.rows["applies_from"]) == [earliest, "2027-04-01"]


def test_a_table_wholly_in_the_future_is_refused() -> None:
    (fault,) = faults_of(table_text("011002,就学,○,2026-03-01"), name="a.csv")
    assert (fault.value, "未来" in fault.reason) == ("2026-03", True)


def test_every_bad_cell_is_reported_at_once_in_row_order() -> None:
    content = table_text(
        "011003,納税通知,△,2026-02-30",
        "011002,共通機能,○,未定",
        "12220,就学,○,2025-04-01",
        "011002,就学,○,2025-04-01",
        "01100,就学,×,令和7年4月1日",
        "000000,就学,,",
    )
    faults = faults_of(content, name="a.csv")
    assert places(faults) == [
        ("", 2, "団体コード", "011003"),
        ("", 2, "業務", "納税通知"),
        ("", 2, "対象", "△"),
        ("", 2, "適用日", "2026-02-30"),
        ("", 3, "業務", "共通機能"),
        ("", 3, "適用日", "未定"),
        ("", 4, "団体コード", "12220"),
        ("", 6, "団体コード", "01100"),
        ("", 7, "団体コード", "000000"),
        ("", 7, "対象", ""),
        ("", 7, "適用日", ""),
    ]
    assert "検査数字" in faults[0].reason
    assert "暦にない" in faults[3].reason
    assert "012220 三笠市、122203 流山市" in faults[6].reason
    assert "5行目" in faults[7].reason


def test_a_missing_column_is_one_fault_and_an_unknown_one_too() -> None:
    content = "団体コード,業務,対象,備考\n011002,就学,○,あ\n012025,就学,○,い\n".encode()
    assert places(faults_of(content, name="a.csv")) == [("", 1, "適用日", ""), ("", 1, "備考", "備考")]


def test_a_table_without_a_row_is_refused() -> None:
    (fault,) = faults_of(table_text(), name="a.csv")
    assert "1行もありません" in fault.reason

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.model import TABLES, SnapshotKind
from data.sources import read_source
from tests.data.sources.building import TODAY, faults_of, list_file, list_rows, places, read_one

SHEET = "結果一覧"


def test_a_sound_list_gives_a_row_per_mark() -> None:
    snapshot = read_one(list_file(list_rows()))
    assert (snapshot.kind, snapshot.month) == (SnapshotKind.DESIGNATED_LIST, "2025-12")
    assert [(name, str(dtype)) for name, dtype in snapshot.rows.dtypes.items()] == [
        (column.name, column.dtype) for column in TABLES[SnapshotKind.DESIGNATED_LIST]
    ]
    assert snapshot.rows.to_records(index=False).tolist() == [
        ("01100", "resident_record"),
        ("01100", "seal_registration"),
        ("01202", "common_function"),
        ("03000", "child_rearing_allowance"),
    ]
    assert snapshot.notes == ("共通機能だけが該当する団体：1団体（システム数には数えません）",)


def test_a_code_that_a_spreadsheet_made_a_number_keeps_its_meaning() -> None:
    rows = list_rows()
    rows[3][0] = 11002
    assert read_one(list_file(rows)).rows["body_code"][0] == "01100"


def test_the_list_saved_as_csv_is_read_like_the_workbook() -> None:
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in list_rows()]
    as_text = read_one("\r\n".join(lines).encode("cp932"), name="一覧.csv")
    assert as_text.rows.equals(read_one(list_file(list_rows())).rows)


def test_a_row_without_marks_and_a_changed_kind_are_noted() -> None:
    rows = list_rows()
    rows.append(["012033", "北海道小樽市", "中核市", *[None] * 21])
    assert read_one(list_file(rows)).notes[1:] == (
        "「●」のない団体：1団体（該当なしとして扱います）",
        "自治体区分が参照表と異なる団体：1団体（北海道小樽市）",
    )


def test_every_bad_cell_is_reported_at_once_in_row_order() -> None:
    rows = list_rows()
    mark: list[Any] = ["●", *[None] * 20]
    rows[3][4] = "○"
    rows[4][2] = "政令市"
    rows.append(["011003", "北海道札幌市", "指定都市", *mark])
    rows.append(["131016", "東京都港区", "特別区", *mark])
    rows.append(["202011", "千葉県長野市", "中核市", *mark])
    rows.append(["202011", "長野市", "中核市", *mark])
    rows.append(["990001", "北海道架空市", "一般市", *mark])
    rows.append(["札幌", "北海道札幌市", "指定都市", *mark])
    rows.append([None, "北海道札幌市", "指定都市", *mark])
    rows.append(["030007", "岩手県", "都道府県", *mark])
    faults = faults_of(list_file(rows))
    assert places(faults) == [
        (SHEET, 4, "印鑑登録", "○"),
        (SHEET, 5, "自治体区分", "政令市"),
        (SHEET, 7, "団体コード", "011003"),
        (SHEET, 8, "自治体名", "東京都港区"),
        (SHEET, 9, "自治体名", "千葉県長野市"),
        (SHEET, 10, "自治体名", "長野市"),
        (SHEET, 11, "団体コード", "990001"),
        (SHEET, 12, "団体コード", "札幌"),
        (SHEET, 13, "団体コード", ""),
        (SHEET, 14, "団体コード", "030007"),
    ]
    fragments = [
        *("「●」でも空欄でもない", "自治体区分", "検査数字", "131016 は東京都千代田区", "202011 は長野県長野市"),
        *("202011 は長野県長野市", "", "6桁", "6桁", "6行目と同じ団体"),
    ]
    for fault, fragment in zip(faults, fragments, strict=True):
        assert fragment in fault.reason


def test_missing_unknown_and_repeated_columns_are_one_fault_each() -> None:
    rows = list_rows()
    rows[2][3:6] = ["住民記録", "納税通知", "住民基本台帳"]
    faults = faults_of(list_file(rows))
    assert places(faults) == [
        (SHEET, 3, "納税通知", "納税通知"),
        (SHEET, 3, "住民基本台帳", "住民基本台帳"),
        (SHEET, 3, "戸籍", ""),
        (SHEET, 3, "印鑑登録", ""),
    ]


def test_without_its_common_function_column_the_list_is_refused() -> None:
    assert places(faults_of(list_file([row[:23] for row in list_rows()]))) == [(SHEET, 3, "共通機能", "")]


def test_marks_under_no_heading_are_not_dropped() -> None:
    rows = list_rows()
    rows[3].append("●")
    assert places(faults_of(list_file(rows))) == [(SHEET, 3, "", "")]


@pytest.mark.parametrize("title", [None, "特定移行支援システムの該当見込み", "令和7年12月", "令和7年13月末時点"])
def test_a_list_that_does_not_say_its_date_is_refused(title: str | None) -> None:
    rows = list_rows()
    rows[0] = [title]
    (fault,) = faults_of(list_file(rows))
    assert (fault.row, fault.column) == (1, "表題")
    assert "令和7年12月末時点" in fault.reason


def test_a_list_from_the_future_is_refused() -> None:
    (fault,) = faults_of(list_file(list_rows()), today=date(2025, 11, 30))
    assert (fault.row, fault.column, fault.value) == (1, "表題", "特定移行支援システムの該当見込み(令和7年12月末時点)")
    assert "未来" in fault.reason


def test_the_list_under_another_sheet_name_is_refused_by_name() -> None:
    (fault,) = faults_of(list_file(list_rows(), sheet="Sheet1"))
    assert (fault.sheet, fault.row, fault.column) == ("Sheet1", None, "シート名")


def test_a_list_without_a_single_mark_is_refused() -> None:
    (fault,) = faults_of(list_file(list_rows()[:3]))
    assert "1つもありません" in fault.reason


@pytest.mark.real
def test_the_published_list_gives_the_published_figures(real_folder: Path) -> None:
    snapshot = read_source(real_folder / "tokutei_2025-12.xlsx", today=TODAY)[0]
    rows = snapshot.rows
    assert (snapshot.month, len(rows), rows["body_code"].nunique()) == ("2025-12", 8_956, 935)
    assert (rows["business"] == "common_function").sum() == 498
    assert snapshot.notes == ("共通機能だけが該当する団体：9団体（システム数には数えません）",)
    assert rows.loc[rows["body_code"].str.endswith("000"), "body_code"].nunique() == 37

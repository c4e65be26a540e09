from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.model import TABLES, SnapshotKind
from data.reference import load_reference
from data.sources import read_source
from tests.data.sources.building import (
    MIC_BUSINESSES,
    RATES_SHEET,
    TODAY,
    faults_of,
    list_rows,
    places,
    rates_file,
    rates_rows,
    read_one,
    workbook,
)


def test_a_sound_file_gives_the_steps_behind_each_rate() -> None:
    snapshot = read_one(rates_file(rates_rows()), name="mic.xlsx")
    rows = snapshot.rows
    assert (snapshot.kind, snapshot.month, snapshot.source_name) == (SnapshotKind.MIC_PROGRESS, "2026-01", "mic.xlsx")
    assert [(name, str(dtype)) for name, dtype in rows.dtypes.items()] == [
        (column.name, column.dtype) for column in TABLES[SnapshotKind.MIC_PROGRESS]
    ]
    assert len(rows) == 60
    assert list(rows["body_code"].unique()) == ["01100", "13206", "34208"]
    assert set(rows.loc[rows["body_code"] == "01100", "steps_counted"]) == {26}
    hiroshima = rows[rows["body_code"] == "34208"].set_index("business")["steps_counted"]
    assert (hiroshima["resident_record"], hiroshima["seal_registration"]) == (20, 40)
    assert rows.equals(rows.sort_values(["body_code", "business"], ignore_index=True))
    assert not snapshot.is_synthetic
    assert snapshot.notes[0].startswith("ファイルにない市区町村（未報告）：1,738団体（北海道函館市、")


def test_a_blank_rate_is_unknown_and_zero_is_zero() -> None:
    rows = rates_rows()
    rows[2] = ["北海道", "札幌市", 0.474, None, 0, *[1, 0] * 9]
    snapshot = read_one(rates_file(rows[:3]))
    steps = snapshot.rows.set_index("business")["steps_counted"]
    assert steps.isna().sum() == 1
    assert steps.isna()["resident_record"]
    assert steps["electoral_roll"] == 0


def test_a_body_with_nothing_but_blanks_is_present_and_unknown() -> None:
    rows = rates_rows()
    rows[3] = ["東京都", "府中市", *[None] * 21]
    snapshot = read_one(rates_file(rows))
    assert snapshot.rows.loc[snapshot.rows["body_code"] == "13206", "steps_counted"].isna().all()
    assert len(snapshot.rows) == 60


def test_rates_may_be_written_as_text_and_rounded() -> None:
    rows = rates_rows()
    rows[2] = ["北海道", "札幌市", "６５．０％", "65%", "0.65", "６５％", 0.6504, *[0.65] * 16]
    snapshot = read_one(rates_file(rows))
    assert set(snapshot.rows.loc[snapshot.rows["body_code"] == "01100", "steps_counted"]) == {26}


def test_the_same_content_in_another_order_gives_the_same_rows() -> None:
    rows = rates_rows()
    shuffled = [[row[:3] + row[3:][::-1] for row in rows][index] for index in (0, 1, 4, 2, 3)]
    shuffled[0] = rows[0]
    assert read_one(rates_file(rows)).rows.equals(read_one(rates_file(shuffled)).rows)


def test_spelling_variants_resolve_within_their_prefecture() -> None:
    rows = rates_rows()[:2]
    rows.append(["高知県", "檮原町", 1, *[1] * 20])
    rows.append(["茨城県", "龍ヶ崎市", 1, *[1] * 20])
    rows.append(["長野県", "池田町", 1, *[1] * 20])
    assert list(read_one(rates_file(rows)).rows["body_code"].unique()) == ["08208", "20481", "39405"]


def test_every_bad_cell_is_reported_at_once_in_row_order() -> None:
    rows = rates_rows()
    rows[2][3:7] = [1.2, "済", 0.66, -0.025]
    rows.append(["長野県", "札幌市", 1, *[1] * 20])
    rows.append(["長野県", "存在しない市", 1, *[1] * 20])
    rows.append(["蝦夷", "札幌市", 1, *[1] * 20])
    rows.append(["東京都", "府中市", 1, *[1] * 20])
    rows.append(["長野県", None, 1, *[1] * 20])
    rows.append(["長野県", "長野県", 1, *[1] * 20])
    rows.append(["長野県", "松本市", 0.7511, *[0.75] * 20])
    rows.append(["長野県", "上田市", 0.5, *[None] * 20])
    rows.append([None, "飯田市", "x", *[1] * 20])
    faults = faults_of(rates_file(rows))
    assert places(faults) == [
        (RATES_SHEET, 3, "住民記録", "1.2"),
        (RATES_SHEET, 3, "選挙人名簿管理", "済"),
        (RATES_SHEET, 3, "固定資産税", "0.66"),
        (RATES_SHEET, 3, "個人住民税", "-0.025"),
        (RATES_SHEET, 6, "市区町村", "札幌市"),
        (RATES_SHEET, 7, "市区町村", "存在しない市"),
        (RATES_SHEET, 8, "都道府県", "蝦夷"),
        (RATES_SHEET, 9, "市区町村", "府中市"),
        (RATES_SHEET, 10, "市区町村", ""),
        (RATES_SHEET, 11, "市区町村", "長野県"),
        (RATES_SHEET, 12, "完了率", "0.7511"),
        (RATES_SHEET, 13, "完了率", "0.5"),
        (RATES_SHEET, 14, "完了率", "x"),
        (RATES_SHEET, 14, "都道府県", ""),
    ]
    fragments = [
        *(
            "0〜1",
            "数値（率）として読めません",
            "0.65＝26/40",
            "0〜1",
            "北海道にあります",
            "長野県にこの名称の市区町村はありません",
        ),
        *("都道府県名として読めません", "4行目と同じ団体", "市区町村名がありません", "はありません", "平均（0.7500）"),
        *("すべて空欄", "数値（率）として読めません", "都道府県名がありません"),
    ]
    for fault, fragment in zip(faults, fragments, strict=True):
        assert fragment in fault.reason


@pytest.mark.parametrize(("stated", "is_sound"), [(0.651, True), (0.649, True), (0.6511, False), (0.6489, False)])
def test_the_stated_mean_may_be_off_by_a_thousandth(stated: float, is_sound: bool) -> None:
    rows = rates_rows()[:3]
    rows[2][2] = stated
    if is_sound:
        assert len(read_one(rates_file(rows)).rows) == 20
    else:
        assert places(faults_of(rates_file(rows))) == [(RATES_SHEET, 3, "完了率", str(stated))]


@pytest.mark.parametrize(("rate", "is_sound"), [(0.6755, True), (0.6745, True), (0.6756, False), (0.6744, False)])
def test_a_rate_may_be_off_its_fortieth_by_rounding_only(rate: float, is_sound: bool) -> None:
    rows = rates_rows()[:3]
    rows[2] = ["北海道", "札幌市", None, *[rate] * 20]
    if is_sound:
        assert set(read_one(rates_file(rows)).rows["steps_counted"]) == {27}
    else:
        assert len(faults_of(rates_file(rows))) == 20


def test_a_missing_column_is_one_fault_not_one_per_row() -> None:
    rows = [row[:4] + row[5:] for row in rates_rows()]
    faults = faults_of(rates_file(rows))
    assert places(faults) == [(RATES_SHEET, 2, "選挙人名簿管理", "")]
    assert "列がありません" in faults[0].reason


@pytest.mark.parametrize("column", [0, 1, 2])
def test_each_leading_column_is_needed(column: int) -> None:
    name = ["都道府県", "市区町村", "完了率"][column]
    rows = [row[:column] + row[column + 1 :] for row in [*rates_rows(), *[[None] * 23] * 50]]
    rows[-1] = ["※注", *[None] * 21]
    faults = faults_of(rates_file(rows))
    assert places(faults) == [(RATES_SHEET, 1, name, "")]


def test_unknown_and_repeated_columns_are_named() -> None:
    rows = [[*row, None, None, None] for row in rates_rows()]
    rows[1][-3:] = ["住民基本台帳", "納税通知", "共通機能"]
    faults = faults_of(rates_file(rows))
    assert places(faults) == [
        (RATES_SHEET, 2, "住民基本台帳", "住民基本台帳"),
        (RATES_SHEET, 2, "納税通知", "納税通知"),
        (RATES_SHEET, 2, "共通機能", "共通機能"),
    ]
    assert "4列目と24列目" in faults[0].reason
    assert "知られていない" in faults[1].reason


def test_values_under_no_heading_are_not_dropped() -> None:
    rows = rates_rows()
    rows[3].append(0.5)
    assert places(faults_of(rates_file(rows))) == [(RATES_SHEET, 2, "", "")]


@pytest.mark.parametrize("value", ["#N/A", "#REF!"])
def test_an_error_cell_is_a_fault_not_a_blank(value: str) -> None:
    rows = rates_rows()
    rows[2][5] = value
    assert places(faults_of(rates_file(rows))) == [(RATES_SHEET, 3, "固定資産税", value)]


def test_a_formula_that_was_never_calculated_is_a_fault_not_a_blank() -> None:
    rows = rates_rows()
    rows[2][5] = "=1-0.35"
    assert places(faults_of(rates_file(rows))) == [(RATES_SHEET, 3, "固定資産税", "=1-0.35")]


@pytest.mark.parametrize(
    "sheet", ["Sheet1", "令和8年_進捗状況", "令和N年M月_進捗状況", "令和8年13月_進捗状況", "令和8年1月_進捗状況 (2)"]
)
def test_a_wrong_sheet_name_is_reported_with_everything_else(sheet: str) -> None:
    rows = rates_rows()
    rows[4][1] = "府中町市"
    faults = faults_of(rates_file(rows, sheet=sheet))
    assert places(faults) == [(sheet, None, "シート名", sheet), (sheet, 5, "市区町村", "府中町市")]
    assert "令和8年1月_進捗状況" in faults[0].reason


def test_the_rates_as_csv_have_no_month_and_that_is_said() -> None:
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rates_rows()]
    (fault,) = faults_of("\n".join(lines).encode(), name="進捗.csv")
    assert (fault.sheet, fault.row, fault.column) == ("", None, "シート名")
    assert ".xlsx" in fault.reason


def test_a_month_in_the_future_is_refused() -> None:
    content = rates_file(rates_rows(), sheet="令和8年3月_進捗状況")
    faults = faults_of(content, today=date(2026, 2, 28))
    assert places(faults) == [("令和8年3月_進捗状況", None, "シート名", "令和8年3月_進捗状況")]
    assert "2026-03" in faults[0].reason
    assert "未来" in faults[0].reason
    assert read_source(content, name="a.xlsx", today=date(2026, 3, 1))[0].month == "2026-03"


def test_the_prefectural_variant_is_recognised_and_the_wanted_file_named() -> None:
    rows: list[list[Any]] = [["都道府県", "完了率", "業務別完了率", *[None] * 19], [None, None, *MIC_BUSINESSES]]
    rows += [[prefecture.name, 0.8, *[0.8] * 20] for prefecture in load_reference().prefectures]
    (fault,) = faults_of(workbook({RATES_SHEET: rows}))
    assert fault.sheet == RATES_SHEET
    assert "都道府県別" in fault.reason
    assert "市区町村別のファイル" in fault.reason


def test_a_sheet_of_notes_beside_the_rates_is_passed_over_and_that_is_said() -> None:
    snapshot = read_one(workbook({RATES_SHEET: rates_rows(), "注意事項": [["読んでください"]]}))
    assert len(snapshot.rows) == 60
    assert snapshot.notes[1:] == ("シート「注意事項」は読み取りの対象外です。",)


def test_two_months_in_one_workbook_are_two_snapshots() -> None:
    content = workbook({"令和7年12月_進捗状況": rates_rows(), RATES_SHEET: rates_rows()})
    assert [snapshot.month for snapshot in read_source(content, today=TODAY)] == ["2025-12", "2026-01"]


def test_one_month_twice_is_refused() -> None:
    other = "令和８年１月_進捗状況"
    faults = faults_of(workbook({RATES_SHEET: rates_rows(), other: rates_rows()}))
    assert places(faults) == [(other, None, "シート名", other)]


def test_a_file_without_a_single_body_is_refused() -> None:
    (fault,) = faults_of(rates_file(rates_rows()[:2]))
    assert "1行もありません" in fault.reason


def test_the_designated_list_is_not_taken_for_progress() -> None:
    snapshot = read_one(workbook({"結果一覧": list_rows()}))
    assert snapshot.kind is SnapshotKind.DESIGNATED_LIST


@pytest.mark.real
def test_the_published_month_gives_the_published_figures(real_folder: Path) -> None:
    started = time.process_time()
    snapshot = read_source(real_folder / "mic_progress_2026-01.xlsx", today=TODAY)[0]
    assert time.process_time() - started < 2
    means = (snapshot.rows["steps_counted"].astype(float) / 40).groupby(snapshot.rows["body_code"]).mean()
    assert (snapshot.month, len(snapshot.rows), len(means), snapshot.notes) == ("2026-01", 34_820, 1_741, ())
    assert round(means.mean(), 4) == 0.8157
    assert means.median() == pytest.approx(0.8363, abs=5.1e-5)
    assert ((means == 1).sum(), (means < 0.5).sum()) == (70, 73)

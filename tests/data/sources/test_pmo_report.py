from __future__ import annotations

from datetime import datetime

import pytest

from data.model import TABLES, SnapshotKind
from data.reference import load_reference
from data.sources.columns import MOST_PLACES
from data.store.tables import canonical_table, frame
from tests.data.sources.building import faults_of, places, read_one
from tests.data.sources.pmo_building import (
    HEADINGS,
    WRITERS,
    Writer,
    as_csv,
    as_rows,
    as_workbook,
    as_xlsx,
    plain,
    record,
)


@pytest.mark.parametrize("write", WRITERS)
def test_a_sound_row_in_each_format(write: Writer) -> None:
    full = record(
        業務="生活保護",
        s02="作業中",
        s03="未着手",
        s40="対象外",
        移行予定日="令和8年3月末",
        特定移行="○",
        事由="4",
        特定移行期限="令和12年度末",
        特定移行指定日="2025/1/31",
        自己評価="要注意",
        後継ベンダコード="なし",
        移行先基盤="ガバメントクラウド",
    ) | {"備考（自由記述）": "確認中"}
    live = record(団体コード="010006", 業務="生活保護", 運用開始日="2025-12-01", 入力日時="", ベンダコード="")
    snapshot = read_one(write([full, live | {"備考（自由記述）": ""}]), name="入力")
    assert (snapshot.kind, snapshot.month) == (SnapshotKind.PMO_REPORT, "2026-01")
    assert [(name, str(dtype)) for name, dtype in snapshot.rows.dtypes.items()] == [
        (column.name, column.dtype) for column in TABLES[SnapshotKind.PMO_REPORT]
    ]
    blank = dict.fromkeys([column.name for column in TABLES[SnapshotKind.PMO_REPORT]])
    hokkaido, sapporo = plain(snapshot.rows)
    assert hokkaido == blank | {
        "body_code": "01000",
        "business": "public_assistance",
        "vendor_name": "ベンダA01",
        "product_name": "製品A01-01",
        "steps": "D" * 40,
        "live_on": "2025-12-01",
        "is_designated": False,
    }
    assert sapporo == {
        "body_code": "01100",
        "business": "public_assistance",
        "vendor_code": "A01",
        "vendor_name": "ベンダA01",
        "product_name": "製品A01-01",
        "steps": "DWU" + "D" * 36 + "N",
        "planned_live_on": "2026-03-31",
        "live_on": None,
        "is_designated": True,
        "designated_reason": 4,
        "designated_due_on": "2031-03-31",
        "designated_on": "2025-01-31",
        "entered_at": "2026-02-05T10:30:00+09:00",
        "self_assessment": "要注意",
        "successor_vendor_code": "none",
        "platform": "ガバメントクラウド",
        "extra": '{"備考（自由記述）": "確認中"}',
    }


@pytest.mark.slow
def test_what_is_not_in_a_sound_file_is_said() -> None:
    reference = load_reference()
    records = [
        record(団体コード=body.code6, 業務=business.name, steps="未着手")
        for body in reference.bodies
        for business in reference.businesses
        if body.name not in ("大阪市", "札幌市") and (not body.is_prefecture or business.is_prefectural)
    ]
    records += [record(steps=""), record(業務="共通機能")]
    records += [record(業務="就学", ベンダコード="", 運用開始日="2026-02-02")]
    snapshot = read_one(as_csv([one | {"メモ": "", "担当 課": "税務課"} for one in records]), name="c.csv")
    assert snapshot.notes == (
        "ファイルにない団体（未入力）：1団体（大阪府大阪市）",
        "行のある団体のうち、行のない業務（未報告）：18システム",
        "40ステップがすべて空欄の行（未報告）：1行",
        "ベンダコードのない行（ベンダ不明）：1行",
        "運用開始日が対象年月の翌月以降の行（翌月から運用中）：1行",
        "共通機能の行（システム数には数えません）：1行",
        "様式にない列（値はそのまま保存しました）：メモ、担当 課",
    )
    assert snapshot.rows["steps"].isna().sum() == 1
    assert set(snapshot.rows["extra"]) == {'{"担当 課": "税務課"}'}


@pytest.mark.parametrize("write", WRITERS)
def test_every_bad_cell_is_reported_at_once_in_row_order(write: Writer) -> None:
    records = [
        record(),
        record(団体コード="011003", 業務="納税通知", s01="済", s40="○", 移行予定日="未定", 運用開始日="2026-02-30"),
        record(団体コード="012220", 業務="就学", 特定移行="×", 事由="5", 特定移行期限="いつか", 入力日時="先週"),
        record(団体コード="012025", 自己評価="良好", 後継ベンダコード="#N/A", 移行先基盤="AWS", 特定移行指定日="昨日"),
        record(対象年月="2025-12", 団体コード="122203"),
        record(対象年月="", 団体コード="", 業務=""),
        record(団体コード="010006", 業務="就学"),
        record(団体コード="01100"),
        record(団体コード="131016", ベンダ名="べつの社"),
        record(団体コード="131016", 業務="就学", 特定移行期限="2030-03-31", 事由="1"),
        record(団体コード="131024", s07="", s09=""),
        record(団体コード="131032", 運用開始日="2026-02-06"),
        record(団体コード="131041", 運用開始日="2026-03-31", 入力日時=""),
        record(団体コード="131059", 入力日時="2026-02-11 00:00"),
        record(団体コード="131067", ベンダコード="なし", ベンダ名="=A1"),
    ]
    faults = faults_of(write(records), name="入力")
    sheet = "月次報告" if write is as_xlsx else ""
    expected = [
        *((3, "団体コード", "011003", "検査数字"), (3, "業務", "納税通知", "知られていません")),
        *((3, "ステップ01", "済", "完了済み"), (3, "ステップ40", "○", "対象外")),
        *((3, "移行予定日", "未定", "日付として読めません"), (3, "運用開始日", "2026-02-30", "暦にない")),
        *((4, "特定移行", "×", "「○」"), (4, "事由", "5", "1〜4")),
        *((4, "特定移行期限", "いつか", "日付として"), (4, "入力日時", "先週", "日時として")),
        *((5, "特定移行指定日", "昨日", "日付として"), (5, "特定移行指定日", "昨日", "特定移行が空欄")),
        *((5, "自己評価", "良好", "要注意"), (5, "後継ベンダコード", "#N/A", "エラー値")),
        (5, "移行先基盤", "AWS", "その他"),
        (6, "対象年月", "2025-12", "1か月分"),
        *((7, "対象年月", "", "年月として"), (7, "団体コード", "", "6桁"), (7, "業務", "", "知られていません")),
        (8, "業務", "就学", "生活保護、児童扶養手当だけ"),
        (9, "団体コード", "01100", "2行目"),
        (10, "ベンダ名", "べつの社", "2行目では「ベンダA01」"),
        *((11, "事由", "1", "特定移行が空欄"), (11, "特定移行期限", "2030-03-31", "特定移行が空欄")),
        (12, "ステップ07", "", "ほか1列"),
        (13, "運用開始日", "2026-02-06", "移行予定日"),
        (14, "運用開始日", "2026-03-31", "移行予定日"),
        (15, "入力日時", "2026-02-11 00:00", "未来"),
        *((16, "ベンダコード", "なし", "使えません"), (16, "ベンダ名", "=A1", "エラー値")),
    ]
    assert places(faults) == [(sheet, row, column, value) for row, column, value, _ in expected]
    for fault, (*_, fragment) in zip(faults, expected, strict=True):
        assert fragment in fault.reason


def test_a_go_live_entered_when_it_had_happened_is_a_fact_though_the_month_was_over() -> None:
    rows = read_one(as_csv([record(運用開始日="2026-02-05")]), name="c.csv").rows
    assert rows["live_on"].tolist() == ["2026-02-05"]


@pytest.mark.parametrize("write", WRITERS)
def test_a_missing_column_is_one_fault_however_many_rows(write: Writer) -> None:
    gone = {"業務", "ステップ07", "入力日時"}
    records = [{key: cell for key, cell in record().items() if key not in gone} for _ in range(3)]
    records[1]["団体コード"] = "x"
    sheet = "月次報告" if write is as_xlsx else ""
    assert places(faults_of(write(records), name="入力")) == [
        *((sheet, 1, "業務", ""), (sheet, 1, "ステップ07", ""), (sheet, 1, "入力日時", "")),
        (sheet, 3, "団体コード", "x"),
    ]


def test_repeated_unnamed_and_surplus_step_columns_are_one_fault_each() -> None:
    rows = as_rows([record()])
    rows[0] += ["ステップ41", "業務", "備考", "備考", ""]
    rows[1] += ["完了済み", "就学", "", "", "値"]
    assert places(faults_of(as_workbook({"月次": rows}))) == [
        *(("月次", 1, "業務", "業務"), ("月次", 1, "ステップ41", "ステップ41"), ("月次", 1, "備考", "備考")),
        ("月次", 1, "", ""),
    ]


def test_one_wrong_word_everywhere_is_told_without_a_fault_for_each_of_its_rows() -> None:
    reference = load_reference()
    records = [record(団体コード=body.code6, s01="済") for body in reference.municipalities[:250]]
    faults = faults_of(as_csv(records), name="c.csv")
    assert len(faults) == MOST_PLACES == 100
    assert places(faults[:2]) == [("", 2, "ステップ01", "済"), ("", 3, "ステップ01", "済")]
    assert faults[-1].reason.endswith("（同じ誤りがほかに150行あります）")


def test_the_headings_may_stand_in_any_order_below_a_title_and_be_written_wide() -> None:
    headings = list(reversed(HEADINGS))
    rows = as_rows([record(団体コード=11002, 対象年月=datetime(2026, 1, 1), 入力日時=46058.4375)], headings)
    rows[0] = [heading.replace("ステップ0", "ステップ").replace("1", "１") for heading in rows[0]]
    content = as_workbook({"表紙": [["月次報告"]], "報告": [["令和8年1月分"], [], *rows, ["※ 注記"], []]})
    snapshot = read_one(content)
    assert (snapshot.month, len(snapshot.rows)) == ("2026-01", 1)
    assert snapshot.rows["entered_at"].tolist() == ["2026-02-05T10:30:00+09:00"]
    assert snapshot.notes[-1] == "シート「表紙」は読み取りの対象外です。"


def test_columns_of_other_formats_do_not_make_it_another_format() -> None:
    extra = {"都道府県": "北海道", "市区町村": "札幌市", "完了率": "1", "自治体名": "札幌市", "自治体区分": "指定都市"}
    assert read_one(as_xlsx([record() | extra])).kind is SnapshotKind.PMO_REPORT


def test_a_future_month_two_sheets_and_an_empty_file_are_refused() -> None:
    (fault,) = faults_of(as_csv([record(対象年月="2026-03")]), name="c.csv")
    assert (fault.row, fault.column, "未来" in fault.reason) == (2, "対象年月", True)
    two = as_workbook({"一": as_rows([record()]), "二": as_rows([record()])})
    assert places(faults_of(two)) == [("一", None, "シート名", "二")]
    (fault,) = faults_of(as_csv([], HEADINGS), name="c.csv")
    assert "1行もありません" in fault.reason


def test_a_months_rows_are_stored_as_read() -> None:
    rows = read_one(as_csv([record(), record(業務="就学", steps="")]), name="c.csv").rows
    assert plain(frame(canonical_table(rows, kind=SnapshotKind.PMO_REPORT))) == plain(rows)

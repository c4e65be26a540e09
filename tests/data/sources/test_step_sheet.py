from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.model import TABLES, Snapshot, SnapshotKind
from data.sources import read_source
from data.sources.step_names import step_name
from data.store.tables import canonical_table
from tests.data.sources.building import RATES_SHEET, TODAY, Rows, faults_of, places, rates_rows, workbook

SHEET = "業務別ステップ別進捗一覧_令和8年1月"
PROGRESS, STEPS, TABLE = SnapshotKind.MIC_PROGRESS, SnapshotKind.MIC_STEPS, SnapshotKind.STEP_TABLE
KNOWN = {
    1: "① 推進体制の立ち上げ",
    6: "③－２ Fit＆Gap分析による課題の洗い出し",
    21: "⑧-2　予算要求・財政部局等との調整",
    24: "RFPベンダー質問回答",
    25: "ベンダーからのRFP回答",
    27: "ベンダの選定・決定",
    32: "13-1 システム移行時の設定",
}
"""Headings of the steps we know, two of them elsewhere than our provisional table has them."""


def names() -> list[str]:
    return [KNOWN.get(number, f"作業{number}") for number in range(1, 41)]


def step_rows() -> Rows:
    """札幌市 with two businesses (30 done, 5 not applicable; nothing), 府中市 of 東京 unreported, and 岩手県."""
    return [
        ["都道府県名", "市区町村名", "業務名", *names()],
        ["北海道", "札幌市", "住民記録", *["完了済み"] * 30, *["対象外"] * 5, *["作業中"] * 3, *["未着手"] * 2],
        ["北海道", "札幌市", "就学", *["未着手"] * 40],
        ["東京都", "府中市", "就学", *[None] * 40],
        ["岩手県", None, "生活保護", *["対象外"] * 40],
    ]


def read(rows: Rows, *, sheet: str = SHEET, **others: Any) -> dict[SnapshotKind, Snapshot]:
    content = workbook({sheet: rows, **others})
    return {snapshot.kind: snapshot for snapshot in read_source(content, name="steps.xlsx", today=TODAY)}


def test_the_sheet_alone_gives_steps_names_and_counts() -> None:
    found = read(step_rows())
    assert {kind: snapshot.month for kind, snapshot in found.items()} == {
        PROGRESS: "2026-01",
        STEPS: "2026-01",
        TABLE: "2023-04",
    }
    for kind, snapshot in found.items():
        assert [(name, str(dtype)) for name, dtype in snapshot.rows.dtypes.items()] == [
            (column.name, column.dtype) for column in TABLES[kind]
        ]
        assert len(canonical_table(snapshot.rows, kind=kind)) == len(snapshot.rows)
    steps = {(row.body_code, row.business): row.steps for row in found[STEPS].rows.itertuples()}
    assert steps["01100", "resident_record"] == "D" * 30 + "N" * 5 + "WWW" + "UU"
    assert steps["01100", "school_enrolment"] == "U" * 40
    assert steps["03000", "public_assistance"] == "N" * 40
    assert found[STEPS].rows["steps"].isna().sum() == 1
    counts = found[PROGRESS].rows.astype(object).where(found[PROGRESS].rows.notna(), None)
    assert counts.to_records(index=False).tolist() == [
        ("01100", "resident_record", 35),
        ("01100", "school_enrolment", 0),
        ("13206", "school_enrolment", None),
    ]


def test_the_headings_give_the_labels_wherever_they_stand() -> None:
    table = read(step_rows())[TABLE]
    named = table.rows.dropna()
    labels = dict(zip(named["ordinal"].tolist(), named["label"].tolist(), strict=True))
    assert labels == {1: "①", 6: "③－２", 21: "⑧－２", 27: "⑩－２", 32: "⑬－１"}
    shown = table.rows["name"].tolist()
    assert (shown[1], shown[5], shown[31]) == ("作業2", "Fit＆Gap分析による課題の洗い出し", "システム移行時の設定")
    assert table.notes == ()


def test_another_edition_of_the_steps_holds_from_its_month_and_names_the_milestones_it_lacks() -> None:
    rows = step_rows()
    rows[0][3 + 26] = "新しい作業"
    table = read(rows)[TABLE]
    assert table.month == "2026-01"
    assert table.notes == ("マイルストンのステップ（⑩－２）が見出しにないため、その達成は分かりません。",)


def test_beside_the_rates_it_takes_their_month_and_leaves_the_counts_to_them() -> None:
    rows = step_rows()[:3]
    rows[1][3:] = ["完了済み"] * 26 + ["未着手"] * 14
    content = workbook({"業務別ステップ別進捗一覧": rows, RATES_SHEET: rates_rows()})
    rates, steps, table = read_source(content, today=TODAY)
    assert (rates.kind, steps.kind, steps.month, table.kind) == (PROGRESS, STEPS, "2026-01", TABLE)
    assert len(rates.rows) == 60
    # 札幌市's rate is 0.65 = 26/40 for every business: 住民記録 agrees, 就学 (0) does not.
    assert steps.notes[-1].endswith("ステップ数の異なるシステム：1件（完了率を使います）")


@pytest.mark.parametrize("title", ["令和8年1月末時点", None])
def test_the_month_may_stand_above_the_header_and_must_stand_somewhere(title: str | None) -> None:
    rows: Rows = [[title], *step_rows()]
    if title:
        assert read(rows, sheet="業務別ステップ別進捗一覧")[STEPS].month == "2026-01"
    else:
        faults = faults_of(workbook({"業務別ステップ別進捗一覧": rows}))
        assert places(faults) == [("業務別ステップ別進捗一覧", None, "シート名", "業務別ステップ別進捗一覧")]


def test_every_bad_cell_is_reported_at_once_in_row_order() -> None:
    rows = step_rows()
    rows[1][4] = "済"
    rows[2][5] = None
    rows += [
        ["北海", "札幌市", "就学", *["未着手"] * 40],
        ["北海道", "府中市", "就学", *["未着手"] * 40],
        ["北海道", "札幌市", "納税", *["未着手"] * 40],
        ["北海道", "札幌市", "就学", *["未着手"] * 40],
        ["北海道", None, "就学", *["未着手"] * 40],
        [None, "札幌市", "就学", *["未着手"] * 40],
    ]
    faults = faults_of(workbook({SHEET: rows}))
    assert places(faults) == [
        (SHEET, 2, "作業2", "済"),
        (SHEET, 3, "作業3", ""),
        (SHEET, 6, "都道府県名", "北海"),
        (SHEET, 7, "市区町村名", "府中市"),
        (SHEET, 8, "業務名", "納税"),
        (SHEET, 9, "業務名", "就学"),
        (SHEET, 10, "業務名", "就学"),
        (SHEET, 11, "都道府県名", ""),
    ]


def test_too_few_repeated_and_unnamed_columns_are_one_fault_each() -> None:
    rows = step_rows()
    rows[0][4], rows[0][5] = "作業4", None
    assert places(faults_of(workbook({SHEET: rows}))) == [
        *((SHEET, 1, "作業4", "作業4"), (SHEET, 1, "", ""), (SHEET, 1, "", "")),
    ]


def test_a_future_month_and_an_empty_sheet_are_refused() -> None:
    (fault,) = faults_of(workbook({SHEET: step_rows()}), today=date(2025, 12, 31))
    assert "未来" in fault.reason
    (fault,) = faults_of(workbook({SHEET: step_rows()[:1]}))
    assert "1行もありません" in fault.reason


@pytest.mark.parametrize(
    ("heading", "label", "name"),
    [
        ("⑩－２ベンダの選定・決定", "⑩－２", "ベンダの選定・決定"),
        ("⑩-2：なにか", "⑩－２", "なにか"),
        ("⑩ - １０ なにか", "⑩－１０", "なにか"),
        ("①推進体制の立ち上げ", "①", "推進体制の立ち上げ"),
        ("24 RFPベンダー質問回答", "", "24 RFPベンダー質問回答"),
        ("99-1 なにか", "", "99-1 なにか"),
        ("⑬－１", "⑬－１", "⑬－１"),
    ],
)
def test_a_heading_is_taken_apart(heading: str, label: str, name: str) -> None:
    assert step_name(heading) == (label, name)

"""Whatever stands in a cell, a reader answers with rows or with faults, never with anything else."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from data.model import TABLES, Snapshot
from data.sources import FaultyInput, faults_csv, read_source
from data.store.tables import canonical_table
from tests.data.sources.building import RATES_SHEET, TODAY, Rows, list_rows, rates_rows
from tests.data.sources.pmo_building import as_rows, record

pytestmark = pytest.mark.slow

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**6), 10**6),
    st.dates().map(lambda day: f"{day.year}年{day.month}月"),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
    st.sampled_from(["●", "○", "011002", "札幌市", "府中市", "北海道", "65%", "共通機能", "戸籍", "令和8年1月末時点"]),
)


def workbook_of(sheet: str, rows: Rows) -> bytes:
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return content.getvalue()


def outcome(content: bytes) -> tuple[Snapshot, ...] | FaultyInput:
    try:
        answer: tuple[Snapshot, ...] | FaultyInput = read_source(content, name="入力", today=TODAY)
    except FaultyInput as refused:
        answer = refused
    if isinstance(answer, FaultyInput):
        assert all(fault.reason for fault in answer.faults)
        rows = [fault.row for fault in answer.faults if fault.row is not None]
        assert rows == sorted(rows)
        assert faults_csv(answer).decode("utf-8-sig")
    return answer


def put(rows: Rows, row: int, column: int, cell: Any) -> Rows:
    line = rows[row % len(rows)]
    line.extend([None] * (column + 1 - len(line)))
    line[column] = cell
    return rows


@settings(max_examples=60)
@given(st.integers(0, 4), st.integers(0, 24), CELLS)
def test_in_the_rates(row: int, column: int, cell: Any) -> None:
    first = outcome(workbook_of(RATES_SHEET, put(rates_rows(), row, column, cell)))
    if not isinstance(first, FaultyInput):
        rows = first[0].rows
        assert len(rows) % 20 == 0
        assert rows["steps_counted"].dropna().between(0, 40).all()
        assert not rows.duplicated(["body_code", "business"]).any()


@settings(max_examples=60)
@given(st.integers(0, 5), st.integers(0, 25), CELLS)
def test_in_the_list(row: int, column: int, cell: Any) -> None:
    first = outcome(workbook_of("結果一覧", put(list_rows(), row, column, cell)))
    if not isinstance(first, FaultyInput):
        assert list(first[0].rows.columns) == [column.name for column in TABLES[first[0].kind]]
        assert not first[0].rows.duplicated().any()


@settings(max_examples=120)
@given(st.integers(0, 2), st.integers(0, 57), CELLS | st.sampled_from(["完了済み", "2026-01", "なし", 46058.5, "=A1"]))
def test_in_the_pmo_report(row: int, column: int, cell: Any) -> None:
    rows = as_rows([record(), record(業務="就学", 特定移行="○")])
    first = outcome(workbook_of("月次報告", put(rows, row, column, cell)))
    if not isinstance(first, FaultyInput):
        canonical_table(first[0].rows, kind=first[0].kind)
        assert set("".join(first[0].rows["steps"].dropna())) <= set("DWUN")


@settings(max_examples=60)
@given(st.integers(0, 2), st.integers(0, 7), CELLS | st.sampled_from(["A01", "撤退表明", "2026-02-11", "#REF!"]))
def test_in_the_vendor_events(row: int, column: int, cell: Any) -> None:
    header = ["ベンダコード", "日付", "種別", "業務", "対象団体コード", "内容", "情報源"]
    rows: Rows = [header, ["A01", "2024-09-13", "計画見直し"], ["A01", "2024-09-13", "計画見直し", "就学"]]
    first = outcome(workbook_of("動き", put(rows, row, column, cell)))
    if not isinstance(first, FaultyInput):
        kept = canonical_table(first[0].rows, kind=first[0].kind)
        assert 0 < kept.num_rows <= 2


@settings(max_examples=60)
@given(st.integers(0, 1), st.integers(0, 43), CELLS | st.sampled_from(["完了済み", "③－２", "対象外"]))
def test_in_the_step_sheet(row: int, column: int, cell: Any) -> None:
    rows: Rows = [["都道府県名", "市区町村名", "業務名", *[f"作業{number}" for number in range(1, 41)]]]
    rows.append(["北海道", "札幌市", "就学", *["作業中"] * 40])
    first = outcome(workbook_of("業務別ステップ別進捗一覧_令和8年1月", put(rows, row, column, cell)))
    if not isinstance(first, FaultyInput):
        for snapshot in first:
            assert canonical_table(snapshot.rows, kind=snapshot.kind).num_rows == len(snapshot.rows)


@settings(max_examples=60)
@given(st.integers(0, 2), st.integers(0, 3), CELLS | st.sampled_from(["1,234", "-1", 10**12, "2026-02-11", "#REF!"]))
def test_in_the_population(row: int, column: int, cell: Any) -> None:
    rows: Rows = [["団体コード", "人口", "基準日"], ["011002", 7, "2026-01-01"], ["012025", 8, "2026-01-01"]]
    first = outcome(workbook_of("人口表", put(rows, row, column, cell)))
    if not isinstance(first, FaultyInput):
        canonical_table(first[0].rows, kind=first[0].kind)
        assert first[0].rows["population"].between(0, 100_000_000).all()


@settings(max_examples=150)
@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=6), st.booleans())
def test_in_any_text(rows: list[list[str]], has_header: bool) -> None:
    lines = [["団体コード", "業務", "対象", "適用日"]] * has_header + rows
    found = outcome("\n".join(",".join(line) for line in lines).encode("utf-8", "surrogatepass"))
    assert isinstance(found, FaultyInput) or found

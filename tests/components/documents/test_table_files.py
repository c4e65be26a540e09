from __future__ import annotations

import csv
import io
import json

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.documents.table_files import TableColumn, TableHead, inert, table_csv, table_parquet, table_xlsx
from components.text import Text

JA = Text("ja")
COLUMNS = (
    TableColumn("name", "団体", is_heading=True),
    TableColumn("systems", "システム数", "count"),
    TableColumn("share", "ステップ完了率", "share"),
    TableColumn("change", "前月差", "points"),
)
FRAME = pd.DataFrame(
    {
        "name": ["札幌市", "=HYPERLINK(1)", "＠髙﨑①"],
        "systems": pd.array([20, None, -3], dtype="Int64"),
        "share": [0.8157, None, 0.0],
        "change": [-0.012, None, 0.5],
    }
)
HEAD = TableHead(
    title="市区町村の一覧",
    as_of="2026年1月",
    filters=("都道府県：北海道",),
    definitions=("ステップ完了率＝（完了済み＋対象外）÷40", "二つ目"),
    sources=("総務省",),
)
DANGEROUS = ["=1+1", "+1", "-1+1", "@SUM", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"]


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_csv_says_what_it_is_above_its_rows() -> None:
    content = table_csv(FRAME, columns=COLUMNS, head=HEAD, text=JA)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert rows_of(content) == [
        ["表題", "市区町村の一覧"],
        ["対象年月", "2026年1月"],
        ["絞り込み", "都道府県：北海道"],
        ["定義", "ステップ完了率＝（完了済み＋対象外）÷40"],
        ["", "二つ目"],
        ["出典・更新日", "総務省"],
        ["備考", "割合は0〜1の値です（0.816は81.6%）。空欄は不明または未報告です。"],
        [],
        ["団体", "システム数", "ステップ完了率", "前月差"],
        ["札幌市", "20", "0.8157", "-0.012"],
        ["'=HYPERLINK(1)", "", "", ""],
        ["'＠髙﨑①", "-3", "0.0", "0.5"],
    ]


def test_demo_data_says_so_first() -> None:
    head = TableHead(title="表", as_of="2026年1月", is_synthetic=True)
    assert rows_of(table_csv(FRAME, columns=COLUMNS, head=head, text=JA))[0] == [
        "注意",
        "架空のデモデータ 実在の団体・事業者の状況ではありません",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(table_xlsx(FRAME, columns=COLUMNS, head=head, text=JA))).active
    assert sheet["B1"].value.startswith("架空のデモデータ")


@pytest.mark.parametrize("value", DANGEROUS)
def test_text_a_spreadsheet_would_run_is_inert_in_cells_headings_and_title(value: str) -> None:
    frame = pd.DataFrame({"name": [value]})
    columns = (TableColumn("name", value),)
    head = TableHead(title=value, as_of=value, filters=(value,))
    for row in rows_of(table_csv(frame, columns=columns, head=head, text=JA)):
        assert all(not cell.startswith(tuple("=+-@\t\r＝＋－＠")) for cell in row)
    sheet = openpyxl.load_workbook(io.BytesIO(table_xlsx(frame, columns=columns, head=head, text=JA))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells)
    assert sheet.cell(sheet.max_row, 1).quotePrefix


@given(st.text())
def test_inert_text_keeps_its_content(value: str) -> None:
    assert inert(value).removeprefix("'") == value.removeprefix("'")


def test_an_xlsx_keeps_numbers_as_numbers_and_unknown_as_empty() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(table_xlsx(FRAME, columns=COLUMNS, head=HEAD, text=JA))).active
    heading = next(row for row in sheet.iter_rows() if row[0].value == "団体")
    assert [cell.value for cell in heading] == ["団体", "システム数", "ステップ完了率", "前月差"]
    first = sheet[heading[0].row + 1]
    assert [cell.value for cell in first] == ["札幌市", 20, 0.8157, -0.012]
    assert [cell.number_format for cell in first][1:3] == ["#,##0", "0.0%"]
    assert [cell.value for cell in sheet[heading[0].row + 2]] == ["=HYPERLINK(1)", None, None, None]
    assert sheet.freeze_panes == f"A{heading[0].row + 1}"
    assert sheet.auto_filter.ref == f"A{heading[0].row}:D{heading[0].row + 3}"


def test_the_same_table_gives_the_same_bytes() -> None:
    for write in (table_csv, table_xlsx):
        assert write(FRAME, columns=COLUMNS, head=HEAD, text=JA) == write(
            FRAME.copy(), columns=COLUMNS, head=HEAD, text=JA
        )


def test_an_empty_table_is_still_a_file() -> None:
    empty = FRAME.iloc[:0]
    assert rows_of(table_csv(empty, columns=COLUMNS, head=HEAD, text=JA))[-1][0] == "団体"
    assert table_xlsx(empty, columns=COLUMNS, head=HEAD, text=JA)


def test_a_parquet_keeps_types_nulls_and_the_head() -> None:
    columns = (*COLUMNS, TableColumn("share", "団体", "share"))
    table = pq.read_table(io.BytesIO(table_parquet(FRAME, columns=columns, head=HEAD, text=JA)))
    assert table.column("システム数").to_pylist() == [20, None, -3]
    assert table.column("ステップ完了率").to_pylist() == [0.8157, None, 0.0]
    assert table.column("団体 (name)").to_pylist() == FRAME["name"].tolist()
    assert len(set(table.column_names)) == len(columns)
    head = json.loads((table.schema.metadata or {})[b"head"])
    assert ["対象年月", "2026年1月"] in head
    assert ["定義", HEAD.definitions[0]] in head

from __future__ import annotations

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from components.documents.pack_xlsx import pack_xlsx
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import TEXT, contrast
from tests.components.documents.pack_sample import AWKWARD, sample_pack

JA = Text("ja")


@pytest.fixture(scope="module")
def content() -> bytes:
    return pack_xlsx(sample_pack(), text=JA)


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def test_the_same_hand_out_gives_the_same_bytes(content: bytes) -> None:
    assert pack_xlsx(sample_pack(), text=JA) == content
    assert pack_xlsx(replace(sample_pack(), place="別の県"), text=JA) != content


def test_a_table_is_whole_filterable_and_its_numbers_are_numbers(book: Workbook) -> None:
    sheet = book["市区町村"]
    rows = list(sheet.iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if row[0] == "団体コード")
    assert rows[top][:6] == (
        "団体コード", "市区町村", "判定", "ステップ完了率", "前月差（ポイント）", "目安超過（月）",
    )  # fmt: skip
    # 0.012 of a share are 1.2 points; months before the date are no 目安超過.
    assert rows[top + 1][3:6] == (0.8157, pytest.approx(1.2), None)
    assert rows[top + 9][:6] == ("29999", "未報告の村", "？ 未報告", None, None, None)
    assert sheet.auto_filter.ref == f"A{top + 1}:F{top + 10}"
    assert sheet.conditional_formatting


def test_no_cell_is_a_formula(content: bytes, book: Workbook) -> None:
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name), name
    names = [row[1].value for row in book["市区町村"].iter_rows()]
    assert set(AWKWARD) <= set(names), "the words themselves are unchanged"
    kept = [row[1] for row in book["市区町村"].iter_rows() if str(row[1].value).startswith(("=", "+", "-", "@", "＝"))]
    assert len(kept) == 5
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in kept)


def test_charts_are_native_and_read_the_numbers_of_their_sheet(content: bytes, book: Workbook) -> None:
    with ZipFile(io.BytesIO(content)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert "グラフ!$B$" in charts[0].replace("'", "")
    values = [cell.value for row in book["グラフ"].iter_rows() for cell in row if isinstance(cell.value, int)]
    assert values == [3, 1, 1, 0, 3, 1, 4, 0]


def test_demo_data_says_so_on_every_sheet_and_in_every_footer() -> None:
    told = load_workbook(io.BytesIO(pack_xlsx(sample_pack(demo="架空の&デモ"), text=JA)))
    assert len(told.worksheets) == 4
    for sheet in told.worksheets:
        assert sheet["A1"].value == "架空の&デモ", sheet.title
        assert sheet.oddFooter.left.text == "架空の&&デモ"
    real = load_workbook(io.BytesIO(pack_xlsx(sample_pack(demo=""), text=JA)))
    assert {sheet["A1"].value for sheet in real.worksheets} == {
        "架空県 連絡会議資料", "グラフ", "架空県の市区町村一覧", "定義",
    }  # fmt: skip


def test_a_long_note_has_room_and_the_title_lies_on_nothing() -> None:
    written = replace(sample_pack().tables[0], id="follow_ups")
    sheet = load_workbook(io.BytesIO(pack_xlsx(replace(sample_pack(), tables=(written,)), text=JA)))["フォローアップ"]
    heights = {str(row[1].value)[:4]: sheet.row_dimensions[row[1].row].height for row in sheet.iter_rows()}
    # 400 letters of double width on lines of 60 half-width ones: 14 lines of 18 points; one line each else.
    assert (heights["長長長長"], heights["髙﨑祇葛"]) == (14 * 18, 18)
    assert sheet.row_dimensions[2].height == 27, "the title stands below the note on demo data"


def test_a_long_list_of_a_cell_and_a_long_note_do_not_widen_the_print() -> None:
    table = sample_pack().tables[0]
    vendors = "、".join(f"ベンダA{number:02d}（1）" for number in range(13))
    columns = (
        *table.columns,
        TableColumn("vendors", "ベンダ"),
        TableColumn("late", "うち遅くとも（システム）", kind="count"),
    )
    told = replace(table, columns=columns, rows=((*table.rows[5], vendors, 3),), note="長い注記です。" * 30)
    sheet = load_workbook(io.BytesIO(pack_xlsx(replace(sample_pack(), tables=(told,)), text=JA)))["市区町村"]
    top = next(row for row in sheet.iter_rows() if row[0].value == "団体コード")
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in top}
    # 13 names of 14 letters and 12 commas of 2 are 206 letters: six lines of 40, of 15 points each.
    assert widths["ベンダ"] < 42
    assert sheet.row_dimensions[top[0].row + 1].height == 6 * 15
    assert sheet.cell(top[0].row + 1, 7).alignment.wrap_text
    # Half of the heading's 24 letters, and more: the bracket that closes does not stand alone.
    assert widths["うち遅くとも（システム）"] > 15
    assert any(one.min_row == one.max_row == 4 for one in sheet.merged_cells.ranges), "the note lies over columns"
    assert sheet.row_dimensions[4].height > 3 * 18
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == f"${top[0].row}:${top[0].row}"


def test_a_table_too_wide_for_a4_is_printed_on_a3() -> None:
    table = sample_pack().tables[0]
    words = "字" * 19  # 38 half-width letters and 2 of air in a column: four of them are 160, five 200
    for added, paper in ((3, 9), (5, 8)):
        columns = (table.columns[0], *(TableColumn(f"more_{at}", "欄") for at in range(added)))
        told = replace(table, columns=columns, rows=(("20201", *[words] * added),))
        sheet = load_workbook(io.BytesIO(pack_xlsx(replace(sample_pack(), tables=(told,)), text=JA)))["市区町村"]
        assert sheet.page_setup.paperSize == paper


def test_the_bars_of_shares_are_light_enough_to_read_figures_on(content: bytes) -> None:
    with ZipFile(io.BytesIO(content)) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
    bars = set(re.findall(rb'<cfvo[^>]*/><color rgb="FF([0-9A-F]{6})"/></dataBar>', sheets))
    assert bars
    assert all(contrast(f"#{one.decode()}".lower(), TEXT) > 7 for one in bars)

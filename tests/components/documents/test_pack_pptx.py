from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from components.documents.pack import PackChart, PackSeries, PackTable
from components.documents.pack_pptx import MOST_SLIDES, pack_pptx
from components.documents.slide_layouts import TABLE_LAYOUTS
from components.documents.table_files import TableColumn
from components.text import Text
from data.reference import load_reference
from tests.components.documents.pack_sample import sample_pack

pytestmark = pytest.mark.slow

JA = Text("ja")


@pytest.fixture(scope="module")
def content() -> bytes:
    return pack_pptx(sample_pack(), text=JA)


@pytest.fixture(scope="module")
def deck(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def words_of(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def words(deck: Any) -> list[list[str]]:
    return [words_of(slide) for slide in deck.slides]


def test_the_same_hand_out_gives_the_same_bytes(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlsxwriter import core

    # The workbook inside a chart tells when it was made: another moment must not change a byte.
    class Later(core.datetime):  # type: ignore[misc]  # the library ships no types
        @classmethod
        def now(cls, tz: object = None) -> Later:
            return cls(2031, 2, 3, 4, 5, 6, tzinfo=tz)

    monkeypatch.setattr(core, "datetime", Later)
    assert pack_pptx(sample_pack(), text=JA) == content
    assert pack_pptx(replace(sample_pack(), place="別の県"), text=JA) != content


def test_it_is_wide_and_every_slide_has_a_title_the_demo_note_and_the_source(deck: Any) -> None:
    assert deck.slide_width is not None
    assert deck.slide_height is not None
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    for slide, told in zip(deck.slides, words(deck), strict=True):
        assert slide.shapes.title.text_frame.text
        assert "架空のデモデータ" in told
        assert any("=資料　地図：架空" in line for line in told)
    assert not any("デモ" in line for told in words(Presentation(io.BytesIO(pack_pptx(sample_pack(demo=""), text=JA))))
                   for line in told)  # fmt: skip


def test_charts_are_native_and_carry_their_numbers(content: bytes, deck: Any) -> None:
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [[tuple(series.values) for series in chart.plots[0].series] for chart in charts] == [
        [(3, 1), (1, 0)],
        [(3, 4), (1, 0)],
    ]
    with ZipFile(io.BytesIO(content)) as archive:
        books = [name for name in archive.namelist() if name.endswith(".xlsx")]
        sheet = load_workbook(io.BytesIO(archive.read(books[0]))).worksheets[0]
    assert [row[1] for row in sheet.iter_rows(values_only=True)] == ["✓ 完了", 3, 1], "opens for editing"


def test_the_map_is_a_group_of_named_shapes(deck: Any) -> None:
    group = next(shape for shape in deck.slides[1].shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    assert [shape.name for shape in group.shapes][:2] == ["東市", "西市"]
    assert all(shape.shape_type == MSO_SHAPE_TYPE.FREEFORM for shape in group.shapes)
    east, west = group.shapes[0], group.shapes[1]
    assert (east.width, east.height) == (west.width, west.height)
    assert east.left + east.width == west.left
    assert group._element.xpath(".//p:cNvPr")[0].get("descr") == "2市区町村の地図"


def test_a_hole_stays_a_hole_and_no_two_shapes_share_a_number(deck: Any) -> None:
    group = next(shape for shape in deck.slides[1].shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    path = group.shapes[1]._element.xpath(".//a:path")[0]
    assert [child.tag.split("}")[1] for child in path] == ["moveTo", "lnTo", "lnTo", "lnTo", "close"] * 2
    hole = [(int(point.get("x")), int(point.get("y"))) for point in path.iter("{*}pt")][4:]
    assert hole == [(20, 20), (40, 20), (40, 40), (20, 40)]
    for slide in deck.slides:
        numbers = slide.shapes._spTree.xpath("//p:cNvPr/@id")
        assert len(set(numbers)) == len(numbers)


def test_a_table_is_native_and_told_as_on_the_page(deck: Any) -> None:
    table = next(shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["市区町村", "判定", "ステップ完了率", "目安超過（月）"]
    assert rows[1] == ["=1+1", "▲ 遅延", "81.6%", ""]
    assert rows[9] == ["未報告の村", "？ 未報告", "—", "—"]
    assert rows[8][0] == "長" * 14 + "…", "2.08 inches are 15 letters of 9 points; the workbook has it whole"


def test_the_largest_prefecture_and_every_table_stay_within_twelve_slides() -> None:
    pack = sample_pack()
    bodies = replace(pack.tables[0], rows=pack.tables[0].rows * 20)
    assert len(bodies.rows) == 180
    others = (
        replace(
            bodies,
            id=one,
            columns=tuple(TableColumn(name, name) for name in TABLE_LAYOUTS[one].widths),
            rows=(tuple("x" for _ in TABLE_LAYOUTS[one].widths),) * 100,
        )
        for one in ("milestones", "flags", "businesses", "follow_ups")
    )
    deck = Presentation(io.BytesIO(pack_pptx(replace(pack, tables=(bodies, *others)), text=JA)))
    assert len(deck.slides) <= MOST_SLIDES
    shown = sum(
        len(shape.table.rows) - 1
        for slide, told in zip(deck.slides, words(deck), strict=True)
        for shape in slide.shapes
        if shape.has_table and "/4）" in told[0]
    )
    assert shown == 180, "no municipality is left out"
    assert any("このほか86件は、Excelのファイルにあります。" in line for told in words(deck) for line in told)


def full_table(id: str, cell: str, *, rows: int) -> PackTable:
    columns = tuple(TableColumn(name, name) for name in TABLE_LAYOUTS[id].widths)
    return PackTable(id, "表", "注", columns, (tuple(cell for _ in columns),) * rows, shown=())


def points(emu: int) -> float:
    return emu / 12_700


def wide_lines(words: str, *, width_pt: float, size: float) -> int:
    """Lines of full-width letters, each as wide as its size."""
    return math.ceil(len(words) / (width_pt // size))


@pytest.mark.parametrize("id", sorted(TABLE_LAYOUTS))
def test_no_table_of_long_texts_runs_off_its_slide(id: str) -> None:
    made = pack_pptx(replace(sample_pack(), tables=(full_table(id, "長" * 400, rows=50),)), text=JA)
    deck = Presentation(io.BytesIO(made))
    tables = [(slide, shape) for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert tables
    for slide, shape in tables:
        bottom = points(shape.top)
        for row in shape.table.rows:
            taken = [
                wide_lines(cell.text, width_pt=points(column.width - cell.margin_left - cell.margin_right), size=size)
                * size * 1.2
                for cell, column in zip(row.cells, shape.table.columns, strict=True)
                for size in [cell.text_frame.paragraphs[0].runs[0].font.size.pt]
            ]  # fmt: skip
            bottom += max(points(row.height), 1.4 + max(taken) if row is not shape.table.rows[0] else 0)
        assert bottom <= 7.5 * 72 - 0.4 * 72, "the foot begins at 7.1 inches"
        assert any("「…」で終わる文の全文は、Excelのファイルにあります。" in line for line in words_of(slide))


def test_what_stands_in_a_body_list_is_never_cut_for_a_municipality_of_japan() -> None:
    assert max(len(body.name) for body in load_reference().bodies) == 7
    longest = next(body.name for body in load_reference().bodies if len(body.name) == 7)
    every = " ".join(f"■V{number}" for number in range(1, 8))
    columns = tuple(TableColumn(name, name) for name in TABLE_LAYOUTS["bodies"].widths)
    rows = tuple(
        (longest, f"{mark} {judgement}", "100.0%", "48", "20", every, state)
        for (mark, judgement), state in zip(
            (("▲", "遅延"), ("？", "未報告"), ("✓", "完了")), ("遅れ 31日", "一部未入力", "対象外"), strict=True
        )
    )
    made = pack_pptx(replace(sample_pack(), tables=(PackTable("bodies", "表", "", columns, rows, ()),)), text=JA)
    table = next(
        shape.table for slide in Presentation(io.BytesIO(made)).slides for shape in slide.shapes if shape.has_table
    )
    assert tuple(tuple(cell.text for cell in row.cells) for row in list(table.rows)[1:]) == rows


@pytest.mark.parametrize("items", [2, 8, 40])
def test_a_long_agenda_stays_above_the_summary_and_points_to_the_whole(items: int) -> None:
    agenda = "\n".join(f"{number}．" + "議" * 30 for number in range(1, items + 1))
    meeting = (("開催日", "2026年2月20日"), ("場所", "県庁 3階"), ("議題", agenda))
    pack = replace(sample_pack(), meeting=meeting, summary=("要約の文です。" * 9,) * 6)
    slide = Presentation(io.BytesIO(pack_pptx(pack, text=JA))).slides[0]
    boxes = {shape.text_frame.text[:3]: shape for shape in slide.shapes if shape.has_text_frame}
    told, summary, cards = boxes["開催日"], boxes["要約の"], boxes["移行完"]
    for box, below in ((told, summary), (summary, cards)):
        size = box.text_frame.paragraphs[0].runs[0].font.size.pt
        width, texts = points(box.width) - 14.4, [one.text for one in box.text_frame.paragraphs]
        lines = sum(wide_lines(one, width_pt=width, size=size) for one in texts)
        high = 7.2 + lines * size * 1.2 + (len(texts) - 1) * size / 3
        assert points(box.top) + high <= points(below.top) + 0.1
    words = told.text_frame.text
    assert "2．" + "議" * 30 in words
    assert words.endswith("…（全文はPDFとExcelにあります）") == (items > 2)
    assert words.split("\n")[0] == "開催日　2026年2月20日　　場所　県庁 3階"


def test_a_list_of_one_line_a_row_gives_each_column_what_its_cells_need() -> None:
    columns = tuple(TableColumn(name, name) for name in TABLE_LAYOUTS["bodies"].widths)
    row = ("Fujikawaguchiko-machi", "○ On track", "100.0%", "48", "20", "■V1 ■V2", "Complete")
    told = PackTable("bodies", "表", "", columns, (row,), ())
    made = pack_pptx(replace(sample_pack(), tables=(told,)), text=Text("en"))
    table = next(
        shape.table for slide in Presentation(io.BytesIO(made)).slides for shape in slide.shapes if shape.has_table
    )
    assert tuple(cell.text for cell in table.rows[1].cells) == row


def test_characters_no_file_may_hold_are_left_out_and_a_heading_breaks_between_its_words() -> None:
    pack = sample_pack()
    table = pack.tables[0]
    long = replace(table.columns[5], label="目安超過システム数（システム）")
    odd = replace(
        table, columns=(*table.columns[:5], long), rows=(("20001", "長野\x07市\ud800\n別名", "▲ 遅延", None, None, 1),)
    )
    deck = Presentation(io.BytesIO(pack_pptx(replace(pack, tables=(odd,)), text=JA)))
    found = next(shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)
    assert found.cell(1, 0).text == "長野市 別名"
    assert found.cell(0, 3).text == "目安超過システム数\v（システム）", "1.29 inches are 18 half-width letters of 9 pt"


def test_rows_keep_their_height_whatever_their_number(deck: Any) -> None:
    few = next(shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)
    many = replace(sample_pack().tables[0], rows=sample_pack().tables[0].rows * 4)
    other = Presentation(io.BytesIO(pack_pptx(replace(sample_pack(), tables=(many,)), text=JA)))
    tables = [shape.table for slide in other.slides for shape in slide.shapes if shape.has_table]
    assert [len(one.rows) - 1 for one in tables] == [20, 16]
    assert {row.height for one in (few, *tables) for row in list(one.rows)[1:]} == {round(0.255 * 914_400)}


def test_an_item_of_the_agenda_has_a_line_of_its_own_while_there_is_room() -> None:
    for items in (2, 4, 5):
        lines = [f"{number}．議題{number}" for number in range(1, items + 1)]
        meeting = (("開催日", "2026年2月20日"), ("場所", "県庁"), ("議題", "\n".join(lines)))
        slide = Presentation(io.BytesIO(pack_pptx(replace(sample_pack(), meeting=meeting), text=JA))).slides[0]
        told = next(one for one in words_of(slide) if one.startswith("開催日")).split("\n")
        assert [line.replace("議題　", "", 1).strip("　") for line in told[1:]] == lines


def test_a_short_part_of_a_bar_is_told_below_it_and_its_neighbours_number_is_on_it() -> None:
    counts = {"✓ 完了": 12783, "△ 注意": 1292, "▲ 遅延": 3101, "○ 順調": 7217}
    series = tuple(PackSeries(name, "#0031d8", (count,)) for name, count in counts.items())
    chart = PackChart("judgement", "表", "文", ("特定移行以外",), series, is_horizontal=True)
    slide = Presentation(io.BytesIO(pack_pptx(replace(sample_pack(), charts=(chart,)), text=JA))).slides[1]
    drawn = next(shape.chart for shape in slide.shapes if shape.has_chart)
    labels = [one.data_labels for one in drawn.plots[0].series]
    # 6.2 inches hold 24,393 with room: a number of five places and its comma needs more than 1,292 gets.
    assert {one.number_format for one in labels} == {'[>=3101]#,##0;""'}
    assert {one._element.find(".//" + qn("a:bodyPr")).get("wrap") for one in labels} == {"none"}
    assert any("特定移行以外 24,393:　✓ 完了 12,783　△ 注意 1,292" in words for words in words_of(slide))

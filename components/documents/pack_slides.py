"""The parts slides are made of: text, tables, native charts and shapes, in the house's colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Run
from pptx.util import Emu, Inches, Pt

from components.documents.map_drawing import TENTHS, frame_lines, rings
from components.documents.pack import PackChart, PackMap, Tone, columns_of, label_ink
from components.documents.slide_marks import FONT, Line, cell_markup, outline_element, table_element
from components.theme import (
    GREY,
    KEY,
    MAP_BORDER,
    SURFACE,
    TEXT,
    TEXT_MUTED,
    UNREPORTED_MARK,
)

HEAD_HEIGHT: Final = 0.44
"""Inches of a table's heading row, which may take two lines of small letters."""
_LARGE: Final = 12
_LABEL_SIZE: Final = 11
_LABEL_PT: Final = 5.8
"""Width of a letter of a number on a bar."""
_BAR_SHARE, _AXIS_OVER = 0.8, 1.25
"""How much of a chart's width its bars have, and how far its axis goes beyond the longest of them."""

_CARD_LETTERS: Final = 10
"""Half-width characters of the value of a card that are still written large."""

Box = tuple[float, float, float, float]
"""Left, top, width and height in inches."""


def colour(hex_colour: str) -> RGBColor:
    """A colour of the theme as the library takes it."""
    return RGBColor.from_string(hex_colour.lstrip("#").upper())


def write(run: _Run, words: str, *, size: float, ink: str = TEXT, is_bold: bool = False) -> None:
    """Write words into a run, in a font that is named for Japanese too."""
    run.text = words
    run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, FONT
    run.font.color.rgb = colour(ink)
    _name_east_asian(run.font._element)


def text_box(
    slide: Slide, lines: Sequence[str], *, box: Box, size: float, ink: str = TEXT, is_bold: bool = False
) -> None:
    """Place paragraphs in a box that keeps its size."""
    frame = slide.shapes.add_textbox(*_emu(box)).text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    write_lines(frame, lines, size=size, ink=ink, is_bold=is_bold)


def write_lines(frame: TextFrame, lines: Sequence[str], *, size: float, ink: str = TEXT, is_bold: bool = False) -> None:
    """Write one paragraph per line."""
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size / 3)
        write(paragraph.add_run(), line, size=size, ink=ink, is_bold=is_bold)


def card(slide: Slide, *, title: str, value: str, notes: Sequence[str], box: Box) -> None:
    """Draw one key figure as a rectangle with its words inside."""
    shape = slide.shapes.add_textbox(*_emu(box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(SURFACE)
    shape.line.color.rgb = colour(GREY[200])
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Inches(0.08)
    large = 22 if columns_of(value) <= _CARD_LETTERS else 18
    lines = [(title, 12, TEXT_MUTED, True), (value, large, KEY, True), *((note, 10, TEXT, False) for note in notes)]
    for number, (line, size, ink, is_bold) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        write(paragraph.add_run(), line, size=size, ink=ink, is_bold=is_bold)


def table(
    slide: Slide,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
    numbers: Sequence[bool],
    tones: Sequence[Sequence[Tone]],
    box: Box,
    row_height: float,
    size: float,
    description: str,
) -> None:
    """Draw a native table; ``widths`` are shares of its width, ``numbers`` the columns set right.

    ``row_height`` is in inches; the heading row takes two lines.
    """
    left, top, width, _ = box
    shares = [Inches(width * share / sum(widths)) for share in widths]
    head = HEAD_HEIGHT if size < _LARGE else HEAD_HEIGHT + 0.2
    heights = [Inches(head), *(Inches(row_height) for _ in rows)]
    frame = slide.shapes.add_table(1, 1, Inches(left), Inches(top), Emu(sum(shares)), Emu(sum(heights)))
    describe(frame, description)
    lines = [
        [
            cell_markup(words, size=size, tone="", is_head=True, is_number=is_number)
            for words, is_number in zip(heads, numbers, strict=True)
        ],
        *(
            [
                cell_markup(words, size=size, tone=tone, is_head=False, is_number=is_number)
                for words, tone, is_number in zip(row, marks, numbers, strict=True)
            ]
            for row, marks in zip(rows, tones, strict=True)
        ),
    ]
    empty = frame.table._tbl
    empty.getparent().replace(empty, table_element(lines, widths=shares, heights=heights))


def native_chart(slide: Slide, chart: PackChart, *, box: Box) -> None:
    """Draw stacked bars that stay editable, with their numbers in them."""
    data = CategoryChartData(number_format="#,##0")
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.values)
    kind = XL_CHART_TYPE.BAR_STACKED if chart.is_horizontal else XL_CHART_TYPE.COLUMN_STACKED
    frame = slide.shapes.add_chart(kind, *_emu(box), data)
    describe(frame, chart.summary)
    drawn: Any = frame.chart
    drawn.has_title = False
    drawn.has_legend = True
    drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
    drawn.legend.include_in_layout = False
    drawn.font.size, drawn.font.name = Pt(11), FONT
    _name_east_asian(drawn.font._element)
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    if chart.is_horizontal:
        drawn.category_axis.reverse_order = True
        drawn.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    else:
        months = drawn.category_axis.tick_labels.font
        months.size, months.name = Pt(8), FONT
        _name_east_asian(months._element)
    drawn.value_axis.tick_labels.number_format, drawn.value_axis.tick_labels.number_format_is_linked = "#,##0", False
    shown = f'[>={least_labelled(chart, width=box[2])}]#,##0;""'
    drawn.value_axis.major_gridlines.format.line.color.rgb = colour(GREY[200])
    for series, told in zip(plot.series, chart.series, strict=True):
        fill(series.format.fill, told.fill, is_hatched=told.is_hatched)
        series.format.line.color.rgb = colour(UNREPORTED_MARK)
        if chart.is_horizontal:
            labels = series.data_labels
            labels.show_value, labels.number_format, labels.number_format_is_linked = True, shown, False
            labels.font.size, labels.font.bold = Pt(_LABEL_SIZE), True
            labels.font.color.rgb = colour(label_ink(told.fill))
            labels._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("wrap", "none")


def least_labelled(chart: PackChart, *, width: float) -> int:
    """The least number of horizontal bars on ``width`` inches that has room in its part; smaller ones stand below.

    >>> from components.documents.pack import PackSeries
    >>> series = tuple(PackSeries(str(number), "#ce0000", (number,)) for number in (12783, 8193, 3101, 1292))
    >>> least_labelled(PackChart("one", "", "", ("all",), series, is_horizontal=True), width=6.2)
    3101
    """
    longest = max(chart.totals(), default=0)
    an_inch = longest * _AXIS_OVER / (width * _BAR_SHARE)
    numbers = sorted({value for one in chart.series for value in one.values if value > 0} | {longest})
    fitting = (value for value in numbers if value >= columns_of(f"{value:,}") * _LABEL_PT / 72 * an_inch)
    return max(1, next(fitting, longest))


def draw_map(slide: Slide, picture: PackMap, *, box: Box) -> None:
    """Draw every region as a shape of its own, named, in one group."""
    left, top, width, height = box
    place = _Place(
        scale=min(width / picture.width, height / picture.height) * Inches(1) / TENTHS,
        left=Inches(left),
        top=Inches(top),
    )
    group = slide.shapes.add_group_shape()
    describe(group, picture.summary)
    outlines = [
        *((one.path, one.name, picture.legend[one.kind]) for one in picture.regions),
        *((line, "", None) for line in picture.lines),
    ]
    for number, (path, name, entry) in enumerate(outlines, start=group.shape_id + 1):
        lines = rings(path) if entry else frame_lines(path)
        group._element.append(
            outline_element(
                lines,
                number=number,
                name=name or f"line {number}",
                box=place.box(lines),
                fill=entry.fill if entry else None,
                is_hatched=entry is not None and entry.is_hatched,
                edge=MAP_BORDER if entry else TEXT_MUTED,
                edge_pt=0.5 if entry else 0.75,
            )
        )
    group._element.recalculate_extents()


def legend(slide: Slide, picture: PackMap, *, box: Box, size: float = 11) -> None:
    """Draw the map's legend: a square of each class, its words and how many regions it has."""
    left, top, width, height = box
    step = height / len(picture.legend)
    for number, entry in enumerate(picture.legend):
        side: Box = (left, top + number * step + 0.05, 0.22, min(0.2, step - 0.05))
        square = slide.shapes.add_textbox(*_emu(side))
        square.text_frame.auto_size = MSO_AUTO_SIZE.NONE
        fill(square.fill, entry.fill, is_hatched=entry.is_hatched)
        square.line.color.rgb = colour(UNREPORTED_MARK)
        words = f"{entry.label}　{entry.regions:,}"
        text_box(slide, [words], box=(left + 0.26, top + number * step - 0.06, width - 0.26, step), size=size)


def fill(target: FillFormat, hex_colour: str, *, is_hatched: bool) -> None:
    """Fill with a colour, or with the hatch of 未報告."""
    if not is_hatched:
        target.solid()
        target.fore_color.rgb = colour(hex_colour)
        return
    target.patterned()
    target.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    target.fore_color.rgb, target.back_color.rgb = colour(UNREPORTED_MARK), colour(hex_colour)


def describe(shape: Any, words: str) -> None:
    """Give a shape the words a screen reader says for it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a map lies on a slide, in EMU: ``scale`` is of a tenth of a pixel."""

    scale: float
    left: int
    top: int

    def box(self, lines: Sequence[Line]) -> tuple[int, int, int, int]:
        """Left, top, width and height of ``lines``."""
        across, down = [x for line in lines for x, _ in line], [y for line in lines for _, y in line]
        left, right = round(self.left + min(across) * self.scale), round(self.left + max(across) * self.scale)
        top, bottom = round(self.top + min(down) * self.scale), round(self.top + max(down) * self.scale)
        return left, top, right - left, bottom - top


def _name_east_asian(properties: Any) -> None:
    found = properties.find(qn("a:ea"))
    if found is None:
        latin = properties.find(qn("a:latin"))
        found = properties.makeelement(qn("a:ea"), {})
        latin.addnext(found)
    found.set("typeface", FONT)


def _emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    left, top, width, height = (Inches(one) for one in box)
    return left, top, width, height

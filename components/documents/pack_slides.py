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
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Run
from pptx.util import Emu, Inches, Pt

from components.documents.map_drawing import TENTHS, rings
from components.documents.pack import PackChart, PackMap, Tone, label_ink
from components.theme import (
    BAD_GROUND,
    BAD_TEXT,
    BLUE,
    GREY,
    KEY,
    MAP_BORDER,
    SURFACE,
    TEXT,
    TEXT_MUTED,
    UNREPORTED_MARK,
    WARNING_GROUND,
    WHITE,
)

FONT: Final = "Yu Gothic"
"""Named, not embedded: an office computer shows its own where it has not got it."""
_TONE_GROUNDS: Final[dict[Tone, str]] = {
    "late": BAD_GROUND,
    "caution": WARNING_GROUND,
    "good": BLUE[50],
    "quiet": GREY[50],
}

_HEAD, _ROW_MOST = 0.44, 0.5
"""Inches of a table's heading row, which may take two lines, and the most of another."""

_NO_ZERO: Final = "#,##0;;"
"""A bar without a length has no number."""

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
    frame.word_wrap = True
    write_lines(frame, lines, size=size, ink=ink, is_bold=is_bold)


def write_lines(frame: TextFrame, lines: Sequence[str], *, size: float, ink: str = TEXT, is_bold: bool = False) -> None:
    """Write one paragraph per line."""
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size / 3)
        write(paragraph.add_run(), line, size=size, ink=ink, is_bold=is_bold)


def card(slide: Slide, *, title: str, value: str, notes: Sequence[str], box: Box) -> None:
    """Draw one key figure as a rectangle with its words inside."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(SURFACE)
    shape.line.color.rgb = colour(GREY[200])
    shape.shadow.inherit = False
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Inches(0.08)
    for number, (line, size, ink, is_bold) in enumerate(
        [(title, 12, TEXT_MUTED, True), (value, 22, KEY, True), *((note, 10, TEXT, False) for note in notes)]
    ):
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
    size: float,
    description: str,
) -> None:
    """Draw a native table; ``widths`` are shares of its width, ``numbers`` the columns set right."""
    left, top, width, height = box
    row_height = min(_ROW_MOST, (height - _HEAD) / max(1, len(rows)))
    frame = slide.shapes.add_table(len(rows) + 1, len(heads), *_emu((left, top, width, _HEAD + row_height * len(rows))))
    describe(frame, description)
    grid = frame.table
    for place, share in enumerate(widths):
        grid.columns[place].width = Inches(width * share / sum(widths))
    for number, line in enumerate([heads, *rows]):
        grid.rows[number].height = Inches(row_height if number else _HEAD)
        for cell, place, words in zip(grid.rows[number].cells, range(len(line)), line, strict=True):
            cell.margin_left = cell.margin_right = Inches(0.05)
            cell.margin_top = cell.margin_bottom = Inches(0.01)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            is_head = number == 0
            tone: Tone = "" if is_head else tones[number - 1][place]
            cell.fill.solid()
            cell.fill.fore_color.rgb = colour(KEY if is_head else _TONE_GROUNDS.get(tone, WHITE))
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if numbers[place] and not is_head else PP_ALIGN.LEFT
            ink = WHITE if is_head else BAD_TEXT if tone == "late" else TEXT
            if words:
                write(paragraph.add_run(), words, size=size, ink=ink, is_bold=is_head or tone == "late")
            else:  # an empty line is as high as letters of the default size, unless it is told
                paragraph._p.get_or_add_endParaRPr().set("sz", str(round(size * 100)))


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
    drawn.value_axis.major_gridlines.format.line.color.rgb = colour(GREY[200])
    for series, told in zip(plot.series, chart.series, strict=True):
        fill(series.format.fill, told.fill, is_hatched=told.is_hatched)
        series.format.line.color.rgb = colour(UNREPORTED_MARK)
        if chart.is_horizontal:
            labels = series.data_labels
            labels.show_value, labels.number_format, labels.number_format_is_linked = True, _NO_ZERO, False
            labels.font.size, labels.font.bold = Pt(11), True
            labels.font.color.rgb = colour(label_ink(told.fill))


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
    members: Any = group.shapes
    members.turbo_add_enabled = True
    for region in picture.regions:
        entry = picture.legend[region.kind]
        shape = _freeform(members, region.path, place=place, is_closed=True)
        shape.name = region.name
        fill(shape.fill, entry.fill, is_hatched=entry.is_hatched)
        shape.line.color.rgb, shape.line.width = colour(MAP_BORDER), Pt(0.5)
    for line in picture.lines:
        shape = _freeform(members, line, place=place, is_closed=False)
        shape.fill.background()
        shape.line.color.rgb, shape.line.width = colour(TEXT_MUTED), Pt(0.75)


def legend(slide: Slide, picture: PackMap, *, box: Box, size: float = 11) -> None:
    """Draw the map's legend: a square of each class, its words and how many regions it has."""
    left, top, width, height = box
    step = height / len(picture.legend)
    for number, entry in enumerate(picture.legend):
        side: Box = (left, top + number * step + 0.05, 0.22, min(0.2, step - 0.05))
        square = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(side))
        fill(square.fill, entry.fill, is_hatched=entry.is_hatched)
        square.line.color.rgb = colour(UNREPORTED_MARK)
        square.shadow.inherit = False
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

    def at(self, x: int, y: int) -> tuple[int, int]:
        return round(self.left + x * self.scale), round(self.top + y * self.scale)


def _freeform(members: Any, path: str, *, place: _Place, is_closed: bool) -> Any:
    """Add a shape with the outline of ``path``.

    The library's own builder walks all points again for each of them, which takes seconds for a coast.
    """
    lines = rings(path)
    points = [point for line in lines for point in line]
    low_x, high_x = min(x for x, _ in points), max(x for x, _ in points)
    low_y, high_y = min(y for _, y in points), max(y for _, y in points)
    (left, top), (right, bottom) = place.at(low_x, low_y), place.at(high_x, high_y)
    shape = members.add_shape(MSO_SHAPE.RECTANGLE, Emu(left), Emu(top), Emu(right - left), Emu(bottom - top))
    end = "<a:close/>" if is_closed else ""
    drawn = "".join(
        "".join(
            f'<a:{step}><a:pt x="{x - low_x}" y="{y - low_y}"/></a:{step}>'
            for step, (x, y) in zip(("moveTo", *("lnTo",) * (len(line) - 1)), line, strict=True)
        )
        + end
        for line in lines
    )
    outline = parse_xml(
        f'<a:custGeom {nsdecls("a")}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{high_x - low_x}" h="{high_y - low_y}">{drawn}</a:path></a:pathLst></a:custGeom>'
    )
    preset = shape._element.spPr.find(qn("a:prstGeom"))
    preset.getparent().replace(preset, outline)
    shape.shadow.inherit = False
    return shape


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

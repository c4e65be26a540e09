"""A hand-out as a workbook: what it says, its charts as native ones, and each table whole, to filter and to count on.

Nothing in a cell is a formula. The same hand-out gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter

from components.documents.headings import broken, phrases
from components.documents.pack import Cell, Pack, PackChart, PackMap, PackTable, columns_of, is_before, label_ink
from components.documents.table_files import FORMULA_STARTS, TableColumn
from components.text import Text
from components.theme import (
    BAD_GROUND,
    BAD_TEXT,
    BLUE,
    BORDER,
    GREY,
    KEY,
    MARK,
    TEXT_MUTED,
    UNREPORTED_MARK,
    WARNING_GROUND,
    WHITE,
)

_FORMATS: Final = {"text": "@", "count": "#,##0", "share": "0.0%", "points": "+0.0;-0.0;0.0"}
_CREATED: Final = datetime(2000, 1, 1)
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDEST: Final = 60
_SHEET_NAME: Final = 31
_TONES: Final[dict[str, dict[str, object]]] = {
    "late": {"bg_color": BAD_GROUND, "font_color": BAD_TEXT, "bold": True},
    "caution": {"bg_color": WARNING_GROUND},
    "good": {"bg_color": BLUE[50]},
    "quiet": {"bg_color": GREY[50], "font_color": TEXT_MUTED},
}
_CHART_WIDTH_PX, _CHART_HEIGHT_PX, _CHART_ROWS = 900, 320, 18
_A4: Final = 9
_LINE_PT, _TITLE_PT, _TALLEST_PT = 18, 27, 400
_WRITTEN: Final = ("follow_ups",)
"""Tables of people's own words, which are shown whole; the rows of others stay low, to be scanned."""


def pack_xlsx(pack: Pack, *, text: Text) -> bytes:
    """Write ``pack`` as a workbook: summary, charts, a sheet per table, definitions and sources."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"title": pack.title, "created": _CREATED, "comments": pack.demo})
        looks = _Looks(book)
        _summary_sheet(book.add_worksheet(text("pack.sheet.summary")), pack, looks=looks, text=text)
        if pack.charts:
            _chart_sheet(book, pack, looks=looks, text=text)
        for table in pack.tables:
            name = text(f"pack.sheet.{table.id}")[:_SHEET_NAME]
            _table_sheet(book.add_worksheet(name), table, pack=pack, looks=looks)
        _definition_sheet(book.add_worksheet(text("pack.sheet.definitions")), pack, looks=looks)
    return buffer.getvalue()


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}
        self.title = self.of(bold=True, font_size=16, font_color=KEY)
        self.heading = self.of(bold=True, font_size=12, font_color=KEY)
        self.alert = self.of(bold=True, bg_color=WARNING_GROUND)
        self.plain = self.of(text_wrap=True, valign="top")
        self.bold = self.of(bold=True, valign="top")
        self.note = self.of(font_color=TEXT_MUTED)
        self.head = self.of(
            bold=True, font_color=WHITE, bg_color=KEY, border=1, border_color=BORDER, text_wrap=True, valign="top"
        )

    def of(self, **look: object) -> Any:
        """The format of a look; text that begins like a formula is kept as text also when its cell is edited."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def cell(self, column: TableColumn, value: Cell, *, is_wrapped: bool) -> Any:
        """The format of a table's cell."""
        look: dict[str, object] = {"num_format": _FORMATS[column.kind], "border": 1, "border_color": BORDER}
        if column.is_heading:
            look["bg_color"] = BLUE[50]
        if isinstance(value, str) and value.startswith(FORMULA_STARTS):
            look["quote_prefix"] = True
        if is_wrapped:
            look |= {"text_wrap": True, "valign": "top"}
        return self.of(**look)

    def tone(self, name: str) -> Any:
        """The format a conditional mark lays over a cell."""
        return self.of(**_TONES[name])


def _top(sheet: Any, pack: Pack, *, title: str, note: str = "", looks: _Looks) -> int:
    """Write what every sheet begins with; returns the first free row."""
    row = 0
    if pack.demo:
        sheet.write_string(row, 0, pack.demo, looks.alert)
        row += 1
    sheet.write_string(row, 0, title, looks.title)
    sheet.set_row(row, _TITLE_PT)
    sheet.write_string(row + 1, 0, f"{pack.place} {pack.as_of} {pack.received}".strip(), looks.note)
    row += 2
    if note:
        sheet.write_string(row, 0, note, looks.note)
        row += 1
    sheet.set_paper(_A4)
    sheet.set_footer(f"&L{_footer(pack.demo)}&R&P / &N")
    return row + 1


def _footer(words: str) -> str:
    return words.replace("&", "&&")


def _summary_sheet(sheet: Any, pack: Pack, *, looks: _Looks, text: Text) -> None:
    row = _top(sheet, pack, title=pack.title, looks=looks)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 42)
    sheet.set_column(3, 3, 60)
    for name, words in pack.meeting:
        sheet.write_string(row, 0, name, looks.bold)
        sheet.merge_range(row, 1, row, 3, "", looks.plain)
        sheet.write_string(row, 1, words, looks.plain)
        sheet.set_row(row, _LINE_PT * sum(1 + columns_of(line) // 100 for line in words.split("\n")))
        row += 1
    row += 1 if pack.meeting else 0
    sheet.write_string(row, 0, pack.summary_title, looks.heading)
    for sentence in pack.summary:
        row += 1
        sheet.merge_range(row, 0, row, 3, "", looks.plain)
        sheet.write_string(row, 0, sentence, looks.plain)
        sheet.set_row(row, _LINE_PT * (1 + columns_of(sentence) // 140))
    row += 2
    for place, name in enumerate(("measure", "value", "detail", "compared")):
        sheet.write_string(row, place, text(f"pack.card.{name}"), looks.head)
    for card in pack.cards:
        row += 1
        cells = (card.title, card.value, card.detail, text("pack.joint").join(card.comparisons))
        for place, words in enumerate(cells):
            sheet.write_string(row, place, words, looks.bold if place < 2 else looks.plain)
    if pack.map:
        _map_counts(sheet, pack.map, row=row + 2, looks=looks)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _map_counts(sheet: Any, picture: PackMap, *, row: int, looks: _Looks) -> None:
    sheet.write_string(row, 0, picture.title, looks.heading)
    sheet.write_string(row + 1, 0, picture.summary, looks.note)
    for place, entry in enumerate(picture.legend, start=row + 2):
        sheet.write_string(place, 0, entry.label, looks.plain)
        sheet.write_number(place, 1, entry.regions, looks.of(num_format=_FORMATS["count"]))


def _chart_sheet(book: Any, pack: Pack, *, looks: _Looks, text: Text) -> None:
    sheet = book.add_worksheet(text("pack.sheet.charts"))
    row = _top(sheet, pack, title=text("pack.sheet.charts"), looks=looks)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 12, 20)
    breaks = []
    for chart in pack.charts:
        sheet.write_string(row, 0, chart.title, looks.heading)
        sheet.write_string(row + 1, 0, chart.summary, looks.note)
        _native_chart(book, sheet, chart, row=row + 2, looks=looks)
        row += 2 + len(chart.categories) + 2 + _CHART_ROWS
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _native_chart(book: Any, sheet: Any, chart: PackChart, *, row: int, looks: _Looks) -> None:
    """Write the numbers, and the chart that reads them."""
    last = row + len(chart.categories)
    sheet.write_blank(row, 0, None, looks.head)
    for place, category in enumerate(chart.categories, start=1):
        sheet.write_string(row + place, 0, category, looks.bold)
    drawn = book.add_chart({"type": "bar" if chart.is_horizontal else "column", "subtype": "stacked"})
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(row, column, series.name, looks.head)
        for place, value in enumerate(series.values, start=1):
            sheet.write_number(row + place, column, value, looks.of(num_format=_FORMATS["count"]))
        look: dict[str, Any] = {"fill": {"color": series.fill}}
        if series.is_hatched:
            look = {
                "pattern": {"pattern": "wide_upward_diagonal", "fg_color": UNREPORTED_MARK, "bg_color": series.fill}
            }
        drawn.add_series(
            {
                "name": [sheet.get_name(), row, column],
                "categories": [sheet.get_name(), row + 1, 0, last, 0],
                "values": [sheet.get_name(), row + 1, column, last, column],
                "border": {"color": UNREPORTED_MARK, "width": 0.5},
                "gap": 40,
                **look,
                **(_labels(series.fill) if chart.is_horizontal else {}),
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": _CHART_WIDTH_PX, "height": _CHART_HEIGHT_PX})
    if chart.is_horizontal:
        drawn.set_y_axis({"reverse": True})
    sheet.insert_chart(last + 1, 0, drawn, {"description": chart.summary})


def _labels(fill: str) -> dict[str, Any]:
    font = {"color": label_ink(fill), "bold": True}
    return {"data_labels": {"value": True, "num_format": "#,##0;;", "font": font}}


def _table_sheet(sheet: Any, table: PackTable, *, pack: Pack, looks: _Looks) -> None:
    top = _top(sheet, pack, title=table.title, note=table.note, looks=looks)
    is_written = table.id in _WRITTEN
    widths = [_width(column.label, [row[at] for row in table.rows]) for at, column in enumerate(table.columns)]
    lines = [broken(column.label, columns=width - 2) for column, width in zip(table.columns, widths, strict=True)]
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.write_string(top, place, column.label, looks.head)
        sheet.set_column(place, place, width)
    sheet.set_row(top, _LINE_PT * max(1 + label.count("\n") for label in lines))
    for offset, row in enumerate(table.rows, start=top + 1):
        if is_written:
            sheet.set_row(offset, min(_TALLEST_PT, _LINE_PT * _lines(row)))
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            look = looks.cell(column, cell, is_wrapped=is_written)
            if cell is None or is_before(cell, column):
                sheet.write_blank(offset, place, None, look)
            elif isinstance(cell, str):
                sheet.write_string(offset, place, cell, look)
            else:
                # A difference of shares stands in points, as its heading says.
                sheet.write_number(offset, place, cell * 100 if column.kind == "points" else cell, look)
    last = top + max(len(table.rows), 1)
    _marks(sheet, table, first=top + 1, last=last, looks=looks)
    headings = [place for place, column in enumerate(table.columns) if column.is_heading]
    sheet.freeze_panes(top + 1, headings[0] + 1 if headings else 0)
    sheet.autofilter(top, 0, last, len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _lines(row: Sequence[Cell]) -> int:
    """Lines of the longest text of a row, where columns are no wider than ``_WIDEST``."""
    texts = [one.split("\n") for one in row if isinstance(one, str)]
    return max((sum(1 + columns_of(line) // _WIDEST for line in lines) for lines in texts), default=1)


def _marks(sheet: Any, table: PackTable, *, first: int, last: int, looks: _Looks) -> None:
    """Mark words and rates by rules, so that the marks follow when somebody sorts or edits."""
    for place, column in enumerate(table.columns):
        if column.kind == "share":
            bar = {"type": "data_bar", "bar_solid": True, "bar_color": MARK, "min_type": "num", "max_type": "num"}
            sheet.conditional_format(first, place, last, place, {**bar, "min_value": 0, "max_value": 1})
        for words, tone in table.tones if column.kind == "text" else ():
            rule = {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": looks.tone(tone)}
            sheet.conditional_format(first, place, last, place, rule)


def _definition_sheet(sheet: Any, pack: Pack, *, looks: _Looks) -> None:
    row = _top(sheet, pack, title=pack.definitions_title, note=pack.own_rules, looks=looks)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 110)
    for name, rule in pack.definitions:
        sheet.write_string(row, 0, name, looks.bold)
        sheet.write_string(row, 1, rule, looks.plain)
        sheet.set_row(row, _LINE_PT * (1 + columns_of(rule) // 100))
        row += 1
    row += 1
    sheet.write_string(row, 0, pack.sources_title, looks.heading)
    for line in pack.sources:
        row += 1
        sheet.write_string(row, 0, line)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _width(label: str, values: Sequence[Cell]) -> int:
    longest = max((columns_of(one) for one in values if isinstance(one, str)), default=0)
    head = max(min(columns_of(label), 16), *(columns_of(one) for one in phrases(label)))
    return min(_WIDEST, max(10, head + 2, longest + 2))

"""A hand-out as a workbook: what it says, its charts as native ones, and each table whole, to filter and to count on.

Nothing in a cell is a formula. The same hand-out gives the same bytes.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final

import xlsxwriter

from components.documents.pack import Pack, PackChart, PackMap, columns_of, label_ink
from components.documents.sheet_looks import LINE_PT, NUMBER_FORMATS, SheetLooks, sheet_top, write_note
from components.documents.table_sheet import table_sheet
from components.text import Text
from components.theme import (
    UNREPORTED_MARK,
)

_CREATED: Final = datetime(2000, 1, 1)
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_SHEET_NAME: Final = 31
_SUMMARY_WIDTHS: Final = (34, 18, 42, 60)
_DEFINITION_WIDTHS: Final = (30, 110)
_CHART_WIDTH_PX, _CHART_HEIGHT_PX, _CHART_ROWS = 900, 320, 18


def pack_xlsx(pack: Pack, *, text: Text) -> bytes:
    """Write ``pack`` as a workbook: summary, charts, a sheet per table, definitions and sources."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"title": pack.title, "created": _CREATED, "comments": pack.demo})
        looks = SheetLooks(book)
        _summary_sheet(book.add_worksheet(text("pack.sheet.summary")), pack, looks=looks, text=text)
        if pack.charts:
            _chart_sheet(book, pack, looks=looks, text=text)
        for table in pack.tables:
            name = text(f"pack.sheet.{table.id}")[:_SHEET_NAME]
            table_sheet(book.add_worksheet(name), table, pack=pack, looks=looks)
        _definition_sheet(book.add_worksheet(text("pack.sheet.definitions")), pack, looks=looks)
    return buffer.getvalue()


def _summary_sheet(sheet: Any, pack: Pack, *, looks: SheetLooks, text: Text) -> None:
    row = sheet_top(sheet, pack, title=pack.title, looks=looks)
    for place, width in enumerate(_SUMMARY_WIDTHS):
        sheet.set_column(place, place, width)
    for name, words in pack.meeting:
        sheet.write_string(row, 0, name, looks.bold)
        sheet.merge_range(row, 1, row, 3, "", looks.plain)
        sheet.write_string(row, 1, words, looks.plain)
        sheet.set_row(row, LINE_PT * sum(1 + columns_of(line) // 100 for line in words.split("\n")))
        row += 1
    row += 1 if pack.meeting else 0
    sheet.write_string(row, 0, pack.summary_title, looks.heading)
    for sentence in pack.summary:
        row += 1
        sheet.merge_range(row, 0, row, 3, "", looks.plain)
        sheet.write_string(row, 0, sentence, looks.plain)
        sheet.set_row(row, LINE_PT * (1 + columns_of(sentence) // 140))
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


def _map_counts(sheet: Any, picture: PackMap, *, row: int, looks: SheetLooks) -> None:
    sheet.write_string(row, 0, picture.title, looks.heading)
    write_note(sheet, picture.summary, row=row + 1, widths=_SUMMARY_WIDTHS, looks=looks)
    for place, entry in enumerate(picture.legend, start=row + 2):
        sheet.write_string(place, 0, entry.label, looks.plain)
        sheet.write_number(place, 1, entry.regions, looks.of(num_format=NUMBER_FORMATS["count"]))


def _chart_sheet(book: Any, pack: Pack, *, looks: SheetLooks, text: Text) -> None:
    sheet = book.add_worksheet(text("pack.sheet.charts"))
    row = sheet_top(sheet, pack, title=text("pack.sheet.charts"), looks=looks)
    widths = [22, *[20] * max((len(chart.series) for chart in pack.charts), default=0)]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    breaks = []
    for chart in pack.charts:
        sheet.write_string(row, 0, chart.title, looks.heading)
        write_note(sheet, chart.summary, row=row + 1, widths=widths, looks=looks)
        _native_chart(book, sheet, chart, row=row + 2, looks=looks)
        row += 2 + len(chart.categories) + 2 + _CHART_ROWS
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _native_chart(book: Any, sheet: Any, chart: PackChart, *, row: int, looks: SheetLooks) -> None:
    """Write the numbers, and the chart that reads them."""
    last = row + len(chart.categories)
    sheet.write_blank(row, 0, None, looks.head)
    for place, category in enumerate(chart.categories, start=1):
        sheet.write_string(row + place, 0, category, looks.bold)
    drawn = book.add_chart({"type": "bar" if chart.is_horizontal else "column", "subtype": "stacked"})
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(row, column, series.name, looks.head)
        for place, value in enumerate(series.values, start=1):
            sheet.write_number(row + place, column, value, looks.of(num_format=NUMBER_FORMATS["count"]))
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


def _definition_sheet(sheet: Any, pack: Pack, *, looks: SheetLooks) -> None:
    row = sheet_top(
        sheet, pack, title=pack.definitions_title, note=pack.own_rules, widths=_DEFINITION_WIDTHS, looks=looks
    )
    for place, width in enumerate(_DEFINITION_WIDTHS):
        sheet.set_column(place, place, width)
    for name, rule in pack.definitions:
        sheet.write_string(row, 0, name, looks.bold)
        sheet.write_string(row, 1, rule, looks.plain)
        sheet.set_row(row, LINE_PT * (1 + columns_of(rule) // 100))
        row += 1
    row += 1
    sheet.write_string(row, 0, pack.sources_title, looks.heading)
    for line in pack.sources:
        row += 1
        sheet.write_string(row, 0, line)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)

"""A table of a hand-out as a sheet: all its columns and rows, to filter, to count on, and to print."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from components.documents.headings import phrases
from components.documents.pack import Cell, Pack, PackTable, columns_of, is_before
from components.documents.sheet_looks import LINE_PT, SheetLooks, sheet_top
from components.documents.table_files import TableColumn
from components.theme import BLUE

_WIDEST, _WIDEST_IN_A_LIST = 60, 40
"""Widths of a column of people's own words, and of another, in half-width letters; longer text takes more lines."""
_NARROWEST, _NARROWEST_TEXT = 8, 6
_SHORT_PHRASE: Final = 8
"""A part of a heading that is no longer stays on a line."""
_BOLD: Final = 1.15
"""How much wider bold letters of a heading are."""
_LINE_IN_A_LIST_PT: Final = 15
_FREE_IN_A_LIST: Final = 4
"""Half-width letters that names leave at the end of a line, because they are not broken."""
_TALLEST_PT: Final = 400
_WIDEST_ON_A4: Final = 180
"""Letters of all columns: more of them would print at less than about 8 pt, and are printed on A3."""
_A3: Final = 8
_WRITTEN: Final = ("follow_ups",)
"""Tables of people's own words."""


def table_sheet(sheet: Any, table: PackTable, *, pack: Pack, looks: SheetLooks) -> None:
    """Write a table whole, to filter and to print on the width of a page."""
    is_written = table.id in _WRITTEN
    widths = [
        _width(column, [row[at] for row in table.rows], widest=_WIDEST if is_written else _WIDEST_IN_A_LIST)
        for at, column in enumerate(table.columns)
    ]
    top = sheet_top(sheet, pack, title=table.title, note=table.note, widths=widths, looks=looks)
    lines = [_head_lines(column.label, width=width) for column, width in zip(table.columns, widths, strict=True)]
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.write_string(top, place, column.label, looks.head)
        sheet.set_column(place, place, width)
    sheet.set_row(top, LINE_PT * max(lines))
    for offset, row in enumerate(table.rows, start=top + 1):
        taken = _lines(row, widths=widths, free=1 if is_written else _FREE_IN_A_LIST)
        if is_written or taken > 1:
            sheet.set_row(offset, min(_TALLEST_PT, (LINE_PT if is_written else _LINE_IN_A_LIST_PT) * taken))
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            look = looks.cell(column, cell, is_wrapped=column.kind == "text")
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
    if sum(widths) > _WIDEST_ON_A4:
        sheet.set_paper(_A3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _lines(row: Sequence[Cell], *, widths: Sequence[int], free: int) -> int:
    """Lines of the text of a row that takes the most in its column, of which ``free`` letters stay blank."""
    taken = (
        sum(1 + columns_of(line) // (width - free) for line in cell.split("\n"))
        for cell, width in zip(row, widths, strict=True)
        if isinstance(cell, str)
    )
    return max(taken, default=1)


def _head_lines(label: str, *, width: int) -> int:
    return 1 if columns_of(label) * _BOLD <= width - 2 else 2


def _marks(sheet: Any, table: PackTable, *, first: int, last: int, looks: SheetLooks) -> None:
    """Mark words and rates by rules, so that the marks follow when somebody sorts or edits."""
    for place, column in enumerate(table.columns):
        if column.kind == "share":
            bar = {"type": "data_bar", "bar_solid": True, "bar_color": BLUE[200], "min_type": "num", "max_type": "num"}
            sheet.conditional_format(first, place, last, place, {**bar, "min_value": 0, "max_value": 1})
        for words, tone in table.tones if column.kind == "text" else ():
            rule = {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": looks.tone(tone)}
            sheet.conditional_format(first, place, last, place, rule)


def _width(column: TableColumn, values: Sequence[Cell], *, widest: int) -> int:
    """As wide as its longest text, and half its heading, so that no bracket stands alone on a line."""
    longest = max((columns_of(line) for one in values if isinstance(one, str) for line in one.split("\n")), default=0)
    parts = min(_SHORT_PHRASE, max(columns_of(part) for part in phrases(column.label)))
    head = math.ceil(max(columns_of(column.label) / 2 + 1, parts) * _BOLD) + 2
    least = _NARROWEST_TEXT if column.kind == "text" else _NARROWEST
    return min(widest, max(least, head, longest + 2))

"""A table as a file: CSV, XLSX and Parquet that say what they are, from when, by which definition and source.

A file leaves the screen and its context behind, so title, as-of, filters, definitions and sources stand
above the rows. Text that a spreadsheet would run as a formula is made inert; numbers stay numbers. The
same table gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from unicodedata import east_asian_width

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from components.text import Text
from components.theme import BLUE, BORDER, KEY, WARNING_GROUND, WHITE

ColumnKind = Literal["text", "count", "share", "points", "months", "number"]
"""How a column is written: ``share`` is 0 to 1, ``points`` a difference of shares, ``months`` a mean of months.

``number`` is any other number, written as it is."""

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_FORMATS: Final = {
    "text": "@",
    "count": "#,##0",
    "share": "0.0%",
    "points": "+0.0%;-0.0%;0.0%",
    "months": "0.0",
    "number": "General",
}
_CREATED: Final = datetime(2000, 1, 1)
_WIDEST: Final = 44
_CELL_LETTERS: Final = 32_767
"""The letters a spreadsheet's cell can hold."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column to show or write: its name in the frame, its heading, how its values are written.

    ``is_heading`` marks the column that names the row.
    """

    name: str
    label: str
    kind: ColumnKind = "text"
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class TableHead:
    """What stands above the rows of a file, finished for reading."""

    title: str
    as_of: str
    filters: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    is_synthetic: bool = False


def table_csv(frame: pd.DataFrame, *, columns: tuple[TableColumn, ...], head: TableHead, text: Text) -> bytes:
    """Write ``frame`` as CSV in UTF-8 with BOM and CRLF; shares unrounded as 0 to 1, unknown as empty cells."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for label, value in head_rows(head, text=text):
        writer.writerow([inert(label), inert(value)])
    if any(column.kind in ("share", "points") for column in columns):
        writer.writerow([text("table.note"), text("table.share_note")])
    writer.writerow([])
    writer.writerow([inert(column.label) for column in columns])
    for row in _rows(frame, columns):
        writer.writerow(["" if value is None else inert(value) if isinstance(value, str) else value for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def table_xlsx(frame: pd.DataFrame, *, columns: tuple[TableColumn, ...], head: TableHead, text: Text) -> bytes:
    """Write ``frame`` as one sheet with a frozen, filterable heading row; unknown values are empty cells."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": head.title, "created": _CREATED})
        sheet = book.add_worksheet(text("table.sheet"))
        bold = book.add_format({"bold": True, "valign": "top"})
        title = book.add_format({"bold": True, "font_size": 14, "font_color": KEY})
        alert = book.add_format({"bold": True, "bg_color": WARNING_GROUND})
        heading = book.add_format(
            {"bold": True, "font_color": WHITE, "bg_color": KEY, "border": 1, "border_color": BORDER, "text_wrap": True}
        )
        top = 0
        rows = list(_rows(frame, columns))
        lines = head_rows(head, text=text)
        if any(isinstance(cell, str) and len(cell) > _CELL_LETTERS for row in rows for cell in row):
            lines.append((text("table.note"), text("table.cell_cut", letters=_CELL_LETTERS)))
        for label, value in lines:
            sheet.write_string(top, 0, label, bold)
            is_demo = head.is_synthetic and top == 0
            sheet.write_string(top, 1, value, alert if is_demo else title if value == head.title else None)
            top += 1
        top += 1
        for place, label in enumerate(column.label for column in columns):
            sheet.write_string(top, place, label, heading)
        formats = [_cell_formats(book, column) for column in columns]
        for offset, row in enumerate(rows, start=top + 1):
            for place, (cell, (plain, guarded)) in enumerate(zip(row, formats, strict=True)):
                if cell is None:
                    sheet.write_blank(offset, place, None, plain)
                elif isinstance(cell, str):
                    sheet.write_string(
                        offset, place, _fitting(cell), guarded if cell.startswith(FORMULA_STARTS) else plain
                    )
                else:
                    sheet.write_number(offset, place, cell, plain)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column.label, [row[place] for row in rows]))
        sheet.freeze_panes(top + 1, 0)
        sheet.autofilter(top, 0, top + max(len(rows), 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
    return buffer.getvalue()


def table_parquet(frame: pd.DataFrame, *, columns: tuple[TableColumn, ...], head: TableHead, text: Text) -> bytes:
    """Write ``frame`` as Parquet under its headings: numbers as numbers, unknown as null, the head as its metadata.

    A heading that comes twice gets its column's name added.
    """
    labels = [column.label for column in columns]
    types = {"text": pa.string(), "count": pa.int64()}
    arrays = [
        pa.array([_plain(value, column.kind) for value in frame[column.name]], types.get(column.kind, pa.float64()))
        for column in columns
    ]
    names = [
        label if labels.count(label) == 1 else f"{label} ({column.name})"
        for label, column in zip(labels, columns, strict=True)
    ]
    said = json.dumps(head_rows(head, text=text), ensure_ascii=False)
    table = pa.Table.from_arrays(arrays, names=names).replace_schema_metadata({"head": said})
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def head_rows(head: TableHead, *, text: Text) -> list[tuple[str, str]]:
    """The lines above the table as (label, value); demo data says so first."""
    rows = [(text("table.caution"), f"{text('frame.demo')} {text('frame.demo_note')}")] if head.is_synthetic else []
    rows += [(text("table.title"), head.title), (text("table.as_of"), head.as_of)]
    for label, values in (
        (text("table.filters"), head.filters),
        (text("table.definitions"), head.definitions),
        (text("frame.sources"), head.sources),
    ):
        rows += [(label if place == 0 else "", value) for place, value in enumerate(values)]
    return rows


def inert(value: str) -> str:
    """Make text that a spreadsheet would take for a formula plain, by a leading apostrophe.

    >>> inert("=1+1"), inert("＠SUM"), inert("長野県"), inert("-")
    ("'=1+1", "'＠SUM", '長野県', "'-")
    """
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _rows(frame: pd.DataFrame, columns: tuple[TableColumn, ...]) -> Iterator[list[str | int | float | None]]:
    for record in frame[[column.name for column in columns]].itertuples(index=False, name=None):
        yield [_plain(value, column.kind) for value, column in zip(record, columns, strict=True)]


def _plain(value: Any, kind: ColumnKind) -> str | int | float | None:
    if pd.isna(value):
        return None
    if kind == "text":
        return str(value)
    if kind == "count":
        return int(value)
    # What was divided by nothing is unknown; no file format but Parquet could say it otherwise.
    return float(value) if math.isfinite(value) else None


def _fitting(cell: str) -> str:
    return cell if len(cell) <= _CELL_LETTERS else f"{cell[: _CELL_LETTERS - 1]}…"


def _cell_formats(book: Any, column: TableColumn) -> tuple[Any, Any]:
    look = {"num_format": _FORMATS[column.kind], "border": 1, "border_color": BORDER}
    if column.is_heading:
        look["bg_color"] = BLUE[50]
    return book.add_format(look), book.add_format({**look, "quote_prefix": True})


def _width(label: str, values: list[str | int | float | None]) -> int:
    longest = max((_columns_of(value) for value in [label, *(v for v in values if isinstance(v, str))]), default=0)
    return min(_WIDEST, max(10, longest + 2))


def _columns_of(value: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in value)

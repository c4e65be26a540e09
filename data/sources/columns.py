"""A large sheet by columns: each distinct value is parsed once, and only the bad cells are looked at one by one.

A month of all systems has two million cells, nearly all of them one of a few values.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from data.sources.faults import SheetFaults
from data.sources.sheet_xml import MAX_CELLS
from data.sources.tables import data_rows
from data.sources.values import Cell, UnreadableValue, cell_text, header_text, is_blank
from data.sources.workbook import Sheet

MOST_PLACES: Final = 100
"""Places listed for one and the same mistake of a column; the last of them says how many more there are."""

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Parsed = TypeVar("Parsed", bound=Hashable)


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """One column: ``codes`` number, per row, one of its distinct ``cells``."""

    codes: Codes
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> Mask:
        """Which rows hold nothing."""
        return np.array([is_blank(cell) for cell in self.cells], dtype=np.bool_)[self.codes]

    def text_at(self, row: int) -> str:
        """What stands in a row, as the reader of the sheet sees it."""
        return cell_text(self.cells[self.codes[row]])

    def of_rows(self, kept: Mask) -> CodedColumn:
        """The column with only those rows."""
        return CodedColumn(self.codes[kept], self.cells)


@dataclass(frozen=True, slots=True)
class ParsedColumn(Generic[Parsed]):
    """One column read: ``codes`` number, per row, one of ``values``, which are distinct; -1 is blank or unreadable."""

    codes: Codes
    values: tuple[Parsed, ...]

    def texts(self) -> pd.Series[Any]:
        """The values as text (dtype str), blank where -1."""
        words = pd.array([str(value) for value in self.values], dtype="str")
        return pd.Series(words.take(self.codes, allow_fill=True))

    def numbers(self, of: Callable[[Parsed], int], *, blank: int) -> npt.NDArray[np.int64]:
        """A number per row, from each distinct value; ``blank`` where -1."""
        return np.array([*(of(value) for value in self.values), blank], dtype=np.int64)[self.codes]


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """The data rows of a sheet by column; ``rows`` are their 1-based sheet rows, ``header_row`` the headings'.

    ``headings`` have their widths unified, ``titles`` are the same as the file writes them, in one line.
    """

    sheet: str
    header_row: int
    headings: tuple[str, ...]
    titles: tuple[str, ...]
    columns: tuple[CodedColumn, ...]
    rows: npt.NDArray[np.int64]

    def renamed(self, headings: Sequence[str]) -> ColumnTable:
        """The same columns under other headings."""
        return replace(self, headings=tuple(headings))

    def read(
        self, heading: str, parse: Callable[[Cell], Parsed], *, faults: SheetFaults, is_required: bool = False
    ) -> ParsedColumn[Parsed]:
        """Parse a column's distinct values; a fault per unreadable cell, and per blank one where it is required.

        ``parse`` raises UnreadableValue with the reason. A column the table does not have reads as blank.
        """
        if heading not in self.headings:
            return ParsedColumn(np.full(len(self.rows), -1, dtype=np.int32), ())
        column = self.columns[self.headings.index(heading)]
        values: dict[Parsed, int] = {}
        reasons: dict[int, str] = {}
        renumbered = np.full(max(len(column.cells), 1), -1, dtype=np.int32)
        for code, cell in enumerate(column.cells):
            if is_blank(cell) and not is_required:
                continue
            try:
                renumbered[code] = values.setdefault(parse(cell), len(values))
            except UnreadableValue as error:
                reasons[code] = str(error)
        if reasons:
            self._note(heading, column, reasons, faults=faults)
        return ParsedColumn(renumbered[column.codes], tuple(values))

    def fault(self, heading: str, mask: Mask, reason: str, *, faults: SheetFaults) -> None:
        """A fault for each row of ``mask``, at the column's cell; the same mistake is listed at most so many times."""
        bad = np.flatnonzero(mask)
        column = self.columns[self.headings.index(heading)] if heading in self.headings else None
        for shown, row in enumerate(bad[:MOST_PLACES], start=1):
            more = _more(len(bad)) if shown == MOST_PLACES else ""
            faults.add(int(self.rows[row]), heading, column.text_at(row) if column else "", reason + more)

    def _note(self, heading: str, column: CodedColumn, reasons: dict[int, str], *, faults: SheetFaults) -> None:
        is_bad = np.zeros(len(column.cells), dtype=np.bool_)
        is_bad[list(reasons)] = True
        total = np.bincount(column.codes, minlength=len(column.cells))
        shown = np.zeros(len(column.cells), dtype=np.int64)
        for row in np.flatnonzero(is_bad[column.codes]):
            code = int(column.codes[row])
            shown[code] += 1
            if shown[code] <= MOST_PLACES:
                more = _more(int(total[code])) if shown[code] == MOST_PLACES else ""
                faults.add(int(self.rows[row]), heading, cell_text(column.cells[code]), reasons[code] + more)


def sheet_columns(sheet: Sheet, *, header: int, faults: SheetFaults) -> ColumnTable:
    """The rows below a sheet's header (0-based index) by column, without blank rows and notes.

    A sheet too wide for its length is one fault, and no columns: it would not fit in memory.
    """
    body = sheet.rows[header + 1 :]
    headings = [header_text(cell) for cell in sheet.rows[header]]
    titles = [" ".join(cell_text(cell).split()) for cell in sheet.rows[header]]
    width = max((len(row) for row in body), default=0)
    if width * len(body) > MAX_CELLS:
        faults.add(None, "", "", "列が多すぎます。余分な区切り文字がないか確かめてください。")
        body, width = (), 0
    for names in (headings, titles):
        names.extend([""] * (width - len(names)))
    cells: list[Sequence[Cell]] = list(zip_longest(*body, fillvalue="")) if body else []
    cells.extend([("",) * len(body)] * (len(headings) - len(cells)))
    columns = tuple(coded(column) for column in cells)
    filled = sum((~column.blank for column in columns), start=np.zeros(len(body), dtype=np.int64))
    kept = filled > 1
    for row in np.flatnonzero(filled == 1):
        kept[row] = any(data_rows((body[row],), after=-1))
    return ColumnTable(
        sheet=sheet.name,
        header_row=header + 1,
        headings=tuple(headings),
        titles=tuple(titles),
        columns=tuple(column.of_rows(kept) for column in columns),
        rows=np.flatnonzero(kept) + header + 2,
    )


def parquet_columns(table: pa.Table, *, faults: SheetFaults) -> ColumnTable:
    """A Parquet file's columns; rows are numbered as if it were a sheet with its headings in row 1.

    A column of a type no sheet knows is one fault, and blank.
    """
    columns = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        try:
            columns.append(_coded_arrow(column))
        except (pa.ArrowException, ValueError, OverflowError):
            faults.add(
                1, name, str(column.type), "この型の列は読めません。文字列、数値、日付のいずれかにしてください。"
            )
            columns.append(CodedColumn(np.zeros(len(table), dtype=np.int32), ("",)))
    filled = sum((~found.blank for found in columns), start=np.zeros(len(table), dtype=np.int64))
    kept = filled > 0
    return ColumnTable(
        sheet="",
        header_row=1,
        headings=tuple(header_text(name) for name in table.column_names),
        titles=tuple(" ".join(name.split()) for name in table.column_names),
        columns=tuple(found.of_rows(kept) for found in columns),
        rows=np.flatnonzero(kept) + 2,
    )


def coded(column: Sequence[Cell]) -> CodedColumn:
    """A column's cells by their distinct values; 1, 1.0 and TRUE stay apart.

    >>> found = coded(["未着手", "", "未着手", None])
    >>> found.codes.tolist(), found.cells
    ([0, 1, 0, 1], ('未着手', ''))
    >>> coded([1.0, True, 1, 1.0]).codes.tolist()
    [0, 1, 2, 0]
    """
    try:
        return _coded_arrow(pa.chunked_array([pa.array(column, type=pa.string())]))
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        numbers: dict[tuple[type, Cell], int] = {}
        keys: Iterator[tuple[type, Cell]] = zip(map(type, column), column, strict=True)
        codes = [numbers.setdefault(key, len(numbers)) for key in keys]
        return CodedColumn(np.array(codes, dtype=np.int32), tuple(cell for _, cell in numbers))


def _coded_arrow(column: pa.ChunkedArray) -> CodedColumn:
    if pa.types.is_null(column.type):
        column = column.cast(pa.string())
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    array = column.unify_dictionaries().combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = (
            pa.concat_arrays(array.chunks)
            if array.num_chunks
            else pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], column.type.value_type))
        )
    cells = [_plain(cell) for cell in array.dictionary.to_pylist()]
    codes = array.indices.fill_null(len(cells)).to_numpy(zero_copy_only=False).astype(np.int32)
    if array.null_count and "" in cells:
        codes[codes == len(cells)] = cells.index("")
    return CodedColumn(codes, (*cells, "") if array.null_count and "" not in cells else tuple(cells))


def _plain(value: object) -> Cell:
    """A Parquet value as a sheet would hand it over; what no sheet can hold is shown as text."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value if isinstance(value, Cell) else str(value)


def _more(total: int) -> str:
    return f"（同じ誤りがほかに{total - MOST_PLACES:,}行あります）" if total > MOST_PLACES else ""

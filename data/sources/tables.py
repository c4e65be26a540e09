"""Find the header of a sheet, match its columns, and give read rows the stored shape."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from data.model import TABLES, SnapshotKind
from data.reference import load_reference
from data.sources.faults import SheetFaults
from data.sources.values import Cell, cell_text, header_text, is_blank

HEADER_SEARCH_ROWS: Final = 20
"""A header is looked for in this many rows from the top: titles and notes may stand above it."""

WHOLE_LIST_MONTH: Final = "2023-04"
"""Month of a list that always states everything, each row with its own dates: the first of the 移行支援期間.

Such a list holds for every month from then on until a newer one is received. With the month of its earliest date, a
list that adds an earlier date than any before would never come into force: the older one, of a later month, would win.
"""


def find_header(rows: Sequence[Sequence[Cell]], any_of: Collection[str], *, at_least: int) -> int | None:
    """The 0-based index of the first row that holds at least so many of the headings, or None."""
    for index, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        if len({header_text(cell) for cell in row} & set(any_of)) >= at_least:
            return index
    return None


def named_columns(headings: Sequence[str], names: Iterable[str], *, row: int, faults: SheetFaults) -> dict[str, int]:
    """Positions of the required columns; one fault per column that is missing or there twice."""
    found: dict[str, int] = {}
    for name in names:
        places = [index for index, heading in enumerate(headings) if heading == name]
        if not places:
            faults.add(row, name, "", f"列「{name}」がありません。")
        else:
            found[name] = places[0]
        if len(places) > 1:
            faults.add(row, name, name, f"列「{name}」が{len(places)}つあります。1つにしてください。")
    return found


def business_columns(
    headings: Mapping[int, str], wanted: Sequence[str], *, row: int, faults: SheetFaults
) -> dict[str, int]:
    """Positions of business columns by business id; one fault per unknown, repeated or missing column.

    ``headings`` are the columns left once the others are taken; ``wanted`` the business ids that must be there.
    """
    reference = load_reference()
    found: dict[str, int] = {}
    for index, heading in headings.items():
        business = reference.business_id(heading)
        if business not in wanted or business is None:
            reason = "業務の名称として知られていない列です。名称を確かめるか、列を削除してください。"
            faults.add(row, heading, heading, reason if heading else "見出しのない列に値があります。")
        elif business in found:
            places = f"{found[business] + 1}列目と{index + 1}列目"
            faults.add(row, heading, heading, f"同じ業務の列が重複しています（{places}）。")
        else:
            found[business] = index
    for business in wanted:
        if business not in found:
            known = reference.business(business)
            name = known.name if known else business
            faults.add(row, name, "", f"業務「{name}」の列がありません。")
    return found


def cell_at(row: Sequence[Cell], index: int | None) -> Cell:
    """The cell of a column; "" where the row is shorter or the column missing."""
    return row[index] if index is not None and index < len(row) else ""


def data_rows(rows: Sequence[Sequence[Cell]], *, after: int) -> Iterable[tuple[int, Sequence[Cell]]]:
    """Rows below the header with their 1-based sheet rows, without blank rows and rows that hold only a note (※, #)."""
    for number, row in enumerate(rows[after + 1 :], start=after + 2):
        filled = [cell for cell in row if not is_blank(cell)]
        is_note = len(filled) == 1 and cell_text(filled[0]).startswith(("※", "#", "＃", "（注", "(注"))
        if filled and not is_note:
            yield number, row


def stored_rows(kind: SnapshotKind, records: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Rows in the columns and dtypes of ``TABLES[kind]``, ordered by all columns: equal input, equal output."""
    columns = TABLES[kind]
    ordered = sorted(records, key=lambda record: tuple(str(value) for value in record))
    return pd.DataFrame(
        {
            column.name: pd.Series([record[index] for record in ordered], dtype=column.dtype)
            for index, column in enumerate(columns)
        }
    )

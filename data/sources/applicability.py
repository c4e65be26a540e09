"""Read format F: which business applies to which body, and from when (the operator's own table).

Each row carries its own 適用日 and every file is the whole table, so its month is always the same
(``WHOLE_LIST_MONTH``): the newest received is in force for every month, and an earlier ``known_at`` sees the older one.
A row whose 適用日 lies ahead is kept and takes effect then; a file that lies ahead as a whole is a fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from data.model import Snapshot, SnapshotKind
from data.reference import load_reference
from data.sources.bodies import body_with_code
from data.sources.faults import FaultyInput, SheetFaults
from data.sources.tables import WHOLE_LIST_MONTH, cell_at, data_rows, find_header, named_columns, stored_rows
from data.sources.values import Cell, UnreadableValue, cell_text, header_text, is_blank, parse_date
from data.sources.workbook import Sheet, SourceFile

HEADINGS: Final = ("団体コード", "業務", "対象", "適用日")
_CODE, _BUSINESS, _APPLIES, _FROM = HEADINGS
_MARKS: Final = {"○": True, "〇": True, "◯": True, "×": False, "✕": False, "☓": False}


def recognises(source: SourceFile) -> bool:
    """Tell whether the file has this table's headings (three of the four, so that a missing one can be named)."""
    return _table_sheet(source) is not None


def read(source: SourceFile, *, today: date) -> tuple[Snapshot, ...]:
    """Read the table into one snapshot, a row per body, business and date. Raises FaultyInput with all faults."""
    name = _table_sheet(source)
    if name is None:
        source.refuse("見出し（団体コード・業務・対象・適用日）が見つかりません。様式を確かめてください。")
    faults = SheetFaults(name)
    records = _records(source.sheet(name), faults)
    if not faults and not records:
        faults.add(None, "", "", "データの行が1行もありません。")
    earliest = min((applies_from[:7] for *_, applies_from in records), default="")
    if earliest > f"{today:%Y-%m}":
        faults.add(None, _FROM, earliest, f"すべての適用日が未来です（今日は{today.isoformat()}）。")
    if faults:
        raise FaultyInput(source.name, faults.in_row_order())
    rows = stored_rows(SnapshotKind.APPLICABILITY, records)
    ignored = tuple(f"シート「{other}」は読み取りの対象外です。" for other in source.sheet_names if other != name)
    return (Snapshot(SnapshotKind.APPLICABILITY, WHOLE_LIST_MONTH, rows, source.name, source.sha256, notes=ignored),)


def _table_sheet(source: SourceFile) -> str | None:
    return next(
        (name for name in source.sheet_names if find_header(source.sheet(name).rows, HEADINGS, at_least=3) is not None),
        None,
    )


def _records(sheet: Sheet, faults: SheetFaults) -> list[tuple[str, str, bool, str]]:
    header = find_header(sheet.rows, HEADINGS, at_least=3)
    assert header is not None, "recognised by this very header"
    headings = [header_text(cell) for cell in sheet.rows[header]]
    columns = named_columns(headings, HEADINGS, row=header + 1, faults=faults)
    below = sheet.rows[header:]
    for index, heading in enumerate(headings):
        if heading not in HEADINGS and (heading or any(not is_blank(cell_at(row, index)) for row in below)):
            faults.add(header + 1, heading, heading, "知られていない列です。名称を確かめるか、列を削除してください。")
    records: list[tuple[str, str, bool, str]] = []
    row_of: dict[tuple[str, str, str], int] = {}
    for number, row in data_rows(sheet.rows, after=header):
        record = _record(number, row, columns, faults)
        if record is None:
            continue
        code, business, _, applies_from = record
        first = row_of.setdefault((code, business, applies_from), number)
        if first != number:
            reason = f"同じ団体・業務・適用日の行が重複しています（{first}行目）。"
            faults.add(number, _CODE, cell_text(cell_at(row, columns[_CODE])), reason)
        records.append(record)
    return records


def _record(
    number: int, row: Sequence[Cell], columns: dict[str, int], faults: SheetFaults
) -> tuple[str, str, bool, str] | None:
    """The row as stored, or None when a cell of it is faulty or a column is missing; every faulty cell is noted."""
    code = business = applies_from = None
    is_applicable = None
    reference = load_reference()
    if _CODE in columns:
        cell = cell_at(row, columns[_CODE])
        try:
            code = body_with_code(cell, is_six_digits=False).code
        except UnreadableValue as error:
            faults.add(number, _CODE, cell_text(cell), str(error))
    if _BUSINESS in columns:
        name = cell_text(cell_at(row, columns[_BUSINESS]))
        business = reference.business_id(header_text(name))
        if business is None:
            faults.add(number, _BUSINESS, name, "業務の名称として知られていません。")
        elif business == reference.common_function.id:
            faults.add(number, _BUSINESS, name, "共通機能は対象業務の表には入れません（システムに数えないため）。")
            business = None
    if _APPLIES in columns:
        mark = cell_text(cell_at(row, columns[_APPLIES]))
        is_applicable = _MARKS.get(mark)
        if is_applicable is None:
            faults.add(number, _APPLIES, mark, "「○」または「×」を入力してください。")
    if _FROM in columns:
        cell = cell_at(row, columns[_FROM])
        try:
            applies_from = parse_date(cell).isoformat()
        except UnreadableValue as error:
            faults.add(number, _FROM, cell_text(cell), str(error))
    if code is None or business is None or is_applicable is None or applies_from is None:
        return None
    return code, business, is_applicable, applies_from

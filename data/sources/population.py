"""Read format G: the population of each body on one day (the operator's own table), the weights of a mean.

The snapshot's month is that of the 基準日, from which on the table is in force until one of a later day arrives. A body
that is not in it has an unknown population, never zero; zero is a number somebody counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Final

from data.model import Snapshot, SnapshotKind
from data.reference import load_reference
from data.sources.bodies import body_with_code, full_name_of
from data.sources.faults import FaultyInput, SheetFaults
from data.sources.tables import cell_at, data_rows, find_header, named_columns, stored_rows
from data.sources.values import Cell, UnreadableValue, cell_text, header_text, is_blank, parse_date
from data.sources.workbook import Sheet, SourceFile

HEADINGS: Final = ("団体コード", "人口", "基準日")
_CODE, _POPULATION, _DAY = HEADINGS

MOST_PEOPLE: Final = 100_000_000
"""No local government has so many; a larger number is two cells run together or a wrong column."""

_NAMES_SHOWN: Final = 20
_COUNT: Final = re.compile(r"([-−‐△▲]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")
Record = tuple[str, int, str]


def recognises(source: SourceFile) -> bool:
    """Tell whether the file has this table's headings (two of the three, so that a missing one can be named)."""
    return _table_sheet(source) is not None


def read(source: SourceFile, *, today: date) -> tuple[Snapshot, ...]:
    """Read the table into one snapshot, a row per body. Raises FaultyInput with all faults.

    Its notes name the municipalities that are not in the file.
    """
    name = _table_sheet(source)
    if name is None:
        source.refuse("見出し（団体コード・人口・基準日）が見つかりません。様式を確かめてください。")
    faults = SheetFaults(name)
    records = _records(source.sheet(name), faults, today=today)
    if faults:
        raise FaultyInput(source.name, faults.in_row_order())
    rows = stored_rows(SnapshotKind.POPULATION, records)
    ignored = (f"シート「{other}」は読み取りの対象外です。" for other in source.sheet_names if other != name)
    notes = (*_absent({code for code, *_ in records}), *ignored)
    month = records[0][2][:7]
    return (Snapshot(SnapshotKind.POPULATION, month, rows, source.name, source.sha256, notes=notes),)


def parse_population(cell: Cell) -> int:
    """Read a whole number of people, thousands separators and full-width digits included.

    Raises UnreadableValue for anything else: a fraction, a number below zero or beyond ``MOST_PEOPLE``, a unit.

    >>> parse_population("1,959,313"), parse_population("１２３４"), parse_population(0.0)
    (1959313, 1234, 0)
    >>> parse_population("12,34")
    Traceback (most recent call last):
    ...
    data.sources.values.UnreadableValue: 人口（整数）として読めません。12345 または 12,345 の形で入力してください。
    """
    is_number = isinstance(cell, str | float | int) and not isinstance(cell, bool)
    found = _COUNT.fullmatch(unicodedata.normalize("NFKC", cell_text(cell))) if is_number else None
    if found is None:
        raise UnreadableValue("人口（整数）として読めません。12345 または 12,345 の形で入力してください。")
    if found[1]:
        raise UnreadableValue("人口が負の数です。0以上の整数を入力してください。")
    if found[3] and found[3].strip(".0"):
        raise UnreadableValue("人口に小数があります。整数で入力してください。")
    digits = found[2].replace(",", "").lstrip("0")
    if len(digits) > len(str(MOST_PEOPLE)) or int(digits or "0") > MOST_PEOPLE:
        raise UnreadableValue(f"人口が大きすぎます（1団体の上限は{MOST_PEOPLE:,}人）。桁と列を確かめてください。")
    return int(digits or "0")


def _table_sheet(source: SourceFile) -> str | None:
    return next(
        (name for name in source.sheet_names if find_header(source.sheet(name).rows, HEADINGS, at_least=2) is not None),
        None,
    )


def _records(sheet: Sheet, faults: SheetFaults, *, today: date) -> list[Record]:
    header = find_header(sheet.rows, HEADINGS, at_least=2)
    assert header is not None, "recognised by this very header"
    columns = _columns(sheet, header, faults)
    records: list[Record] = []
    row_of: dict[str, int] = {}
    rows_of_day: dict[str, list[int]] = {}
    number = None
    for number, row in data_rows(sheet.rows, after=header):
        code, people, day = _record(number, row, columns, faults)
        if code is not None and (first := row_of.setdefault(code, number)) != number:
            shown = cell_text(cell_at(row, columns[_CODE]))
            faults.add(number, _CODE, shown, f"同じ団体の行が重複しています（{first}行目）。")
        if day is not None:
            rows_of_day.setdefault(day, []).append(number)
        if code is not None and people is not None and day is not None:
            records.append((code, people, day))
    if number is None:
        faults.add(None, "", "", "データの行が1行もありません。")
    _check_days(rows_of_day, faults, today=today)
    return records


def _columns(sheet: Sheet, header: int, faults: SheetFaults) -> dict[str, int]:
    headings = [header_text(cell) for cell in sheet.rows[header]]
    columns = named_columns(headings, HEADINGS, row=header + 1, faults=faults)
    for heading in headings:
        if heading and heading not in HEADINGS:
            faults.add(header + 1, heading, heading, "知られていない列です。名称を確かめるか、列を削除してください。")
    width = max(len(row) for row in sheet.rows[header:])
    unnamed = {index for index in range(width) if index >= len(headings) or not headings[index]}
    for number, row in data_rows(sheet.rows, after=header):
        # An unquoted 1,234 pushes what follows it to the right: each such row would be read as another number.
        held = [cell_text(cell) for index, cell in enumerate(row) if index in unnamed and not is_blank(cell)]
        if held:
            reason = '見出しのない列に値があります。CSV の人口にカンマを使うときは、引用符（"）で囲んでください。'
            faults.add(number, "", held[0], reason)
    return columns


def _record(
    number: int, row: Sequence[Cell], columns: dict[str, int], faults: SheetFaults
) -> tuple[str | None, int | None, str | None]:
    """Code, population and day of a row, None for each that is faulty or has no column; every faulty cell is noted."""
    code = people = day = None
    if _CODE in columns:
        cell = cell_at(row, columns[_CODE])
        try:
            code = body_with_code(cell, is_six_digits=False).code
        except UnreadableValue as error:
            faults.add(number, _CODE, cell_text(cell), str(error))
    if _POPULATION in columns:
        cell = cell_at(row, columns[_POPULATION])
        try:
            people = parse_population(cell)
        except UnreadableValue as error:
            reason = "人口がありません。分からない団体は、行を削除してください。" if is_blank(cell) else str(error)
            faults.add(number, _POPULATION, cell_text(cell), reason)
    if _DAY in columns:
        cell = cell_at(row, columns[_DAY])
        try:
            day = parse_date(cell).isoformat()
        except UnreadableValue as error:
            faults.add(number, _DAY, cell_text(cell), "基準日がありません。" if is_blank(cell) else str(error))
    return code, people, day


def _check_days(rows_of_day: dict[str, list[int]], faults: SheetFaults, *, today: date) -> None:
    """Note, once per day and at its first row, a second day and one that lies ahead."""
    first = next(iter(rows_of_day), "")
    for day, numbers in rows_of_day.items():
        more = f"（この日付の行は{len(numbers):,}行）" if len(numbers) > 1 else ""
        if day > today.isoformat():
            faults.add(numbers[0], _DAY, day, f"基準日が未来です（今日は{today.isoformat()}）。{more}")
        if day != first:
            reason = f"基準日が{rows_of_day[first][0]}行目（{first}）と違います。1つのファイルの基準日は1つです。{more}"
            faults.add(numbers[0], _DAY, day, reason)


def _absent(codes: set[str]) -> tuple[str, ...]:
    missing = [body for body in load_reference().municipalities if body.code not in codes]
    if not missing:
        return ()
    names = "、".join(full_name_of(body) for body in missing[:_NAMES_SHOWN])
    more = " ほか" if len(missing) > _NAMES_SHOWN else ""
    return (f"ファイルにない市区町村（人口不明）：{len(missing):,}団体（{names}{more}）",)

"""Read the operator's table of contacts: whom to turn to about a body, at the ministry and in the body itself.

Columns: 団体コード (five or six digits), 総務省担当, 標準化リエゾン; a blank cell means that nobody is known. No
snapshot comes of it: contacts are records, which change without any reported month.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.sources.bodies import body_with_code
from data.sources.faults import FaultyInput, SheetFaults
from data.sources.tables import cell_at, data_rows, find_header, named_columns
from data.sources.values import UnreadableValue, cell_text, header_text, is_one_line
from data.sources.workbook import Sheet, open_source

HEADINGS: Final = ("団体コード", "総務省担当", "標準化リエゾン")
_CODE, _MIC, _LIAISON = HEADINGS
TEXT_LIMIT: Final = 120
"""Longest contact, in Unicode characters."""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One row: the body (five digits) and its contacts, each "" where the cell is blank."""

    body_code: str
    mic_contact: str
    liaison: str


def read_contacts(source: Path | bytes, *, name: str | None = None) -> tuple[ContactLine, ...]:
    """Read a CSV or XLSX table of contacts, a row per body in the file's order.

    Raises FaultyInput with all faults: a missing column, an unknown or repeated body, a text too long or of several
    lines, a table without rows.
    """
    opened = open_source(source, name=name)
    sheets = [opened.sheet(one) for one in opened.sheet_names]
    found = next((sheet for sheet in sheets if find_header(sheet.rows, HEADINGS, at_least=2) is not None), None)
    if found is None:
        opened.refuse("見出し（団体コード・総務省担当・標準化リエゾン）が見つかりません。様式を確かめてください。")
    faults = SheetFaults(found.name)
    lines = _lines(found, faults)
    if faults:
        raise FaultyInput(opened.name, faults.in_row_order())
    return tuple(lines)


def _lines(sheet: Sheet, faults: SheetFaults) -> list[ContactLine]:
    header = find_header(sheet.rows, HEADINGS, at_least=2)
    assert header is not None, "recognised by this very header"
    headings = [header_text(cell) for cell in sheet.rows[header]]
    columns = named_columns(headings, HEADINGS, row=header + 1, faults=faults)
    lines: list[ContactLine] = []
    row_of: dict[str, int] = {}
    for number, row in data_rows(sheet.rows, after=header):
        texts = {one: cell_text(cell_at(row, columns.get(one))) for one in HEADINGS}
        for one in (_MIC, _LIAISON):
            if len(texts[one]) > TEXT_LIMIT or not is_one_line(texts[one]):
                reason = f"{TEXT_LIMIT}文字まで、改行などのない1行で入力してください。"
                faults.add(number, one, texts[one], reason)
        if _CODE not in columns:
            continue
        try:
            code = body_with_code(cell_at(row, columns[_CODE]), is_six_digits=False).code
        except UnreadableValue as error:
            faults.add(number, _CODE, texts[_CODE], str(error))
            continue
        if (first := row_of.setdefault(code, number)) != number:
            faults.add(number, _CODE, texts[_CODE], f"同じ団体の行が重複しています（{first}行目）。")
        lines.append(ContactLine(code, texts[_MIC], texts[_LIAISON]))
    if not lines and not faults:
        faults.add(None, "", "", "データの行が1行もありません。")
    return lines

"""Hand-made months of format C: one sound row, written as CSV, Excel or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from xlsxwriter import Workbook

STEPS = [f"ステップ{number:02d}" for number in range(1, 41)]
HEADINGS = [
    *("対象年月", "団体コード", "業務", "ベンダコード", "ベンダ名", "製品名", *STEPS),
    *("移行予定日", "運用開始日", "特定移行", "事由", "特定移行期限", "入力日時"),
    *("自己評価", "後継ベンダコード", "特定移行指定日", "移行先基盤"),
]
"""Every column of the format, the optional ones last."""

Record = dict[str, Any]


def record(**cells: Any) -> Record:
    """A sound row about 札幌市's 住民基本台帳, with other cells as given (steps as s01 … s40, or all as ``steps``)."""
    steps = cells.pop("steps", "完了済み")
    row = dict.fromkeys(HEADINGS, "") | dict.fromkeys(STEPS, steps)
    row |= {"対象年月": "2026-01", "団体コード": "011002", "業務": "住民基本台帳", "入力日時": "2026-02-05 10:30"}
    row |= {"ベンダコード": "A01", "ベンダ名": "ベンダA01", "製品名": "製品A01-01"}
    return row | {(f"ステップ{key[1:]}" if key[0] == "s" and key[1:].isdigit() else key): cells[key] for key in cells}


def as_rows(records: Sequence[Record], headings: Sequence[str] | None = None) -> list[list[Any]]:
    """Header and rows, in the columns of the first record unless told."""
    named = list(headings or records[0])
    return [named, *([one.get(heading, "") for heading in named] for one in records)]


def as_csv(records: Sequence[Record], headings: Sequence[str] | None = None, *, encoding: str = "utf-8-sig") -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(as_rows(records, headings))
    return lines.getvalue().encode(encoding)


def as_xlsx(records: Sequence[Record], headings: Sequence[str] | None = None, *, sheet: str = "月次報告") -> bytes:
    return as_workbook({sheet: as_rows(records, headings)})


def as_workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    book = Workbook(content, {**options, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    return content.getvalue()


def as_parquet(records: Sequence[Record], headings: Sequence[str] | None = None) -> bytes:
    named = list(headings or records[0])
    columns = {heading: [None if one.get(heading, "") == "" else one[heading] for one in records] for heading in named}
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content)
    return content.getvalue()


Writer = Callable[[list[Record]], bytes]
WRITERS: list[Writer] = [as_csv, as_xlsx, as_parquet]


def plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with None for every blank."""
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in rows.astype(object).to_dict("records")
    ]

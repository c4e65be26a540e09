"""Write the invented programme as the files the ministry and the agency would have published.

The demo goes the same way in as real data, so it is written in the real layouts, byte for byte the same each time.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from xlsxwriter import Workbook

from data.demo.programme import Steps
from data.model import STEPS_PER_SYSTEM
from data.reference import Reference
from data.sources.bodies import full_name_of
from data.sources.designated_list import MARK, SHEET_NAME
from data.sources.templates import list_header, rates_header

DEMO_LABEL: Final = "架空のデモデータ"
_CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC)
_REIWA_BEFORE: Final = 2018


def rates_file(steps: Steps, *, month: str, reference: Reference) -> tuple[str, bytes]:
    """One month in format A: its file name and content. Bodies without a row in ``steps`` are left out."""
    businesses = [business.id for business in reference.businesses]
    prefectures = {prefecture.code: prefecture.name for prefecture in reference.prefectures}
    rows: list[Sequence[str | float | None]] = [*rates_header()]
    for body in reference.municipalities:
        if (body.code, businesses[0]) not in steps:
            continue
        rates = [_rate(steps[body.code, business]) for business in businesses]
        reported = [rate for rate in rates if rate is not None]
        mean = round(sum(reported) / len(reported), 4) if reported else None
        rows.append([prefectures[body.prefecture_code], body.name, mean, *rates])
    year, number = month.split("-")
    sheet = f"令和{int(year) - _REIWA_BEFORE}年{int(number)}月_進捗状況"
    return f"{DEMO_LABEL}_進捗状況_{month}.xlsx", _book({sheet: rows, DEMO_LABEL: [[_NOTICE]]})


def list_file(designated: Iterable[tuple[str, str]], *, month: str, reference: Reference) -> tuple[str, bytes]:
    """The designated list in format B, dated at the end of ``month``: its file name and content."""
    marked: dict[str, set[str]] = {}
    for code, business in designated:
        marked.setdefault(code, set()).add(business)
    columns = [business.id for business in (*reference.businesses, reference.common_function)]
    year, number = month.split("-")
    title = f"特定移行支援システムの該当見込み(令和{int(year) - _REIWA_BEFORE}年{int(number)}月末時点)　{DEMO_LABEL}"
    rows: list[Sequence[str | float | None]] = [[title], [], list_header()]
    for body in reference.bodies:
        if body.code in marked:
            marks = [MARK if business in marked[body.code] else None for business in columns]
            rows.append([body.code6, full_name_of(body), body.kind.value, *marks])
    return f"{DEMO_LABEL}_特定移行一覧_{month}.xlsx", _book({SHEET_NAME: rows, DEMO_LABEL: [[_NOTICE]]})


_NOTICE: Final = "このファイルは架空のデモデータです。実在の団体の進捗ではありません。"


def _rate(steps: int | None) -> float | None:
    return None if steps is None else steps / STEPS_PER_SYSTEM


def _book(sheets: Mapping[str, Sequence[Sequence[str | float | None]]]) -> bytes:
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"created": _CREATED, "comments": _NOTICE})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and value:
                    sheet.write_string(number, column, value)
                elif value is not None and value != "":
                    sheet.write_number(number, column, float(value))
    book.close()
    return content.getvalue()

"""Read format C: a month's PMO report, one row per body × business, from CSV, Excel or Parquet.

A body without a row is 未入力, a row whose 40 steps are all blank is 未報告: neither is a fault. Step columns are
ordinals of the step table in force; what a step is called is none of this file's business.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from data.model import STEPS_PER_SYSTEM, TABLES, Snapshot, SnapshotKind
from data.reference import COMMON_FUNCTION, load_reference
from data.sources import pmo_cells as pmo
from data.sources.bodies import body_with_code
from data.sources.columns import ColumnTable, ParsedColumn, parquet_columns, sheet_columns
from data.sources.faults import FaultyInput, SheetFaults
from data.sources.labels import parse_business, parse_label, parse_successor, parse_vendor_code
from data.sources.moments import parse_moment, parse_month
from data.sources.pmo_checks import check_days, check_designation, check_repeated, check_vendor_names
from data.sources.pmo_notes import extra_texts, report_notes
from data.sources.step_columns import step_texts
from data.sources.tables import find_header, named_columns
from data.sources.values import Cell, header_text, parse_date
from data.sources.workbook import SourceFile

_RECOGNISED_BY: Final = 5
_IDENTIFYING: Final = frozenset({*pmo.REQUIRED, *pmo.OPTIONAL} - {*pmo.STEPS})
_STEP_HEADING: Final = re.compile(r"ステップ([0-9]+)")


class _Keys(NamedTuple):
    """Per row: 団体コード and 業務 as read, and the month of the file (None when it is not one)."""

    body: ParsedColumn[str]
    business: ParsedColumn[str]
    month: str | None


def recognises(source: SourceFile) -> bool:
    """Tell whether the file has this report's headings: enough of them that a missing one can be named."""
    if source.parquet is not None:
        headings = {header_text(name) for name in source.parquet.column_names}
        return len(headings & _IDENTIFYING) >= _RECOGNISED_BY
    return bool(_report_sheets(source))


def read(source: SourceFile, *, today: date) -> tuple[Snapshot, ...]:
    """Read the report into one snapshot. Raises FaultyInput with all faults of the file."""
    sheets = _report_sheets(source)
    faults = SheetFaults(sheets[0] if sheets else "")
    if source.parquet is not None:
        table = parquet_columns(source.parquet, faults=faults)
    else:
        rows = source.sheet(sheets[0])
        header = find_header(rows.rows, _IDENTIFYING, at_least=_RECOGNISED_BY)
        assert header is not None, "recognised by this very header"
        table = sheet_columns(rows, header=header, faults=faults)
    table = table.renamed([_heading(heading) for heading in table.headings])
    for name in sheets[1:]:
        faults.add(None, "シート名", name, "月次報告のシートが2つあります。1つのファイルに1つのシートにしてください。")
    extra = _check_headings(table, faults)
    month, rows_read = _rows(table, extra=extra, faults=faults, today=today)
    if faults or month is None:
        raise FaultyInput(source.name, faults.in_row_order())
    ignored = tuple(f"シート「{name}」は読み取りの対象外です。" for name in source.sheet_names if name not in sheets)
    kept = [table.titles[table.headings.index(heading)] for heading in extra]
    notes = (*report_notes(rows_read, month=month, extra=kept), *ignored)
    return (Snapshot(SnapshotKind.PMO_REPORT, month, rows_read, source.name, source.sha256, notes=notes),)


def _report_sheets(source: SourceFile) -> list[str]:
    return [
        name
        for name in source.sheet_names
        if find_header(source.sheet(name).rows, _IDENTIFYING, at_least=_RECOGNISED_BY) is not None
    ]


def _heading(heading: str) -> str:
    """The heading with a step's number in two digits."""
    found = _STEP_HEADING.fullmatch(heading)
    return f"ステップ{int(found[1]):02d}" if found else heading


def _check_headings(table: ColumnTable, faults: SheetFaults) -> tuple[str, ...]:
    """The extra columns; faults for missing, repeated and unnamed ones, and steps beyond the table."""
    named_columns(table.headings, pmo.REQUIRED, row=table.header_row, faults=faults)
    others = Counter(heading for heading in table.headings if heading not in pmo.REQUIRED)
    for heading, times in others.items():
        if not heading:
            filled = [c for h, c in zip(table.headings, table.columns, strict=True) if not h and not c.blank.all()]
            if filled:
                faults.add(
                    table.header_row, "", "", "見出しのない列に値があります。見出しを付けるか、削除してください。"
                )
        elif times > 1:
            reason = f"列「{heading}」が{times}つあります。1つにしてください。"
            faults.add(table.header_row, heading, heading, reason)
        elif _STEP_HEADING.fullmatch(heading):
            reason = f"ステップは01〜{STEPS_PER_SYSTEM}です。手順書のステップの表と合わせてください。"
            faults.add(table.header_row, heading, heading, reason)
    return tuple(heading for heading in others if heading and heading not in pmo.OPTIONAL)


def _rows(
    table: ColumnTable, *, extra: tuple[str, ...], faults: SheetFaults, today: date
) -> tuple[str | None, pd.DataFrame]:
    """The month and the rows as stored, with a fault for whatever is wrong."""
    if not len(table.rows) and not faults:
        faults.add(None, "", "", "データの行が1行もありません。")
    keys = _keys(table, faults, today=today)
    vendor = table.read(pmo.VENDOR, parse_vendor_code, faults=faults)
    vendor_name = table.read(pmo.VENDOR_NAME, parse_label, faults=faults)
    check_vendor_names(table, vendor, vendor_name, faults)
    product = table.read(pmo.PRODUCT, parse_label, faults=faults)
    steps = step_texts(table, pmo.STEPS, faults=faults)
    planned = table.read(pmo.PLANNED, _iso_day, faults=faults)
    live = table.read(pmo.LIVE, _iso_day, faults=faults)
    mark = table.read(pmo.DESIGNATED, pmo.parse_mark, faults=faults)
    reason = table.read(pmo.REASON, pmo.parse_reason, faults=faults)
    due = table.read(pmo.DUE, _iso_day, faults=faults)
    designated_on = table.read(pmo.DESIGNATED_ON, _iso_day, faults=faults)
    for heading in (pmo.REASON, pmo.DUE, pmo.DESIGNATED_ON):
        check_designation(table, heading, mark, faults)
    entered = table.read(pmo.ENTERED, _iso_moment, faults=faults)
    check_days(table, live, entered, month=keys.month, faults=faults, today=today)
    assessment = table.read(pmo.ASSESSMENT, pmo.parse_assessment, faults=faults)
    successor = table.read(pmo.SUCCESSOR, parse_successor, faults=faults)
    platform = table.read(pmo.PLATFORM, pmo.parse_platform, faults=faults)
    rows = pd.DataFrame(
        {
            "body_code": keys.body.texts(),
            "business": keys.business.texts(),
            "vendor_code": vendor.texts(),
            "vendor_name": vendor_name.texts(),
            "product_name": product.texts(),
            "steps": steps,
            "planned_live_on": planned.texts(),
            "live_on": live.texts(),
            "is_designated": mark.codes >= 0,
            "designated_reason": reason.texts().astype("Int64"),
            "designated_due_on": due.texts(),
            "designated_on": designated_on.texts(),
            "entered_at": entered.texts(),
            "self_assessment": assessment.texts(),
            "successor_vendor_code": successor.texts(),
            "platform": platform.texts(),
            "extra": extra_texts(table, extra),
        }
    )
    wanted = {column.name: column.dtype for column in TABLES[SnapshotKind.PMO_REPORT]}
    ordered = rows[list(wanted)].astype(wanted)
    return keys.month, ordered.sort_values(["body_code", "business"], kind="stable", ignore_index=True)


def _keys(table: ColumnTable, faults: SheetFaults, *, today: date) -> _Keys:
    months = table.read(pmo.MONTH, parse_month, faults=faults, is_required=True)
    month = _one_month(table, months, faults, today=today)
    body = table.read(pmo.CODE, _body_code, faults=faults, is_required=True)
    business = table.read(pmo.BUSINESS, parse_business, faults=faults, is_required=True)
    reference = load_reference()
    prefectural = {one.id for one in reference.businesses if one.is_prefectural} | {COMMON_FUNCTION}
    prefectures = {one.code for one in reference.bodies if one.is_prefecture}
    is_prefecture = body.numbers(lambda code: code in prefectures, blank=0).astype(np.bool_)
    is_municipal = business.numbers(lambda one: one not in prefectural, blank=0).astype(np.bool_)
    words = "、".join(one.name for one in reference.businesses if one.is_prefectural)
    reason = f"都道府県の行です。都道府県の対象業務は{words}だけです。"
    table.fault(pmo.BUSINESS, is_prefecture & is_municipal, reason, faults=faults)
    check_repeated(table, body, business, faults)
    return _Keys(body, business, month)


def _one_month(table: ColumnTable, months: ParsedColumn[str], faults: SheetFaults, *, today: date) -> str | None:
    """The month most rows state; every other month is a fault, and a month in the future one for the file."""
    if not months.values:
        return None
    counts = np.bincount(months.codes[months.codes >= 0], minlength=len(months.values))
    main = int(counts.argmax())
    month = months.values[main]
    for code in np.flatnonzero(counts):
        if code != main:
            reason = f"1つのファイルに入れられるのは1か月分です（ほかの{counts[main]:,}行は{month}）。"
            table.fault(pmo.MONTH, months.codes == code, reason, faults=faults)
    if month > f"{today:%Y-%m}":
        first = int(table.rows[np.flatnonzero(months.codes == main)[0]])
        faults.add(first, pmo.MONTH, month, f"対象年月（{month}）が未来です（今日は{today.isoformat()}）。")
    return month


def _iso_day(cell: Cell) -> str:
    return parse_date(cell).isoformat()


def _iso_moment(cell: Cell) -> str:
    return parse_moment(cell).isoformat(timespec="seconds")


def _body_code(cell: Cell) -> str:
    return body_with_code(cell, is_six_digits=False).code

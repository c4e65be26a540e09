from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from data.model import SnapshotKind
from data.sources.templates import write_templates
from tests.data.sources.building import faults_of, read_one
from tests.data.sources.pmo_building import HEADINGS, as_csv, record


def filled(template: Path, sheet: str, *, rename: str, title: str, row: int, values: list[Any]) -> bytes:
    book = openpyxl.load_workbook(template)
    page = book[sheet]
    page.title = rename
    if title:
        page["A1"] = title
    for column, value in enumerate(values, start=1):
        page.cell(row, column).value = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_each_template_filled_with_one_row_is_read(tmp_path: Path) -> None:
    rates, listed, table, text, *_ = write_templates(tmp_path / "様式")
    progress = read_one(
        filled(
            rates,
            "令和N年M月_進捗状況",
            rename="令和8年1月_進捗状況",
            title="",
            row=3,
            values=["長野県", "長野市", 0.5, *[0.5] * 20],
        )
    )
    assert (progress.kind, progress.month, len(progress.rows)) == (SnapshotKind.MIC_PROGRESS, "2026-01", 20)
    designated = read_one(
        filled(
            listed,
            "結果一覧",
            rename="結果一覧",
            title="特定移行支援システムの該当見込み(令和7年12月末時点)",
            row=4,
            values=["202011", "長野県長野市", "中核市", *["●"] * 21],
        )
    )
    assert (designated.kind, designated.month, len(designated.rows)) == (SnapshotKind.DESIGNATED_LIST, "2025-12", 21)
    applies = read_one(
        filled(table, "対象業務", rename="対象業務", title="", row=2, values=["202011", "就学", "○", "令和6年度末"])
    )
    assert applies.rows.to_records(index=False).tolist() == [("20201", "school_enrolment", True, "2025-03-31")]
    lines = text.read_bytes() + "202011,就学,○,令和6年度末\r\n".encode()
    assert read_one(lines, name=text.name).rows.equals(applies.rows)


def test_each_template_of_the_operators_formats_filled_with_one_row_is_read(tmp_path: Path) -> None:
    sheet, text, columns, vendors, products, events = write_templates(tmp_path)[4:10]
    row = record(業務="就学", 特定移行="○", 事由="4")
    values = [row[heading] for heading in HEADINGS]
    expected = read_one(as_csv([row]), name="c.csv").rows
    assert read_one(filled(sheet, "月次報告", rename="月次報告", title="", row=2, values=values)).rows.equals(expected)
    line = ",".join(values) + "\r\n"
    assert read_one(text.read_bytes() + line.encode(), name=text.name).rows.equals(expected)
    empty = pq.read_table(columns)
    content = io.BytesIO()
    pq.write_table(pa.concat_tables([empty, pa.Table.from_pylist([row], schema=empty.schema)]), content)
    assert read_one(content.getvalue(), name=columns.name).rows.equals(expected)
    for path, kind, line in (
        (vendors, SnapshotKind.VENDORS, "A01,ベンダA01,大手"),
        (products, SnapshotKind.PRODUCTS, "A01,就学,2024-04-01,"),
        (events, SnapshotKind.VENDOR_EVENTS, "A01,2024-09-13,計画見直し,,,,"),
    ):
        snapshot = read_one(path.read_bytes() + f"{line}\r\n".encode(), name=path.name)
        assert (snapshot.kind, len(snapshot.rows)) == (kind, 1)


def test_an_empty_template_is_recognised_and_refused_for_being_empty(tmp_path: Path) -> None:
    for path in write_templates(tmp_path):
        assert any("もありません" in fault.reason for fault in faults_of(path.read_bytes(), name=path.name)), path.name


def test_the_templates_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_templates(tmp_path / "a")]
    second = [path.read_bytes() for path in write_templates(tmp_path / "b")]
    assert first == second


def test_a_template_csv_opens_in_excel_as_utf8(tmp_path: Path) -> None:
    text = write_templates(tmp_path)[3].read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    (fault,) = faults_of(text, name="対象業務_様式.csv")
    assert fault.row is None

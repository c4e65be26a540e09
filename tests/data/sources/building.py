"""Hand-made input files: small, and each wrong in exactly the way a test says."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.model import Snapshot
from data.sources import Fault, FaultyInput, read_source

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 2, 10)
RATES_SHEET = "令和8年1月_進捗状況"

MIC_BUSINESSES = [
    *("住民記録", "選挙人名簿管理", "固定資産税", "個人住民税", "法人住民税", "軽自動車税", "就学", "国民年金"),
    *("国民健康保険", "後期高齢者医療", "介護保険", "障害者福祉", "生活保護", "健康管理", "児童手当", "児童扶養手当"),
    *("子ども・子育て支援", "戸籍", "戸籍附票", "印鑑登録"),
]
"""The ministry's spellings in the ministry's order."""

LIST_BUSINESSES = [
    *("住民基本台帳", "印鑑登録", "戸籍", "戸籍の附票", "選挙人名簿管理", "個人住民税", "法人住民税", "固定資産税"),
    *("軽自動車税", "就学", "国民年金", "国民健康保険", "後期高齢者医療", "介護保険", "障害者福祉", "生活保護"),
    *("健康管理", "児童手当", "児童扶養手当", "子ども・子育て支援", "共通機能"),
]

Rows = list[list[Any]]


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """An xlsx file of these sheets and rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rates_rows() -> Rows:
    """Format A with three sound bodies in rows 3 to 5: all at 0.65, all at 1, half at 0.5 and half at 1."""
    return [
        ["都道府県", "市区町村", "完了率", "業務別完了率", *[None] * 19],
        [None, None, None, *MIC_BUSINESSES],
        ["北海道", "札幌市", 0.65, *[0.65] * 20],
        ["東京都", "府中市", 1, *[1] * 20],
        ["広島県", "府中市", 0.75, *[0.5] * 10, *[1] * 10],
    ]


def rates_file(rows: Rows, *, sheet: str = RATES_SHEET) -> bytes:
    """Format A with one sheet."""
    return workbook({sheet: rows})


def list_rows() -> Rows:
    """Format B with three sound bodies in rows 4 to 6: 2 systems, 共通機能 alone, and a prefecture with 1."""
    return [
        ["特定移行支援システムの該当見込み(令和7年12月末時点)"],
        [],
        ["団体コード", "自治体名", "自治体区分", *LIST_BUSINESSES],
        ["011002", "北海道札幌市", "指定都市", "●", "●", *[None] * 19],
        ["012025", "北海道函館市", "中核市", *[None] * 20, "●"],
        ["030007", "岩手県", "都道府県", *[None] * 18, "●", None, None],
    ]


def list_file(rows: Rows, *, sheet: str = "結果一覧") -> bytes:
    """Format B with one sheet."""
    return workbook({sheet: rows})


def table_text(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    """Format F as CSV with its header."""
    return "\r\n".join(["団体コード,業務,対象,適用日", *lines, ""]).encode(encoding)


def read_one(content: bytes, *, name: str = "入力.xlsx") -> Snapshot:
    """The single snapshot of a sound file."""
    (snapshot,) = read_source(content, name=name, today=TODAY)
    return snapshot


def faults_of(content: bytes, *, name: str = "入力.xlsx", today: date = TODAY) -> tuple[Fault, ...]:
    """The faults a file is refused with."""
    with pytest.raises(FaultyInput) as refused:
        read_source(content, name=name, today=today)
    assert refused.value.source_name == name
    return refused.value.faults


def places(faults: Sequence[Fault]) -> list[tuple[str, int | None, str, str]]:
    """Where the faults are and what stood there, without the reasons."""
    return [(fault.sheet, fault.row, fault.column, fault.value) for fault in faults]

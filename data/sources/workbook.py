"""Open an input file safely and hand out its sheets as plain rows.

The only place where a file's bytes are first touched. Excel goes through python-calamine after the archive has been
checked; text is utf-8 or cp932 and nothing else; Parquet comes as a table of columns. Whatever is wrong with the file
as such is a fault in Japanese.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import pyarrow as pa
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.sources.archive import UnsafeArchive, checked_parts, packed
from data.sources.faults import Fault, FaultyInput
from data.sources.parquet import MAGIC as PARQUET
from data.sources.parquet import parquet_table
from data.sources.sheet_xml import check_sizes, hidden_values, sheet_parts
from data.sources.values import Cell

MAX_FILE_BYTES: Final = 64 * 2**20
"""Largest file accepted as it lies on the disk."""

UNNAMED: Final = "（名前のないファイル）"
_ZIP: Final = b"PK\x03\x04"
_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_EXCEL_SUFFIXES: Final = (".xlsx", ".xlsm", ".xls")

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``rows[0]`` is sheet row 1. A text file is one sheet named ""."""

    name: str
    rows: tuple[Row, ...]


class SourceFile:
    """A checked, opened input file. Sheets are read when first asked for, hidden sheets never.

    A Parquet file has no sheets: its table is ``parquet``, which is None for every other file.
    """

    def __init__(self, name: str, content: bytes) -> None:
        """Check ``content``; raises FaultyInput when the file as such cannot be used."""
        self.name = name
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.is_text = not content.startswith((_ZIP, PARQUET))
        self.parquet: pa.Table | None = None
        self.sheet_names: tuple[str, ...] = ("",)
        self._sheets: dict[str, Sheet] = {}
        if self.is_text:
            self._refuse_known_binaries(content)
            self._sheets[""] = Sheet("", _text_rows(name, content))
        elif content.startswith(PARQUET):
            self.sheet_names = ()
            self.parquet = self._parquet(content)
        else:
            self._open_workbook(content)

    def sheet(self, name: str) -> Sheet:
        """Read one visible sheet by its exact name ("" for a text file)."""
        if name not in self._sheets:
            self._sheets[name] = Sheet(name, self._rows(name))
        return self._sheets[name]

    def refuse(self, reason: str, *, cause: BaseException | None = None) -> NoReturn:
        """Raise FaultyInput about the file as a whole."""
        raise FaultyInput(self.name, [Fault("", None, "", "", reason)]) from cause

    def _open_workbook(self, content: bytes) -> None:
        try:
            parts = checked_parts(content)
            check_sizes(parts)
            self._xml = sheet_parts(parts)
        except UnsafeArchive as error:
            self.refuse(str(error), cause=error)
        with self._guarded():
            self._workbook = CalamineWorkbook.from_filelike(packed(parts))
        self.sheet_names = tuple(
            sheet.name
            for sheet in self._workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        )

    def _parquet(self, content: bytes) -> pa.Table:
        try:
            return parquet_table(content)
        except UnsafeArchive as error:
            self.refuse(str(error), cause=error)

    def _rows(self, name: str) -> tuple[Row, ...]:
        with self._guarded():
            rows = self._workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for (row, column), text in sorted(hidden_values(self._xml.get(name, b"")).items()):
            rows.extend([] for _ in range(len(rows), row + 1))
            rows[row].extend([""] * (column + 1 - len(rows[row])))
            rows[row][column] = text
        return tuple(tuple(row) for row in rows)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn any failure of the spreadsheet library into a fault; a panic in it is not an Exception."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            self.refuse("Excel ブックとして読めません。Excel で開いて .xlsx 形式で保存し直してください。", cause=error)

    def _refuse_known_binaries(self, content: bytes) -> None:
        if not content.strip():
            self.refuse("ファイルが空です。内容のあるファイルを選んでください。")
        if content.startswith(_COMPOUND_FILE):
            if _ENCRYPTED_STREAM in content:
                self.refuse("パスワードで保護されています。保護を外して保存し直してください。")
            self.refuse("古い Excel 形式（.xls）です。Excel で開いて .xlsx 形式で保存し直してください。")
        if content.startswith(b"%PDF"):
            self.refuse("PDF ファイルです。公表ページから Excel（.xlsx）のファイルを入手してください。")
        if self.name.lower().endswith(_EXCEL_SUFFIXES):
            self.refuse("名前は Excel ですが、中身が Excel ブックではありません。正しいファイルを選んでください。")
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            self.refuse("文字コードが UTF-16 です。「CSV UTF-8（コンマ区切り）」で保存し直してください。")
        if b"\0" in content:
            self.refuse("Excel ブックでも CSV でもありません。正しいファイルを選んでください。")


def open_source(source: Path | bytes, *, name: str | None = None) -> SourceFile:
    """Open a file by path, or its bytes with the name the operator knows it by. Raises FaultyInput."""
    if isinstance(source, bytes):
        shown, content = name or UNNAMED, source
    else:
        shown = name or source.name
        content = _bytes_of(source, shown)
    if len(content) > MAX_FILE_BYTES:
        _refuse(shown, f"ファイルが大きすぎます（上限{MAX_FILE_BYTES // 2**20}MB）。正しいファイルか確かめてください。")
    return SourceFile(shown, content)


def _bytes_of(path: Path, shown: str) -> bytes:
    if not path.is_file():
        _refuse(shown, "ファイルがありません。場所と名前を確かめてください。")
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError:
        _refuse(shown, "ファイルを開けません。読み取りの権限と、ほかで開いていないかを確かめてください。")


def _refuse(name: str, reason: str) -> NoReturn:
    raise FaultyInput(name, [Fault("", None, "", "", reason)])


def _text_rows(name: str, content: bytes) -> tuple[Row, ...]:
    text = _decoded(name, content)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        rows.extend(tuple(row) for row in reader)
    except csv.Error:
        reason = 'CSV として読めません。引用符（"）の対応と区切りを確かめてください。'
        raise FaultyInput(name, [Fault("", len(rows) + 1, "", "", reason)]) from None
    return tuple(rows)


def _decoded(name: str, content: bytes) -> str:
    """The text as utf-8 or cp932; where neither fits, the encoding that got furthest names the first bad byte."""
    furthest: UnicodeDecodeError | None = None
    for encoding in ("utf-8-sig",) if content.startswith(_UTF8_MARK) else ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = error if furthest is None or error.start > furthest.start else furthest
    assert furthest is not None
    start = furthest.start + (len(_UTF8_MARK) if content.startswith(_UTF8_MARK) else 0)
    row = content.count(b"\n", 0, start) + 1
    reason = "文字コードが UTF-8 でもシフト JIS（cp932）でもありません。UTF-8 で保存し直してください。"
    raise FaultyInput(name, [Fault("", row, "", f"0x{content[start]:02x}", reason)])

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from data.sources import FaultyInput, read_source
from data.sources.archive import MAX_EXPANDED_BYTES, UnsafeArchive, checked_parts
from data.sources.workbook import open_source
from tests.data.sources.building import ROOT, TODAY, faults_of, rates_file, rates_rows, table_text

MEGABYTE = 2**20
SHEET_PART = "xl/worksheets/sheet1.xml"
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def reason_of(content: bytes, *, name: str = "入力.xlsx") -> str:
    (fault,) = faults_of(content, name=name)
    return fault.reason


def bomb(*, gigabytes: int) -> bytes:
    """An xlsx-shaped archive of about a megabyte per gigabyte, honest about its sizes.

    Written by hand from one repeated deflate block: compressing gigabytes would take a minute.
    """
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = compressor.compress(b"0" * MEGABYTE) + compressor.flush(zlib.Z_FULL_FLUSH)
    stream = block * 1024 + compressor.flush(zlib.Z_FINISH)
    body, directory = b"", b""
    for number in range(gigabytes):
        name = b"xl/worksheets/sheet%d.xml" % number
        shared = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, 0, len(stream), 1024 * MEGABYTE, len(name), 0)
        directory += b"PK\x01\x02\x14\x00" + shared + struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + shared + name + stream
    end = struct.pack("<HHHHLLH", 0, 0, gigabytes, gigabytes, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def with_declared_sizes(content: bytes, size: int) -> bytes:
    """The same archive whose central directory claims that every part has that size."""
    lying, position = bytearray(content), content.find(b"PK\x01\x02")
    while position >= 0:
        lying[position + 24 : position + 28] = struct.pack("<I", size)
        position = content.find(b"PK\x01\x02", position + 4)
    return bytes(lying)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same workbook with one part replaced or added."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(name, part)
    return changed.getvalue()


def sheet_xml(cells: bytes) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return head + cells + b"</sheetData></worksheet>"


SOUND = rates_file(rates_rows())


@pytest.mark.parametrize(
    ("content", "name", "fragment"),
    [
        (b"", "空.xlsx", "空です"),
        (b"\n \n", "空.csv", "空です"),
        (b"%PDF-1.7\n%\xe2\xe3", "進捗.xlsx", "PDF"),
        (COMPOUND_FILE, "進捗.xlsx", "古い Excel 形式"),
        (COMPOUND_FILE + "EncryptedPackage".encode("utf-16-le"), "進捗.xlsx", "パスワード"),
        (b"<html></html>", "進捗.xlsx", "中身が Excel ブックではありません"),
        ("団体コード".encode("utf-16"), "表.csv", "UTF-16"),
        (b"\x00\x01\x02", "表.csv", "Excel ブックでも CSV でもありません"),
        (b"name,value\n1,2\n", "表.csv", "読み取れる様式ではありません"),
        (SOUND[: len(SOUND) // 2], "進捗.xlsx", "途中で切れている"),
        (SOUND[:-10], "進捗.xlsx", "途中で切れている"),
        (SOUND[:4], "進捗.xlsx", "途中で切れている"),
    ],
)
def test_a_file_that_cannot_be_used_as_such_is_one_plain_fault(content: bytes, name: str, fragment: str) -> None:
    assert fragment in reason_of(content, name=name)


def test_every_truncation_is_a_fault_and_nothing_else() -> None:
    for length in range(0, len(SOUND), 97):
        assert len(faults_of(SOUND[:length])) == 1


def test_damage_anywhere_is_a_fault_or_leaves_the_rows_as_they_were() -> None:
    sound = read_source(SOUND, today=TODAY)[0].rows
    for position in range(0, len(SOUND), 53):
        damaged = bytearray(SOUND)
        damaged[position] ^= 0xFF
        try:
            rows = read_source(bytes(damaged), name="進捗.xlsx", today=TODAY)[0].rows
        except FaultyInput:
            continue
        assert rows.equals(sound), position


def test_a_missing_file_a_folder_and_a_file_too_large_are_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (tmp_path / "ない.xlsx", tmp_path):
        with pytest.raises(FaultyInput, match="ファイルがありません"):
            open_source(path)
    monkeypatch.setattr("data.sources.workbook.MAX_FILE_BYTES", 10)
    (tmp_path / "大.csv").write_bytes(b"0" * 11)
    with pytest.raises(FaultyInput, match="大きすぎます"):
        open_source(tmp_path / "大.csv")


MEASURE = """
import re, sys, time
from pathlib import Path
from data.sources import FaultyInput, read_source

def peak_megabytes():
    # ru_maxrss would start at the parent's peak: it survives fork and exec.
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024

content = Path(sys.argv[1]).read_bytes()
before, started = peak_megabytes(), time.process_time()
try:
    read_source(content, name="爆弾.xlsx")
except FaultyInput as refused:
    taken = time.process_time() - started
    print(taken, peak_megabytes() - before, refused.faults[0].reason)
"""


def measured_refusal(content: bytes, folder: Path) -> tuple[float, float, str]:
    """CPU seconds (a busy machine must not decide), growth of the peak RSS in MB and the reason, in a fresh process."""
    path = folder / "爆弾.xlsx"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", MEASURE, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    seconds, megabytes, reason = done.stdout.split(maxsplit=2)
    return float(seconds), float(megabytes), reason


def lying_bomb() -> bytes:
    return with_declared_sizes(bomb(gigabytes=4), 1_000)


def cheating_bomb() -> bytes:
    """Declares sizes that together just pass, and holds more."""
    return with_declared_sizes(bomb(gigabytes=2), MAX_EXPANDED_BYTES // 2 - 1)


def crowded_sheet() -> bytes:
    """Under the size cap, but twelve million cells."""
    cells = b'<c r="A1"/>' * ((MAX_EXPANDED_BYTES - MEGABYTE) // 11)
    return with_part(SOUND, SHEET_PART, sheet_xml(cells))


def sprawling_sheet() -> bytes:
    """Two cells that span seventeen thousand million."""
    row = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_part(SOUND, SHEET_PART, sheet_xml(row))


def sprawling_unnamed_cells() -> bytes:
    """The same without cell references, which spreadsheet readers count up by themselves."""
    row = b"<row>" + b"<c><v>1</v></c>" * 16_000 + b'</row><row r="1048576"><c><v>1</v></c></row>'
    return with_part(SOUND, SHEET_PART, sheet_xml(row))


def repeated_text() -> bytes:
    """One shared string of a megabyte that a hundred thousand cells point to."""
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    content = with_part(SOUND, "xl/sharedStrings.xml", strings + b"x" * MEGABYTE + b"</t></si></sst>")
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, 100_001))
    return with_part(content, SHEET_PART, sheet_xml(cells))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from Linux's /proc")
@pytest.mark.parametrize(
    ("build", "fragment"),
    [
        (lambda: bomb(gigabytes=10), "圧縮ファイル"),
        (lying_bomb, "圧縮ファイル"),
        (cheating_bomb, "圧縮ファイル"),
        (crowded_sheet, "範囲が大きすぎます"),
        (sprawling_sheet, "範囲が大きすぎます"),
        (sprawling_unnamed_cells, "範囲が大きすぎます"),
        (repeated_text, "範囲が大きすぎます"),
    ],
    ids=["honest", "lying", "cheating", "crowded", "sprawling", "sprawling-unnamed", "repeated-text"],
)
def test_a_bomb_is_refused_quickly_in_little_memory(build: Callable[[], bytes], fragment: str, tmp_path: Path) -> None:
    seconds, megabytes, reason = measured_refusal(build(), tmp_path)
    print(f"{seconds:.2f} s, {megabytes:.0f} MB: {reason}")
    assert fragment in reason
    assert seconds <= 2
    assert megabytes < 200


def test_many_tiny_parts_are_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(2_100):
            archive.writestr(f"xl/{number}.xml", b"")
    assert "圧縮ファイル" in reason_of(content.getvalue())


def test_an_encrypted_part_and_a_foreign_archive_are_refused() -> None:
    encrypted, position = bytearray(SOUND), SOUND.find(b"PK\x01\x02")
    encrypted[position + 8] |= 1
    assert "パスワード" in reason_of(bytes(encrypted))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", b"<office/>")
    assert ".xlsx" in reason_of(content.getvalue())


@pytest.mark.parametrize("part", [b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>", "<workbook/>".encode("utf-16")])
def test_xml_that_expands_or_hides_is_refused(part: bytes) -> None:
    with pytest.raises(UnsafeArchive):
        checked_parts(with_part(SOUND, "xl/workbook.xml", part))


def test_a_text_that_is_neither_utf8_nor_cp932_names_the_row_of_the_first_bad_byte() -> None:
    content = table_text("011002,就学,○,2025-04-01", encoding="utf-8") + b"012025,\xff\xfe,\n"
    (fault,) = faults_of(content, name="表.csv")
    assert (fault.row, fault.value) == (3, "0xff")
    marked = b"\xef\xbb\xbf" + content
    (fault,) = faults_of(marked, name="表.csv")
    assert (fault.row, fault.value) == (3, "0xff")


def test_cp932_with_the_characters_of_real_names_is_read() -> None:
    content = "団体コード,業務,対象,適用日\r\n# 髙﨑①\r\n髙﨑①,就学,○,2025-04-01\r\n".encode("cp932")
    (fault,) = faults_of(content, name="表.csv")
    assert (fault.row, fault.column, fault.value) == (3, "団体コード", "髙﨑①")


def test_an_open_quote_is_a_fault_not_a_swallowed_file() -> None:
    content = table_text('011002,"就学,○,2025-04-01', "012025,就学,○,2025-04-01")
    assert "CSV として読めません" in reason_of(content, name="表.csv")


def test_hidden_sheets_are_not_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(SOUND))
    old = book.copy_worksheet(book.worksheets[0])
    old.title, old.sheet_state = "令和7年12月_進捗状況", "hidden"
    content = io.BytesIO()
    book.save(content)
    assert [snapshot.month for snapshot in read_source(content.getvalue(), today=TODAY)] == ["2026-01"]


def test_row_numbers_are_those_of_the_sheet_although_its_top_is_empty() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["C5"] = "値"
    content = io.BytesIO()
    book.save(content)
    rows = open_source(content.getvalue()).sheet("Sheet").rows
    assert len(rows) == 5
    assert rows[4] == ("", "", "値")


def test_a_formula_that_yields_an_empty_text_is_a_blank() -> None:
    cells = (
        b'<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>9</f></c></row>'
    )
    source = open_source(with_part(SOUND, SHEET_PART, sheet_xml(cells)))
    assert source.sheet(source.sheet_names[0]).rows[0] == ("", 2.0, "=9")


def test_error_cells_keep_their_word_even_where_it_is_missing() -> None:
    cells = (
        b'<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1" t="e"></c><c r="C1" t="e"/>'
        b'<c r="D1"><v>4</v></c></row>'
    )
    source = open_source(with_part(SOUND, SHEET_PART, sheet_xml(cells)))
    assert source.sheet(source.sheet_names[0]).rows[0] == ("#DIV/0!", "#ERROR", "#ERROR", 4.0)

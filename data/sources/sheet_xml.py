"""Look at a workbook's XML before and beside the spreadsheet library.

Two things the library does not do: refuse a sheet whose few cells span an absurd area (it allocates the whole
rectangle), and tell an error or an uncalculated formula from an empty cell (it returns "" for both, which would
silently become 未報告).
"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.etree import ElementTree

from data.sources.archive import UnsafeArchive

MAX_CELLS: Final = 4_000_000
"""Largest area (rows × columns) of all sheets together; a month of all systems with 60 columns needs 2.2 million."""

_OTHER_TAGS: Final = 10_000
"""Allowance for tags that merely begin like a cell's (<cols>, <col>)."""

_WINDOW_BYTES: Final = 2**22

MAX_TEXT_BYTES: Final = 2**29
"""Largest text of all cells together once the shared strings are written out."""

_TAG: Final = rb"<(?:\w+:)?"
_CELL: Final = re.compile(_TAG + rb"c[\s/>]")
_ROW: Final = re.compile(_TAG + rb"row[\s/>]")
_REFERENCE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*[0-9]*)["']""")
_DIGITS: Final = b"0123456789"
_LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_STRING: Final = re.compile(_TAG + rb"si[\s/>]")
_INDEX: Final = re.compile(_TAG + rb"v[^>]*>\s*([0-9]+)")
_ERROR: Final = re.compile(
    _TAG + rb"""c(?=\s)([^<>]*\st\s*=\s*["']e["'][^<>]*?)(?:/>|>((?:(?!</(?:\w+:)?c>).)*))""", re.DOTALL
)
_ERROR_TEXT: Final = re.compile(_TAG + rb"v[^>]*>([^<]*)<")
_UNCALCULATED: Final = re.compile(
    _TAG + rb"c(\s[^<>]*)>\s*" + _TAG + rb"f(?:\s[^<>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TEXT_RESULT: Final = re.compile(rb"""\st\s*=\s*["']str["']""")
_TOO_LARGE: Final = (
    "シートの範囲が大きすぎます。離れた場所に不要な値がないか確かめ、使う行と列だけにして保存し直してください。"
)


def check_sizes(parts: dict[str, bytes]) -> None:
    """Refuse a workbook whose sheets would not fit in memory. Raises UnsafeArchive."""
    sheets = [part for part in parts.values() if b"sheetData" in part]
    strings = b"".join(part for name, part in parts.items() if name.lower() == "xl/sharedstrings.xml")
    cells = sum(sheet.count(b"<c") + sheet.count(b":c") for sheet in sheets)
    rows = sum(sheet.count(b"<row") + sheet.count(b":row") for sheet in sheets)
    texts = strings.count(b"<si") + strings.count(b":si")
    named = sum(sheet.count(b"r=") for sheet in sheets) // 2
    if max(cells, rows, texts, named) > MAX_CELLS + _OTHER_TAGS:
        raise UnsafeArchive(_TOO_LARGE)
    if sum(_area(sheet) for sheet in sheets) > MAX_CELLS or _text_bytes(strings, sheets, cells) > MAX_TEXT_BYTES:
        raise UnsafeArchive(_TOO_LARGE)


def sheet_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The XML of each sheet, by sheet name as shown on its tab. Raises UnsafeArchive when the parts do not fit."""
    try:
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in ElementTree.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
        }
        names = {
            sheet.get("name", ""): next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            for sheet in ElementTree.fromstring(parts["xl/workbook.xml"]).iter()
            if sheet.tag.rpartition("}")[2] == "sheet"
        }
    except ElementTree.ParseError as error:
        raise UnsafeArchive("Excel ブックの構成が壊れています。Excel で開いて保存し直してください。") from error
    return {
        name: parts.get(posixpath.normpath(posixpath.join("/xl", targets.get(relation, "")))[1:], b"")
        for name, relation in names.items()
    }


def hidden_values(sheet: bytes) -> dict[tuple[int, int], str]:
    """Cells that only look empty, by 0-based (row, column): error values (#N/A) and formulas never calculated."""
    found: dict[tuple[int, int], str] = {}
    # Nearly every sheet has neither, and finding a byte string is ten times quicker than trying the patterns.
    has_errors = any(mark in sheet for mark in (b'"e"', b"'e'", b"\"e'", b"'e\""))
    has_formulas = b"<f" in sheet or b":f" in sheet
    for match in _ERROR.finditer(sheet) if has_errors else ():
        if place := _place(match[1]):
            text = _ERROR_TEXT.search(match[2] or b"")
            found[place] = text[1].decode("utf-8", "replace").strip() if text else "#ERROR"
    for match in _UNCALCULATED.finditer(sheet) if has_formulas else ():
        if (place := _place(match[1])) and not _TEXT_RESULT.search(match[1]):
            found[place] = "=" + (match[2] or b"").decode("utf-8", "replace")
    return found


def _area(sheet: bytes) -> int:
    letters_seen: set[bytes] = set()
    digits_seen: set[bytes] = set()
    named = references = 0
    for window in _windows(sheet):
        found = _REFERENCE.findall(window)
        joined = b",".join(found)
        letters = joined.translate(None, _DIGITS).split(b",") if found else []
        letters_seen.update(letters)
        digits_seen.update(joined.translate(None, _LETTERS).split(b","))
        references += len(letters)
        named += len(letters) - letters.count(b"")
    rows = max((int(digits[:12] or b"0") for digits in digits_seen), default=0)
    columns = max((_column_number(letters[:6]) for letters in letters_seen), default=0)
    # Counting bytes is quick and never too low: the patterns are tried only where it leaves a doubt.
    at_most_cells = sheet.count(b"<c") + sheet.count(b":c") - sheet.count(b"<col")
    if at_most_cells > named and sum(1 for _ in _CELL.finditer(sheet)) > named:
        columns += _most_cells_in_a_row(sheet)
    if sheet.count(b"<row") + sheet.count(b":row") > references - named:
        row_tags = sum(1 for _ in _ROW.finditer(sheet))
        rows += row_tags if row_tags > references - named else 0
    return rows * columns


def _most_cells_in_a_row(sheet: bytes) -> int:
    most = start = 0
    for found in _ROW.finditer(sheet):
        most = max(most, sheet.count(b"<c", start, found.start()) + sheet.count(b":c", start, found.start()))
        start = found.start()
    return max(most, sheet.count(b"<c", start) + sheet.count(b":c", start))


def _text_bytes(strings: bytes, sheets: list[bytes], cells: int) -> int:
    """At most how many bytes the cells hold once each has its own copy of the shared string it points to."""
    starts = array("q", (found.start() for found in _STRING.finditer(strings)))
    starts.append(len(strings))
    rough = cells * max((after - before for before, after in pairwise(starts)), default=0)
    if rough <= MAX_TEXT_BYTES:
        return rough
    uses: Counter[int] = Counter()
    for window in (window for sheet in sheets for window in _windows(sheet)):
        uses.update(int(index) for index in _INDEX.findall(window) if len(index) < 8)
    return sum((starts[index + 1] - starts[index]) * times for index, times in uses.items() if index + 1 < len(starts))


def _windows(sheet: bytes) -> Iterator[bytes]:
    """Pieces of the XML, cut between tags: lists of all matches in one piece stay small."""
    start = 0
    while start < len(sheet):
        cut = sheet.find(b"<", start + _WINDOW_BYTES)
        stop = len(sheet) if cut < 0 else cut
        yield sheet[start:stop]
        start = stop


def _place(attributes: bytes) -> tuple[int, int] | None:
    reference = _REFERENCE.search(attributes)
    if reference is None:
        return None
    letters = reference[1].rstrip(b"0123456789")
    digits = reference[1][len(letters) :]
    return (int(digits) - 1, _column_number(letters) - 1) if letters and digits else None


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number

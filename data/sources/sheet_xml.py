"""Look at a workbook's XML before and beside the spreadsheet library.

Two things the library does not do: refuse a sheet whose few cells span an absurd area (it allocates the whole
rectangle), and tell an error or an uncalculated formula from an empty cell (it returns "" for both, which would
silently become 未報告).
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from itertools import pairwise
from typing import Final
from xml.etree import ElementTree

from data.sources.archive import UnsafeArchive

MAX_CELLS: Final = 6_000_000
"""Largest area (rows × columns) of all sheets together; a month of all systems with 60 columns needs 2.2 million."""

MAX_TEXT_BYTES: Final = 2**29
"""Largest text of all cells together once the shared strings are written out."""

_TAG: Final = rb"<(?:\w+:)?"
_CELL: Final = re.compile(_TAG + rb"c[\s/>]")
_ROW: Final = re.compile(_TAG + rb"row[\s/>]")
_REFERENCE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*[0-9]*)["']""")
_STRING: Final = re.compile(_TAG + rb"si[\s/>]")
_INDEX: Final = re.compile(_TAG + rb"v[^>]*>\s*([0-9]+)")
_ERROR: Final = re.compile(
    _TAG + rb"""c(?=[\s])([^<>]*\st\s*=\s*["']e["'][^<>]*)(?:/>|>(?:.*?)""" + _TAG + rb"""v[^>]*>([^<]*)<)""", re.DOTALL
)
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
    if sum(sheet.count(b"<c") + sheet.count(b":c") for sheet in sheets) > 2 * MAX_CELLS:
        raise UnsafeArchive(_TOO_LARGE)
    if sum(_area(sheet) for sheet in sheets) > MAX_CELLS:
        raise UnsafeArchive(_TOO_LARGE)
    strings = next((part for name, part in parts.items() if name.lower() == "xl/sharedstrings.xml"), b"")
    starts = [found.start() for found in _STRING.finditer(strings)] + [len(strings)]
    lengths = [after - before for before, after in pairwise(starts)]
    cells = sum(sheet.count(b"<c") + sheet.count(b":c") for sheet in sheets)
    if cells * max(lengths, default=0) > MAX_TEXT_BYTES:
        uses = Counter(int(index) for sheet in sheets for index in _INDEX.findall(sheet) if len(index) < 8)
        if sum(lengths[index] * times for index, times in uses.items() if index < len(lengths)) > MAX_TEXT_BYTES:
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
    for match in _ERROR.finditer(sheet):
        if place := _place(match[1]):
            found[place] = (match[2] or b"").decode("utf-8", "replace").strip() or "#ERROR"
    for match in _UNCALCULATED.finditer(sheet):
        if (place := _place(match[1])) and not _TEXT_RESULT.search(match[1]):
            found[place] = "=" + (match[2] or b"").decode("utf-8", "replace")
    return found


def _area(sheet: bytes) -> int:
    references = Counter(_REFERENCE.findall(sheet))
    rows = columns = named = 0
    for reference, times in references.items():
        letters = reference.rstrip(b"0123456789")
        digits = reference[len(letters) :]
        rows = max(rows, int(digits[:12] or b"0"))
        columns = max(columns, _column_number(letters[:6]))
        named += times if letters else 0
    cells = len(_CELL.findall(sheet))
    if cells > named:
        columns += max(row.count(b"<c") + row.count(b":c") for row in _ROW.split(sheet))
    if len(_ROW.findall(sheet)) > sum(references.values()) - named:
        rows += len(_ROW.findall(sheet))
    return rows * columns


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

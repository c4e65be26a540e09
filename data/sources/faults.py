"""What is wrong with an input file, said so that the person holding the file can mend it.

Every reader collects faults and raises them together; nothing is stored while one remains. The
words of a fault are Japanese because an operator, not a programmer, reads them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

FAULT_COLUMNS: Final = ("シート", "行", "列", "値", "理由")
"""Header of the fault list, in the order of :class:`Fault`'s fields."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: where it is (1-based sheet row, header text), what stood there and why it is wrong.

    ``sheet`` is "" for a text file; ``row`` is None when the fault concerns the whole sheet or file.
    """

    sheet: str
    row: int | None
    column: str
    value: str
    reason: str


class FaultyInput(Exception):
    """An input file was refused; carries every fault found in it, in sheet-row order."""

    def __init__(self, source_name: str, faults: Iterable[Fault]) -> None:
        """Keep the file's name as the operator knows it and its faults (at least one)."""
        self.source_name: str = source_name
        self.faults: tuple[Fault, ...] = tuple(faults)
        if not self.faults:
            raise ValueError("a refused input needs at least one fault")
        super().__init__(source_name, self.faults)

    def __str__(self) -> str:
        """Say which file was refused, the first fault and how many there are."""
        first = self.faults[0]
        place = "、".join(
            part
            for part in (
                f"シート「{first.sheet}」" if first.sheet else "",
                f"{first.row}行目" if first.row is not None else "",
                f"「{first.column}」列" if first.column else "",
            )
            if part
        )
        more = f"（ほか{len(self.faults) - 1:,}件）" if len(self.faults) > 1 else ""
        return f"{self.source_name}：{place + '：' if place else ''}{first.reason}{more}"


def faults_csv(error_or_faults: FaultyInput | Iterable[Fault]) -> bytes:
    """Write faults as a CSV for Excel (utf-8 with BOM, CRLF): シート,行,列,値,理由.

    A cell that a spreadsheet would run as a formula is preceded by an apostrophe, because the values
    come from a file nobody has checked.

    >>> faults_csv([Fault("表", 3, "完了率", "=1+1", "率ではありません。")]).decode("utf-8-sig").splitlines()
    ['シート,行,列,値,理由', "表,3,完了率,'=1+1,率ではありません。"]
    """
    faults = error_or_faults.faults if isinstance(error_or_faults, FaultyInput) else tuple(error_or_faults)
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(FAULT_COLUMNS)
    for fault in faults:
        row = "" if fault.row is None else str(fault.row)
        writer.writerow([_inert(cell) for cell in (fault.sheet, row, fault.column, fault.value, fault.reason)])
    return lines.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(_FORMULA_STARTS) else cell


class SheetFaults:
    """Collects the faults of one sheet in the order they are met; :meth:`in_row_order` is what a reader raises."""

    def __init__(self, sheet: str) -> None:
        """Start an empty list for the sheet of that name ("" for a text file)."""
        self.sheet = sheet
        self._faults: list[Fault] = []

    def add(self, row: int | None, column: str, value: str, reason: str) -> None:
        """Note one fault; arguments as the fields of :class:`Fault`."""
        self._faults.append(Fault(self.sheet, row, column, value, reason))

    def in_row_order(self) -> tuple[Fault, ...]:
        """The faults from the top of the sheet down; those of the whole sheet first."""
        return tuple(sorted(self._faults, key=lambda fault: fault.row or 0))

    def __bool__(self) -> bool:
        """Whether anything is wrong so far."""
        return bool(self._faults)

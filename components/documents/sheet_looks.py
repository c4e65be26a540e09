"""What every sheet of a hand-out's workbook has in common: its looks, its first lines, its paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from components.documents.pack import Cell, Pack, columns_of
from components.documents.table_files import FORMULA_STARTS, TableColumn
from components.theme import BAD_GROUND, BAD_TEXT, BLUE, BORDER, GREY, KEY, TEXT_MUTED, WARNING_GROUND, WHITE

LINE_PT: Final = 18
NUMBER_FORMATS: Final = {"text": "@", "count": "#,##0", "share": "0.0%", "points": "+0.0;-0.0;0.0"}
_TONES: Final[dict[str, dict[str, object]]] = {
    "late": {"bg_color": BAD_GROUND, "font_color": BAD_TEXT, "bold": True},
    "caution": {"bg_color": WARNING_GROUND},
    "good": {"bg_color": BLUE[50]},
    "quiet": {"bg_color": GREY[50], "font_color": TEXT_MUTED},
}
_A4: Final = 9
_TITLE_PT: Final = 27
_NOTE_COLUMNS: Final = 130
"""Half-width letters of a line of a note, where its sheet is as wide."""
_MARGINS_IN: Final = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}


class SheetLooks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        """Begin with the looks that every sheet has."""
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}
        self.title = self.of(bold=True, font_size=16, font_color=KEY)
        self.heading = self.of(bold=True, font_size=12, font_color=KEY)
        self.alert = self.of(bold=True, bg_color=WARNING_GROUND)
        self.plain = self.of(text_wrap=True, valign="top")
        self.bold = self.of(bold=True, valign="top")
        self.note = self.of(font_color=TEXT_MUTED)
        self.wrapped_note = self.of(font_color=TEXT_MUTED, text_wrap=True, valign="top")
        self.head = self.of(
            bold=True, font_color=WHITE, bg_color=KEY, border=1, border_color=BORDER, text_wrap=True, valign="top"
        )

    def of(self, **look: object) -> Any:
        """The format of a look; text that begins like a formula is kept as text also when its cell is edited."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def cell(self, column: TableColumn, value: Cell, *, is_wrapped: bool) -> Any:
        """The format of a table's cell."""
        look: dict[str, object] = {"num_format": NUMBER_FORMATS[column.kind], "border": 1, "border_color": BORDER}
        look["valign"] = "top"
        if column.is_heading:
            look["bg_color"] = BLUE[50]
        if isinstance(value, str) and value.startswith(FORMULA_STARTS):
            look["quote_prefix"] = True
        if is_wrapped:
            look["text_wrap"] = True
        return self.of(**look)

    def tone(self, name: str) -> Any:
        """The format a conditional mark lays over a cell."""
        return self.of(**_TONES[name])


def sheet_top(
    sheet: Any, pack: Pack, *, title: str, note: str = "", widths: Sequence[int] = (), looks: SheetLooks
) -> int:
    """Write what every sheet begins with; returns the first free row. ``widths`` are those of its columns."""
    row = 0
    if pack.demo:
        sheet.write_string(row, 0, pack.demo, looks.alert)
        row += 1
    sheet.write_string(row, 0, title, looks.title)
    sheet.set_row(row, _TITLE_PT)
    sheet.write_string(row + 1, 0, f"{pack.place} {pack.as_of} {pack.received}".strip(), looks.note)
    row += 2
    if note:
        write_note(sheet, note, row=row, widths=widths, looks=looks)
        row += 1
    sheet.set_paper(_A4)
    sheet.set_margins(**_MARGINS_IN)
    sheet.set_footer(f"&L{_footer(pack.demo)}&R&P / &N")
    return row + 1


def write_note(sheet: Any, note: str, *, row: int, widths: Sequence[int], looks: SheetLooks) -> None:
    """Write a note over the columns of its sheet, on as many lines as it takes, so that it does not widen the print."""
    across = next((at for at in range(len(widths)) if sum(widths[: at + 1]) >= _NOTE_COLUMNS), len(widths) - 1)
    if across > 0:
        sheet.merge_range(row, 0, row, across, "", looks.wrapped_note)
    sheet.write_string(row, 0, note, looks.wrapped_note if widths else looks.note)
    if widths:
        sheet.set_row(row, LINE_PT * (1 + columns_of(note) // max(1, sum(widths[: across + 1]) - 2)))


def _footer(words: str) -> str:
    return words.replace("&", "&&")

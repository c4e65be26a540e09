"""A hand-out, finished for reading: words, tables, charts and a map, before it becomes a PDF, slides or a workbook.

All three files are written from this one record, so that they cannot tell different figures. Numbers in tables and
charts are numbers; ``cell_words`` writes them as the pages do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from unicodedata import east_asian_width

from components.documents.table_files import ColumnKind, TableColumn
from components.text import Text
from components.theme import TEXT, WHITE, contrast

Cell = str | int | float | None
"""A value of a table; None = unknown, never 0."""
Tone = Literal["", "late", "caution", "good", "quiet"]

_READABLE: Final = 4.5
_ONLY_OVER: Final = ("overdue_months",)
"""Months before a date are no 目安超過: they stay blank."""


@dataclass(frozen=True, slots=True)
class PackCard:
    """A key figure: its value with unit, the denominator behind it, and what it is read against."""

    title: str
    value: str
    detail: str
    comparisons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackTable:
    """A table: ``rows`` hold a cell per column; ``shown`` names the columns of page and slide, the workbook has all.

    ``tones`` gives the words of a text column that are marked, with how.
    """

    id: str
    title: str
    note: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shown: tuple[str, ...]
    tones: tuple[tuple[str, Tone], ...] = ()

    def short(self) -> tuple[tuple[TableColumn, ...], tuple[tuple[Cell, ...], ...]]:
        """Columns and rows as page and slide show them.

        >>> columns = (TableColumn("code", "コード"), TableColumn("name", "名称"))
        >>> table = PackTable("one", "表", "", columns, (("20201", "長野市"),), shown=("name",))
        >>> [column.label for column in table.short()[0]], table.short()[1]
        (['名称'], (('長野市',),))
        """
        places = [place for place, column in enumerate(self.columns) if column.name in self.shown]
        return (
            tuple(self.columns[place] for place in places),
            tuple(tuple(row[place] for place in places) for row in self.rows),
        )

    def tone(self, cell: Cell) -> Tone:
        """How a cell is marked."""
        return dict(self.tones).get(cell, "") if isinstance(cell, str) else ""


@dataclass(frozen=True, slots=True)
class PackSeries:
    """One colour of a chart (``fill``, #rrggbb) with its number per category; hatched where it means 未報告."""

    name: str
    fill: str
    values: tuple[int, ...]
    is_hatched: bool = False


@dataclass(frozen=True, slots=True)
class PackChart:
    """Stacked bars: ``is_horizontal`` for few long categories, upright for months; ``summary`` says it in words."""

    id: str
    title: str
    summary: str
    categories: tuple[str, ...]
    series: tuple[PackSeries, ...]
    is_horizontal: bool

    def totals(self) -> tuple[int, ...]:
        """The length of each bar."""
        return tuple(sum(one.values[at] for one in self.series) for at in range(len(self.categories)))


@dataclass(frozen=True, slots=True)
class PackClass:
    """One entry of the map's legend and the number of its regions."""

    label: str
    fill: str
    is_hatched: bool
    regions: int


@dataclass(frozen=True, slots=True)
class PackRegion:
    """One region of the map: its name, SVG path and the place of its class in the legend."""

    name: str
    path: str
    kind: int


@dataclass(frozen=True, slots=True)
class PackMap:
    """The map: regions, frame lines, legend; ``summary`` says it in words."""

    title: str
    summary: str
    credit: str
    width: float
    height: float
    regions: tuple[PackRegion, ...]
    lines: tuple[str, ...]
    legend: tuple[PackClass, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole hand-out. ``demo`` is empty for real data, else it stands on every page.

    ``meeting``: what it was made for as (label, words), empty for no meeting; ``map`` None: not wanted.
    ``own_rules`` says which of its words are this dashboard's own; ``definitions`` are (name, rule).
    """

    title: str
    place: str
    as_of: str
    received: str
    demo: str
    meeting: tuple[tuple[str, str], ...]
    summary_title: str
    summary: tuple[str, ...]
    cards: tuple[PackCard, ...]
    map: PackMap | None
    charts: tuple[PackChart, ...]
    tables: tuple[PackTable, ...]
    own_rules: str
    definitions_title: str
    definitions: tuple[tuple[str, str], ...]
    sources_title: str
    sources: tuple[str, ...]

    def foot(self) -> str:
        """What stands at the foot of every page and slide: the first source, and whose map it is."""
        credit = () if self.map is None else (self.map.credit,)
        return "　".join(dict.fromkeys((*self.sources[:1], *credit)))


def columns_of(words: str) -> int:
    """How wide words are, in half-width characters.

    >>> columns_of("2月"), columns_of("▲ 遅延")
    (3, 7)
    """
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in words)


def cell_words(cell: Cell, column: TableColumn, *, text: Text) -> str:
    """Write a cell of page or slide.

    >>> ja = Text("ja")
    >>> [cell_words(one, TableColumn("rate", "率", kind="share"), text=ja) for one in (0.8157, None)]
    ['81.6%', '—']
    >>> cell_words(-3, TableColumn("overdue_months", "目安超過（月）", kind="count"), text=ja)
    ''
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return text("unknown")
    if is_before(cell, column):
        return ""
    return number_words(cell, column.kind, text=text)


def is_before(cell: Cell, column: TableColumn) -> bool:
    """Whether a number of months tells that nothing is over its date, and so stays blank in every file."""
    return column.name in _ONLY_OVER and isinstance(cell, int | float) and cell <= 0


def label_ink(fill: str) -> str:
    """The colour of a number on a bar: white where that can be read, else that of text.

    >>> label_ink("#0017c1") == WHITE, label_ink("#f2f2f2") == TEXT
    (True, True)
    """
    return WHITE if contrast(WHITE, fill) >= _READABLE else TEXT


def number_words(number: int | float, kind: ColumnKind, *, text: Text) -> str:
    """Write a number as its kind is written on the pages; points without their unit, which the heading names."""
    if kind == "share":
        return text.percent(float(number))
    if kind == "points":
        return text.points_number(float(number))
    return text.count(int(number))

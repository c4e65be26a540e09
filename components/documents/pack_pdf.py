"""A hand-out as a tagged PDF on A4: its words go to the typesetter as data, so that none of them is ever markup.

The same hand-out gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from components.documents.font_letters import drawable, letters_of
from components.documents.headings import phrases
from components.documents.map_drawing import map_svg
from components.documents.pack import Cell, Pack, PackChart, PackClass, PackMap, PackTable, cell_words, columns_of
from components.documents.pack_fonts import FAMILY, font_files
from components.documents.table_files import TableColumn
from components.text import Text
from components.theme import (
    BAD_GROUND,
    BAD_TEXT,
    BLUE,
    BORDER,
    GREY,
    KEY,
    SURFACE,
    TEXT,
    TEXT_MUTED,
    UNREPORTED_MARK,
    WARNING_GROUND,
)

_TEMPLATE: Final = Path(__file__).with_name("pack.typ")
_COLOURS: Final = {
    "text": TEXT,
    "muted": TEXT_MUTED,
    "key": KEY,
    "bad": BAD_TEXT,
    "bad_ground": BAD_GROUND,
    "warning_ground": WARNING_GROUND,
    "good_ground": BLUE[50],
    "quiet_ground": GREY[50],
    "surface": SURFACE,
    "border": BORDER,
    "hatch": UNREPORTED_MARK,
}
_FIRST_PAGE: Final = ("milestones",)
_MOST_ROWS: Final = {"flags": 34, "vendors": 30}
"""Rows on paper of lists that go on for pages; the rest is counted there, and in the workbook."""
_LETTERS_PT: Final = {"bodies": 7.5, "flags": 7.5}
_ON_A_NEW_PAGE: Final = ("bodies",)
_NARROWEST, _WIDEST = 6, 60
_FULL: Final = 20
"""Widths of a column in half-width characters, of which the shares of the page are made. Text longer than ``_FULL``
gets room for half of the rest, and takes more lines."""


def pack_pdf(pack: Pack, *, text: Text) -> bytes:
    """Typeset ``pack`` (PDF/UA-1). Raises MissingFontError where a font package is not installed."""
    fonts = font_files(text=text)
    letters = frozenset.intersection(*(letters_of(font) for font in fonts))
    told = _drawable(_content(pack, text=text), letters=letters)
    content: bytes = typst.compile(
        _TEMPLATE,
        font_paths=_fonts(tuple(font.parent for font in fonts)),
        ignore_system_fonts=True,
        sys_inputs={"pack": json.dumps(told, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    return content


def _drawable(value: Any, *, letters: frozenset[int]) -> Any:
    """The same content in letters that the fonts have."""
    if isinstance(value, str):
        return drawable(value, letters=letters)
    if isinstance(value, Mapping):
        return {key: _drawable(one, letters=letters) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [_drawable(one, letters=letters) for one in value]
    return value


@cache
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(one) for one in folders]
    )


def _content(pack: Pack, *, text: Text) -> dict[str, Any]:
    return {
        "font": FAMILY,
        "lang": text.language,
        "colours": _COLOURS,
        "title": pack.title,
        "place": pack.place,
        "as_of": pack.as_of,
        "received": pack.received,
        "demo": pack.demo,
        "foot": pack.foot(),
        "meeting": [{"name": name, "lines": words.split("\n")} for name, words in pack.meeting],
        "summary_title": pack.summary_title,
        "summary": pack.summary,
        "cards": [
            {"title": one.title, "value": one.value, "detail": one.detail, "comparisons": one.comparisons}
            for one in pack.cards
        ],
        "map": _map(pack.map, text=text) if pack.map else None,
        "first": [_table(one, text=text) for one in pack.tables if one.id in _FIRST_PAGE],
        "bars": [_chart(one, text=text) for one in pack.charts if one.is_horizontal],
        "columns": [_chart(one, text=text) for one in pack.charts if not one.is_horizontal],
        "tables": [_table(one, text=text) for one in pack.tables if one.id not in _FIRST_PAGE],
        "own_rules": pack.own_rules,
        "definitions_title": pack.definitions_title,
        "definitions": [{"name": name, "rule": rule} for name, rule in pack.definitions],
        "sources_title": pack.sources_title,
        "sources": pack.sources,
    }


def _map(picture: PackMap, *, text: Text) -> dict[str, object]:
    return {
        "title": picture.title,
        "summary": picture.summary,
        "summary_title": text("pack.map_summary"),
        "svg": map_svg(picture),
        "legend": [_legend(one, text=text) for one in picture.legend],
    }


def _legend(entry: PackClass, *, text: Text) -> dict[str, object]:
    label = text("pack.legend", label=entry.label, regions=entry.regions)
    return {"label": label, "fill": entry.fill, "hatched": entry.is_hatched}


def _chart(chart: PackChart, *, text: Text) -> dict[str, object]:
    totals = chart.totals()
    heading = TableColumn("category", "", is_heading=True)
    counts = tuple(TableColumn(f"series_{at}", one.name, kind="count") for at, one in enumerate(chart.series))
    columns = (heading, *counts)
    rows: list[tuple[Cell, ...]] = [
        (name, *(one.values[at] for one in chart.series)) for at, name in enumerate(chart.categories)
    ]
    return {
        "title": chart.title,
        "summary": chart.summary,
        "categories": chart.categories,
        "totals": totals,
        "written_totals": [text.count(total) for total in totals],
        "series": [
            {
                "name": one.name,
                "fill": one.fill,
                "hatched": one.is_hatched,
                "values": one.values,
                "written": [text.count(value) for value in one.values],
            }
            for one in chart.series
        ],
        "table": _grid(columns, rows, tones=[[""] * len(columns) for _ in rows], text=text),
    }


def _table(table: PackTable, *, text: Text) -> dict[str, object]:
    columns, rows = table.short()
    shown = rows[: _MOST_ROWS.get(table.id, len(rows))]
    rest = len(rows) - len(shown)
    return {
        "title": table.title,
        "note": table.note,
        "rest": text("pack.rest", rows=rest) if rest else "",
        "breaks": table.id in _ON_A_NEW_PAGE,
        "size": _LETTERS_PT.get(table.id, 8),
        **_grid(columns, shown, tones=[[table.tone(cell) for cell in row] for row in shown], text=text),
    }


def _grid(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[Cell]], *, tones: Sequence[Sequence[str]], text: Text
) -> dict[str, object]:
    words = [[cell_words(cell, column, text=text) for cell, column in zip(row, columns, strict=True)] for row in rows]
    return {
        "heads": [phrases(column.label) for column in columns],
        "numbers": [column.kind != "text" for column in columns],
        "widths": [_width(column.label, [row[at] for row in words]) for at, column in enumerate(columns)],
        "rows": [
            [{"words": one, "tone": tone} for one, tone in zip(row, line, strict=True)]
            for row, line in zip(words, tones, strict=True)
        ],
    }


def _width(label: str, words: Sequence[str]) -> int:
    """As wide as its longest cell; a heading may take two lines, broken between its phrases."""
    longest = max((columns_of(one) for one in words), default=0)
    whole = max((columns_of(one) for one in phrases(label)), default=0)
    wanted = max(_NARROWEST, longest, whole, (columns_of(label) + 1) // 2)
    return min(_WIDEST, wanted if wanted <= _FULL else _FULL + (wanted - _FULL) // 2) + 2

"""A hand-out as slides in 16:9: native tables and charts, the map as shapes, at most twelve.

The same hand-out gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Inches

from components.documents.headings import broken
from components.documents.pack import Pack, PackChart, PackTable, cell_words
from components.documents.pack_slides import (
    HEAD_HEIGHT,
    card,
    draw_map,
    legend,
    native_chart,
    table,
    text_box,
    write,
)
from components.text import Text
from components.theme import BAD_TEXT, KEY, TEXT_MUTED

MOST_SLIDES: Final = 12
_WIDTH, _HEIGHT = 13.333, 7.5
_LEFT, _INNER = 0.5, 12.333
_TOP, _FOOT = 1.15, 6.95
_TABLE_HEIGHT: Final = 5.6
_TITLE_ONLY: Final = 5
_CREATED: Final = datetime(2000, 1, 1)
_ZIP_TIME: Final = (2000, 1, 1, 0, 0, 0)
_MOMENT: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a table goes on slides: its columns with their widths, the height of its rows in inches, and its letters.

    ``denser`` is tried with a list that would not fit ``most_slides``; ``beside`` are the columns a slide.
    """

    widths: dict[str, float]
    row: float
    size: float
    beside: int = 1
    most_slides: int = 1
    denser: tuple[float, float] | None = None

    def rows(self, row: float) -> int:
        """Rows of ``row`` inches that fit a column of a slide."""
        return int((_TABLE_HEIGHT - HEAD_HEIGHT) / row + 1e-6)

    def fitted(self, count: int) -> tuple[float, float, int]:
        """Height of a row, size of its letters and rows a column for a list of ``count``."""
        places = self.beside * self.most_slides
        row, size = self.row, self.size
        if self.denser is not None and self.rows(row) * places < count:
            row, size = self.denser
        return row, size, self.rows(row)


_LAYOUTS: Final = {
    "milestones": _Layout(
        {"milestone": 4.2, "due": 1.6, "attained": 1.2, "on_time": 1.4, "counted": 1.4, "open": 1.4, "state": 1.9},
        row=0.7,
        size=14,
    ),
    "bodies": _Layout(
        {
            "name": 1.35,
            "judgement_word": 0.8,
            "step_completion_mic": 0.8,
            "overdue_months": 0.8,
            "flags": 2.1,
            "input_word": 0.95,
        },
        row=0.255,
        size=9,
        beside=2,
        most_slides=4,
        denser=(0.22, 8),
    ),
    "changes": _Layout(
        {"change": 1.6, "systems": 1, "bodies": 0.8, "where": 3.1, "vendors": 3.4, "meaning": 3.1},
        row=0.56,
        size=12,
    ),
    "flags": _Layout(
        {"flag": 1.6, "severity": 0.6, "vendor": 1.4, "business": 1.3, "evidence": 6, "bodies": 0.6, "systems": 0.8},
        row=0.36,
        size=10,
    ),
    "prefectures": _Layout(
        {"name": 1.3, "step_completion_mic": 1.1, "change": 1.1, "designated_systems": 1.2, "bodies_reported": 1},
        row=0.212,
        size=9,
        beside=2,
    ),
    "vendors": _Layout(
        {
            "name": 2.2, "open_systems": 1, "open_bodies": 1, "systems": 1, "bodies": 1, "live_share": 1,
            "late_systems": 1, "late_share": 1, "flags": 2.2,
        },
        row=0.3,
        size=11,
    ),
    "businesses": _Layout(
        {
            "name": 3, "step_completion_mic": 1.2, "compared": 1.2, "systems_reported": 1.2, "systems_applicable": 1.2,
            "designated_bodies": 1.4,
        },
        row=0.25,
        size=11,
    ),
    "follow_ups": _Layout(
        {"body": 1.2, "happened_on": 1.3, "kind": 1, "content": 4, "next_action": 2.5, "due_on": 1.3},
        row=0.42,
        size=10,
    ),
}  # fmt: skip
"""The tables that go on slides; the numbers of 判定 stand in its chart."""
_WORDS_A_CELL: Final = 60
"""Characters of a cell of a slide; the workbook holds the whole text."""


def pack_pptx(pack: Pack, *, text: Text) -> bytes:
    """Write ``pack`` as slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    properties = deck.core_properties
    properties.title, properties.author, properties.last_modified_by = pack.title, "", ""
    properties.created = properties.modified = _CREATED
    slides = _Slides(deck, pack)
    _opening(slides, pack)
    _picture(slides, pack)
    _charts(slides, pack)
    for one in pack.tables:
        if one.id in _LAYOUTS and one.rows:
            _table_slides(slides, one, layout=_LAYOUTS[one.id], text=text)
    _closing(slides, pack)
    buffer = io.BytesIO()
    deck.save(buffer)
    return _repacked(buffer.getvalue())


class _Slides:
    """The slides of one hand-out, each with its title, the note on demo data and its foot."""

    def __init__(self, deck: Deck, pack: Pack) -> None:
        self._deck = deck
        self._pack = pack
        self._count = 0

    def new(self, title: str) -> Slide:
        """Add a slide."""
        slide: Slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        self._count += 1
        heading: Any = slide.shapes.title
        heading.left, heading.top = Inches(_LEFT), Inches(0.3)
        heading.width, heading.height = Inches(_INNER), Inches(0.6)
        heading.text_frame.word_wrap = True
        paragraph = heading.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        write(paragraph.add_run(), title, size=24, ink=KEY, is_bold=True)
        pack = self._pack
        if pack.demo:
            text_box(slide, [pack.demo], box=(_LEFT, 0.02, _INNER, 0.3), size=11, ink=BAD_TEXT, is_bold=True)
        foot = f"{pack.place} {pack.as_of}　{pack.foot()}"
        text_box(slide, [foot], box=(_LEFT, 7.1, _INNER - 0.6, 0.3), size=9, ink=TEXT_MUTED)
        text_box(slide, [str(self._count)], box=(_LEFT + _INNER - 0.5, 7.1, 0.5, 0.3), size=9, ink=TEXT_MUTED)
        return slide


def _opening(slides: _Slides, pack: Pack) -> None:
    slide = slides.new(pack.title)
    text_box(slide, [f"{pack.as_of} {pack.received}"], box=(_LEFT, 0.9, _INNER, 0.4), size=14, ink=TEXT_MUTED)
    top, size = 1.4, 16
    if pack.meeting:
        told = [f"{name}　{' '.join(words.split())}" for name, words in pack.meeting]
        text_box(slide, told, box=(_LEFT, top, _INNER, 1.15), size=13, is_bold=True)
        top, size = 2.5, 13
    text_box(slide, pack.summary, box=(_LEFT, top, _INNER, 4.65 - top), size=size)
    width = (_INNER - 0.15 * (len(pack.cards) - 1)) / max(1, len(pack.cards))
    for number, one in enumerate(pack.cards):
        box = (_LEFT + number * (width + 0.15), 4.7, width, 2.1)
        card(slide, title=one.title, value=one.value, notes=(one.detail, *one.comparisons), box=box)
    text_box(slide, [pack.own_rules], box=(_LEFT, 6.82, _INNER, 0.3), size=10, ink=TEXT_MUTED)


def _picture(slides: _Slides, pack: Pack) -> None:
    chart = next((one for one in pack.charts if one.is_horizontal), None)
    if pack.map is None:
        if chart is not None:
            _wide_chart(slides, chart)
        return
    slide = slides.new(pack.map.title)
    draw_map(slide, pack.map, box=(_LEFT, _TOP, 5.9, _FOOT - _TOP))
    legend(slide, pack.map, box=(6.6, _TOP + 0.1, 3, 0.3 * len(pack.map.legend)))
    below = _TOP + 0.3 * len(pack.map.legend) + 0.3
    if chart is None:
        text_box(slide, [pack.map.summary], box=(6.6, below, 6.2, 1.5), size=14)
        return
    text_box(slide, [chart.title], box=(6.6, below, 6.2, 0.4), size=14, is_bold=True)
    said = 1.25
    native_chart(slide, chart, box=(6.6, below + 0.35, 6.2, _FOOT - said - below - 0.35))
    text_box(slide, [chart.summary], box=(6.6, _FOOT - said, 6.2, said), size=11)


def _charts(slides: _Slides, pack: Pack) -> None:
    for chart in pack.charts:
        if not chart.is_horizontal:
            _wide_chart(slides, chart)


def _wide_chart(slides: _Slides, chart: PackChart) -> None:
    slide = slides.new(chart.title)
    text_box(slide, [chart.summary], box=(_LEFT, _TOP - 0.15, _INNER, 0.8), size=14)
    native_chart(slide, chart, box=(_LEFT, 1.9, _INNER, 5.0))


def _table_slides(slides: _Slides, told: PackTable, *, layout: _Layout, text: Text) -> None:
    """As many slides as the layout allows; the rows that do not fit are counted, and are in the workbook."""
    places = [place for place, column in enumerate(told.columns) if column.name in layout.widths]
    row_height, size, rows = layout.fitted(len(told.rows))
    a_slide = rows * layout.beside
    shown = told.rows[: a_slide * layout.most_slides]
    rest = len(told.rows) - len(shown)
    pages = [shown[at : at + a_slide] for at in range(0, len(shown), a_slide)]
    gap = 0.25
    width = (_INNER - gap * (layout.beside - 1)) / layout.beside
    widths = [layout.widths[told.columns[place].name] for place in places]
    letters = [int(width * share / sum(widths) * 72 / size * 2 - 2) for share in widths]
    heads = [broken(told.columns[place].label, columns=most) for place, most in zip(places, letters, strict=True)]
    for number, page in enumerate(pages, start=1):
        title = text("pack.page", title=told.title, page=number, pages=len(pages)) if len(pages) > 1 else told.title
        slide = slides.new(title)
        for beside in range(layout.beside):
            part = page[beside * rows : (beside + 1) * rows]
            if not part and beside:
                continue
            table(
                slide,
                heads,
                [[_short(cell_words(row[place], told.columns[place], text=text)) for place in places] for row in part],
                widths=widths,
                numbers=[told.columns[place].kind != "text" for place in places],
                tones=[[told.tone(row[place]) for place in places] for row in part],
                box=(_LEFT + beside * (width + gap), _TOP - 0.1, width, _TABLE_HEIGHT),
                row_height=row_height,
                size=size,
                description=told.title,
            )
        notes = [told.note] if told.note else []
        if rest and number == len(pages):
            notes.append(text("pack.rest", rows=rest))
        text_box(slide, [text.pick("", " ").join(notes)], box=(_LEFT, 6.68, _INNER, 0.4), size=10, ink=TEXT_MUTED)


def _closing(slides: _Slides, pack: Pack) -> None:
    slide = slides.new(pack.definitions_title)
    lines = [line for line in (pack.own_rules, *(f"{name}　{rule}" for name, rule in pack.definitions)) if line]
    text_box(slide, [*lines, "", pack.sources_title, *pack.sources], box=(_LEFT, _TOP, _INNER, 5.8), size=12)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _WORDS_A_CELL else f"{words[: _WORDS_A_CELL - 1]}…"


def _repacked(content: bytes) -> bytes:
    """The same archive without the moments it and the workbooks of its charts were written at."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as found, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in found.infolist():
            part = found.read(entry)
            if entry.filename.endswith(".xlsx"):
                part = _repacked(part)
            elif entry.filename == "docProps/core.xml":
                part = _MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            packed.writestr(zipfile.ZipInfo(entry.filename, _ZIP_TIME), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()

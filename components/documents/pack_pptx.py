"""A hand-out as slides in 16:9: native tables and charts, the map as shapes, at most twelve.

The same hand-out gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Inches

from components.documents.headings import broken, phrases
from components.documents.pack import Pack, PackChart, PackTable, cell_words, columns_of
from components.documents.pack_slides import (
    card,
    draw_map,
    legend,
    native_chart,
    table,
    text_box,
    write,
)
from components.documents.slide_layouts import TABLE_HEIGHT, TABLE_LAYOUTS, TableLayout
from components.documents.slide_marks import CELL_ABOVE_PT, cell_side_pt
from components.documents.slide_text import fitted, fitting_size, letters_in, lines_in, lines_taken
from components.text import Text
from components.theme import BAD_TEXT, KEY, TEXT_MUTED

MOST_SLIDES: Final = 12
_WIDTH, _HEIGHT = 13.333, 7.5
_LEFT, _INNER = 0.5, 12.333
_TOP, _FOOT = 1.15, 6.95
_TITLE_ONLY: Final = 5
_SLACK: Final = 0.05
"""Share of a line of a cell that stays free: digits are a little wider than half a letter."""
_NONE: Final = 1
_MEETING_HEIGHTS: Final = (1.2, 1.55)
"""Inches of the meeting's head, and of one whose agenda has an item a line."""
_SHORTEST_HEAD: Final = 8
"""Half-width letters a heading gets at least."""
_CREATED: Final = datetime(2000, 1, 1)
_ZIP_TIME: Final = (2000, 1, 1, 0, 0, 0)
_MOMENT: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def pack_pptx(pack: Pack, *, text: Text) -> bytes:
    """Write ``pack`` as slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    properties = deck.core_properties
    properties.title, properties.author, properties.last_modified_by = pack.title, "", ""
    properties.created = properties.modified = _CREATED
    slides = _Slides(deck, pack)
    _opening(slides, pack, text=text)
    _picture(slides, pack, text=text)
    _charts(slides, pack)
    for one in pack.tables:
        if one.id in TABLE_LAYOUTS and not one.rows and one.note:
            text_box(slides.new(one.title), [one.note], box=(_LEFT, _TOP, _INNER, 1), size=16)
        elif one.id in TABLE_LAYOUTS and one.rows:
            _table_slides(slides, one, layout=TABLE_LAYOUTS[one.id], text=text)
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


def _opening(slides: _Slides, pack: Pack, *, text: Text) -> None:
    slide = slides.new(pack.title)
    text_box(slide, [f"{pack.as_of} {pack.received}"], box=(_LEFT, 0.9, _INNER, 0.4), size=14, ink=TEXT_MUTED)
    top, sizes = 1.4, [16, 14, 12, 11]
    if pack.meeting:
        told, size, height = _meeting_lines(pack.meeting, text=text)
        text_box(slide, told, box=(_LEFT, 1.3, _INNER, height), size=size, is_bold=True)
        top, sizes = 1.3 + height, [13, 12, 11, 10]
    box = (_INNER, 4.65 - top)
    text_box(slide, pack.summary, box=(_LEFT, top, *box), size=fitting_size(pack.summary, inches=box, sizes=sizes))
    width = (_INNER - 0.15 * (len(pack.cards) - 1)) / max(1, len(pack.cards))
    for number, one in enumerate(pack.cards):
        place = (_LEFT + number * (width + 0.15), 4.7, width, 2.1)
        card(slide, title=one.title, value=one.value, notes=(one.detail, *one.comparisons), box=place)
    text_box(slide, [pack.own_rules], box=(_LEFT, 6.82, _INNER, 0.3), size=10, ink=TEXT_MUTED)


def _meeting_lines(meeting: tuple[tuple[str, str], ...], *, text: Text) -> tuple[tuple[str, ...], float, float]:
    """Day and place on a line, the agenda below as far as there is room for it; their size, and inches they take.

    An item a line while they fit, else strung together.
    """
    items = [" ".join(line.split()) for _, words in meeting[2:] for line in words.split("\n")]
    told = [f"{name}　{' '.join(words.split())}" for name, words in meeting]
    apart = ("　　".join(told[:2]), *(f"{meeting[2][0] if at == 0 else '　　'}　{one}" for at, one in enumerate(items)))
    for height in _MEETING_HEIGHTS if len(items) > 1 else ():
        size = fitting_size(apart, inches=(_INNER, height), sizes=(13, 12, 11, _NONE))
        if size > _NONE:
            return apart, size, height
    height = _MEETING_HEIGHTS[0]
    lines = ("　　".join(told[:2]), *told[2:])
    size = fitting_size(lines, inches=(_INNER, height), sizes=(13, 12))
    columns = letters_in(_INNER, size=size)
    if len(lines) == 1:
        return lines, size, height
    # A third of a letter stands between the paragraphs.
    room = lines_in(height - len(lines) * size / 3 / 72, size=size) - lines_taken(lines[0], columns=columns)
    agenda = fitted(lines[1], columns=columns, lines=max(1, room), ending=text("pack.meeting.cut"))
    return (lines[0], agenda), size, height


def _picture(slides: _Slides, pack: Pack, *, text: Text) -> None:
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
    said = 1.45
    native_chart(slide, chart, box=(6.6, below + 0.35, 6.2, _FOOT - said - below - 0.35))
    told = [*_bar_lines(chart, text=text), chart.summary]
    size = fitting_size(told, inches=(6.2, said), sizes=(11, 10, 9))
    text_box(slide, told, box=(6.6, _FOOT - said, 6.2, said), size=size)


def _bar_lines(chart: PackChart, *, text: Text) -> list[str]:
    """Each bar's numbers in words, because short parts have no room for theirs."""
    return [
        "　".join(
            [f"{name} {text.count(total)}:", *(f"{one.name} {text.count(one.values[at])}" for one in chart.series)]
        )
        for at, (name, total) in enumerate(zip(chart.categories, chart.totals(), strict=True))
    ]


def _charts(slides: _Slides, pack: Pack) -> None:
    for chart in pack.charts:
        if not chart.is_horizontal:
            _wide_chart(slides, chart)


def _wide_chart(slides: _Slides, chart: PackChart) -> None:
    slide = slides.new(chart.title)
    text_box(slide, [chart.summary], box=(_LEFT, _TOP - 0.15, _INNER, 0.8), size=14)
    native_chart(slide, chart, box=(_LEFT, 1.9, _INNER, 5.0))


def _table_slides(slides: _Slides, told: PackTable, *, layout: TableLayout, text: Text) -> None:
    """As many slides as the layout allows; the rows that do not fit are counted, and are in the workbook."""
    places = [place for place, column in enumerate(told.columns) if column.name in layout.widths]
    row_height, size, rows = layout.fitted(len(told.rows))
    a_slide = rows * layout.beside
    shown = told.rows[: a_slide * layout.most_slides]
    rest = len(told.rows) - len(shown)
    pages = -(-len(shown) // a_slide)
    gap = 0.2
    width = (_INNER - gap * (layout.beside - 1)) / layout.beside
    whole = [
        [" ".join(cell_words(row[place], told.columns[place], text=text).split()) for place in places] for row in shown
    ]
    lines = lines_in(row_height, size=size, above_pt=CELL_ABOVE_PT)
    widths = [layout.widths[told.columns[place].name] for place in places]
    if lines == 1:
        labels = [told.columns[place].label for place in places]
        # Smaller letters rather than cut names.
        for tried in (size, layout.denser[1], layout.denser[1] - 1) if layout.denser else (size,):
            found = _one_line_widths(labels, whole, shares=widths, width=width, size=tried)
            if found is not None:
                widths, size = found, tried
                break
    letters = [letters_in(width * share / sum(widths), size=size, side_pt=cell_side_pt(size)) for share in widths]
    cut = [
        [fitted(one, columns=most - int(most * _SLACK), lines=lines) for one, most in zip(row, letters, strict=True)]
        for row in whole
    ]
    tones = [[told.tone(row[place]) for place in places] for row in shown]
    heads = [broken(told.columns[place].label, columns=most) for place, most in zip(places, letters, strict=True)]
    for number in range(1, pages + 1):
        title = text("pack.page", title=told.title, page=number, pages=pages) if pages > 1 else told.title
        slide = slides.new(title)
        for beside in range(layout.beside):
            start = (number - 1) * a_slide + beside * rows
            part = slice(start, start + rows)
            if not cut[part]:
                continue
            table(
                slide,
                heads,
                cut[part],
                widths=widths,
                numbers=[told.columns[place].kind != "text" for place in places],
                tones=tones[part],
                box=(_LEFT + beside * (width + gap), _TOP - 0.1, width, TABLE_HEIGHT),
                row_height=row_height,
                size=size,
                description=told.title,
            )
        notes = [told.note] if told.note else []
        if cut[(number - 1) * a_slide :][:a_slide] != whole[(number - 1) * a_slide :][:a_slide]:
            notes.append(text("pack.cut"))
        if rest and number == pages:
            notes.append(text("pack.rest", rows=rest))
        note, box = [_sentences(notes, text=text)], (_INNER, 0.46)
        small = fitting_size(note, inches=box, sizes=(10, 9, 8))
        text_box(slide, note, box=(_LEFT, 6.65, *box), size=small, ink=TEXT_MUTED)


def _sentences(notes: Sequence[str], *, text: Text) -> str:
    """Notes in a row, each that another follows with its stop."""
    stop = text.pick("。", ".")
    ended = [one if one.endswith((stop, "。")) else f"{one}{stop}" for one in notes[:-1]]
    return text.pick("", " ").join([*ended, *notes[-1:]])


def _one_line_widths(
    labels: Sequence[str], rows: Sequence[Sequence[str]], *, shares: Sequence[float], width: float, size: float
) -> list[float] | None:
    """Widths in which each cell fits a line, what is left dealt out by ``shares``; None where there is no room."""
    cells = [max(columns_of(row[at]) for row in rows) * (1 + _SLACK) for at in range(len(labels))]
    heads = [max(columns_of(part.strip()) for part in phrases(label)) for label in labels]
    # A long heading may break within a word before a cell is cut.
    some = [min(head, _SHORTEST_HEAD) for head in heads]
    for needed in (list(map(max, cells, heads)), list(map(max, cells, some))):
        inches = [((letters + 1) * size / 2 + 2 * cell_side_pt(size)) / 72 for letters in needed]
        free = width - sum(inches)
        if free >= 0:
            return [own + free * share / sum(shares) for own, share in zip(inches, shares, strict=True)]
    return None


def _closing(slides: _Slides, pack: Pack) -> None:
    slide = slides.new(pack.definitions_title)
    lines = [line for line in (pack.own_rules, *(f"{name}　{rule}" for name, rule in pack.definitions)) if line]
    told, box = [*lines, "", pack.sources_title, *pack.sources], (_INNER, 5.8)
    text_box(slide, told, box=(_LEFT, _TOP, *box), size=fitting_size(told, inches=box, sizes=(12, 11, 10, 9)))


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
